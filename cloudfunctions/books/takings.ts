import { type Fen, fen } from '@shared/base/money';
import { addDays, type ClubDate, clubDayStart } from '@shared/base/time';
import { isMoney, revenueMoney } from '@shared/domain/ledger';
import { CHANNELS, type Channel, ORDER_KINDS, type TakingsKind } from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { entriesAmong } from '../ledger/service';
import {
  type CampusScope,
  leftTheClub,
  type Order,
  ordersById,
  ordersPaidIn,
  type Refund,
  refundsDoneIn,
  type Span,
} from '../order/service';

/** What was paid on a day at the club and what went out again, whenever it had come in. */
export interface MoneyDay {
  readonly span: Span;
  readonly paid: readonly Order[];
  readonly back: readonly Refund[];
}

export interface Sums {
  readonly count: number;
  readonly amount: Fen;
  readonly refunds: number;
  readonly refunded: Fen;
}

export interface TakingsRow extends Sums {
  readonly channel: Channel;
  readonly kind: TakingsKind;
}

/**
 * A day's payments and refunds. A reversal is a refund of the day on which it was made: a day that
 * was counted and signed for does not change afterwards.
 */
export async function moneyDayOf(db: Db, date: ClubDate, scope: CampusScope): Promise<MoneyDay> {
  const span = { from: clubDayStart(date), until: clubDayStart(addDays(date, 1)) };
  const [paid, done] = await Promise.all([
    ordersPaidIn(db, span, scope),
    refundsDoneIn(db, span, scope),
  ]);
  return { span, paid, back: done.filter(leftTheClub) };
}

/**
 * The day by channel and kind; a row for each that anything happened in.
 *
 * @param campusIds the campuses whose lessons are told
 */
export async function takingsRows(
  db: Db,
  day: MoneyDay,
  campusIds: readonly string[],
): Promise<TakingsRow[]> {
  const [orders, lessons] = await Promise.all([orderRows(db, day), lessonRows(db, day, campusIds)]);
  return [...orders, ...lessons].sort(
    (a, b) => CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel),
  );
}

async function orderRows(db: Db, { paid, back }: MoneyDay): Promise<TakingsRow[]> {
  const today = new Map(paid.map((order) => [order._id, order]));
  const earlier = back.flatMap(({ orderId }) => (today.has(orderId) ? [] : [orderId]));
  const orders = new Map([...today, ...(await ordersById(db, earlier))]);
  const kindOf = ({ orderId }: Refund) => orders.get(orderId)?.kind;
  return CHANNELS.flatMap((channel) =>
    ORDER_KINDS.flatMap((kind) => {
      const taken = paid.filter((order) => order.channel === channel && order.kind === kind);
      const gone = back.filter((refund) => refund.channel === channel && kindOf(refund) === kind);
      if (taken.length === 0 && gone.length === 0) return [];
      return [{ channel, kind, ...sumsOf(taken, gone) }];
    }),
  );
}

/**
 * What lessons took out of wallets and gave back. There is no order of a lesson: the ledger has its
 * fee from the coach's confirmation on.
 */
async function lessonRows(
  db: Db,
  { span }: MoneyDay,
  campusIds: readonly string[],
): Promise<TakingsRow[]> {
  const accounts = campusIds.map((campusId) => revenueMoney(campusId, 'LESSON'));
  const entries = await entriesAmong(db, accounts, span);
  const postings = entries.flatMap((entry) => entry.postings).filter(isMoney);
  const taken = postings.filter(({ to }) => accounts.includes(to));
  const gone = postings.filter(({ from }) => accounts.includes(from));
  if (taken.length === 0 && gone.length === 0) return [];
  return [{ channel: 'WALLET', kind: 'LESSON', ...sumsOf(taken, gone) }];
}

/**
 * What came into the club and left it. What is paid from a wallet came in when the wallet was
 * topped up: it is a row of its own, and not counted twice here.
 */
export const totalOf = ({ paid, back }: Pick<MoneyDay, 'paid' | 'back'>): Sums =>
  sumsOf(paid.filter(isOutside), back.filter(isOutside));

const isOutside = ({ channel }: { readonly channel: Channel }) => channel !== 'WALLET';

type Amounts = readonly { readonly amount: Fen }[];
const sumOf = (amounts: Amounts): Fen => fen(amounts.reduce((sum, one) => sum + one.amount, 0));
const sumsOf = (taken: Amounts, gone: Amounts): Sums => ({
  count: taken.length,
  amount: sumOf(taken),
  refunds: gone.length,
  refunded: sumOf(gone),
});
