import { id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** Top-ups of a member that may still be paid: they count against the limit of the wallet. */
export const intakes = collection(
  'wallet_intakes',
  z.object({
    _id: id,
    open: z.array(z.object({ orderId: id, amount: fenAmount, until: instant })),
  }),
);
