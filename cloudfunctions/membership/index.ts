import { membershipContract } from '@shared/contracts/membership';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { membershipHandlers } from './handlers';

export const main = serve(membershipContract, membershipHandlers, platform);
