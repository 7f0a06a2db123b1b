import type { Context } from '../_kit/serve';
import { type Cancel, cancelPaid } from './cancelling';
import { recordCancelled } from './logging';
import { giveUp } from './paying';
import { closeBooking } from './selling';
import { type Booking, bookings } from './store';

/**
 * A member gives a booking up. An order that is open for it (its price, or the difference of a
 * change) is given up at the channel first; what was paid meanwhile counts, so an unpaid booking
 * that turns out to be paid stays, and the page shows it again.
 */
export async function cancel(context: Context, booking: Booking, how: Cancel): Promise<void> {
  const { db } = context;
  const orderId = booking.orderId ?? booking.change?.orderId ?? null;
  if (orderId !== null) await giveUp(context, orderId);
  if (booking.status === 'PENDING_PAY') return letGo(context, booking._id);
  if (booking.status === 'CLOSED') return;
  const known = orderId === null ? booking : await db.get(bookings, booking._id);
  await cancelPaid(context, known ?? booking, how);
}

/** Lets go of a booking that nobody pays. */
async function letGo({ db, now }: Context, bookingId: string): Promise<void> {
  const known = await db.get(bookings, bookingId);
  // Of a series that the wallet could not pay, all are kept together and go together.
  const kept = { seriesId: known?.seriesId ?? null, status: 'PENDING_PAY' } as const;
  const all = known && known.seriesId !== null ? await db.all(bookings, kept) : [];
  for (const _id of new Set([bookingId, ...all.map((one) => one._id)])) {
    await db.transaction(async (tx) => {
      const one = await tx.need(bookings, _id);
      // An order that could not be given up closes it, or pays it.
      if (one.status !== 'PENDING_PAY' || one.orderId !== null) return;
      await closeBooking(tx, one, now);
      await recordCancelled(tx, one, now);
    });
  }
}
