import { lessonContract } from '@shared/contracts/lesson';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { lessonHandlers } from './handlers';

export const main = serve(lessonContract, lessonHandlers, platform);
