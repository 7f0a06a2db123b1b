import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson, targetOf } from '../../cloudbase/http';
import type { HttpRoute } from '../../cloudbase/types';
import { verifies } from '../keys';
import type { Order } from './books';
import type { Credentials } from './merchant';
import type { Orders } from './orders';
import { GatewayRefusal, invalidRequest } from './refusal';
import { lines } from './signature';

/** Shown on the phone when a field is missing: in its language. */
const text = z.string('调用支付的参数有误');

const asked = z.object({
  openid: text.min(1, '请先登录微信'),
  timeStamp: text.regex(/^\d{10}$/, 'timeStamp 应为字符串形式的秒数'),
  nonceStr: text.regex(/^\w{1,32}$/, 'nonceStr 应为 32 个字符以内'),
  package: text.regex(/^prepay_id=\w+$/, 'package 应为 prepay_id=…'),
  signType: z.literal('RSA', 'signType 应为 RSA'),
  paySign: text,
});

/** What the mini-program gives to `wx.requestPayment`, and who holds the phone. */
export type PaymentAsked = z.infer<typeof asked>;

/** What the cashier's sheet shows. */
export interface Sheet {
  readonly merchant: string;
  readonly description: string;
  /** fen */
  readonly total: number;
}

export interface CashierOptions {
  readonly credentials: Credentials;
  readonly orders: Orders;
  /** The merchant's name on the sheet. */
  readonly merchantName: string;
  /** An order has been paid. */
  readonly paid: (order: Order) => void;
}

export type Cashier = ReturnType<typeof createCashier>;

const PREFIX = '/__wechatpay/';
const BODY_LIMIT = 64 * 1024;

/** The side of WeChat Pay that a person sees: checks who pays for what, and takes the money. */
export function createCashier({ credentials, orders, merchantName, paid }: CashierOptions) {
  const orderOf = (given: unknown): { order: Order; payment: PaymentAsked } => {
    const outcome = asked.safeParse(given);
    if (!outcome.success)
      throw invalidRequest(outcome.error.issues[0]?.message ?? '调用支付的参数有误');
    const payment = outcome.data;
    const { timeStamp, nonceStr, package: prepay, paySign } = payment;
    const message = lines(credentials.merchant.appid, timeStamp, nonceStr, prepay);
    if (!verifies(message, paySign, credentials.merchantPublicKey)) {
      throw invalidRequest('支付验证签名失败');
    }
    return { order: orders.payable(prepayIdOf(payment), payment.openid), payment };
  };

  const open = (given: unknown): Sheet => {
    const { contents } = orderOf(given).order;
    const { description, amount } = contents;
    return { merchant: merchantName, description, total: amount.total };
  };

  const pay = (given: unknown): void => {
    const { payment } = orderOf(given);
    paid(orders.pay(prepayIdOf(payment), payment.openid));
  };

  const desks: Desks = new Map<string, (given: unknown) => object>([
    ['cashier', open],
    ['pay', (given) => pay(given) ?? {}],
  ]);
  const route: HttpRoute = {
    prefix: PREFIX,
    handle: (request, response) => serve(desks, request, response),
  };
  return {
    /** The sheet, or a refusal in the words a person sees. */
    open,
    /** The person pays. */
    pay,
    route,
  };
}

const prepayIdOf = (payment: PaymentAsked): string => payment.package.slice('prepay_id='.length);

/** What a phone can ask for, by the last part of the address. */
type Desks = ReadonlyMap<string, (given: unknown) => object>;

async function serve(
  desks: Desks,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path } = targetOf(request);
  const act = desks.get(path.slice(PREFIX.length));
  if (request.method !== 'POST' || act === undefined) {
    sendJson(response, 404, { message: `nothing at ${path}` });
    return;
  }
  try {
    const given: unknown = JSON.parse((await readBody(request, BODY_LIMIT)).toString('utf8'));
    sendJson(response, 200, act(given));
  } catch (error) {
    if (!(error instanceof GatewayRefusal || error instanceof SyntaxError)) throw error;
    sendJson(response, 400, { message: error.message });
  }
}
