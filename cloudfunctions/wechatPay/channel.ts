import { formatClub, type Instant, SECOND } from '@shared/base/time';
import type { PaymentParams } from '@shared/contracts/wallet';
import { Formatter, Rsa } from 'wechatpay-axios-plugin';
import * as z from 'zod';
import {
  type BillingChannel,
  type ChannelPayment,
  ChannelRefused,
  OrderPaid,
  type PaymentChannel,
  type PhoneChannel,
} from '../order/channel';
import { MISSING, nothingPaid, openedOnce, unlessMissing, unlessPaid } from '../payment/answers';
import { parseAnswer, readPayment, readRefund } from './answers';
import { fetchBill } from './bill';
import { type WechatClient, wechatClient } from './client';
import { readWechatConfig, type WechatConfig } from './config';

/** WeChat allows `*` too; in an address we would have to encode it. */
const ORDER_ID = /^[0-9A-Za-z_-]{6,32}$/;
const REFUND_ID = /^[0-9A-Za-z_-]{1,64}$/;
const MOST_DESCRIPTION = 127;
const MOST_REASON = 80;
const NOT_FOUND = 404;

const ORDERS = 'v3/pay/transactions/out-trade-no/{out_trade_no}';
const REFUNDS = 'v3/refund/domestic/refunds';

const prepared = z.object({ prepay_id: z.string().min(1).max(64) });

export type WechatChannel = PhoneChannel & BillingChannel;

/** The channel of this installation's merchant, or null when it has none. */
export const openWechatChannel = openedOnce<WechatChannel>(() => {
  const config = readWechatConfig();
  return config && wechatChannel(config);
});

/** WeChat Pay v3 in a mini-program (JSAPI). */
export function wechatChannel(config: WechatConfig): WechatChannel {
  const client = wechatClient(config);
  const query = (orderId: string) => queryOrder(config, client, orderId);
  return {
    async prepare(ask) {
      const body = orderBody(config, ask);
      const request = { method: 'post', path: 'v3/pay/transactions/jsapi', body } as const;
      const answer = await unlessPaid(client(request), ask.orderId, { code: PAID, query });
      return { prepayId: parseAnswer(prepared, answer).prepay_id };
    },
    paymentOf: (prepayId, now) => paymentOf(config, prepayId, now),
    query,
    async close(orderId) {
      const ids = { out_trade_no: checked(ORDER_ID, orderId) };
      const body = { mchid: config.mchid };
      const request = { method: 'post', path: `${ORDERS}/close`, ids, body } as const;
      try {
        await client(request);
      } catch (error) {
        // Which of its codes WeChat takes for “closed already” is not documented: ask how it stands.
        if (!(error instanceof ChannelRefused)) throw error;
        const { state } = await query(orderId);
        if (state === 'PAID') throw new OrderPaid(orderId);
        if (state === 'UNPAID') throw error;
      }
    },
    async refund(ask) {
      const body = refundBody(config, ask);
      return readRefund(ask, await client({ method: 'post', path: REFUNDS, body }));
    },
    async queryRefund({ refundId }) {
      const ids = { out_refund_no: checked(REFUND_ID, refundId) };
      const request = { method: 'get', path: `${REFUNDS}/{out_refund_no}`, ids } as const;
      const answer = await known(client(request));
      return answer === MISSING ? null : readRefund({ refundId }, answer);
    },
    billOf: (date) => fetchBill(config, client, date),
  };
}

async function queryOrder(
  config: WechatConfig,
  client: WechatClient,
  orderId: string,
): Promise<ChannelPayment> {
  const ids = { out_trade_no: checked(ORDER_ID, orderId) };
  const { mchid } = config;
  const answer = await known(client({ method: 'get', path: ORDERS, ids, query: { mchid } }));
  return answer === MISSING ? nothingPaid('UNKNOWN_ORDER') : readPayment(config, orderId, answer);
}

type Asked<Name extends 'prepare' | 'refund'> = Parameters<PaymentChannel[Name]>[0];

/** The same order makes the same body, byte by byte: WeChat refuses a number with other contents. */
function orderBody(config: WechatConfig, ask: Asked<'prepare'>) {
  return {
    appid: config.appid,
    mchid: config.mchid,
    description: ask.description.slice(0, MOST_DESCRIPTION),
    out_trade_no: checked(ORDER_ID, ask.orderId),
    time_expire: formatClub(ask.expiresAt, 'YYYY-MM-DDTHH:mm:ssZ'),
    notify_url: config.notifyUrl,
    amount: { total: ask.amount, currency: 'CNY' },
    payer: { openid: ask.openid },
  };
}

function refundBody(config: WechatConfig, ask: Asked<'refund'>) {
  return {
    out_trade_no: checked(ORDER_ID, ask.orderId),
    out_refund_no: checked(REFUND_ID, ask.refundId),
    reason: ask.reason.slice(0, MOST_REASON),
    notify_url: config.notifyUrl,
    amount: { refund: ask.amount, total: ask.total, currency: 'CNY' },
  };
}

function paymentOf(config: WechatConfig, prepayId: string, now: Instant): PaymentParams {
  const timeStamp = String(Math.floor(now / SECOND));
  const nonceStr = Formatter.nonce();
  const packed = `prepay_id=${prepayId}`;
  const message = Formatter.joinedByLineFeed(config.appid, timeStamp, nonceStr, packed);
  const paySign = Rsa.sign(message, config.privateKey);
  return { timeStamp, nonceStr, package: packed, signType: 'RSA', paySign };
}

/** A number of ours that goes into an address as it is. One that does not fit is a bug. */
function checked(form: RegExp, id: string): string {
  if (!form.test(id)) throw new RangeError(`no number for WeChat: ${id}`);
  return id;
}

/** A 404 counts only with a code that names what is missing: any proxy can answer 404. */
const known = (answer: Promise<unknown>) =>
  unlessMissing(answer, ({ status, code }) => status === NOT_FOUND && /NOT_?EXISTS?$/.test(code));

const PAID = /^ORDER_?PAID$/;
