import { createHash, randomBytes } from 'node:crypto';
import { chinaDate, clockTime, digits, instantOf, nextDay, startOf } from '../chinaTime';
import { sameContents } from '../contents';
import { randomDigits } from '../keys';
import type { Books, Buyer, Trade } from './books';
import { businessFailed } from './refusal';
import type { Precreate, TradeAsked } from './requests';
import { fenOf, yuanOf } from './yuan';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long a code opens the cashier, and a trade waits to be paid, when nothing else is said. */
const CODE_LIFE = 2 * HOUR;
const TRADE_LIFE = 15 * DAY;
/** After this nothing can be refunded. */
const REFUND_LIFE = 365 * DAY;

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

/** A trade that somebody has scanned: before, Alipay knows none. */
export type KnownTrade = Trade & { readonly scan: NonNullable<Trade['scan']> };

export const isKnown = (trade: Trade | null): trade is KnownTrade =>
  trade !== null && trade.scan !== null;

/** A trade nobody paid in time is closed, without anything happening at that moment. */
export function statusOf(trade: Trade, now: number): TradeStatus {
  if (trade.closedAt !== null) return 'TRADE_CLOSED';
  if (trade.paidAt === null) return now >= trade.expiresAt ? 'TRADE_CLOSED' : 'WAIT_BUYER_PAY';
  return now > trade.paidAt + REFUND_LIFE ? 'TRADE_FINISHED' : 'TRADE_SUCCESS';
}

export const totalOf = (trade: Trade): number => fenOf(trade.contents.total_amount);

/** Who a buyer is, by what the merchant may see of them. */
export const buyerOf = (logonId: string): Buyer => {
  const number = createHash('sha256').update(logonId).digest().readUIntBE(0, 6) % 1e12;
  return { id: `2088${String(number).padStart(12, '0')}`, logonId };
};

/** Codes and trades: made, scanned, paid, closed. Refunding is in `refunds.ts`. */
export class Trades {
  constructor(
    private readonly books: Books,
    private readonly now: () => number,
    private readonly sellerId: string,
  ) {}

  /** @returns the text of a code that can be scanned now. */
  precreate(contents: Precreate, notifyUrl: string | null): string {
    if ((contents.seller_id ?? this.sellerId) !== this.sellerId) {
      throw businessFailed('INVALID_PARAMETER', '参数无效：seller_id与签约的账号不一致');
    }
    const known = this.books.trade(contents.out_trade_no);
    const over = known !== null && !isKnown(known) && this.now() >= known.expiresAt;
    if (known === null || (over && known.closedAt === null)) {
      return this.#place(contents, notifyUrl).qrCode;
    }
    return this.#again(known, contents, notifyUrl).qrCode;
  }

