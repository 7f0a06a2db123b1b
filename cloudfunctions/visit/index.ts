import { visitContract } from '@shared/contracts/visit';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { visitHandlers } from './handlers';

export const main = serve(visitContract, visitHandlers, platform);
