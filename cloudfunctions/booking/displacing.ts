import { fen, yuanText } from '@shared/base/money';
import { addDays, type ClubDate, clubDateOf, formatClub, type Instant } from '@shared/base/time';
import { isLive, lastBookableDate } from '@shared/domain/booking';
import { nextOrderStatus, refundableOf } from '@shared/domain/order';
import { wholeOf } from '@shared/domain/refund';
import { type Claim, type FreeSpan, nearestFree, startOf } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { type Letter, sendMessage } from '../message/service';
import { type Offer, openOn } from '../offer/service';
import { orderIn } from '../order/service';
import { changeOwner, dropChange } from './changing';
import {
  backText,
  bookingPage,
  MY_BOOKINGS,
  peopleOf,
  placeText,
  stayedLetter,
  templateTime,
  timeText,
} from './letters';
import { cancelWhole } from './refunding';
import { type Booking, bookings, type Closure, closures, type Wait, waits } from './store';
import { endOffer } from './waiting';

/** What is offered to whom a closure sends away. */
const MOST_OFFERED = 3;
const LONGEST_REASON = 60;

/** What a venue has free around a closure, as it was read once. */
export interface Around {
  readonly offer: Offer;
  readonly now: Instant;
  /** Days that were read. */
  readonly first: ClubDate;
  readonly last: ClubDate;
  readonly claimsAt: (courtId: string, date: ClubDate) => readonly Claim[];
}

/** Refuses what would touch an order whose refund is still under way at its channel. */
export async function expectRefundable(tx: Transaction, booking: Booking): Promise<void> {
  if (booking.paid === booking.refunded) return;
  for (const orderId of booking.paidBy) {
    const order = await orderIn(tx, orderId);
    if (!order || refundableOf(order) === 0) continue;
    if (nextOrderStatus(order.status, 'refund') === null) throw new Refusal('REFUND_UNDER_WAY');
  }
}

/**
 * Sends away one that stands in a closure: refunded in full, told with what is free instead, and
 * counted, in one commit; done already, it does nothing. `owner` is the claim's: a booking, or the
 * place that a booking was about to move to.
 *
 * @throws Refusal REFUND_UNDER_WAY while an earlier refund of its order is
 */
export async function displace(
  tx: Transaction,
  { closureId, owner, around }: { closureId: string; owner: string; around: Around },
): Promise<void> {
  const closure = await tx.need(closures, closureId);
  if (closure.reopened) return;
  const isChange = owner.endsWith('~change');
  const booking = await tx.get(bookings, isChange ? owner.slice(0, owner.indexOf('~')) : owner);
  if (!booking || !isLive(booking.status) || booking.endAt <= closure.at) return;
  const { now } = around;
  if (isChange) {
    if (!booking.change || changeOwner(booking._id) !== owner) return;
    await dropChange(tx, booking, now);
    await tx.put(bookings, { ...booking, change: null });
    await count(tx, closure, 0);
    if (booking.memberId === null) return;
    const key = `closure:${closure._id}:${booking.change.orderId}`;
    const told = { memberId: booking.memberId, key, why: '要改到的场地停用了', at: now };
    await sendMessage(tx, stayedLetter(booking, told), { first: true });
    return;
  }
  // Moved away between the look and its turn.
  const { courtIds, from, until } = closure;
  const isThere = booking.startAt < until && from < booking.endAt;
  if (!isThere || !courtIds.includes(booking.courtId)) return;
  await expectRefundable(tx, booking);
  const reason = `场地停用：${closure.reason}`;
  await cancelWhole(tx, booking, { reason, at: now, tell: false });
  await count(tx, closure, 1);
  const facts = { closure, now, free: freeInstead(booking, around), offer: around.offer };
  for (const memberId of peopleOf(booking)) {
    await sendMessage(tx, closedLetter(booking, { ...facts, memberId }), { first: true });
  }
}

/** Each step writes the closure, so that it and a reopening cannot both happen. */
const count = (tx: Transaction, closure: Closure, affected: number) =>
  tx.put(closures, {
    ...closure,
    affected: closure.affected + affected,
    steps: closure.steps + 1,
  });

/** Leaves a lesson that stands in a closure to be cancelled where lessons are known. */
export async function leaveLesson(
  tx: Transaction,
  { closureId, lessonId, at }: { closureId: string; lessonId: string; at: Instant },
): Promise<void> {
  const closure = await tx.need(closures, closureId);
  if (closure.reopened) return;
  const key = `closure:${closureId}:lesson:${lessonId}`;
  await leaveInOutbox(tx, { key, kind: 'closeLesson', payload: { closureId, lessonId }, at });
}

