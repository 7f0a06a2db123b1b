import { type Fen, fen } from '@shared/base/money';
import { type Instant, plus } from '@shared/base/time';
import { nextBookingStatus } from '@shared/domain/booking';
import { ORDER_LIFE } from '@shared/domain/order';
import type { RefusalCode } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { sendMessage } from '../message/service';
import { offerIn } from '../offer/service';
import { newOrder, type Order, putOrder, type Seller } from '../order/service';
import type { Occupiable } from './claiming';
import { descriptionOf, seriesLetter } from './letters';
import { LETTER_OPERATIONS, tellPaid, tellUndelivered } from './receipts';
import { booked, closeBooking, lookAgain, type PaidBy, takeRevenue } from './selling';
import { type Booking, bookings, type Series, serieses } from './store';

/** The number of a series' order of what is paid at once: a second try finds the first. */
export const instantSeriesOrder = (seriesId: string) => `W${seriesId}`;
/** The number of its next order at a channel, which knows the earlier ones for ever. */
export const nextSeriesOrder = ({ _id, tries }: Pick<Series, '_id' | 'tries'>) =>
  `P${_id}_${tries + 1}`;

/** The order of all bookings of a series. */
export function orderOfSeries(
  series: Series,
  all: readonly Booking[],
  pays: {
    readonly orderId: string;
    readonly channel: Order['channel'];
    readonly openid: string;
    readonly now: Instant;
  },
): Order {
  const [first] = all;
  if (!first) throw new Error(`series ${series._id} is empty`);
  const ends = Math.min(plus(pays.now, ORDER_LIFE), ...all.map(({ expiresAt }) => expiresAt));
  return newOrder({
    _id: pays.orderId,
    memberId: series.memberId,
    kind: 'BOOKING_SERIES',
    channel: pays.channel,
    amount: fen(series.total),
    description: `每周固定 ${all.length} 次 ${descriptionOf(first)}`,
    openid: pays.openid,
    createdAt: pays.now,
    expiresAt: ends as Instant,
    campusId: first.campusId,
    subjectId: series._id,
  });
}

/** All bookings of a series, the earliest first, in the caller's transaction. */
export async function bookingsOf(tx: Transaction, series: Series): Promise<Booking[]> {
  const all: Booking[] = [];
  for (const bookingId of series.bookingIds) all.push(await tx.need(bookings, bookingId));
  return all;
}

/** One payment, and all of them stand; answers why not, if the wallet holds too little. */
export async function handOverAll(
  tx: Transaction,
  series: Series,
  { all, order, at }: { readonly all: readonly Booking[] } & Omit<PaidBy, 'amount'>,
): Promise<RefusalCode | null> {
  const [first] = all;
  if (!first) throw new Error(`series ${series._id} is empty`);
  const { amount } = order;
  const what = { name: `series:${series._id}`, campusId: first.campusId };
  const short = await takeRevenue(tx, what, { order, amount, at });
  if (short) return short;
  for (const booking of all) {
    const own: Fen = booking.quote.total;
    await tx.put(bookings, booked(booking, { order, amount: own, at }));
  }
  const letter = seriesLetter(series._id, all, at);
  if (letter) await sendMessage(tx, letter, { first: true });
  return null;
}

/** Of money that is here already: the order is paid and handed over in this transaction. */
export async function paySeriesNow(
  tx: Transaction,
  series: Series,
  { all, order, at }: { readonly all: readonly Booking[] } & Omit<PaidBy, 'amount'>,
): Promise<RefusalCode | null> {
  const paid: Order = { ...order, status: 'PAID', paidAt: at, fulfilledAt: at };
  const short = await handOverAll(tx, series, { all, order: paid, at });
  if (!short) await putOrder(tx, paid);
  return short;
}

const seriesOf = (tx: Transaction, { subjectId }: Order) =>
  subjectId === null ? null : tx.get(serieses, subjectId);

/** A transaction has 100 operations; what is counted here is a little less than exact. */
const MOST_OPERATIONS = 95;
/** The order, the series, the offer, the ledger's entry and the letters. */
const BESIDES = 10 + LETTER_OPERATIONS;
/** Each booking is read and written, and each that was closed looked up on its court and its day. */
const costOf = (bookings: number, again: readonly Occupiable[]): number =>
  again.reduce((sum, { writes }) => sum + 2 + writes, BESIDES + 2 * bookings);
/**
 * So many are let go in the transaction that also sends the money back; the others' time is over by
 * itself in a few minutes.
 */
const MOST_BESIDES_REFUND = 8;

/** Sells a series: all of it or nothing. */
export const seriesSeller: Seller = {
  async fulfil(tx, order, at) {
    const series = await seriesOf(tx, order);
    if (!series) return 'BOOKING_CLOSED';
    const all = await bookingsOf(tx, series);
    // Everything is looked at before anything is taken: what is refused has written nothing.
    const again: Occupiable[] = [];
    const [first] = all;
    const offer = first ? await offerIn(tx, first.venueId) : null;
    for (const booking of all) {
      if (nextBookingStatus(booking.status, 'pay') === null) return 'BOOKING_CLOSED';
      if (booking.status !== 'CLOSED') continue;
      const found = await lookAgain(tx, booking, { offer, at });
      if (typeof found === 'string') return found;
      again.push(found);
    }
    // What the database would refuse for ever goes back at once.
    if (costOf(all.length, again) > MOST_OPERATIONS) return 'BOOKING_CLOSED';
    for (const one of again) await one.take();
    const short = await handOverAll(tx, series, { all, order, at });
    if (!short) await tellPaid(tx, order, at);
    return short;
  },
  async release(tx, order, at) {
    await tellUndelivered(tx, order, at);
    const series = await seriesOf(tx, order);
    const all = series ? await bookingsOf(tx, series) : [];
    for (const booking of order.paidAt === null ? all : all.slice(0, MOST_BESIDES_REFUND)) {
      if (booking.status !== 'PENDING_PAY' || booking.orderId !== order._id) continue;
      await closeBooking(tx, booking, at);
    }
  },
};
