import { yuanText } from '@shared/base/money';
import { formatClub } from '@shared/base/time';
import * as z from 'zod';
import {
  type ChannelPayment,
  type ChannelRefund,
  ChannelRefused,
  ChannelUnknown,
  OrderPaid,
  type PaymentChannel,
} from '../order/channel';
import { MISSING, nothingPaid, openedOnce, unlessMissing, unlessPaid } from '../payment/answers';
import { expectOrder, parseAnswer, readPayment, readRefund, readRefunding } from './answers';
import { type AlipayClient, alipayClient, realNow } from './client';
import { type AlipayConfig, readAlipayConfig } from './config';

const NUMBER = /^\w{6,64}$/;
const MOST_SUBJECT = 256;
const MOST_REASON = 256;

type Asked<Name extends 'prepare' | 'refund' | 'queryRefund'> = Parameters<PaymentChannel[Name]>[0];

/** The channel of this installation's merchant, or null when it has none. */
export const openAlipayChannel = openedOnce<PaymentChannel>(() => {
  const config = readAlipayConfig();
  return config && alipayChannel(config);
});

/** Alipay at the desk: a code on our screen that the payer's Alipay scans. */
export function alipayChannel(config: AlipayConfig): PaymentChannel {
  const client = alipayClient(config);
  const query = (orderId: string) => queryTrade(config, client, orderId);
  return {
    async prepare(ask) {
      const making = client('alipay.trade.precreate', tradeContent(ask));
      const answer = await unlessPaid(making, ask.orderId, { code: PAID, query });
      expectOrder(ask.orderId, answer);
      return { prepayId: parseAnswer(prepared, answer).qr_code };
    },
    query,
    async close(orderId) {
      const { state } = await query(orderId);
      if (state === 'PAID') throw new OrderPaid(orderId);
      if (state === 'UNPAID') await closeTrade(client, orderId, query);
    },
    withdrawCode: (orderId) => cancelCode(client, checked(orderId)),
    refund: (ask) => refund(client, ask),
    queryRefund: (ask) => queryRefund(client, ask),
  };
}

/** The code's own text; only https ever comes, and what is no address would be shown as a code. */
const prepared = z.object({ qr_code: z.url({ protocol: /^https$/ }).max(1024) });

/** The same order makes the same contents: Alipay refuses a number that comes with others. */
function tradeContent({ orderId, amount, description, expiresAt }: Asked<'prepare'>) {
  return {
    out_trade_no: checked(orderId),
    total_amount: yuanText(amount),
    subject: subjectOf(description),
    time_expire: formatClub(expiresAt, 'YYYY-MM-DD HH:mm:ss'),
  };
}

const WIDE: Readonly<Record<string, string>> = { '/': '／', '=': '＝', '&': '＆' };

/** Alipay takes none of these three in a subject; the wide ones read the same. */
const subjectOf = (description: string): string =>
  description.slice(0, MOST_SUBJECT).replace(/[/=&]/g, (sign) => WIDE[sign] ?? '');

async function queryTrade(
  config: AlipayConfig,
  client: AlipayClient,
  orderId: string,
): Promise<ChannelPayment> {
  const asking = client('alipay.trade.query', { out_trade_no: checked(orderId) });
  const answer = await known(asking);
  // There is no trade before somebody scans the code.
  return answer === MISSING
    ? nothingPaid('UNKNOWN_ORDER')
    : readPayment(config.sellerId, orderId, answer);
}

/** Closes a trade that somebody scanned and did not pay; closing never gives money back. */
async function closeTrade(
  client: AlipayClient,
  orderId: string,
  query: (orderId: string) => Promise<ChannelPayment>,
): Promise<void> {
  try {
    expectOrder(orderId, await client('alipay.trade.close', { out_trade_no: orderId }));
  } catch (error) {
    // Its refusal says only that the state is another one now: ask which.
    if (!(error instanceof ChannelRefused)) throw error;
    const { state } = await query(orderId);
    if (state === 'PAID') throw new OrderPaid(orderId);
    if (state !== 'CLOSED') throw error;
  }
}

const cancelled = z.object({
  retry_flag: z.enum(['Y', 'N']).default('N'),
  action: z.enum(['close', 'refund', '']).optional(),
});

/**
 * Ends a code that nobody has scanned: there is no trade to close yet, only cancelling reaches it.
 * Cancelling gives back what was paid since we asked, whole and at once (`action` is `refund`): the
 * order has to be closed here first, or what is given back could be credited as well.
 */
async function cancelCode(client: AlipayClient, orderId: string): Promise<void> {
  const answer = await known(client('alipay.trade.cancel', { out_trade_no: orderId }));
  // Never made, or a code that ends with the order's time: a payment until then is told and kept.
  if (answer === MISSING) return;
  expectOrder(orderId, answer);
  const { retry_flag } = parseAnswer(cancelled, answer);
  if (retry_flag === 'Y') throw new ChannelUnknown('Alipay wants to be asked to cancel again');
}

async function refund(client: AlipayClient, ask: Asked<'refund'>): Promise<ChannelRefund> {
  const answer = await client('alipay.trade.refund', {
    out_trade_no: checked(ask.orderId),
    out_request_no: checked(ask.refundId),
    refund_amount: yuanText(ask.amount),
    refund_reason: ask.reason.slice(0, MOST_REASON),
  });
  const { moved, at } = readRefunding(ask, answer);
  if (moved) return { state: 'SUCCESS', at: at ?? realNow() };
  // Moved before, or not at all: the same number is sent again until Alipay says that it is.
  const before = await queryRefund(client, ask);
  if (before) return before;
  throw new ChannelUnknown('Alipay took a refund and did not move the money');
}

async function queryRefund(
  client: AlipayClient,
  ask: Asked<'queryRefund'> & Partial<Pick<Asked<'refund'>, 'amount'>>,
): Promise<ChannelRefund | null> {
  const asking = client('alipay.trade.fastpay.refund.query', {
    out_trade_no: checked(ask.orderId),
    out_request_no: checked(ask.refundId),
    query_options: ['gmt_refund_pay'],
  });
  const answer = await known(asking);
  return answer === MISSING ? null : readRefund(ask, answer);
}

/** A number of ours. Alipay takes letters, digits and underscores; one that does not fit is a bug. */
function checked(id: string): string {
  if (!NUMBER.test(id)) throw new RangeError(`no number for Alipay: ${id}`);
  return id;
}

const known = (answer: Promise<unknown>) =>
  unlessMissing(answer, ({ code }) => code === 'ACQ.TRADE_NOT_EXIST');

const PAID = /^ACQ\.TRADE_HAS_SUCCESS$/;
