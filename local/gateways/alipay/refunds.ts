import { clockTime } from '../chinaTime';
import type { Books, Refund } from './books';
import { businessFailed } from './refusal';
import type { RefundAsked, RefundQuery } from './requests';
import { type KnownTrade, statusOf, type Trades, totalOf } from './trades';
import { fenOf, yuanOf } from './yuan';

const DAY = 24 * 3_600_000;

export interface RefundsOptions {
  readonly books: Books;
  readonly trades: Trades;
  readonly now: () => number;
  /** Money has gone back; the trade as it is now. */
  readonly moved: (trade: KnownTrade, refund: Refund) => void;
  /** Whether the next refund is taken without the money moving at once. */
  readonly unmoved: () => boolean;
}

type Answer = Readonly<Record<string, unknown>>;

/** Refunds: once a number, never more than was paid, at once. */
export class Refunds {
  constructor(private readonly options: RefundsOptions) {}

  /** Asking again with a number answers `fund_change` N and moves nothing more. */
  request(asked: RefundAsked): Answer {
    const { books, trades } = this.options;
    const trade = trades.find(asked);
    const outTradeNo = trade.contents.out_trade_no;
    const outRequestNo = asked.out_request_no ?? outTradeNo;
    const amount = fenOf(asked.refund_amount);
    const known = books.refund(outTradeNo, outRequestNo);
    if (known !== null) {
      if (known.amount === amount) return this.#shown(trade, known, false);
      throw businessFailed('DISCORDANT_REPEAT_REQUEST', '不一致的请求：退款金额与之前不同');
    }
    this.#check(trade, asked, amount);
    const now = this.options.now();
    const refund = books.putRefund({
      outTradeNo,
      outRequestNo,
      amount,
      reason: asked.refund_reason ?? null,
      askedAt: now,
      movedAt: null,
    });
    if (this.options.unmoved()) return this.#shown(trade, refund, false);
    this.finish(outTradeNo, outRequestNo);
    return this.#shown(trade, refund, true);
  }

  #check(trade: KnownTrade, asked: RefundAsked, amount: number): void {
    const status = statusOf(trade, this.options.now());
    if (trade.paidAt === null) {
      throw businessFailed('TRADE_STATUS_ERROR', '交易状态不合法：还没有付款');
    }
    if (status === 'TRADE_CLOSED') throw businessFailed('TRADE_HAS_CLOSE', '交易已经关闭');
    if (status === 'TRADE_FINISHED') throw businessFailed('TRADE_HAS_FINISHED', '交易已完结');
    if (asked.out_request_no === undefined && amount !== totalOf(trade)) {
      throw businessFailed('INVALID_PARAMETER', '参数无效：部分退款时必须传入out_request_no');
    }
    if (amount > this.#left(trade)) {
      throw businessFailed('REASON_TRADE_REFUND_FEE_ERR', '退款金额无效：超过了可退的金额');
    }
  }

  /** fen that can still go back. */
  #left(trade: KnownTrade): number {
    const asked = this.options.books.refundsOf(trade.contents.out_trade_no);
    return totalOf(trade) - sum(asked);
  }

  /** fen that have gone back. */
  refunded(outTradeNo: string): number {
    const refunds = this.options.books.refundsOf(outTradeNo);
    return sum(refunds.filter(({ movedAt }) => movedAt !== null));
  }

  /** The money goes back now, if it has not; a trade without any left is closed by it. */
  finish(outTradeNo: string, outRequestNo: string): void {
    const { books, trades, now, moved } = this.options;
    const refund = books.refund(outTradeNo, outRequestNo);
    if (refund === null || refund.movedAt !== null) return;
    const done = books.putRefund({ ...refund, movedAt: now() });
    const trade = trades.find({ out_trade_no: outTradeNo });
    const all = this.refunded(outTradeNo) === totalOf(trade);
    const after = all ? { ...trade, closedAt: now() } : trade;
    books.put(after);
    moved(after, done);
  }

  /** What cancelling does to a trade that is paid: all that is left goes back. */
  cancel(trade: KnownTrade): void {
    const { books, now } = this.options;
    if (now() > (trade.paidAt ?? 0) + DAY) {
      throw businessFailed('TRADE_CANCEL_TIME_OUT', '超过撤销时间范围');
    }
    const outTradeNo = trade.contents.out_trade_no;
    const outRequestNo = `cancel_${trade.scan.tradeNo}`;
    const amount = this.#left(trade);
    books.putRefund({
      outTradeNo,
      outRequestNo,
      amount,
      reason: null,
      askedAt: now(),
      movedAt: null,
    });
    this.finish(outTradeNo, outRequestNo);
  }

  /** A refund that is unknown, or has moved nothing yet, is answered without its status. */
  find(asked: RefundQuery): Answer {
    const { books, trades } = this.options;
    const trade = trades.find(asked);
    const refund = books.refund(trade.contents.out_trade_no, asked.out_request_no);
    const numbers = { trade_no: trade.scan.tradeNo, out_trade_no: trade.contents.out_trade_no };
    if (refund === null || refund.movedAt === null) return numbers;
    return {
      ...numbers,
      out_request_no: refund.outRequestNo,
      total_amount: yuanOf(totalOf(trade)),
      refund_amount: yuanOf(refund.amount),
      refund_status: 'REFUND_SUCCESS',
      ...(refund.reason !== null && { refund_reason: refund.reason }),
      ...(asked.query_options?.includes('gmt_refund_pay') && {
        gmt_refund_pay: clockTime(refund.movedAt),
      }),
    };
  }

  #shown(trade: KnownTrade, { outTradeNo, amount }: Refund, change: boolean): Answer {
    return {
      trade_no: trade.scan.tradeNo,
      out_trade_no: outTradeNo,
      buyer_logon_id: trade.scan.buyer.logonId,
      buyer_user_id: trade.scan.buyer.id,
      fund_change: change ? 'Y' : 'N',
      // All refunds of the trade so far; this one alone is send_back_fee.
      refund_fee: yuanOf(this.refunded(outTradeNo)),
      send_back_fee: yuanOf(change ? amount : 0),
    };
  }
}

const sum = (refunds: readonly Refund[]): number =>
  refunds.reduce((total, { amount }) => total + amount, 0);
