import type { Instant } from '@shared/base/time';
import { isOnline } from '@shared/domain/order';
import type { Db, Where } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { type Order, orderById } from '../order/service';
import { follow } from './following';
import { closeBooking } from './selling';
import { type Booking, bookings } from './store';

const MOST_EXPIRED = 50;

/**
 * Closes bookings whose time to be paid is over. An order that is open is given up at its channel
 * first (`abandon`), so that nobody pays what we have closed; paid meanwhile, the booking stands,
 * and so it does for now if its channel cannot be asked.
 */
export async function expireBookings(
  context: Context,
  abandon: (context: Context, order: Order) => Promise<Order | 'NOT_NOW'>,
): Promise<void> {
  const { db, now, platform } = context;
  // Those without an order are asked for apart: orders whose channel cannot be asked stay the oldest,
  // and would keep everybody behind them waiting.
  const over = [
    ...(await overdue(db, { orderId: null }, now)),
    ...(await overdue(db, { orderId: { ne: null } }, now)),
  ];
  for (const booking of over) {
    try {
      const order = booking.orderId === null ? null : await orderById(db, booking.orderId);
      const left = order && isOnline(order.channel) ? await abandon(context, order) : order;
      if (left === 'NOT_NOW') continue;
      // Money came in: it is handed over, or goes back, by the order.
      if (left?.status !== 'PAID') await close(context, booking);
    } catch (fault) {
      // One order that cannot be closed keeps no other waiting.
      platform.reportFault(fault, booking._id);
    }
  }
  // What is free now, here or by an order that was closed, is kept for those in line at once.
  await follow(context);
}

const overdue = (db: Db, which: Where<Booking>, now: Instant) =>
  db.find(bookings, {
    where: { status: 'PENDING_PAY', expiresAt: { lte: now }, ...which },
    order: [['expiresAt', 'asc']],
    limit: MOST_EXPIRED,
  });

const close = ({ db, now }: Context, { _id, orderId }: Booking): Promise<void> =>
  db.transaction(async (tx) => {
    const known = await tx.need(bookings, _id);
    if (known.status !== 'PENDING_PAY' || known.orderId !== orderId) return;
    await closeBooking(tx, known, now);
  });
