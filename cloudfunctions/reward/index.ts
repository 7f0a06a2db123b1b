import { rewardContract } from '@shared/contracts/reward';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { rewardHandlers } from './handlers';

export const main = serve(rewardContract, rewardHandlers, platform);
