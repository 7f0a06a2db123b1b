import * as z from 'zod';
import { CHANNELS, ONLINE_CHANNELS, ORDER_KINDS } from '../domain/order';
import { DIFFERENCE_KINDS } from '../domain/reconciliation';
import { type Contract, procedure } from './procedure';
import { clubDate, count, id, instant, text } from './scalars';
import { fenAmount, orderView } from './wallet';

const refundView = z.object({
  id,
  orderId: id,
  maskedName: z.string(),
  channel: z.enum(CHANNELS),
  amount: fenAmount,
  reason: z.string(),
  status: z.enum(['OPEN', 'SUCCESS', 'CLOSED', 'ABNORMAL']),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** Waits for a person: the channel could not hand it over, or it takes longer than a day. */
  stuck: z.boolean(),
});
export type RefundView = z.output<typeof refundView>;

/** An order as management sees it, with all that moved for it. */
const orderFile = z.object({
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
  }),
});
export type OrderFile = z.output<typeof orderFile>;

const sums = z.object({ count, amount: fenAmount, refunds: count, refunded: fenAmount });

/** A channel's day against ours. */
const reconciliationView = z.object({
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

const differenceView = z.object({
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
const attention = z.object({
  notificationsWaiting: count,
  deedsFailing: count,
  refundsStuck: count,
  ordersOverdue: count,
  paidNotFulfilled: count,
  differencesOpen: count,
  booksOff: z.boolean(),
});
export type AttentionView = z.output<typeof attention>;

const orderById = z.object({ orderId: id });
/** What another campus sold is not found: a guessed number learns nothing. */
const ORDER_REFUSALS = ['ORDER_NOT_FOUND'] as const;

/** Management of money: a campus admin sees the own campus, the super admin everything. */
export const booksContract = {
  /** Today at a glance, and what waits for a person. */
  home: procedure({
    caller: 'admin',
    input: z.object({}),
    output: z.object({
      superAdmin: z.boolean(),
      campuses: z.array(z.object({ id, name: z.string() })),
      today: sums,
      attention,
      /** When Σ was last found to be zero; null before the first check. */
      balancedAt: instant.nullable(),
      /** The newest of each channel. */
      reconciliations: z.array(reconciliationView),
      now: instant,
    }),
    refuses: [],
  }),
  /** What came in and went back on a day, by channel and kind; `campusId` null is all the caller sees. */
  takings: procedure({
    caller: 'admin',
    input: z.object({ date: clubDate, campusId: id.nullable() }),
    output: z.object({
      date: clubDate,
      rows: z.array(sums.extend({ channel: z.enum(CHANNELS), kind: z.enum(ORDER_KINDS) })),
      total: sums,
      /** Whether the ledger says the same; null where a campus alone cannot tell. */
      agrees: z.boolean().nullable(),
      now: instant,
    }),
    refuses: ['OTHER_CAMPUS', 'CAMPUS_NOT_FOUND'],
  }),
  /** Under way and stuck first, then what ended in the last seven days. */
  refunds: procedure({
    caller: 'admin',
    input: z.object({}),
    output: z.object({ refunds: z.array(refundView), now: instant }),
    refuses: [],
  }),
  /** Sends a refund again under its own number, or asks how it stands. */
  resendRefund: procedure({
    caller: 'admin',
    input: z.object({ refundId: id }),
    output: refundView,
    refuses: [...ORDER_REFUSALS, 'PAYMENT_UNAVAILABLE'],
  }),
  /**
   * Ends a refund that the channel cannot hand over: the money goes into the member's wallet. The
   * channel is asked first, so that what it did or still does is not paid twice.
   */
  creditRefund: procedure({
    caller: 'admin',
    input: z.object({ refundId: id, reason: text(0, 200) }),
    output: refundView,
    refuses: [
      ...ORDER_REFUSALS,
      'REASON_REQUIRED',
      'REFUND_NOT_STUCK',
      'NO_WALLET',
      'PAYMENT_UNAVAILABLE',
    ],
  }),
  /** By our number or the channel's. */
  order: procedure({
    caller: 'admin',
    input: z.object({ number: z.string().trim().min(1).max(64) }),
    output: orderFile,
    refuses: ORDER_REFUSALS,
  }),
  /** The newest orders, 30 a page. */
  orders: procedure({
    caller: 'admin',
    input: z.object({ before: instant.nullable() }),
    output: z.object({
      orders: z.array(z.object({ order: orderView, maskedName: z.string() })),
      next: instant.nullable(),
      now: instant,
    }),
    refuses: [],
  }),
  /** Asks the channel and does what its answer asks for. */
  query: procedure({
    caller: 'admin',
    input: orderById,
    output: orderFile,
    refuses: [...ORDER_REFUSALS, 'PAYMENT_UNAVAILABLE'],
  }),
  /** Closes an unpaid order, at the channel first. */
  close: procedure({
    caller: 'admin',
    input: orderById,
    output: orderFile,
    refuses: [...ORDER_REFUSALS, 'PAYMENT_UNAVAILABLE'],
  }),
  /** Hands over what was paid for and could not be handed over yet. */
  fulfil: procedure({
    caller: 'admin',
    input: orderById,
    output: orderFile,
    refuses: ORDER_REFUSALS,
  }),
  /** Takes back an entry that the desk made by mistake: the reversed entry, with a reason. */
  reverse: procedure({
    caller: 'admin',
    input: z.object({ orderId: id, reason: text(0, 200) }),
    output: orderFile,
    refuses: [...ORDER_REFUSALS, 'REASON_REQUIRED', 'NOT_REVERSIBLE', 'SPENT_ALREADY'],
  }),
  /** The last fourteen days of each channel. */
  reconciliations: procedure({
    caller: 'superAdmin',
    input: z.object({}),
    output: z.object({ days: z.array(reconciliationView), now: instant }),
    refuses: [],
  }),
  reconciliation: procedure({
    caller: 'superAdmin',
    input: z.object({ channel: z.enum(ONLINE_CHANNELS), date: clubDate }),
    output: z.object({ day: reconciliationView, differences: z.array(differenceView) }),
    refuses: ['NO_RECONCILIATION'],
  }),
  /** Compares a day again. What was dealt with stays so. */
  reconcile: procedure({
    caller: 'superAdmin',
    input: z.object({ channel: z.enum(ONLINE_CHANNELS), date: clubDate }),
    output: z.object({ day: reconciliationView, differences: z.array(differenceView) }),
    refuses: ['BILL_NOT_READY', 'PAYMENT_UNAVAILABLE'],
  }),
  /** Marks a difference as dealt with, with what was done. */
  settleDifference: procedure({
    caller: 'superAdmin',
    input: z.object({
      channel: z.enum(ONLINE_CHANNELS),
      date: clubDate,
      id: z.string().max(120),
      note: text(0, 200),
    }),
    output: z.object({ day: reconciliationView, differences: z.array(differenceView) }),
    refuses: ['NO_RECONCILIATION', 'REASON_REQUIRED'],
  }),
} satisfies Contract;
