import { randomBytes } from 'node:crypto';
import { digits, rfc3339 } from '../chinaTime';
import { sameContents } from '../contents';
import { randomDigits } from '../keys';
import type { Books, Order } from './books';
import { GatewayRefusal, invalidRequest, parameterError } from './refusal';
import type { OrderRequest } from './requests';

const HOUR = 3_600_000;
/** How long a prepay_id opens the cashier, and an order without `time_expire` can be paid. */
const PREPAY_LIFE = 2 * HOUR;
const ORDER_LIFE = 7 * 24 * HOUR;

export const orderMissing = (): GatewayRefusal =>
  new GatewayRefusal(404, 'ORDER_NOT_EXIST', '订单不存在');

/** An order nobody paid in time is closed, without anything happening at that moment. */
export const stateOf = (order: Order, now: number): Order['state'] =>
  order.state === 'NOTPAY' && now >= order.expiresAt ? 'CLOSED' : order.state;

/** Orders from NOTPAY to SUCCESS or CLOSED. */
export class Orders {
  constructor(
    private readonly books: Books,
    private readonly now: () => number,
    private readonly merchant: { readonly mchid: string; readonly appid: string },
  ) {}

  /** @returns a prepay_id with which the order can be paid now. */
  create(contents: OrderRequest): string {
    const { appid, mchid } = this.merchant;
    if (contents.mchid !== mchid) throw parameterError('/mchid', '商户号与签名的商户号不一致');
    if (contents.appid !== appid) {
      throw new GatewayRefusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配', '/appid');
    }
    const known = this.books.order(contents.out_trade_no);
    return (known === null ? this.#place(contents) : this.#again(known, contents)).prepayId;
  }

  #place(contents: OrderRequest): Order {
    const now = this.now();
    const { time_expire } = contents;
    const expiresAt = time_expire === undefined ? now + ORDER_LIFE : Date.parse(time_expire);
    if (!(expiresAt > now)) throw parameterError('/time_expire', '订单失效时间已过');
    if (expiresAt > now + ORDER_LIFE) throw parameterError('/time_expire', '最长为下单后7天');
    return this.books.put({
      contents,
      ...this.#prepay(now),
      createdAt: now,
      expiresAt,
      state: 'NOTPAY',
      payment: null,
    });
  }

  #again(known: Order, contents: OrderRequest): Order {
    if (!sameContents(known.contents, contents)) {
      throw invalidRequest('请求重入时，参数与首次请求时不一致');
    }
    const now = this.now();
    const state = stateOf(known, now);
    if (state === 'CLOSED') throw new GatewayRefusal(400, 'ORDER_CLOSED', '订单已关闭');
    if (state !== 'NOTPAY') throw orderPaid();
    if (now < known.prepayAt + PREPAY_LIFE) return known;
    return this.books.put({ ...known, ...this.#prepay(now) });
  }

  #prepay(now: number) {
    return { prepayId: `wx${digits(now)}${randomBytes(10).toString('hex')}`, prepayAt: now };
  }

  find(outTradeNo: string): Order {
    return this.books.order(outTradeNo) ?? missing();
  }

  findByTransaction(transactionId: string): Order {
    return this.books.orderByTransaction(transactionId) ?? missing();
  }

  close(outTradeNo: string): void {
    const order = this.find(outTradeNo);
    if (order.payment !== null) throw orderPaid();
    if (order.state === 'NOTPAY') this.books.put({ ...order, state: 'CLOSED' });
  }

  /**
   * The order behind a prepay_id, if this person can pay it now.
   * @throws GatewayRefusal with the words that WeChat shows instead of the cashier.
   */
  payable(prepayId: string, openid: string): Order {
    const order = this.books.orderByPrepay(prepayId);
    const now = this.now();
    // After a renewal only the newer prepay_id counts.
    if (order === null || order.prepayId !== prepayId) throw invalidRequest('预支付单不存在');
    if (order.payment !== null) throw invalidRequest('该订单已支付');
    if (stateOf(order, now) === 'CLOSED') throw invalidRequest('该订单已关闭');
    if (now >= order.prepayAt + PREPAY_LIFE) throw invalidRequest('预支付单已过期');
    if (order.contents.payer.openid !== openid) {
      throw invalidRequest('下单账号与支付账号不一致，请核实后再支付');
    }
    return order;
  }

  pay(prepayId: string, openid: string): Order {
    const order = this.payable(prepayId, openid);
    const transactionId = `4200${randomDigits(24)}`;
    return this.books.put({
      ...order,
      state: 'SUCCESS',
      payment: { transactionId, at: this.now() },
    });
  }

  /** What a query answers and a notification carries. */
  shown(order: Order): Readonly<Record<string, unknown>> {
    const { contents, payment } = order;
    const state = stateOf(order, this.now());
    const { total } = contents.amount;
    const paid = payment && {
      transaction_id: payment.transactionId,
      trade_type: 'JSAPI',
      bank_type: 'OTHERS',
      success_time: rfc3339(payment.at),
    };
    const amount = { total, currency: 'CNY' };
    return {
      appid: contents.appid,
      mchid: contents.mchid,
      out_trade_no: contents.out_trade_no,
      trade_state: state,
      trade_state_desc: STATES[state],
      ...(contents.attach !== undefined && { attach: contents.attach }),
      ...paid,
      payer: { openid: contents.payer.openid },
      amount: paid ? { ...amount, payer_total: total, payer_currency: 'CNY' } : amount,
    };
  }
}

const STATES = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
} as const satisfies Record<Order['state'], string>;

const orderPaid = (): GatewayRefusal => new GatewayRefusal(400, 'ORDERPAID', '该订单已支付');

function missing(): never {
  throw orderMissing();
}
