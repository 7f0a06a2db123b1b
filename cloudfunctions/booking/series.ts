import { fen } from '@shared/base/money';
import { type Instant, plus } from '@shared/base/time';
import { nextBookingStatus } from '@shared/domain/booking';
import { ORDER_LIFE } from '@shared/domain/order';
import { fenOfPoints } from '@shared/domain/points';
import { dueOf } from '@shared/domain/refund';
import type { RefusalCode } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { sendMessage } from '../message/service';
import { offerIn } from '../offer/service';
import { newOrder, type Order, putOrder, type Seller } from '../order/service';
import type { Occupiable } from './claiming';
import { descriptionOf, seriesLetter } from './letters';
import { asOne, letGo, takeAgain, useUp } from './means';
import { LETTER_OPERATIONS, tellPaid, tellUndelivered } from './receipts';
import { booked, closeSlots, lookAgain, type PaidBy, takeRevenue } from './selling';
import { type Booking, bookings, type Series, serieses } from './store';

/** The number of a series' order of what is paid at once: a second try finds the first. */
export const instantSeriesOrder = (seriesId: string) => `W${seriesId}`;
/** The number of its next order at a channel, which knows the earlier ones for ever. */
export const nextSeriesOrder = ({ _id, tries }: Pick<Series, '_id' | 'tries'>) =>
  `P${_id}_${tries + 1}`;

/** What is left to be paid in money for all of them. */
export const dueOfSeries = ({ total, pointsUsed }: Series) => fen(total - fenOfPoints(pointsUsed));

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
    amount: dueOfSeries(series),
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

/** `fresh`: nothing of the series was written before, its points are not set aside. */
type PaidAll = { readonly all: readonly Booking[] } & Omit<PaidBy, 'amount'>;

/** One payment, and all of them stand; answers why not, if the wallet holds too little. */
export async function handOverAll(
  tx: Transaction,
  series: Series,
  { all, order, at, fresh = false }: PaidAll,
): Promise<RefusalCode | null> {
  const one = asOne(series, all);
  const what = { name: `series:${series._id}`, campusId: one.campusId };
  const short = await takeRevenue(tx, what, { order, amount: order.amount, at });
  if (short) return short;
  await useUp(tx, one, { fresh, at });
  for (const booking of all) {
    await tx.put(bookings, booked(booking, { order, amount: dueOf(booking), at }));
  }
  const letter = seriesLetter(series._id, all, at);
  if (letter) await sendMessage(tx, letter, { first: true });
  return null;
}

/** Of money that is here already: the order is paid and handed over in this transaction. */
export async function paySeriesNow(
  tx: Transaction,
  series: Series,
  { all, order, at, fresh = false }: PaidAll,
): Promise<RefusalCode | null> {
  const paid: Order = { ...order, status: 'PAID', paidAt: at, fulfilledAt: at };
  const short = await handOverAll(tx, series, { all, order: paid, at, fresh });
  if (!short) await putOrder(tx, paid);
  return short;
}

const seriesOf = (tx: Transaction, { subjectId }: Order) =>
  subjectId === null ? null : tx.get(serieses, subjectId);

/** A transaction has 100 operations; what is counted here is a little less than exact. */
const MOST_OPERATIONS = 95;
/** The order, the series, the offer, the ledger's entry and the letters. */
const BESIDES = 10 + LETTER_OPERATIONS;
/** Taking points: the account, which may be put in order before, the hold and the entry. */
const POINTS_OPERATIONS = 8;
/** Each booking is read and written, and each that was closed looked up on its court and its day. */
const costOf = ({ bookingIds, pointsUsed }: Series, again: readonly Occupiable[]): number =>
  again.reduce(
    (sum, { writes }) => sum + 2 + writes,
    BESIDES + 2 * bookingIds.length + (pointsUsed > 0 ? POINTS_OPERATIONS : 0),
  );
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
    if (costOf(series, again) > MOST_OPERATIONS) return 'BOOKING_CLOSED';
    const standing = again.length > 0 ? await withPointsAgain(tx, series, { all, at }) : all;
    if (typeof standing === 'string') return standing;
    for (const one of again) await one.take();
    const short = await handOverAll(tx, series, { all: standing, order, at });
    if (!short) await tellPaid(tx, order, at);
    return short;
  },
  async release(tx, order, at) {
    await tellUndelivered(tx, order, at);
    const series = await seriesOf(tx, order);
    const all = series ? await bookingsOf(tx, series) : [];
    const open = all.filter(
      ({ status, orderId }) => status === 'PENDING_PAY' && orderId === order._id,
    );
    for (const one of order.paidAt === null ? open : open.slice(0, MOST_BESIDES_REFUND)) {
      await closeSlots(tx, one, at);
    }
    const [first] = open;
    if (first) await letGo(tx, first, at);
  },
};

/** The bookings of a series of which some were closed: with that its points were let go of, too. */
async function withPointsAgain(
  tx: Transaction,
  series: Series,
  { all, at }: { readonly all: readonly Booking[]; readonly at: Instant },
) {
  const one = await takeAgain(tx, asOne(series, all), at);
  if (typeof one === 'string') return one;
  return all.map((booking) => ({ ...booking, pointsHold: one.pointsHold }));
}
