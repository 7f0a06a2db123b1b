import * as z from 'zod';
import type { Fen } from '../base/money';
import { CHANNELS, ORDER_KINDS, ORDER_STATUSES } from '../domain/order';
import { type Contract, procedure } from './procedure';
import { clubMonth, id, instant, pointsAmount } from './scalars';

export const fenAmount = z.custom<Fen>(Number.isSafeInteger);

/** What `wx.requestPayment` takes, as it is. */
export const paymentParams = z.object({
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
});
export type PaymentParams = z.output<typeof paymentParams>;

/** An order as its member sees it. */
export const orderView = z.object({
  id,
  kind: z.enum(ORDER_KINDS),
  channel: z.enum(CHANNELS),
  status: z.enum(ORDER_STATUSES),
  amount: fenAmount,
  refunded: fenAmount,
  /** What was bought, in the words of its domain: a booking's id. */
  subjectId: id.nullable(),
  createdAt: instant,
  /** Until when it can be paid. */
  expiresAt: instant,
  paidAt: instant.nullable(),
});
export type OrderView = z.output<typeof orderView>;

export const STATEMENT_KINDS = ['TOPUP', 'WITHDRAWAL', 'REFUND', 'SPENDING', 'REVERSAL'] as const;

/** One line of the statement; positive is a gain. */
const statementLine = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(STATEMENT_KINDS),
  amount: fenAmount,
  /** The order it was for. */
  orderId: id.nullable(),
  /** The lesson whose fee it set aside or gave back. */
  lessonId: id.nullable(),
});
export type StatementLine = z.output<typeof statementLine>;

/** A top-up of the last seven days and what of it is unspent and may be taken back. */
const withdrawable = z.object({
  orderId: id,
  paidAt: instant,
  amount: fenAmount,
  unspent: fenAmount,
});

export const walletContract = {
  /** The page 钱包 in one call. */
  home: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({
      balance: fenAmount,
      frozen: fenAmount,
      topupEnabled: z.boolean(),
      limits: z.object({ leastTopup: z.int(), mostTopup: z.int(), mostBalance: z.int() }),
      /** Orders that wait for payment, newest first. */
      pending: z.array(orderView),
      withdrawable: z.array(withdrawable),
      /** The newest lines of the statement. */
      recent: z.array(statementLine),
      /** Points that can be used now, and how many of them expire in which month. */
      points: z.object({
        usable: pointsAmount,
        expiring: z.array(z.object({ month: clubMonth, amount: pointsAmount })),
      }),
      now: instant,
    }),
    refuses: [],
  }),
  /** `requestId` is made by the page once a form: a second tap makes no second order. */
  topUp: procedure({
    caller: 'member',
    input: z.object({ amount: z.int(), requestId: id }),
    output: z.object({ order: orderView, payment: paymentParams }),
    refuses: [
      'TOPUP_DISABLED',
      'TOO_MANY_OPEN',
      'TOPUP_AMOUNT_INVALID',
      'WALLET_LIMIT',
      'PAYMENT_UNAVAILABLE',
      'ORDER_CLOSED',
      'ORDER_ALREADY_PAID',
    ],
  }),
  /** Pays an order that was left open. */
  resume: procedure({
    caller: 'member',
    input: z.object({ orderId: id }),
    output: z.object({ order: orderView, payment: paymentParams }),
    refuses: ['ORDER_NOT_FOUND', 'ORDER_CLOSED', 'ORDER_ALREADY_PAID', 'PAYMENT_UNAVAILABLE'],
  }),
  /** How an order stands, asked of the channel when it is open: the front end's success is no proof. */
  order: procedure({
    caller: 'member',
    input: z.object({ orderId: id }),
    output: orderView,
    refuses: ['ORDER_NOT_FOUND'],
  }),
  /** Gives up an unpaid order. One that was paid meanwhile stays paid. */
  cancel: procedure({
    caller: 'member',
    input: z.object({ orderId: id }),
    output: orderView,
    refuses: ['ORDER_NOT_FOUND', 'PAYMENT_UNAVAILABLE'],
  }),
  /** Takes the unspent part of a top-up of the last seven days back, without a reason. */
  withdraw: procedure({
    caller: 'member',
    input: z.object({ orderId: id, requestId: id }),
    output: z.object({ order: orderView, amount: fenAmount }),
    refuses: [
      'ORDER_NOT_FOUND',
      'WITHDRAW_AT_DESK',
      'WITHDRAWAL_WINDOW_OVER',
      'NOTHING_TO_WITHDRAW',
      'INSUFFICIENT_BALANCE',
      'REFUND_UNDER_WAY',
    ],
  }),
  /** The lines of one month, newest first. */
  statement: procedure({
    caller: 'member',
    input: z.object({ month: clubMonth, kind: z.enum(STATEMENT_KINDS).nullable() }),
    output: z.object({ month: clubMonth, lines: z.array(statementLine) }),
    refuses: [],
  }),
} satisfies Contract;
