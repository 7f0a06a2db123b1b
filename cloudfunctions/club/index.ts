import { clubContract } from '@shared/contracts/club';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { clubHandlers } from './handlers';

export const main = serve(clubContract, clubHandlers, platform);
