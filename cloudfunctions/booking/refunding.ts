import { type Fen, fen, type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { advanceBooking } from '@shared/domain/booking';
import { refundableOf } from '@shared/domain/order';
import { type Back, NOTHING_BACK, wholeOf } from '@shared/domain/refund';
import type { Transaction } from '../_kit/db';
import { sendMessage } from '../message/service';
import { orderIn, startRefund } from '../order/service';
import { dropChange } from './changing';
import { type Cancelled, cancelledLetter, peopleOf, refundedLetter } from './letters';
import { giveBackPoints, giveCouponBack, letGo } from './means';
import { bookingRevenue, freeSlots, leaveConsumed } from './selling';
import { type Booking, bookings } from './store';

export interface Giving {
  /** At most 30 characters: what goes back through a second order gets a suffix. */
  readonly refundId: string;
  readonly amount: Fen;
  /** Points that come back with it. */
  readonly points?: Points;
  readonly reason: string;
  readonly at: Instant;
}

/**
 * Gives money and points of a booking back, the money through the orders that paid for it, the newest first: a series'
 * shared order is the oldest, so a booking takes of it no more than its own share. The caller writes
 * the booking with what it answers.
 */
export async function giveBack(
  tx: Transaction,
  booking: Booking,
  { refundId, amount, points: some = points(0), reason, at }: Giving,
): Promise<void> {
  const from = bookingRevenue(booking.campusId);
  let left = amount;
  let part = 0;
  for (const orderId of [...booking.paidBy].reverse()) {
    if (left === 0) break;
    const order = await orderIn(tx, orderId);
    const share = fen(order ? Math.min(left, refundableOf(order)) : 0);
    if (!order || share === 0) continue;
    const id = part === 0 ? refundId : `${refundId}_${part}`;
    const short = await startRefund(tx, { refundId: id, order, amount: share, from, reason }, at);
    if (short) throw new Error(`refund ${id} finds ${short}`);
    left = fen(left - share);
    part += 1;
  }
  if (left > 0)
    throw new Error(`booking ${booking._id} was paid ${left} fen less than it gives back`);
  await giveBackPoints(tx, booking, { refundId, amount: some, at });
  const letter = amount > 0 ? refundedLetter(booking, { refundId, amount, at }) : null;
  if (letter) await sendMessage(tx, letter, { first: true });
}

export interface Ending {
  readonly back: Back;
  readonly reason: string;
  readonly at: Instant;
  /** Whether everybody gets the plain message; who has more to say writes it itself. */
  readonly tell?: boolean;
}

/** The refund of a booking that is cancelled: that happens once. */
const cancelRefundId = (bookingId: string) => `R${bookingId}`;

/**
 * Ends a booking in the caller's transaction: slots freed, what comes back of its price on its way,
 * everybody told. Points and coupon of an unpaid one are simply free again.
 */
export async function cancelBooking(
  tx: Transaction,
  booking: Booking,
  { back, reason, at, tell = true }: Ending,
): Promise<Booking> {
  const { _id } = booking;
  await dropChange(tx, booking, at);
  await freeSlots(tx, booking, at);
  const { money: amount } = back;
  const words = reason === '' ? '会员取消预订' : reason;
  const refundId = cancelRefundId(_id);
  const giving = { refundId, amount, points: back.points, reason: words.slice(0, 80), at };
  await giveBack(tx, booking, giving);
  if (booking.status === 'PENDING_PAY') await letGo(tx, booking, at);
  else if (back.coupon) await giveCouponBack(tx, booking, at);
  // What the club keeps of it has been earned now: nothing else follows.
  if (booking.refunded + amount < booking.paid) await leaveConsumed(tx, booking, at);
  const cancelled: Booking = {
    ...booking,
    status: advanceBooking(booking.status, 'cancel'),
    refunded: fen(booking.refunded + amount),
    pointsBack: points(booking.pointsBack + back.points),
    couponBack: back.coupon,
    change: null,
    orderId: null,
  };
  await tx.put(bookings, cancelled);
  const facts: Cancelled = { booking, back, reason, at };
  for (const memberId of tell ? peopleOf(booking) : []) {
    await sendMessage(tx, cancelledLetter(memberId, facts), { first: true });
  }
  return cancelled;
}

/**
 * The club cancels: all that was paid and did not go back yet, whatever the tiers, points and coupon
 * with it. For bookings that
 * are paid, checked in or still unpaid; an order that is open for an unpaid one goes back by itself
 * when it is paid after all.
 */
export const cancelWhole = (
  tx: Transaction,
  booking: Booking,
  how: Omit<Ending, 'back'>,
): Promise<Booking> => cancelBooking(tx, booking, { ...how, back: paidOf(booking) });

/** All of it that can come back; of an unpaid one nothing was paid, whatever is set aside for it. */
const paidOf = (booking: Booking): Back =>
  booking.status === 'PENDING_PAY' ? NOTHING_BACK : wholeOf(booking);
