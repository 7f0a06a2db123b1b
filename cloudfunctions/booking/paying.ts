import type { Instant } from '@shared/base/time';
import type { Paying } from '@shared/contracts/bookingViews';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { type Order, orderById, orderIn, putOrder } from '../order/service';
import { abandon, handedOver, payable } from '../payment/service';
import { channelOrderId, instantOrderId, orderOf, payNow } from './creating';
import { type Booking, bookings } from './store';
import { bookingView } from './views';

export type PayBy = 'WALLET' | 'WECHAT';

export interface Payer {
  readonly memberId: string;
  readonly openid: string;
}

export const paidAnswer = (booking: Booking, memberId: string): Paying => ({
  booking: bookingView(booking, memberId),
  payment: null,
  order: null,
  short: false,
});

/** WeChat's sheet for an open order of a booking. */
export async function phoneAnswer(
  context: Context,
  booking: Booking,
  order: Order,
): Promise<Paying> {
  const { order: view, payment } = await payable(context, order);
  return { booking: bookingView(booking, booking.memberId), payment, order: view, short: false };
}

/** Whether a booking can be paid now. */
export function expectPayable(booking: Booking, now: Instant): void {
  if (booking.status !== 'PENDING_PAY' || booking.expiresAt <= now) {
    throw new Refusal('BOOKING_CLOSED');
  }
}

/**
 * WeChat's sheet for a booking that is kept; of two taps both get the same order. An order of another
 * channel is given up first: its handle is none of WeChat's, and both could be paid.
 */
export async function payOnPhone(
  context: Context,
  bookingId: string,
  payer: Payer,
): Promise<Paying> {
  const { db, now } = context;
  const { memberId, openid } = payer;
  const opened = await db.transaction(async (tx) => {
    const known = await tx.need(bookings, bookingId);
    if (known.status === 'BOOKED') return { booking: known, order: null };
    expectPayable(known, now);
    const open = known.orderId === null ? null : await orderIn(tx, known.orderId);
    if (open) return { booking: known, order: open };
    const orderId = channelOrderId(known);
    const order = orderOf(known, { orderId, channel: 'WECHAT', openid, now });
    const booking = { ...known, orderId, tries: known.tries + 1 };
    await tx.put(bookings, booking);
    await putOrder(tx, order);
    return { booking, order };
  });
  const { booking, order } = opened;
  if (!order) return paidAnswer(booking, memberId);
  if (order.channel === 'WECHAT') return phoneAnswer(context, booking, order);
  const paid = await payAnotherWay(context, booking, order._id);
  return paid ? paidAnswer(paid, memberId) : payOnPhone(context, bookingId, payer);
}

/**
 * Gives up the order that was begun, so that another way can pay; the order has let go of what it
 * was for before. True when it was paid meanwhile: then that is what counts.
 */
export async function giveUp(context: Context, orderId: string): Promise<boolean> {
  const open = await orderById(context.db, orderId);
  const closed = open && (await abandon(context, open));
  if (!closed || closed.paidAt === null) return false;
  await handedOver(context, closed);
  return true;
}

/**
 * Gives up the order that was begun for a booking that is kept. Answers the booking when it was paid
 * meanwhile, null when another way can pay it now.
 */
async function payAnotherWay(
  context: Context,
  booking: Booking,
  begun: string,
): Promise<Booking | null> {
  const { db } = context;
  const { _id } = booking;
  // The order lets go of the booking first: closing it must not free the slots.
  const mine = { _id, orderId: begun, status: 'PENDING_PAY' } as const;
  await db.changeIf(bookings, mine, { set: { orderId: null } });
  if (!(await giveUp(context, begun))) return null;
  return (await db.get(bookings, _id)) ?? booking;
}

/**
 * Pays a booking that is kept from the wallet; the sheet that was begun is given up first. Answers
 * the series when it belongs to one: that is paid as a whole.
 *
 * @throws Refusal BOOKING_NOT_FOUND, BOOKING_CLOSED, INSUFFICIENT_BALANCE
 */
export async function payFromWallet(
  context: Context,
  bookingId: string,
  { memberId, openid }: Payer,
): Promise<Paying | string> {
  const { db, now } = context;
  const orderId = instantOrderId(bookingId);
  const paid = await db.transaction(async (tx) => {
    const known = await tx.get(bookings, bookingId);
    if (known?.memberId !== memberId) throw new Refusal('BOOKING_NOT_FOUND');
    if (known.status === 'BOOKED') return { booking: known, begun: null };
    expectPayable(known, now);
    if (known.seriesId !== null) return known.seriesId;
    if (known.orderId !== null) return { booking: known, begun: known.orderId };
    const order = orderOf(known, { orderId, channel: 'WALLET', openid, now });
    const short = await payNow(tx, known, { order, at: now });
    if (short) throw new Refusal(short);
    const booking: Booking = { ...known, status: 'BOOKED', paid: order.amount };
    return { booking, begun: null };
  });
  if (typeof paid === 'string') return paid;
  const { booking, begun } = paid;
  if (begun === null) return paidAnswer(booking, memberId);
  const meanwhile = await payAnotherWay(context, booking, begun);
  if (meanwhile) return paidAnswer(meanwhile, memberId);
  return payFromWallet(context, bookingId, { memberId, openid });
}