  #place(contents: Precreate, notifyUrl: string | null): Trade {
    const now = this.now();
    const expiresAt = expiryOf(contents, now);
    if (!(expiresAt > now) || expiresAt > now + TRADE_LIFE) {
      throw businessFailed('INVALID_PARAMETER', '参数无效：失效时间应在下单后15天内');
    }
    return this.books.put({
      contents,
      notifyUrl,
      createdAt: now,
      expiresAt,
      ...codeFor(contents, now, expiresAt),
      scan: null,
      paidAt: null,
      closedAt: null,
    });
  }

  #again(known: Trade, contents: Precreate, notifyUrl: string | null): Trade {
    const now = this.now();
    const status = statusOf(known, now);
    if (status === 'TRADE_CLOSED') throw businessFailed('TRADE_HAS_CLOSE', '交易已经关闭');
    if (status !== 'WAIT_BUYER_PAY') throw businessFailed('TRADE_HAS_SUCCESS', '交易已被支付');
    if (!sameContents(known.contents, contents)) {
      throw businessFailed('CONTEXT_INCONSISTENT', '交易信息被篡改：同一订单号的内容与之前不一致');
    }
    if (now < known.codeEndsAt) return this.books.put({ ...known, notifyUrl });
    return this.books.put({ ...known, notifyUrl, ...codeFor(contents, now, known.expiresAt) });
  }

  /** @throws ACQ.TRADE_NOT_EXIST, also before the code is scanned. */
  find(asked: TradeAsked): KnownTrade {
    const trade = this.#placed(asked);
    if (!isKnown(trade)) throw businessFailed('TRADE_NOT_EXIST', '交易不存在');
    return trade;
  }

  /** Alipay goes by its own number when both are given. */
  #placed({ out_trade_no, trade_no }: TradeAsked): Trade | null {
    return trade_no === undefined
      ? this.books.trade(out_trade_no ?? '')
      : this.books.tradeByNumber(trade_no);
  }

  close(asked: TradeAsked): KnownTrade {
    const trade = this.find(asked);
    if (statusOf(trade, this.now()) !== 'WAIT_BUYER_PAY') {
      throw businessFailed('TRADE_STATUS_ERROR', '交易状态不合法：只能关闭等待付款的交易');
    }
    this.#closed(trade);
    return trade;
  }

  /**
   * What cancelling finds: a trade that is paid must be refunded by whoever asks; everything else
   * ends here. A code that nobody scanned opens nothing afterwards, but there is no trade to name.
   */
  cancel(asked: TradeAsked): { readonly trade: KnownTrade | null; readonly refund: boolean } {
    const trade = this.#placed(asked);
    if (trade === null) return { trade: null, refund: false };
    if (!isKnown(trade)) {
      if (trade.closedAt === null) this.#closed(trade);
      return { trade: null, refund: false };
    }
    const status = statusOf(trade, this.now());
    if (status === 'TRADE_SUCCESS') return { trade, refund: true };
    if (status === 'TRADE_FINISHED') throw businessFailed('TRADE_HAS_FINISHED', '交易已完结');
    if (status === 'WAIT_BUYER_PAY') this.#closed(trade);
    return { trade, refund: false };
  }

  #closed(trade: Trade): void {
    this.books.put({ ...trade, closedAt: this.now() });
  }

  /** Somebody holds their phone over the code: this makes the trade. Refuses in words for them. */
  scan(qrCode: string, buyer: Buyer): KnownTrade {
    const trade = this.books.tradeByCode(qrCode);
    const now = this.now();
    if (trade === null) throw businessFailed('QR_CODE_INVALID', '二维码无效，请让商家重新出示');
    if (trade.paidAt !== null) throw businessFailed('TRADE_HAS_SUCCESS', '这笔交易已经付款');
    if (statusOf(trade, now) === 'TRADE_CLOSED') {
      throw businessFailed('TRADE_HAS_CLOSE', '这笔交易已经关闭，请让商家重新出示');
    }
    if (isKnown(trade)) {
      if (trade.scan.buyer.id === buyer.id) return trade;
      throw businessFailed('TRADE_BUYER_NOT_MATCH', '这笔交易正由另一位顾客付款');
    }
    if (now >= trade.codeEndsAt) {
      throw businessFailed('QR_CODE_INVALID', '二维码已过期，请让商家重新出示');
    }
    const scan = { tradeNo: `${digits(now).slice(0, 8)}22001${randomDigits(15)}`, at: now, buyer };
    const scanned = { ...trade, scan };
    this.books.put(scanned);
    return scanned;
  }

  pay(qrCode: string, buyer: Buyer): KnownTrade {
    const paid = { ...this.scan(qrCode, buyer), paidAt: this.now() };
    this.books.put(paid);
    return paid;
  }

  /** What a query answers. */
  shown(trade: KnownTrade): Readonly<Record<string, unknown>> {
    const paid = trade.paidAt;
    const amount = yuanOf(paid === null ? 0 : totalOf(trade));
    return {
      trade_no: trade.scan.tradeNo,
      out_trade_no: trade.contents.out_trade_no,
      buyer_logon_id: trade.scan.buyer.logonId,
      buyer_user_id: trade.scan.buyer.id,
      trade_status: statusOf(trade, this.now()),
      total_amount: yuanOf(totalOf(trade)),
      receipt_amount: amount,
      buyer_pay_amount: amount,
      point_amount: '0.00',
      invoice_amount: amount,
      ...(paid !== null && {
        send_pay_date: clockTime(paid),
        fund_bill_list: [{ amount, fund_channel: 'ALIPAYACCOUNT' }],
      }),
    };
  }
}

function codeFor(contents: Precreate, now: number, expiresAt: number) {
  const { qr_code_timeout_express } = contents;
  const life =
    qr_code_timeout_express === undefined
      ? now + CODE_LIFE
      : instantAfter(qr_code_timeout_express, now);
  const name = `bax${randomDigits(5)}${randomBytes(8).toString('hex')}`;
  return { qrCode: `https://qr.alipay.com/${name}`, codeEndsAt: Math.min(life, expiresAt) };
}

/** Both are counted from the making of the code; a moment counts for more than a duration. */
function expiryOf({ time_expire, timeout_express }: Precreate, now: number): number {
  if (time_expire !== undefined) return instantOf(time_expire);
  return timeout_express === undefined ? now + TRADE_LIFE : instantAfter(timeout_express, now);
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

function instantAfter(duration: string, now: number): number {
  if (duration === '1c') return nextDay(startOf(chinaDate(now)));
  return now + Number(duration.slice(0, -1)) * (UNITS[duration.slice(-1)] ?? 0);
}
