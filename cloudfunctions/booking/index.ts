import { bookingContract } from '@shared/contracts/booking';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { bookingHandlers } from './handlers';

export const main = serve(bookingContract, bookingHandlers, platform);
