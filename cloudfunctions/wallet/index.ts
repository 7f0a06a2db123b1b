import { walletContract } from '@shared/contracts/wallet';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { walletHandlers } from './handlers';

export const main = serve(walletContract, walletHandlers, platform);
