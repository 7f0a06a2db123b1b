import { rfc3339 } from '../chinaTime';
import { sameContents } from '../contents';
import { randomDigits } from '../keys';
import type { Books, Order, Refund, RefundStatus } from './books';
import { GatewayRefusal, invalidRequest, tooFrequent } from './refusal';
import type { RefundRequest } from './requests';

const YEAR = 365 * 24 * 3_600_000;
const MOST_REFUNDS = 50;
/** ms that two refunds of one order have to be apart. */
const BETWEEN_REFUNDS = 60_000;

/** Refunds from PROCESSING to SUCCESS, ABNORMAL or CLOSED. */
export class Refunds {
  constructor(
    private readonly books: Books,
    private readonly now: () => number,
  ) {}

  /** `fresh` is false when the number is known: asking again refunds nothing more. */
  request(contents: RefundRequest): { readonly refund: Refund; readonly fresh: boolean } {
    const known = this.books.refund(contents.out_refund_no);
    if (known !== null) {
      if (!sameContents(known.contents, contents)) {
        throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试');
      }
      return { refund: known, fresh: false };
    }
    const order = this.#orderOf(contents);
    this.#check(order, contents);
    this.books.put({ ...order, state: 'REFUND' });
    const refund = this.books.putRefund({
      contents,
      refundId: `5030${randomDigits(25)}`,
      outTradeNo: order.contents.out_trade_no,
      createdAt: this.now(),
      status: 'PROCESSING',
      endedAt: null,
    });
    return { refund, fresh: true };
  }

  #orderOf({ out_trade_no, transaction_id }: RefundRequest): Order {
    const order =
      out_trade_no === undefined
        ? this.books.orderByTransaction(transaction_id ?? '')
        : this.books.order(out_trade_no);
    if (order === null) throw new GatewayRefusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
    return order;
  }

  #check(order: Order, { amount }: RefundRequest): void {
    if (order.payment === null) throw invalidRequest('订单未支付，不能退款');
    if (this.now() > order.payment.at + YEAR) throw invalidRequest('订单已超过可退款的最大期限');
    const { total } = order.contents.amount;
    if (amount.total !== total) throw invalidRequest('订单金额与原订单不一致');
    const before = this.books.refundsOf(order.contents.out_trade_no);
    if (before.length >= MOST_REFUNDS) throw invalidRequest('单笔订单退款次数超过限制');
    const last = before.at(-1);
    if (last !== undefined && this.now() - last.createdAt < BETWEEN_REFUNDS) throw tooFrequent();
    const refunded = before
      .filter(({ status }) => status !== 'CLOSED')
      .reduce((sum, refund) => sum + refund.contents.amount.refund, 0);
    if (refunded + amount.refund > total) throw invalidRequest('申请退款金额大于订单剩余可退金额');
  }

  find(outRefundNo: string): Refund {
    const refund = this.books.refund(outRefundNo);
    if (refund === null) throw new GatewayRefusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    return refund;
  }

  /** Null when it had ended before. */
  end(outRefundNo: string, status: Exclude<RefundStatus, 'PROCESSING'>): Refund | null {
    const refund = this.books.refund(outRefundNo);
    if (refund?.status !== 'PROCESSING') return null;
    return this.books.putRefund({ ...refund, status, endedAt: this.now() });
  }

  /** What requesting and querying answer. */
  shown(refund: Refund): Readonly<Record<string, unknown>> {
    const { amount, funds_account } = refund.contents;
    return {
      ...this.#numbers(refund),
      channel: 'ORIGINAL',
      create_time: rfc3339(refund.createdAt),
      status: refund.status,
      funds_account: funds_account ?? 'UNSETTLED',
      amount: {
        ...amountsOf(refund),
        settlement_refund: amount.refund,
        settlement_total: amount.total,
        discount_refund: 0,
        currency: 'CNY',
      },
    };
  }

  /** What a notification carries. */
  announced(refund: Refund, mchid: string): Readonly<Record<string, unknown>> {
    return {
      mchid,
      ...this.#numbers(refund),
      refund_status: refund.status,
      amount: amountsOf(refund),
    };
  }

  #numbers(refund: Refund) {
    const order = this.books.order(refund.outTradeNo);
    return {
      refund_id: refund.refundId,
      out_refund_no: refund.contents.out_refund_no,
      transaction_id: order?.payment?.transactionId,
      out_trade_no: refund.outTradeNo,
      user_received_account: '支付用户零钱',
      ...(refund.status === 'SUCCESS' &&
        refund.endedAt !== null && { success_time: rfc3339(refund.endedAt) }),
    };
  }
}

function amountsOf({ contents: { amount } }: Refund) {
  const { total, refund } = amount;
  return { total, refund, payer_total: total, payer_refund: refund };
}
