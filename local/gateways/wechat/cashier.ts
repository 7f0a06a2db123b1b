import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { readBody, sendJson, targetOf } from '../../cloudbase/http';
import type { HttpRoute } from '../../cloudbase/types';
import type { Order } from './books';
import type { Credentials } from './merchant';
import type { Orders } from './orders';
import { GatewayRefusal, invalidRequest } from './refusal';
import { lines, verifies } from './signature';

const asked = z.object({
  openid: z.string().min(1),
  timeStamp: z.string().regex(/^\d{10}$/, 'timeStamp 应为字符串形式的秒数'),
  nonceStr: z.string().min(1).max(32),
  package: z.string().regex(/^prepay_id=\w+$/, 'package 应为 prepay_id=…'),
  signType: z.literal('RSA', 'signType 应为 RSA'),
  paySign: z.string().min(1),
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

  const route: HttpRoute = {
    prefix: PREFIX,
    handle: (request, response) => serve({ open, pay }, request, response),
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

async function serve(
  { open, pay }: { open(given: unknown): Sheet; pay(given: unknown): void },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path } = targetOf(request);
  const act = { cashier: open, pay: (given: unknown) => pay(given) ?? {} }[
    path.slice(PREFIX.length)
  ];
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
