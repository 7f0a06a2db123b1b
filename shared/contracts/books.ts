import * as z from 'zod';
import { CHANNELS, ONLINE_CHANNELS, TAKINGS_KINDS } from '../domain/order';
import {
  attention,
  differenceView,
  orderFile,
  reconciliationView,
  refundView,
  sums,
} from './booksViews';
import { type Contract, procedure } from './procedure';
import { clubDate, id, instant, text } from './scalars';
import { orderView } from './wallet';

export type {
  AttentionView,
  DifferenceView,
  OrderFile,
  ReconciliationView,
  RefundView,
} from './booksViews';

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
  /**
   * What came in and went back on a day, by channel and kind; `campusId` null is all the caller sees.
   * What a wallet paid (bookings, lessons) has rows of its own and is not in `total`.
   */
  takings: procedure({
    caller: 'admin',
    input: z.object({ date: clubDate, campusId: id.nullable() }),
    output: z.object({
      date: clubDate,
      rows: z.array(sums.extend({ channel: z.enum(CHANNELS), kind: z.enum(TAKINGS_KINDS) })),
      total: sums,
      /** Whether the ledger says the same; null where a campus alone cannot tell. */
      agrees: z.boolean().nullable(),
      /** What the caller may choose between. */
      campuses: z.array(z.object({ id, name: z.string() })),
      now: instant,
    }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  /** Under way and stuck first, then what ended in the last seven days. */
  refunds: procedure({
    caller: 'admin',
    input: z.object({}),
    output: z.object({
      refunds: z.array(refundView),
      /** The campuses whose till may pay a refund of no campus; empty for who sees none of these. */
      tills: z.array(z.object({ id, name: z.string() })),
      now: instant,
    }),
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
   * Ends a refund that the channel cannot hand over: the money goes into the member's wallet, or
   * over the desk to whoever has none (`byHand`). The channel is asked first, so that what it did or
   * still does is not paid twice. `campusId`: whose till pays a refund that is of no campus.
   */
  creditRefund: procedure({
    caller: 'admin',
    input: z.object({
      refundId: id,
      reason: text(0, 200),
      campusId: id.nullable().default(null),
    }),
    output: refundView,
    refuses: [
      ...ORDER_REFUSALS,
      'REASON_REQUIRED',
      'REFUND_NOT_STUCK',
      'CAMPUS_NOT_FOUND',
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
  /**
   * Gives unspent money of a top-up back the way it came, at any time: over the desk, or through
   * WeChat or Alipay. `amount` is what the manager was shown and agreed to; `requestId` is made once
   * a form.
   */
  payBack: procedure({
    caller: 'admin',
    input: z.object({ orderId: id, amount: z.int().min(1), requestId: id, reason: text(0, 200) }),
    output: orderFile,
    refuses: [
      ...ORDER_REFUSALS,
      'REASON_REQUIRED',
      'NOT_REVERSIBLE',
      'REFUND_UNDER_WAY',
      'REFUND_TOO_MUCH',
    ],
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
