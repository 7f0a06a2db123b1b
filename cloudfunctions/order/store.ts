import type { Fen } from '@shared/base/money';
import { id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { CHANNELS, ORDER_KINDS, ORDER_STATUSES } from '@shared/domain/order';
import * as z from 'zod';
import { collection } from '../_kit/db';
import { moneyAccount } from '../ledger/service';

const order = z.object({
  /** The number that the channel knows it by: at most 32 letters, digits, `-` and `_`. */
  _id: id,
  /** Whose it is; null for a walk-in, who has no account. */
  memberId: id.nullable(),
  /** The campus that sold it; null when nobody of a campus did, as for a top-up in the app. */
  campusId: id.nullable(),
  /** The clerk who took it. */
  operatorId: id.nullable(),
  /** What of the kind was bought: the seller's own document. */
  subjectId: id.nullable(),
  kind: z.enum(ORDER_KINDS),
  channel: z.enum(CHANNELS),
  status: z.enum(ORDER_STATUSES),
  amount: fenAmount,
  refunded: fenAmount,
  /** What is on its way back. */
  refunding: fenAmount.default(0 as Fen),
  /** What the payer reads in the channel's sheet. */
  description: z.string(),
  openid: z.string(),
  /** Where it was opened from, for the log. */
  ip: z.string().max(45).nullable().default(null),
  /** What the clerk wrote down, such as the number of a bank transfer. */
  note: z.string().default(''),
  /** The channel's handle of an order that waits for payment. */
  prepayId: z.string().nullable(),
  createdAt: instant,
  /** When the timer asked the channel about it last. */
  askedAt: instant.nullable().default(null),
  /** WeChat takes another refund of it from this moment on. */
  refundableAt: instant.nullable().default(null),
  expiresAt: instant,
  paidAt: instant.nullable(),
  /** The channel's own number of the payment. */
  transactionId: z.string().nullable(),
  /** When it was closed unpaid. */
  closedAt: instant.nullable().default(null),
  /** When what was bought was handed over. */
  fulfilledAt: instant.nullable(),
});
export type Order = z.output<typeof order>;
export const orders = collection('orders', order);

/** Money on its way back. A retry keeps the id, which the channel knows it by: a new one pays twice. */
const refund = z.object({
  _id: id,
  orderId: id,
  memberId: id.nullable(),
  campusId: id.nullable(),
  channel: z.enum(CHANNELS),
  amount: fenAmount,
  /** Where the money was taken from. */
  from: moneyAccount,
  reason: z.string().max(80),
  /** ABNORMAL waits for a person: the channel could not hand the money over. */
  status: z.enum(['OPEN', 'SUCCESS', 'CLOSED', 'ABNORMAL']),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** Until then it may be on its way to the channel, whatever that knows of it. */
  sendingUntil: instant.nullable().default(null),
  /** When the timer asked the channel about it last. */
  askedAt: instant.nullable().default(null),
  /** It was handed over in cash, and went into no wallet. */
  overDesk: z.boolean().default(false),
});
export type Refund = z.output<typeof refund>;
export const refunds = collection('refunds', refund);
