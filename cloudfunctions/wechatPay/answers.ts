import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import * as z from 'zod';
import { type ChannelPayment, type ChannelRefund, ChannelUnknown } from '../order/channel';
import { answersOf, nothingPaid } from '../payment/answers';
import type { WechatConfig } from './config';

export const wechatMoment = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text) as Instant);
export const wechatAmount = z.int().min(0).transform(fen);
const currency = z.literal('CNY').optional();

/** A payment that was made: the same in an answer and in a notification. */
export const paidTransaction = z.object({
  mchid: z.string(),
  appid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().min(1).max(64),
  success_time: wechatMoment,
  amount: z.object({ total: wechatAmount, currency }),
  payer: z.object({ openid: z.string().min(1).max(128) }).optional(),
});

const transaction = z.object({
  mchid: z.string(),
  appid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.string(),
});

const RETURNED = 'REFUND';

const STATES = {
  SUCCESS: 'PAID',
  // It was paid first; how much went back, the refunds say.
  [RETURNED]: 'PAID',
  NOTPAY: 'UNPAID',
  USERPAYING: 'UNPAID',
  PAYERROR: 'FAILED',
  CLOSED: 'CLOSED',
  REVOKED: 'CLOSED',
} as const satisfies Record<string, ChannelPayment['state']>;

export const parseAnswer = answersOf('WeChat');

/** Compares what was answered with what was asked, name by name. */
export function expectSame(
  asked: Readonly<Record<string, unknown>>,
  got: Readonly<Record<string, unknown>>,
): void {
  const other = Object.keys(asked).filter((name) => asked[name] !== got[name]);
  if (other.length > 0) throw new ChannelUnknown(`WeChat answers with another ${other.join(', ')}`);
}

export function readPayment(config: WechatConfig, orderId: string, body: unknown): ChannelPayment {
  const answer = parseAnswer(transaction, body);
  const { mchid, appid } = config;
  expectSame({ mchid, appid, out_trade_no: orderId }, answer);
  if (!Object.hasOwn(STATES, answer.trade_state)) {
    throw new ChannelUnknown(`WeChat has a state ${answer.trade_state}`);
  }
  const state = STATES[answer.trade_state as keyof typeof STATES];
  if (state !== 'PAID') return nothingPaid(state);
  const paid = parseAnswer(paidTransaction, body);
  return {
    state,
    transactionId: paid.transaction_id,
    amount: paid.amount.total,
    paidAt: paid.success_time,
    ...(paid.payer && { payer: paid.payer.openid }),
    ...(answer.trade_state === RETURNED && { returned: true }),
  };
}

const REFUND_STATES = ['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'] as const;
export const refundState = z.enum(REFUND_STATES);

const refundAnswer = z.object({
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  status: refundState,
  success_time: wechatMoment.optional(),
  amount: z.object({ total: wechatAmount, refund: wechatAmount, currency }),
});

export interface AskedRefund {
  readonly orderId?: string;
  readonly refundId: string;
  readonly amount?: number;
  readonly total?: number;
}

/** Compares what is known of a refund: its number always, the rest when it was asked for. */
export function readRefund(asked: AskedRefund, body: unknown): ChannelRefund {
  const answer = parseAnswer(refundAnswer, body);
  const { refundId, orderId = answer.out_trade_no, amount, total } = asked;
  expectSame({ out_refund_no: refundId, out_trade_no: orderId }, answer);
  const { amount: got } = answer;
  expectSame({ refund: amount ?? got.refund, total: total ?? got.total }, got);
  if (answer.status !== 'SUCCESS') return { state: answer.status, at: null };
  if (!answer.success_time) throw new ChannelUnknown('a refund that does not say when it was made');
  return { state: answer.status, at: answer.success_time };
}
