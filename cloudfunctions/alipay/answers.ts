import { type Fen, fenOfYuan } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import * as z from 'zod';
import { type ChannelPayment, type ChannelRefund, ChannelUnknown } from '../order/channel';
import { answersOf, nothingPaid } from '../payment/answers';

/** `2026-03-14 10:02:11`, the time of China; refunds have milliseconds. */
export const alipayMoment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/)
  .transform((text) => Date.parse(`${text.replace(' ', 'T')}+08:00`) as Instant)
  .refine((at) => !Number.isNaN(at));

/** `88.88`, without a rounding anywhere. */
export const alipayAmount = z.string().transform((text, context): Fen => {
  const amount = /^\d/.test(text) ? fenOfYuan(text) : null;
  if (amount !== null) return amount;
  context.addIssue('no amount');
  return z.NEVER;
});

const currency = z.literal('CNY').optional();

export const parseAnswer = answersOf('Alipay');

const ofOrder = z.object({ out_trade_no: z.string() });

/** A signed answer of another order proves nothing about this one. */
export function expectOrder(orderId: string, answer: unknown): void {
  if (parseAnswer(ofOrder, answer).out_trade_no === orderId) return;
  throw new ChannelUnknown('Alipay answers with another order');
}

const STATES = {
  WAIT_BUYER_PAY: 'UNPAID',
  TRADE_SUCCESS: 'PAID',
  /** Paid, and too old to be refunded. */
  TRADE_FINISHED: 'PAID',
  /**
   * Not paid in time, closed by us, or paid and gone back to the last fen. The last has a
   * `send_pay_date`, and is no payment all the same: nothing of it is with us. An order that we know
   * as paid is refunded through its refunds, whatever this says.
   */
  TRADE_CLOSED: 'CLOSED',
} as const satisfies Record<string, ChannelPayment['state']>;

const trade = z.object({ trade_status: z.string(), seller_id: z.string().optional() });

const paidTrade = z.object({
  trade_no: z.string().min(1).max(64),
  /** What was asked for: what the payer's coupons covered is in it. */
  total_amount: alipayAmount,
  trans_currency: currency,
  send_pay_date: alipayMoment,
});

export function readPayment(sellerId: string, orderId: string, answer: unknown): ChannelPayment {
  expectOrder(orderId, answer);
  const { trade_status: status, seller_id: seller = sellerId } = parseAnswer(trade, answer);
  if (seller !== sellerId) throw new ChannelUnknown('Alipay answers with another seller');
  if (!Object.hasOwn(STATES, status)) throw new ChannelUnknown(`Alipay has a state ${status}`);
  const state = STATES[status as keyof typeof STATES];
  if (state !== 'PAID') return nothingPaid(state);
  const {
    trade_no: transactionId,
    total_amount: amount,
    send_pay_date: paidAt,
  } = parseAnswer(paidTrade, answer);
  return { state, transactionId, amount, paidAt };
}

const sentBack = z.object({
  fund_change: z.enum(['Y', 'N']),
  /** Of all refunds of the trade so far. */
  refund_fee: alipayAmount,
  gmt_refund_pay: alipayMoment.optional(),
});

/** What a refund answers: whether it moved money now, which a repetition does not. */
export function readRefunding(
  asked: { readonly orderId: string; readonly amount: Fen; readonly total: Fen },
  answer: unknown,
): { readonly moved: boolean; readonly at: Instant | null } {
  expectOrder(asked.orderId, answer);
  const {
    fund_change,
    refund_fee: back,
    gmt_refund_pay: at = null,
  } = parseAnswer(sentBack, answer);
  const moved = fund_change === 'Y';
  if (back > asked.total || (moved && back < asked.amount)) {
    throw new ChannelUnknown('Alipay refunds another amount');
  }
  return { moved, at };
}

const found = z.object({ refund_status: z.string().optional() });
const refunded = z.object({
  out_request_no: z.string(),
  refund_amount: alipayAmount,
  gmt_refund_pay: alipayMoment.optional(),
});

/** Null when the money has not gone back: Alipay has no word for “on its way”. */
export function readRefund(
  asked: { readonly orderId: string; readonly refundId: string; readonly amount?: Fen },
  answer: unknown,
): ChannelRefund | null {
  expectOrder(asked.orderId, answer);
  const { refund_status: status } = parseAnswer(found, answer);
  if (status === undefined || status === '') return null;
  if (status !== 'REFUND_SUCCESS') throw new ChannelUnknown(`Alipay has a refund ${status}`);
  const {
    out_request_no,
    refund_amount,
    gmt_refund_pay: at = null,
  } = parseAnswer(refunded, answer);
  if (out_request_no !== asked.refundId || refund_amount !== (asked.amount ?? refund_amount)) {
    throw new ChannelUnknown('Alipay answers with another refund');
  }
  return { state: 'SUCCESS', at };
}
