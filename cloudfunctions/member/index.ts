import { memberContract } from '@shared/contracts/member';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { memberHandlers } from './handlers';

export const main = serve(memberContract, memberHandlers, platform);
