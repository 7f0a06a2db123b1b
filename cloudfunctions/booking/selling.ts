import { type Fen, fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { advanceBooking, nextBookingStatus } from '@shared/domain/booking';
import { revenueMoney } from '@shared/domain/ledger';
import type { RefusalCode } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { move } from '../ledger/service';
import { sendMessage } from '../message/service';
import { type Offer, offerIn } from '../offer/service';
import { type Order, type Seller, takenInAt } from '../order/service';
import { leaveShipping } from '../order/shipping';
import { look, vacate } from './claiming';
import { bookedLetter, descriptionOf } from './letters';
import { letGo, takeAgain, useUp } from './means';
import { tellPaid, tellUndelivered } from './receipts';
import { type Booking, bookings } from './store';

const BOOKING_REVENUE = 'BOOKING';

/** What a campus earned with its courts. */
export const bookingRevenue = (campusId: string) => revenueMoney(campusId, BOOKING_REVENUE);

export interface PaidBy {
  readonly order: Order;
  readonly amount: Fen;
  readonly at: Instant;
  /** Whether the booking is written for the first time; one that exists fails the transaction. */
  readonly fresh?: boolean;
}

/**
 * What was paid for an order becomes revenue. Answers why not, if the wallet holds too little;
 * `what` is the booking or series, part of the entry's reason.
 */
export async function takeRevenue(
  tx: Transaction,
  what: { readonly name: string; readonly campusId: string },
  { order, amount, at }: PaidBy,
): Promise<RefusalCode | null> {
  if (amount === 0) return null;
  const postings = [{ from: takenInAt(order), to: bookingRevenue(what.campusId), amount }];
  const reason = `${what.name}:paid:${order._id}`;
  return move(tx, { reason, postings, at, orderId: order._id });
}

/** A booking after its price was paid. */
export const booked = (booking: Booking, { order, amount }: PaidBy): Booking => ({
  ...booking,
  status: advanceBooking(booking.status, 'pay'),
  paid: fen(booking.paid + amount),
  paidBy: [...booking.paidBy, order._id],
  orderId: null,
});

/**
 * What was paid becomes revenue and the booking stands, in the caller's transaction, which has found
 * the booking unpaid and its slots its own. Answers why not, if the wallet holds too little.
 */
export async function handOver(
  tx: Transaction,
  booking: Booking,
  paid: PaidBy,
): Promise<RefusalCode | null> {
  const { _id, campusId } = booking;
  const { fresh = false, at } = paid;
  const short = await takeRevenue(tx, { name: `booking:${_id}`, campusId }, paid);
  if (short) return short;
  await useUp(tx, booking, { fresh, at });
  const standing = booked(booking, paid);
  await (fresh ? tx.create(bookings, standing) : tx.put(bookings, standing));
  const letter = bookedLetter(standing, at);
  // The status proves that nobody told it before.
  if (letter) await sendMessage(tx, letter, { first: true });
  return null;
}

/** Sells one booking. */
export const bookingSeller: Seller = {
  async fulfil(tx, order, at) {
    const booking = order.subjectId === null ? null : await tx.get(bookings, order.subjectId);
    if (!booking || nextBookingStatus(booking.status, 'pay') === null) return 'BOOKING_CLOSED';
    // Handed over after its end it would be a no-show at once.
    if (booking.endAt <= at) return 'SLOT_PAST';
    const standing = booking.status === 'CLOSED' ? await reopened(tx, booking, at) : booking;
    if (typeof standing === 'string') return standing;
    const short = await handOver(tx, standing, { order, amount: order.amount, at });
    if (!short) await tellPaid(tx, order, at);
    return short;
  },
  async release(tx, order, at) {
    await tellUndelivered(tx, order, at);
    const booking = order.subjectId === null ? null : await tx.get(bookings, order.subjectId);
    // Another order took this one's place: it is being paid in another way.
    if (booking?.status !== 'PENDING_PAY' || booking.orderId !== order._id) return;
    await closeBooking(tx, booking, at);
  },
};

/** A booking that was closed, with all that it needs taken again, or why that is not to be had. */
async function reopened(tx: Transaction, booking: Booking, at: Instant) {
  const offer = await offerIn(tx, booking.venueId);
  const place = await lookAgain(tx, booking, { offer, at });
  if (typeof place === 'string') return place;
  const again = await takeAgain(tx, booking, at);
  if (typeof again !== 'string') await place.take();
  return again;
}

/**
 * Paid after its time: the same slots, if they are still free and not begun. Writes nothing: what
 * cannot be taken leaves no trace in the transaction that gives the money back.
 */
export async function lookAgain(
  tx: Transaction,
  booking: Booking,
  { offer, at }: { readonly offer: Offer | null; readonly at: Instant },
) {
  if (booking.startAt <= at) return 'SLOT_PAST';
  const court = offer?.courts.find(({ id }) => id === booking.courtId);
  if (!offer || !court) return 'COURT_NOT_FOUND';
  const { capacity } = court;
  const { mostMinutes } = offer.limits;
  const ask = { ...booking, ownerId: booking._id, capacity, mostMinutes, at };
  const found = await look(tx, ask);
  return found === 'MINE' ? { take: async () => undefined, writes: 0 } : found;
}

/** An unpaid booking ends and frees what it held: slots, points, the coupon. */
export async function closeBooking(tx: Transaction, booking: Booking, at: Instant): Promise<void> {
  await closeSlots(tx, booking, at);
  await letGo(tx, booking, at);
}

/** The same without points and coupon: those of a series are let go once for all of it. */
export async function closeSlots(tx: Transaction, booking: Booking, at: Instant): Promise<void> {
  const status = advanceBooking(booking.status, 'close');
  await tx.put(bookings, { ...booking, status, orderId: null });
  await freeSlots(tx, booking, at);
}

/** Frees what a booking holds, for those in line. */
export async function freeSlots(tx: Transaction, booking: Booking, at: Instant): Promise<void> {
  await vacate(tx, { ...booking, ownerId: booking._id }, at);
}

/** Tells WeChat that a service was consumed; without it WeChat keeps the money. */
export async function leaveConsumed(tx: Transaction, booking: Booking, at: Instant): Promise<void> {
  for (const orderId of booking.paidBy) {
    const goods = { logisticsType: 4, itemDescription: descriptionOf(booking) } as const;
    await leaveShipping(tx, { orderId, ...goods, at });
  }
}
