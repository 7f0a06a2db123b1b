import { forecastContract } from '@shared/contracts/forecast';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { forecastHandlers } from './handlers';

export const main = serve(forecastContract, forecastHandlers, platform);
