import { points } from '@shared/base/money';
import type { bookingContract } from '@shared/contracts/booking';
import { Refusal } from '@shared/refusals';
import type { Context, Member, ServerHandlers, Visitor } from '../_kit/serve';
import { orderById } from '../order/service';
import { ask, handedOver } from '../payment/service';
import { cancel } from './cancel';
import { invitationOf, join, removeCompanion } from './companions';
import type { Buyer } from './creating';
import { detailOf } from './detail';
import { follow } from './following';
import { myBookings } from './mine';
import { monthOf } from './month';
import { openBooking, type SeenBy } from './opening';
import { order } from './ordering';
import { payFromWallet, payOnPhone } from './paying';
import { rate } from './rating';
import { checkSeries, orderSeries, paySeries } from './repeating';
import { reschedule } from './rescheduling';
import { type Booking, bookings } from './store';
import { getInLine, leaveLine, myWaits } from './waiting';

async function seenBooking({ db }: Context, bookingId: string, memberId: string): Promise<Booking> {
  const booking = await db.get(bookings, bookingId);
  const seen = booking?.memberId === memberId || booking?.companions.includes(memberId);
  if (!booking || !seen) throw new Refusal('BOOKING_NOT_FOUND');
  return booking;
}

async function ownBooking(context: Context, bookingId: string, memberId: string): Promise<Booking> {
  const booking = await seenBooking(context, bookingId, memberId);
  if (booking.memberId !== memberId) throw new Refusal('BOOKING_NOT_FOUND');
  return booking;
}

const buyerOf = (caller: Member) =>
  ({
    memberId: caller.identity.memberId,
    level: caller.identity.level,
    customer: null,
    openid: caller.openid,
    source: 'APP',
    operatorId: null,
    ip: caller.ip,
  }) satisfies Buyer;

/** The desk sells at the full price, or at that of the member it sells to: never at its own. */
const seenBy = (caller: Visitor): SeenBy => {
  const memberId = memberIdOf(caller);
  return { memberId, level: memberId === null ? null : (caller.identity?.level ?? null) };
};

const memberIdOf = ({ identity }: Visitor) =>
  identity?.status === 'ACTIVE' ? identity.memberId : null;

export const bookingHandlers: ServerHandlers<typeof bookingContract> = {
  open: ({ input, caller, context }) => openBooking(context, input, seenBy(caller)),

  async month({ input, context: { db, now } }) {
    return { month: input.month, days: await monthOf(db, input), now };
  },

  create({ input, caller, context }) {
    const { venueId, expected, channel, requestId, points: used = 0, couponId = null } = input;
    const { courtId, date, from, until, places } = input;
    const want = { courtId, date, from, until, places };
    const means = { points: points(used), couponId };
    return order(context, { venueId, want, expected, channel, means, requestId }, buyerOf(caller));
  },

  async pay({ input: { bookingId, channel }, caller, context }) {
    const payer = { memberId: caller.identity.memberId, openid: caller.openid };
    if (channel === 'WALLET') {
      const paid = await payFromWallet(context, bookingId, payer);
      if (typeof paid !== 'string') return paid;
      return paySeries(context, paid, channel, payer);
    }
    const booking = await ownBooking(context, bookingId, payer.memberId);
    if (booking.seriesId !== null) return paySeries(context, booking.seriesId, channel, payer);
    return payOnPhone(context, bookingId, payer);
  },

  async detail({ input: { bookingId }, caller, context }) {
    const { memberId } = caller.identity;
    const booking = await seenBooking(context, bookingId, memberId);
    return detailOf(context, await asked(context, booking), memberId);
  },

  async mine({ input, caller, context }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    const [page, waits] = await Promise.all([
      myBookings(db, memberId, { ...input, now }),
      input.when === 'COMING' ? myWaits(context, memberId) : [],
    ]);
    return { ...page, waits, now };
  },

  async cancel({ input: { bookingId, ...how }, caller, context }) {
    const { memberId } = caller.identity;
    const booking = await ownBooking(context, bookingId, memberId);
    await cancel(context, booking, how);
    const left = await ownBooking(context, bookingId, memberId);
    const answer = await detailOf(context, left, memberId);
    await follow(context);
    return answer;
  },

  async reschedule({ input, caller, context }) {
    const { bookingId, expectedDifference: expected, channel, requestId, ...want } = input;
    const { memberId, level } = caller.identity;
    const booking = await ownBooking(context, bookingId, memberId);
    const pays = { channel, requestId, memberId, level, openid: caller.openid };
    const answer = await reschedule(context, { booking, want, expected, ...pays });
    await follow(context);
    return answer;
  },

  invitation: ({ input: { token }, caller, context }) =>
    invitationOf(context, token, { memberId: memberIdOf(caller) }),

  async join({ input: { token }, caller, context }) {
    const { memberId } = caller.identity;
    return detailOf(context, await join(context, token, memberId), memberId);
  },

  async removeCompanion({ input, caller, context }) {
    const { memberId } = caller.identity;
    const { bookingId, memberId: companionId } = input;
    const booking = await removeCompanion(context, { bookingId, companionId }, memberId);
    return detailOf(context, booking, memberId);
  },

  async rate({ input, caller, context }) {
    const { memberId } = caller.identity;
    return detailOf(context, await rate(context, input, memberId), memberId);
  },

  async checkSeries({ input, caller, context }) {
    const dates = await checkSeries(context, input, caller.identity);
    return { dates, now: context.now };
  },

  createSeries: ({ input: { points: used = 0, ...input }, caller, context }) =>
    orderSeries(context, { ...input, points: points(used) }, buyerOf(caller)),

  wait: ({ input, caller, context }) => getInLine(context, input, caller.identity),

  async leaveWait({ input: { waitId }, caller, context }) {
    await leaveLine(context, waitId, caller.identity.memberId);
    await follow(context);
    return { left: true };
  },
};

/** A booking whose order is open, after the channel was asked about it. */
async function asked(context: Context, booking: Booking): Promise<Booking> {
  const orderId = booking.orderId ?? booking.change?.orderId ?? null;
  const open = orderId === null ? null : await orderById(context.db, orderId);
  if (!open) return booking;
  await handedOver(context, await ask(context, open));
  return (await context.db.get(bookings, booking._id)) ?? booking;
}
