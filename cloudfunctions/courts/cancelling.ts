import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { expectRefundable } from '../booking/displacing';
import { bookingById } from '../booking/finding';
import { follow } from '../booking/following';
import { cancelWhole } from '../booking/refunding';
import type { Clerk } from '../booking/standing';
import { type Booking, bookings } from '../booking/store';
import { hasArrived } from '../booking/verifying';
import { type Order, orderById } from '../order/service';
import { abandon, followPayment, handedOver } from '../payment/service';

/** The order that is open for a booking, or the newest one that was paid for it. */
export async function orderOfBooking(
  db: Db,
  { orderId, paidBy }: Pick<Booking, 'orderId' | 'paidBy'>,
): Promise<Order | null> {
  const known = orderId ?? paidBy.at(-1) ?? null;
  return known === null ? null : orderById(db, known);
}

/** An order that is open is given up at its channel first: nobody pays what the desk has cancelled. */
async function withoutOrder(context: Context, booking: Booking): Promise<Booking> {
  const open = booking.orderId === null ? null : await orderById(context.db, booking.orderId);
  if (!open) return booking;
  await handedOver(context, await abandon(context, open));
  return (await bookingById(context.db, booking._id)) ?? booking;
}

/**
 * The desk cancels: all the money goes back, whatever the tiers say. Who has checked in plays.
 *
 * @throws Refusal BOOKING_VERIFIED, BOOKING_CLOSED, REFUND_UNDER_WAY, PAYMENT_UNAVAILABLE
 */
export async function cancelAtDesk(
  context: Context,
  asked: Booking,
  { actorId, at, reason }: Clerk & { readonly reason: string },
): Promise<Booking> {
  const { db } = context;
  const booking = asked.status === 'PENDING_PAY' ? await withoutOrder(context, asked) : asked;
  // Its order was the only thing that kept it.
  if (asked.status === 'PENDING_PAY' && booking.status === 'CLOSED') return booking;
  if (await hasArrived(db, booking, at)) throw new Refusal('BOOKING_VERIFIED');
  const cancelled = await db.transaction(async (tx) => {
    const known = await tx.need(bookings, booking._id);
    if (known.status === 'CHECKED_IN') throw new Refusal('BOOKING_VERIFIED');
    const isOpen = known.status === 'BOOKED' || known.status === 'PENDING_PAY';
    if (!isOpen || known.endAt <= at) throw new Refusal('BOOKING_CLOSED');
    await expectRefundable(tx, known);
    const { _id: targetId, campusId } = known;
    const what = { action: 'courts.cancel', targetId, detail: reason } as const;
    await recordAudit(tx, { key: `booking:${targetId}:cancel`, at, actorId, campusId, ...what });
    return cancelWhole(tx, known, { reason, at });
  });
  await followPayment(context);
  // Whoever waits for the place is asked at once, as when the member gives it up.
  await follow(context);
  return cancelled;
}
