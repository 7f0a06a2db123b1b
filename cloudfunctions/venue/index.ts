import { venueContract } from '@shared/contracts/venue';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { venueHandlers } from './handlers';

export const main = serve(venueContract, venueHandlers, platform);
