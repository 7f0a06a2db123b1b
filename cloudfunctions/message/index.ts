import { messageContract } from '@shared/contracts/message';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { messageHandlers } from './handlers';

export const main = serve(messageContract, messageHandlers, platform);
