import { AnnouncingBooks } from '../announcing';
import { readKept, writeKept } from '../kept';
import type { Announced } from '../notifier';
import type { Precreate } from './requests';
import { fenOf } from './yuan';

/** Who scanned the code. */
export interface Buyer {
  readonly id: string;
  /** As the merchant may see it, `159****5620`. */
  readonly logonId: string;
}

/** A code, and once it is scanned the trade that this has made. */
export interface Trade {
  readonly contents: Precreate;
  readonly notifyUrl: string | null;
  /** The code's text. */
  readonly qrCode: string;
  readonly createdAt: number;
  /** When the code opens nothing any more, ms. */
  readonly codeEndsAt: number;
  /** When an unpaid trade is closed, ms. */
  readonly expiresAt: number;
  /** Null before the first scan: then Alipay knows no trade of that number. */
  readonly scan: { readonly tradeNo: string; readonly at: number; readonly buyer: Buyer } | null;
  readonly paidAt: number | null;
  /** Closed by hand, by cancelling, or by being refunded in full. */
  readonly closedAt: number | null;
}

export interface Refund {
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  /** fen */
  readonly amount: number;
  readonly reason: string | null;
  readonly askedAt: number;
  /** When the money moved; null as long as it has not. */
  readonly movedAt: number | null;
}

/** A notification that has not been answered with `success` yet. */
export interface Announcement extends Announced {
  readonly url: string;
  /** All parameters but the time, the signature and what tells it apart. */
  readonly parameters: Readonly<Record<string, string>>;
}

interface Kept {
  readonly trades: readonly Trade[];
  readonly refunds: readonly Refund[];
  readonly announcements: readonly Announcement[];
}

const FILE = 'alipay-trades.json';

/** Trades, refunds and notifications under way; with a `dataDir` they outlive the process. */
export class Books extends AnnouncingBooks<Announcement> {
  readonly #trades = new Map<string, Trade>();
  readonly #byCode = new Map<string, string>();
  readonly #byTradeNo = new Map<string, string>();
  readonly #refunds = new Map<string, Refund>();

  constructor(private readonly dataDir: string | null) {
    super();
    const kept = readKept<Kept>(dataDir, FILE);
    for (const trade of kept?.trades ?? []) this.#index(trade);
    for (const refund of kept?.refunds ?? []) this.#refunds.set(keyOf(refund), refund);
    for (const one of kept?.announcements ?? []) this.announced.set(one.id, one);
  }

  trade(outTradeNo: string): Trade | null {
    return this.#trades.get(outTradeNo) ?? null;
  }

  tradeByCode(qrCode: string): Trade | null {
    const trade = this.trade(this.#byCode.get(qrCode) ?? '');
    // After a renewal only the newer code counts.
    return trade?.qrCode === qrCode ? trade : null;
  }

  tradeByNumber(tradeNo: string): Trade | null {
    return this.trade(this.#byTradeNo.get(tradeNo) ?? '');
  }

  refund(outTradeNo: string, outRequestNo: string): Refund | null {
    return this.#refunds.get(keyOf({ outTradeNo, outRequestNo })) ?? null;
  }

  refundsOf(outTradeNo: string): readonly Refund[] {
    return [...this.#refunds.values()].filter((refund) => refund.outTradeNo === outTradeNo);
  }

  get refunds(): readonly Refund[] {
    return [...this.#refunds.values()];
  }

  /** fen taken in and given back for an order, or for all of them. */
  moneyOf(outTradeNo?: string): { readonly paid: number; readonly refunded: number } {
    const known = outTradeNo === undefined ? null : this.trade(outTradeNo);
    const all = [...this.#trades.values()];
    const trades = outTradeNo === undefined ? all : known ? [known] : [];
    const refunds = outTradeNo === undefined ? this.refunds : this.refundsOf(outTradeNo);
    return {
      paid: trades
        .filter(({ paidAt }) => paidAt !== null)
        .reduce((sum, { contents }) => sum + fenOf(contents.total_amount), 0),
      refunded: refunds
        .filter(({ movedAt }) => movedAt !== null)
        .reduce((sum, { amount }) => sum + amount, 0),
    };
  }

  put(trade: Trade): Trade {
    this.#index(trade);
    this.save();
    return trade;
  }

  putRefund(refund: Refund): Refund {
    this.#refunds.set(keyOf(refund), refund);
    this.save();
    return refund;
  }

  clear(): void {
    const maps = [this.#trades, this.#byCode, this.#byTradeNo, this.#refunds, this.announced];
    for (const map of maps) map.clear();
    this.save();
  }

  #index(trade: Trade): void {
    const number = trade.contents.out_trade_no;
    this.#trades.set(number, trade);
    this.#byCode.set(trade.qrCode, number);
    if (trade.scan !== null) this.#byTradeNo.set(trade.scan.tradeNo, number);
  }

  protected override save(): void {
    if (this.dataDir === null) return;
    const trades = [...this.#trades.values()];
    const refunds = [...this.#refunds.values()];
    const { announcements } = this;
    writeKept(this.dataDir, FILE, { trades, refunds, announcements } satisfies Kept);
  }
}

/** A refund's number is unique within its trade only. */
const keyOf = (refund: Pick<Refund, 'outTradeNo' | 'outRequestNo'>): string =>
  `${refund.outTradeNo} ${refund.outRequestNo}`;
