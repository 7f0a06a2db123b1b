import { type Fen, fen, type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { pointsByPrice, refusalToUsePoints } from '@shared/domain/points';
import { Refusal, type RefusalCode } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { giveBackCoupon, useCoupon } from '../coupons/service';
import {
  consumePoints,
  freezePoints,
  returnPoints,
  spendPoints,
  thawPoints,
} from '../points/service';
import type { Booking, Series } from './store';

/** What a member wants to pay a part of a booking with. */
export interface Means {
  readonly points: Points;
  readonly couponId: string | null;
}

/** Whether a booking is paid in money alone: most are, and that costs them nothing. */
export const isMoneyOnly = (means: Means) => means.points === 0 && means.couponId === null;

const USE = 'spent';

/** Under what the points of a booking, or of a series, are set aside. */
const holdOf = ({ _id }: { readonly _id: string }) => `booking:${_id}`;

/**
 * A new booking with the coupon that it uses and the points that it will: the coupon first, points
 * for at most thirty percent of the rest. The points themselves are taken by `freezeFor` or `useUp`.
 *
 * @throws Refusal COUPON_NOT_FOUND, COUPON_CLOSED, COUPON_TOO_LITTLE, POINTS_TOO_FEW, POINTS_TOO_MANY
 */
export async function withMeans(
  tx: Transaction,
  booking: Booking,
  { points: amount, couponId }: Means,
): Promise<Booking> {
  const { memberId, quote } = booking;
  if (memberId === null) throw new Refusal('POINTS_NOT_HERE');
  const couponOff = couponId === null ? fen(0) : await couponFor(tx, { ...booking, couponId });
  if (typeof couponOff === 'string') throw new Refusal(couponOff);
  const price = fen(quote.total - couponOff);
  // How many there are is found out where they are taken.
  const refusal = refusalToUsePoints({ kind: 'BOOKING', price, amount }, amount);
  if (refusal) throw new Refusal(refusal);
  const pointsHold = amount > 0 ? holdOf(booking) : null;
  return { ...booking, couponId, couponOff, pointsUsed: amount, pointsHold };
}

/**
 * The new bookings of a series, each with its share of the points that will pay a part of them all.
 * They are one order: one hold, and thirty percent of its price. A coupon is for a single booking.
 *
 * @throws Refusal POINTS_TOO_FEW, POINTS_TOO_MANY
 */
export function withPoints(series: Series, all: readonly Booking[]): Booking[] {
  const { pointsUsed: amount, total: price } = series;
  if (amount === 0) return [...all];
  const refusal = refusalToUsePoints({ kind: 'BOOKING_SERIES', price, amount }, amount);
  if (refusal) throw new Refusal(refusal);
  const shares = pointsByPrice(
    all.map(({ quote }) => quote.total),
    amount,
  );
  const pointsHold = holdOf(series);
  return all.map((one, n) => ({ ...one, pointsHold, pointsUsed: shares[n] ?? points(0) }));
}

/**
 * A series as one booking that is paid: its points are set aside, used and taken again as one. It is
 * closed as soon as one of its bookings is.
 */
export function asOne(series: Series, all: readonly Booking[]): Booking {
  const [first] = all;
  if (!first) throw new Error(`series ${series._id} is empty`);
  const status = all.some((one) => one.status === 'CLOSED') ? 'CLOSED' : first.status;
  return { ...first, _id: series._id, status, pointsUsed: series.pointsUsed };
}

/** Uses the coupon of a booking; answers what it takes off, or why it cannot be used (any more). */
async function couponFor(
  tx: Transaction,
  booking: Pick<Booking, '_id' | 'memberId' | 'quote' | 'createdAt'> & { couponId: string },
  at: Instant = booking.createdAt,
): Promise<Fen | RefusalCode> {
  const { _id: orderId, memberId, couponId, quote } = booking;
  if (memberId === null) return 'COUPON_NOT_FOUND';
  return useCoupon(tx, { couponId, memberId, price: quote.total, orderId }, at);
}

/** What `points/` is asked for a booking's points; null when it uses none. */
const askOf = ({ memberId, pointsHold, pointsUsed }: Booking) =>
  memberId === null || pointsHold === null
    ? null
    : { holdId: pointsHold, memberId, amount: pointsUsed };

/**
 * Sets the points of a new booking aside until it is paid or closed.
 *
 * @throws Refusal INSUFFICIENT_POINTS
 */
export async function freezeFor(tx: Transaction, booking: Booking): Promise<void> {
  const ask = askOf(booking);
  const short = ask && (await freezePoints(tx, ask, booking.createdAt));
  if (short) throw new Refusal(short);
}

/**
 * Uses up the points of a booking that is paid: those that were set aside, or of a `fresh` one at
 * once.
 *
 * @throws Refusal INSUFFICIENT_POINTS
 */
export async function useUp(
  tx: Transaction,
  booking: Booking,
  { fresh, at }: { readonly fresh: boolean; readonly at: Instant },
): Promise<void> {
  const ask = askOf(booking);
  if (!ask) return;
  if (fresh) {
    const short = await spendPoints(tx, { ...ask, use: USE }, at);
    if (short) throw new Refusal(short);
  } else if (booking.status === 'PENDING_PAY') {
    const used = await consumePoints(tx, { holdId: ask.holdId, use: USE }, at);
    if (!used) throw new Error(`the points of ${booking._id} are not set aside`);
  }
}

/** An unpaid booking closes: coupon and points are the member's again. */
export async function letGo(tx: Transaction, booking: Booking, at: Instant): Promise<void> {
  const { _id: orderId, couponId, pointsHold } = booking;
  if (pointsHold !== null) await thawPoints(tx, pointsHold, at);
  if (couponId !== null) await giveBackCoupon(tx, { couponId, orderId }, at);
}

/**
 * Takes coupon and points again for a booking that is paid after it was closed. Answers the booking,
 * or why they are not to be had any more: nothing is changed then.
 */
export async function takeAgain(
  tx: Transaction,
  booking: Booking,
  at: Instant,
): Promise<Booking | RefusalCode> {
  const { _id: orderId, couponId } = booking;
  if (couponId !== null) {
    const off = await couponFor(tx, { ...booking, couponId }, at);
    if (typeof off === 'string') return off;
  }
  const ask = askOf(booking);
  if (!ask) return booking;
  // The first hold was released, for ever.
  const pointsHold = `${holdOf(booking)}:late`;
  const short = await spendPoints(tx, { ...ask, holdId: pointsHold, use: USE }, at);
  if (!short) return { ...booking, pointsHold };
  if (couponId !== null) await giveBackCoupon(tx, { couponId, orderId }, at);
  return short;
}

/** Gives points of a paid booking back; `refundId` says for which of its refunds. */
export async function giveBackPoints(
  tx: Transaction,
  { _id, pointsHold }: Booking,
  back: { readonly refundId: string; readonly amount: Points; readonly at: Instant },
): Promise<void> {
  const { refundId, amount, at } = back;
  if (pointsHold === null || amount === 0) return;
  const reason = `booking:${_id}:back:${refundId}`;
  const given = await returnPoints(tx, { holdId: pointsHold, amount, use: USE, reason }, at);
  if (given !== amount) throw new Error(`booking ${_id} used ${amount - given} points less`);
}

/** Gives the coupon of a paid booking back. */
export const giveCouponBack = async (tx: Transaction, booking: Booking, at: Instant) => {
  const { _id: orderId, couponId } = booking;
  if (couponId !== null) await giveBackCoupon(tx, { couponId, orderId }, at);
};
