import { type Fen, fen, points } from '@shared/base/money';
import { earlier, type Instant } from '@shared/base/time';
import type { Paying } from '@shared/contracts/bookingViews';
import type { Level } from '@shared/domain/membership';
import { orderExpiry } from '@shared/domain/order';
import { type Moved, moveOf } from '@shared/domain/refund';
import { startOf } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { offerOf, type Plan, type Wanted } from '../offer/service';
import { newOrder, type Order, orderById, orderIn, putOrder } from '../order/service';
import { abandon, handedOver } from '../payment/service';
import { refusalToChange } from './cancelling';
import {
  ceilingOf,
  changeOwner,
  dropChange,
  hasMoved,
  moved,
  type Target,
  targetOf,
  tellMoved,
} from './changing';
import { occupy } from './claiming';
import { keptAs } from './freeing';
import { descriptionOf } from './letters';
import { type PayBy, paidAnswer, phoneAnswer } from './paying';
import { planFor } from './planning';
import { giveBack } from './refunding';
import { freeSlots, takeRevenue } from './selling';
import { type Booking, bookings } from './store';
import { hasArrived } from './verifying';

export interface Moving {
  readonly booking: Booking;
  readonly want: Omit<Wanted, 'places'>;
  readonly expected: Fen;
  readonly channel: PayBy;
  readonly requestId: string;
  readonly memberId: string;
  readonly level: Level | null;
  readonly openid: string;
}

interface Move extends Moving {
  readonly plan: Plan;
  readonly to: Target;
  readonly money: Moved;
  /** The most percent that goes back from now on. */
  readonly ceiling: number;
  readonly order: Order;
  readonly now: Instant;
}

const isAt = (booking: Booking, { courtId, date, from, until }: Moving['want']) =>
  booking.courtId === courtId &&
  booking.date === date &&
  booking.from === from &&
  booking.until === until;

/**
 * Moves a paid booking. A difference that goes back, or is paid from the wallet, moves it at once;
 * one that is paid in WeChat's sheet keeps both places until it is paid or its time is over.
 */
export async function reschedule(context: Context, asked: Moving): Promise<Paying> {
  const { db, now } = context;
  // A second try of a form whose first reply was lost, even if it was moved again since.
  if (hasMoved(asked.booking, changeOrderId(asked))) {
    return paidAnswer(asked.booking, asked.memberId);
  }
  const booking = await withoutOldChange(context, asked);
  if (isAt(booking, asked.want)) return paidAnswer(booking, asked.memberId);
  const refusal = refusalToChange(booking, now);
  if (refusal) throw new Refusal(refusal);
  if (await hasArrived(db, booking, now)) throw new Refusal('BOOKING_VERIFIED');
  const { places, venueId } = booking;
  const want = { ...asked.want, places };
  // A date of a series lies further ahead than one can book; another day is booked as any is.
  const facts = { now, level: asked.level, series: want.date === booking.date };
  const plan = planFor(await offerOf(db, venueId), want, facts);
  if (plan.court.sport !== booking.sport || plan.court.kind !== booking.kind) {
    throw new Refusal('COURT_NOT_FOUND');
  }
  const ceiling = ceilingOf(booking, now);
  const money = moveOf(booking, plan.quote.total, ceiling);
  const { difference } = money;
  const onPhone = difference > 0 && asked.channel === 'WECHAT';
  // What was begun for this very place was at another price.
  if (booking.change && !(onPhone && booking.change.quote.total === plan.quote.total)) {
    const again = await withoutChange(context, booking);
    if (again.change) throw new Refusal('PRICE_CHANGED');
    return reschedule(context, { ...asked, booking: again });
  }
  if (difference !== asked.expected) throw new Refusal('PRICE_CHANGED');
  const order = orderOfChange(booking, { asked, amount: difference, now });
  const to = targetOf(plan);
  const move: Move = { ...asked, booking, plan, to, money, ceiling, order, now };
  if (onPhone) return keepBoth(context, move);
  return paidAnswer(await db.transaction((tx) => moveNow(tx, move)), asked.memberId);
}

/** The booking, without another change that was begun: its order is given up at the channel first. */
async function withoutOldChange(context: Context, { booking, want, channel }: Moving) {
  const { change } = booking;
  const same = change && isAt({ ...booking, ...change }, want) && channel === 'WECHAT';
  return change && !same ? withoutChange(context, booking) : booking;
}

/** The booking after the order of its change was given up; it has moved if that was paid meanwhile. */
async function withoutChange(context: Context, booking: Booking): Promise<Booking> {
  const orderId = booking.change?.orderId;
  const open = orderId === undefined ? null : await orderById(context.db, orderId);
  if (!open) return booking;
  await handedOver(context, await abandon(context, open));
  return (await context.db.get(bookings, booking._id)) ?? booking;
}

const changeOrderId = ({ memberId, requestId }: Moving) => `C${idOfRequest(memberId, requestId)}`;

