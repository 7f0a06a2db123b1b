import * as z from 'zod';
import { LEVELS } from '../domain/membership';
import { type Contract, procedure } from './procedure';
import { clubDate, id, instant, text } from './scalars';
import { fenAmount, orderView } from './wallet';

/** A member as the cashier sees them: enough to ask “are you …?”, nothing more. */
const payerView = z.object({
  memberId: id,
  maskedName: z.string(),
  avatarUrl: z.string().nullable(),
  /** `138****0000`; null when the member gave none. */
  maskedPhone: z.string().nullable(),
  /** The membership's, or null: what it pays of a court. */
  level: z.enum(LEVELS).nullable(),
  balance: fenAmount,
  /** What can be taken in before the wallet is full. */
  room: fenAmount,
});
export type PayerView = z.output<typeof payerView>;

/** What is handed to the payer, on paper or shown. */
const receiptView = z.object({
  order: orderView,
  maskedName: z.string(),
  campusName: z.string(),
  operatorName: z.string(),
  /** The transfer's number, as the clerk typed it. */
  note: z.string(),
});
export type ReceiptView = z.output<typeof receiptView>;

/** Typed twice, because cash that was counted wrong is hard to find again. */
const taken = z.object({
  memberId: id,
  campusId: id,
  amount: z.int(),
  amountAgain: z.int(),
  /** Made by the page once a form: a second tap takes no second time. */
  requestId: id,
});

const TAKING_REFUSALS = [
  'STORED_VALUE_OFF',
  'OWN_WALLET',
  'MEMBER_NOT_FOUND',
  'ACCOUNT_DISABLED',
  'CAMPUS_NOT_FOUND',
  'AMOUNTS_DIFFER',
  'TOPUP_AMOUNT_INVALID',
  'WALLET_LIMIT',
] as const;

/** The desk's till. */
export const cashierContract = {
  /** Where the caller may take money, by what means, and what was taken there today. */
  home: procedure({
    caller: 'staff',
    input: z.object({ campusId: id.nullable() }),
    output: z.object({
      campuses: z.array(z.object({ id, name: z.string() })),
      /** The campus whose receipts are shown. */
      campusId: id.nullable(),
      /** Whether this installation may take money in advance at all. */
      topupEnabled: z.boolean(),
      alipay: z.boolean(),
      date: clubDate,
      /** Paid today at this desk, newest first. */
      receipts: z.array(receiptView),
      now: instant,
    }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  /** By phone, or by the member code that was scanned (which is used up by it). */
  findMember: procedure({
    caller: 'staff',
    input: z.union([
      z.object({ phone: z.string().max(40) }),
      z.object({ code: z.string().max(400) }),
    ]),
    output: payerView,
    refuses: [
      'MEMBER_NOT_FOUND',
      'PHONE_INVALID',
      'MEMBER_CODE_INVALID',
      'MEMBER_CODE_EXPIRED',
      'MEMBER_CODE_USED',
      'ACCOUNT_DISABLED',
      'OWN_WALLET',
    ],
  }),
  /** Cash or a bank transfer into a member's wallet. */
  take: procedure({
    caller: 'staff',
    input: taken.extend({ channel: z.enum(['CASH', 'BANK']), note: text(0, 60) }),
    output: receiptView,
    refuses: TAKING_REFUSALS,
  }),
  /** An order that the payer's Alipay scans from the desk's screen. */
  showAlipay: procedure({
    caller: 'staff',
    input: taken,
    output: z.object({ order: orderView, code: z.string(), now: instant }),
    refuses: [
      ...TAKING_REFUSALS,
      'TOO_MANY_OPEN',
      'PAYMENT_UNAVAILABLE',
      'ORDER_CLOSED',
      'ORDER_ALREADY_PAID',
    ],
  }),
  /** How an order of the desk stands, asked of the channel while it is open. */
  order: procedure({
    caller: 'staff',
    input: z.object({ orderId: id }),
    output: z.object({ receipt: receiptView, now: instant }),
    refuses: ['ORDER_NOT_FOUND'],
  }),
  /** Gives up an unpaid order. One that was paid meanwhile stays paid. */
  cancel: procedure({
    caller: 'staff',
    input: z.object({ orderId: id }),
    output: orderView,
    refuses: ['ORDER_NOT_FOUND', 'PAYMENT_UNAVAILABLE'],
  }),
} satisfies Contract;
