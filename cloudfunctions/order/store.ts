import { id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { CHANNELS, ORDER_KINDS, ORDER_STATUSES } from '@shared/domain/order';
import * as z from 'zod';
import { collection } from '../_kit/db';

const order = z.object({
  /** The number that the channel knows it by: at most 32 letters, digits, `-` and `_`. */
  _id: id,
  memberId: id,
  kind: z.enum(ORDER_KINDS),
  channel: z.enum(CHANNELS),
  status: z.enum(ORDER_STATUSES),
  amount: fenAmount,
  refunded: fenAmount,
  /** What the payer reads in the channel's sheet. */
  description: z.string(),
  openid: z.string(),
  /** The channel's handle of an order that waits for payment. */
  prepayId: z.string().nullable(),
  createdAt: instant,
  expiresAt: instant,
  paidAt: instant.nullable(),
  /** The channel's own number of the payment. */
  transactionId: z.string().nullable(),
  /** When what was bought was handed over. */
  fulfilledAt: instant.nullable(),
});
export type Order = z.output<typeof order>;
export const orders = collection('orders', order);
