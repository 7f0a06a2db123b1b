import { schoolContract } from '@shared/contracts/school';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { schoolHandlers } from './handlers';

export const main = serve(schoolContract, schoolHandlers, platform);
