import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { refundPercent } from '@shared/domain/refund';
import { endOf, overlaps, startOf } from '@shared/domain/slots';
import type { Transaction } from '../_kit/db';
import { sendMessage } from '../message/service';
import type { Plan } from '../offer/service';
import type { Order, Seller } from '../order/service';
import { claimsIn, courtSubject } from '../slots/service';
import { makeWay, occupy, vacate } from './claiming';
import { changedLetter, peopleOf, stayedLetter } from './letters';
import { recordOwn } from './logging';
import { tellPaid, tellUndelivered } from './receipts';
import { freeSlots, takeRevenue } from './selling';
import { type Booking, bookings } from './store';

/** Who holds the place that a booking moves to, until the difference is paid. */
export const changeOwner = (bookingId: string) => `${bookingId}~change`;

/** Where a booking is going, and at what price. */
export type Target = Omit<NonNullable<Booking['change']>, 'orderId' | 'expiresAt'>;

export const targetOf = ({ court, want, quote }: Plan): Target => ({
  courtId: court.id,
  courtName: court.name,
  date: want.date,
  from: want.from,
  until: want.until,
  quote: { ...quote, lines: [...quote.lines] },
});

/** More than anybody sends again. */
const MOST_MOVES = 20;

/** Whether the form whose order has this number moved the booking already. */
export const hasMoved = ({ moves = [] }: Booking, orderId: string) => moves.includes(orderId);

/** A booking at its new place, by the form of that order; what is told before the start is told again. */
export const moved = (booking: Booking, to: Target, orderId: string): Booking => {
  const { courtId, courtName, date, from, until, quote } = to;
  return {
    ...booking,
    ...{ courtId, courtName, date, from, until, quote },
    startAt: startOf(date, to),
    endAt: endOf(date, to),
    change: null,
    remindedAt: null,
    moves: [...(booking.moves ?? []), orderId].slice(-MOST_MOVES),
    timesMoved: (booking.timesMoved ?? 0) + 1,
  };
};

/** Lets go of the place that was kept for a change, as far as there is one. */
export async function dropChange(tx: Transaction, booking: Booking, at: Instant): Promise<void> {
  const { change, _id } = booking;
  if (!change) return;
  await vacate(tx, { ...booking, ...change, ownerId: changeOwner(_id) }, at);
}

/** Tells everybody of a move and writes it down; `moved` has the form's number as the newest. */
export async function tellMoved(tx: Transaction, booking: Booking, at: Instant): Promise<void> {
  const what = { key: `booking:${booking._id}:move:${booking.moves?.at(-1)}`, at };
  await recordOwn(tx, booking, { ...what, action: 'booking.reschedule' });
  for (const memberId of peopleOf(booking)) {
    await sendMessage(tx, changedLetter(memberId, booking, at), { first: true });
  }
}

/**
 * The most percent that a booking gives back once it has moved: what it gave back at that moment.
 * Moving to a later day brings nothing back that was lost.
 */
export const ceilingOf = ({ ceiling, tiers, startAt }: Booking, at: Instant): number =>
  Math.min(ceiling, refundPercent(tiers, startAt, at));

/** Whether a booking of whom something is paid for can still move. */
const canMove = (booking: Booking, at: Instant) =>
  booking.status === 'BOOKED' && booking.verifiedAt === null && at < booking.startAt;

/** Sells the difference of a booking that moves. */
export const changeSeller: Seller = {
  async fulfil(tx, order, at) {
    const booking = await changing(tx, order);
    if (!booking?.change || !canMove(booking, at)) return 'BOOKING_CLOSED';
    const { _id, campusId, venueId, change } = booking;
    // Closed meanwhile: who closed it sends away whom it found there, and this one came later.
    const there = await claimsIn(tx, courtSubject(change.courtId, venueId), change.date);
    if (there.some((one) => one.kind === 'CLOSURE' && overlaps(one, change))) return 'SLOT_TAKEN';
    const amount = order.amount;
    const short = await takeRevenue(
      tx,
      { name: `booking:${_id}`, campusId },
      { order, amount, at },
    );
    if (short) return short;
    await freeSlots(tx, booking, at);
    await makeWay(tx, { ...booking, ...change, ownerId: changeOwner(_id) });
    const next = {
      ...moved(booking, change, order._id),
      ceiling: ceilingOf(booking, order.createdAt),
      paid: fen(booking.paid + amount),
      paidBy: [...booking.paidBy, order._id],
    };
    // The place is its own already: only the owner's name changes.
    const own = { capacity: Number.POSITIVE_INFINITY, mostMinutes: Number.POSITIVE_INFINITY };
    await occupy(tx, { ...next, ownerId: _id, ...own, at });
    await tx.put(bookings, next);
    await tellMoved(tx, next, at);
    await tellPaid(tx, order, at);
    return null;
  },
  async release(tx, order, at) {
    const booking = await changing(tx, order);
    // Its change was let go before: what it stayed as was told then, or is no news, but money is.
    if (!booking) return tellUndelivered(tx, order, at);
    await dropChange(tx, booking, at);
    await tx.put(bookings, { ...booking, change: null });
    // Nobody pays for what is not told: that the place was gone is news, that one did not pay is not.
    if (order.paidAt === null || booking.memberId === null) return;
    const { memberId } = booking;
    const key = `booking:${booking._id}:stayed:${order._id}`;
    const told = { memberId, key, why: '要改到的时段已经没有了', at };
    await sendMessage(tx, stayedLetter(booking, told), { first: true });
  },
};

/** The booking whose change an order pays for, while the change is still wanted. */
async function changing(tx: Transaction, { _id, subjectId }: Order): Promise<Booking | null> {
  const booking = subjectId === null ? null : await tx.get(bookings, subjectId);
  return booking?.change?.orderId === _id ? booking : null;
}
