import { id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { COUPON_STATUSES } from '@shared/domain/reward';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** Money off one order: given once, used once, or over. */
const coupon = z.object({
  _id: id,
  memberId: id,
  name: z.string(),
  /** What it takes off, fen, at most the price. */
  off: fenAmount,
  /** The price from which on it can be used, fen. */
  least: fenAmount,
  /** Its last instant. */
  validUntil: instant,
  status: z.enum(COUPON_STATUSES),
  issuedAt: instant,
  /** Whether the member was told that it ends soon. */
  told: z.boolean(),
  /** The order that it was used for, and what it took off; null while it is not used. */
  used: z.object({ orderId: z.string().min(1).max(64), off: fenAmount, at: instant }).nullable(),
});
export type Coupon = z.output<typeof coupon>;
export const coupons = collection('coupons', coupon);