/** The order of a difference; its number comes from the form, so that a second try finds it. */
function orderOfChange(
  booking: Booking,
  { asked, amount, now }: { asked: Moving; amount: Fen; now: Instant },
): Order {
  const { memberId, channel, openid, want } = asked;
  const startAt = startOf(want.date, want);
  return newOrder({
    _id: changeOrderId(asked),
    memberId,
    kind: 'BOOKING_CHANGE',
    channel,
    amount,
    description: `改期 ${descriptionOf({ ...booking, startAt })}`,
    openid,
    createdAt: now,
    expiresAt: earlier(orderExpiry(now), booking.startAt),
    campusId: booking.campusId,
    subjectId: booking._id,
  });
}

/** The booking as this transaction finds it: it must be what the price was made of. */
async function unchanged(tx: Transaction, { booking, now }: Move): Promise<Booking> {
  const known = await tx.need(bookings, booking._id);
  const refusal = refusalToChange(known, now);
  if (refusal) throw new Refusal(refusal);
  const sameMoney =
    known.paid === booking.paid &&
    known.refunded === booking.refunded &&
    known.pointsUsed === booking.pointsUsed &&
    known.couponOff === booking.couponOff;
  if (!sameMoney || known.change?.orderId !== booking.change?.orderId) {
    throw new Refusal('PRICE_CHANGED');
  }
  return known;
}

/** A form that was sent once and is over pays nothing a second time. */
async function expectUnused(tx: Transaction, { _id }: Order): Promise<void> {
  const used = await orderIn(tx, _id);
  if (used) throw new Refusal(used.paidAt === null ? 'ORDER_CLOSED' : 'ORDER_ALREADY_PAID');
}

async function moveNow(tx: Transaction, move: Move): Promise<Booking> {
  const { plan, to, money, ceiling, now, order } = move;
  const { difference } = money;
  const current = await tx.need(bookings, move.booking._id);
  if (isAt(current, move.want) || hasMoved(current, order._id)) return current;
  const known = await unchanged(tx, move);
  if (difference > 0) await expectUnused(tx, order);
  await dropChange(tx, known, now);
  await freeSlots(tx, known, now);
  const limits = { capacity: plan.court.capacity, mostMinutes: plan.offer.limits.mostMinutes };
  // It may overlap what it moves away from, whoever waits for that.
  const besides = [keptAs(known._id, now)];
  const there: Booking = { ...moved(known, to, order._id), ceiling };
  const got = await occupy(tx, { ...there, ownerId: known._id, besides, ...limits, at: now });
  if (got === 'SLOT_TAKEN' || got === 'DAY_LIMIT') throw new Refusal(got);
  let next = there;
  if (difference > 0) {
    const { _id, campusId } = known;
    const paid = { order, amount: difference, at: now };
    const short = await takeRevenue(tx, { name: `booking:${_id}`, campusId }, paid);
    if (short) throw new Refusal(short);
    await putOrder(tx, { ...order, status: 'PAID', paidAt: now, fulfilledAt: now });
    next = { ...next, paid: fen(known.paid + difference), paidBy: [...known.paidBy, order._id] };
  } else next = await cheaper(tx, { known, next, move });
  await tx.put(bookings, next);
  await tellMoved(tx, next, now);
  return next;
}

/** What was paid too much for the new place goes back. */
async function cheaper(
  tx: Transaction,
  { known, next, move }: { readonly known: Booking; readonly next: Booking; readonly move: Move },
): Promise<Booking> {
  const { money, order, now } = move;
  const { points: some, couponOff } = money;
  const amount = fen(0 - money.difference);
  const refundId = `R${order._id}`;
  const reason = '订场改期退差价';
  await giveBack(tx, known, { refundId, amount, points: some, reason, at: now });
  const refunded = fen(known.refunded + amount);
  return { ...next, refunded, pointsUsed: points(known.pointsUsed - some), couponOff };
}

/** Keeps the new place beside the old one until the order is paid or closed. */
async function keepBoth(context: Context, move: Move): Promise<Paying> {
  const { plan, to, now, order, booking } = move;
  const kept = await context.db.transaction(async (tx) => {
    const known = await unchanged(tx, move);
    if (known.change) {
      const open = await orderIn(tx, known.change.orderId);
      if (!open) throw new Error(`orders/${known.change.orderId} should exist`);
      return { booking: known, order: open };
    }
    await expectUnused(tx, order);
    const { _id } = known;
    const limits = { capacity: plan.court.capacity, mostMinutes: plan.offer.limits.mostMinutes };
    const owners = { ownerId: changeOwner(_id), besides: [_id] };
    const got = await occupy(tx, { ...known, ...to, ...owners, ...limits, at: now });
    if (got === 'SLOT_TAKEN' || got === 'DAY_LIMIT') throw new Refusal(got);
    const next = { ...known, change: { ...to, orderId: order._id, expiresAt: order.expiresAt } };
    await tx.put(bookings, next);
    await putOrder(tx, order);
    return { booking: next, order };
  });
  return phoneAnswer(context, { ...booking, ...kept.booking }, kept.order);
}
