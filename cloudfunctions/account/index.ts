import { accountContract } from '@shared/contracts/account';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { accountHandlers } from './handlers';

export const main = serve(accountContract, accountHandlers, platform);
