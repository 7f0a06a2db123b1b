import { coachContract } from '@shared/contracts/coach';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { coachHandlers } from './handlers';

export const main = serve(coachContract, coachHandlers, platform);
