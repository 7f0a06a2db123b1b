import { challengeContract } from '@shared/contracts/challenge';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { challengeHandlers } from './handlers';

export const main = serve(challengeContract, challengeHandlers, platform);
