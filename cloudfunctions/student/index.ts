import { studentContract } from '@shared/contracts/student';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { studentHandlers } from './handlers';

export const main = serve(studentContract, studentHandlers, platform);
