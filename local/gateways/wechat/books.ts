import { AnnouncingBooks } from '../announcing';
import { readKept, writeKept } from '../kept';
import type { OrderRequest, RefundRequest } from './requests';

export interface Order {
  readonly contents: OrderRequest;
  readonly prepayId: string;
  readonly prepayAt: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** An expired one reads CLOSED, see `stateOf`. */
  readonly state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';
  readonly payment: { readonly transactionId: string; readonly at: number } | null;
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export interface Refund {
  readonly contents: RefundRequest;
  readonly refundId: string;
  readonly outTradeNo: string;
  readonly createdAt: number;
  readonly status: RefundStatus;
  /** When it left PROCESSING. */
  readonly endedAt: number | null;
}

/** A notification that has not been answered with 200 or 204 yet. */
export interface Announcement {
  readonly id: string;
  readonly createdAt: number;
  readonly url: string;
  readonly eventType: string;
  readonly plain: object;
  /** How often it was sent. */
  readonly attempts: number;
}

interface Kept {
  readonly orders: readonly Order[];
  readonly refunds: readonly Refund[];
  readonly announcements: readonly Announcement[];
}

const FILE = 'wechat-orders.json';

/** Orders, refunds and notifications under way; with a `dataDir` they outlive the process. */
export class Books extends AnnouncingBooks<Announcement> {
  readonly #orders = new Map<string, Order>();
  readonly #byPrepay = new Map<string, string>();
  readonly #byTransaction = new Map<string, string>();
  readonly #refunds = new Map<string, Refund>();

  constructor(private readonly dataDir: string | null) {
    super();
    const kept = readKept<Kept>(dataDir, FILE);
    for (const order of kept?.orders ?? []) this.#index(order);
    for (const refund of kept?.refunds ?? []) this.#refunds.set(numberOf(refund), refund);
    for (const one of kept?.announcements ?? []) this.announced.set(one.id, one);
  }

  get orders(): readonly Order[] {
    return [...this.#orders.values()];
  }

  get refunds(): readonly Refund[] {
    return [...this.#refunds.values()];
  }

  order(outTradeNo: string): Order | null {
    return this.#orders.get(outTradeNo) ?? null;
  }

  orderByPrepay(prepayId: string): Order | null {
    return this.order(this.#byPrepay.get(prepayId) ?? '');
  }

  orderByTransaction(transactionId: string): Order | null {
    return this.order(this.#byTransaction.get(transactionId) ?? '');
  }

  refund(outRefundNo: string): Refund | null {
    return this.#refunds.get(outRefundNo) ?? null;
  }

  refundsOf(outTradeNo: string): readonly Refund[] {
    return this.refunds.filter((refund) => refund.outTradeNo === outTradeNo);
  }

  /** fen taken in and given back for an order, or for all of them. */
  moneyOf(outTradeNo?: string): { readonly paid: number; readonly refunded: number } {
    const known = outTradeNo === undefined ? null : this.order(outTradeNo);
    const orders = outTradeNo === undefined ? this.orders : known ? [known] : [];
    const refunds = outTradeNo === undefined ? this.refunds : this.refundsOf(outTradeNo);
    return {
      paid: orders.reduce((sum, each) => sum + (each.payment ? each.contents.amount.total : 0), 0),
      refunded: refunds
        .filter(({ status }) => status === 'SUCCESS')
        .reduce((sum, { contents }) => sum + contents.amount.refund, 0),
    };
  }

  put(order: Order): Order {
    this.#index(order);
    this.save();
    return order;
  }

  putRefund(refund: Refund): Refund {
    this.#refunds.set(numberOf(refund), refund);
    this.save();
    return refund;
  }

  clear(): void {
    const maps = [this.#orders, this.#byPrepay, this.#byTransaction];
    for (const map of [...maps, this.#refunds, this.announced]) map.clear();
    this.save();
  }

  #index(order: Order): void {
    const number = order.contents.out_trade_no;
    this.#orders.set(number, order);
    this.#byPrepay.set(order.prepayId, number);
    if (order.payment) this.#byTransaction.set(order.payment.transactionId, number);
  }

  protected override save(): void {
    if (this.dataDir === null) return;
    const { orders, refunds, announcements } = this;
    writeKept(this.dataDir, FILE, { orders, refunds, announcements } satisfies Kept);
  }
}

const numberOf = (refund: Refund): string => refund.contents.out_refund_no;
