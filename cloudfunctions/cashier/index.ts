import { cashierContract } from '@shared/contracts/cashier';
import { platform } from '../_kit/platform';
import { serve } from '../_kit/serve';
import { cashierHandlers } from './handlers';

export const main = serve(cashierContract, cashierHandlers, platform);
