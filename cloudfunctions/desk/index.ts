import { deskContract } from '@shared/contracts/desk';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { deskHandlers } from './handlers';

export const main = serve(deskContract, deskHandlers, platform);