/**
 * Ends a place that is kept for somebody in line where it is closed: who comes to book it would be
 * told that it is taken. Counted as nobody sent away: nothing was booked.
 */
export async function endKeptPlace(
  tx: Transaction,
  { closureId, waitId, at }: { closureId: string; waitId: string; at: Instant },
): Promise<void> {
  const closure = await tx.need(closures, closureId);
  const wait = await tx.get(waits, waitId);
  if (closure.reopened || wait?.status !== 'OFFERED') return;
  await endOffer(tx, wait, { status: 'LAPSED', at });
  await count(tx, closure, 0);
  await sendMessage(tx, placeGoneLetter(wait, closure, at), { first: true });
}

/** Counts one more that a closure sends away; null when it was reopened, and nobody has to go. */
export async function sendAway(tx: Transaction, closureId: string): Promise<Closure | null> {
  const closure = await tx.need(closures, closureId);
  if (closure.reopened) return null;
  await count(tx, closure, 1);
  return closure;
}

/** The free spans nearest to a booking, of its venue and sport. */
export function freeInstead(booking: Booking, around: Around): FreeSpan[] {
  const { offer, now, claimsAt } = around;
  const today = clubDateOf(now);
  const bookable = lastBookableDate(offer.limits, now);
  const dates = Array.from({ length: offer.limits.daysAhead + 1 }, (_, ahead) =>
    addDays(today, ahead),
  ).filter((date) => around.first <= date && date <= around.last && date <= bookable);
  const courts = offer.courts.filter(
    ({ sport, status }) => sport === booking.sport && status === 'OPEN',
  );
  const days = dates.flatMap((date) =>
    courts.map(({ id, capacity }) => ({
      courtId: id,
      date,
      open: openOn(offer, date),
      capacity,
      claims: claimsAt(id, date),
    })),
  );
  return nearestFree(booking, days, { after: now, most: MOST_OFFERED });
}

interface Sent {
  readonly memberId: string;
  readonly closure: Closure;
  readonly now: Instant;
}

function placeGoneLetter(wait: Wait, closure: Closure, at: Instant): Letter {
  const startAt = startOf(wait.date, wait);
  const why = closure.reason.slice(0, LONGEST_REASON);
  return {
    key: `closure:${closure._id}:${wait._id}:${wait.offeredUntil}`,
    memberId: wait.memberId,
    kind: 'COURT_CLOSED',
    title: '场地停用，候补已结束',
    body: `${placeText(wait)}，${timeText({ startAt, until: wait.until })}，停用：${why}。为你保留的位置已取消，可以改订其他时段`,
    page: MY_BOOKINGS,
    at,
    subscribe: {
      template: 'BOOKING',
      data: {
        thing1: placeText(wait),
        time2: templateTime(startAt),
        phrase3: '场地停用',
        thing4: '可以改订其他时段',
      },
    },
  };
}

const spanText = ({ courts }: Offer, { courtId, date, from, until }: FreeSpan) => {
  const court = courts.find(({ id }) => id === courtId)?.name ?? '';
  const at = startOf(date, { from, until });
  return `${formatClub(at, 'M月D日 HH:mm')} ${court}`;
};

function closedLetter(
  booking: Booking,
  { memberId, closure, now, free, offer }: Sent & { free: readonly FreeSpan[]; offer: Offer },
): Letter {
  const whole = wholeOf(booking);
  const left = whole.money;
  const own = memberId === booking.memberId && left > 0;
  const others = memberId === booking.memberId ? backText({ ...whole, money: fen(0) }) : '';
  const money = own ? `，已全额退款 ${yuanText(left)} 元${others}` : others;
  const why = closure.reason.slice(0, LONGEST_REASON);
  const instead = free.map((span) => spanText(offer, span)).join('、');
  const offered = instead === '' ? '' : `。可以改订：${instead}`;
  return {
    key: `closure:${closure._id}:${booking._id}:${memberId}`,
    memberId,
    kind: 'COURT_CLOSED',
    title: '场地停用，预订已取消',
    body: `${placeText(booking)}，${timeText(booking)}，停用：${why}${money}${offered}`.slice(
      0,
      200,
    ),
    page: bookingPage(booking._id),
    at: now,
    subscribe: {
      template: 'BOOKING',
      data: {
        thing1: placeText(booking),
        time2: templateTime(booking.startAt),
        phrase3: '场地停用',
        thing4: own ? '已全额退款，可以改订' : '可以改订其他时段',
      },
    },
  };
}
