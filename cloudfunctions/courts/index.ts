import { courtsContract } from '@shared/contracts/courts';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { courtsHandlers } from './handlers';

export const main = serve(courtsContract, courtsHandlers, platform);
