import * as z from 'zod';
import { CHANNELS, ONLINE_CHANNELS } from '../domain/order';
import { DIFFERENCE_KINDS } from '../domain/reconciliation';
import { clubDate, count, id, instant } from './scalars';
import { fenAmount, orderView } from './wallet';

export const refundView = z.object({
  id,
  orderId: id,
  /** Null when no campus sold what was paid for, as a top-up in the app. */
  campusId: id.nullable(),
  maskedName: z.string(),
  channel: z.enum(CHANNELS),
  amount: fenAmount,
  reason: z.string(),
  status: z.enum(['OPEN', 'SUCCESS', 'CLOSED', 'ABNORMAL']),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** Waits for a person: the channel could not hand it over, or it takes longer than a day. */
  stuck: z.boolean(),
  /** Where the money goes when a person ends it: a walk-in, or whose account ended, has no wallet. */
  byHand: z.enum(['WALLET', 'CASH']),
});
export type RefundView = z.output<typeof refundView>;

/** An order as management sees it, with all that moved for it. */
export const orderFile = z.object({
  order: orderView,
  maskedName: z.string(),
  campusName: z.string().nullable(),
  operatorName: z.string().nullable(),
  transactionId: z.string().nullable(),
  fulfilledAt: instant.nullable(),
  entries: z.array(
    z.object({
      reason: z.string(),
      at: instant,
      /** From whose account to whose, in words. */
      postings: z.array(z.object({ from: z.string(), to: z.string(), amount: fenAmount })),
    }),
  ),
  refunds: z.array(refundView),
  /** What can be done with it by hand now. */
  may: z.object({
    query: z.boolean(),
    close: z.boolean(),
    fulfil: z.boolean(),
    reverse: z.boolean(),
    payBack: z.boolean(),
  }),
  /** What of a top-up lies in the wallet and can be given back; else 0. */
  unspent: fenAmount,
});
export type OrderFile = z.output<typeof orderFile>;

export const sums = z.object({ count, amount: fenAmount, refunds: count, refunded: fenAmount });

/** A channel's day against ours. */
export const reconciliationView = z.object({
  channel: z.enum(ONLINE_CHANNELS),
  date: clubDate,
  /** BROKEN: there was no bill to compare with; it is tried again by itself. */
  status: z.enum(['BALANCED', 'DIFFERENT', 'BROKEN']),
  ours: sums,
  theirs: sums,
  /** Differences that nobody has dealt with yet. */
  open: count,
  at: instant,
});
export type ReconciliationView = z.output<typeof reconciliationView>;

export const differenceView = z.object({
  id: z.string(),
  kind: z.enum(DIFFERENCE_KINDS),
  /** As the channel has it: another till of the merchant may number in its own way. */
  orderId: z.string(),
  refundId: z.string().nullable(),
  ours: fenAmount.nullable(),
  theirs: fenAmount.nullable(),
  /** Who dealt with it and how; null while it is open. */
  settled: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
});
export type DifferenceView = z.output<typeof differenceView>;

/** What waits for a person; zero everywhere is a good day. */
export const attention = z.object({
  notificationsWaiting: count,
  deedsFailing: count,
  refundsStuck: count,
  ordersOverdue: count,
  paidNotFulfilled: count,
  differencesOpen: count,
  /** Days of the last two weeks that could not be compared with a channel. */
  daysBroken: count,
  booksOff: z.boolean(),
  /** For three hours the books could not be found to balance. */
  booksUnchecked: z.boolean(),
});
export type AttentionView = z.output<typeof attention>;
