import { formatClub, type Instant } from '@shared/base/time';
import { advanceBooking, banUntil, NO_SHOWS } from '@shared/domain/booking';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { recordAudit } from '../audit/service';
import { type Letter, sendMessage } from '../message/service';
import { withEarned } from './earning';
import { bookingPage, placeText, timeText } from './letters';
import { leaveConsumed } from './selling';
import { type Booking, bookings, type Standing, standings } from './store';

/** More than decide about a ban, so that a waiver finds older ones behind the newest. */
const MOST_KEPT = 10;

/** Who of the staff does something. */
export interface Clerk {
  readonly actorId: string;
  readonly at: Instant;
}

/**
 * Nobody came: it is charged, counts against the member and the member is told, in the caller's
 * transaction, which has found the booking BOOKED.
 */
export async function miss(
  tx: Transaction,
  booking: Booking,
  { missedAt, at }: { readonly missedAt: Instant; readonly at: Instant },
): Promise<Booking> {
  const missed: Booking = { ...booking, status: advanceBooking(booking.status, 'miss'), missedAt };
  await tx.put(bookings, missed);
  await leaveConsumed(tx, missed, at);
  const { memberId } = booking;
  if (memberId === null) return missed;
  const known = await tx.get(standings, memberId);
  const others = known?.misses.filter(({ bookingId }) => bookingId !== booking._id) ?? [];
  const misses = [...others, { bookingId: booking._id, at: missedAt }]
    .sort((a, b) => a.at - b.at)
    .slice(-MOST_KEPT);
  const standing: Standing = { _id: memberId, misses };
  await tx.put(standings, standing);
  await sendMessage(tx, missedLetter(missed, { memberId, standing, at }), { first: true });
  return missed;
}

interface Told {
  readonly memberId: string;
  readonly standing: Standing;
  readonly at: Instant;
}

function missedLetter(booking: Booking, { memberId, standing, at }: Told): Letter {
  const times = standing.misses.map((one) => one.at as Instant);
  const banned = banUntil(times, at);
  const recent = times.filter((time) => time > at - NO_SHOWS.within).length;
  const means = banned
    ? `30 天内已有 ${NO_SHOWS.most} 次未到，${formatClub(banned, 'M月D日 HH:mm')} 前不能订场`
    : `30 天内 ${NO_SHOWS.most} 次未到会暂停订场 7 天，这是第 ${recent} 次`;
  const body = `${placeText(booking)}，${timeText(booking)}，没有签到，费用不退。${means}。如有误会请联系前台`;
  return {
    key: `booking:${booking._id}:missed`,
    memberId,
    kind: 'CHANGED',
    title: '预订未到场',
    body,
    page: bookingPage(booking._id),
    at,
  };
}

/**
 * Takes a no-show back: it does not count any more; the money stays, as for any that was played.
 *
 * @throws Refusal BOOKING_NOT_FOUND, BOOKING_CLOSED
 */
export function waive(
  db: Db,
  bookingId: string,
  { actorId, at, reason }: Clerk & { readonly reason: string },
): Promise<Booking> {
  return db.transaction(async (tx) => {
    const booking = await tx.get(bookings, bookingId);
    if (!booking) throw new Refusal('BOOKING_NOT_FOUND');
    if (booking.waived) return booking;
    if (booking.status !== 'NO_SHOW') throw new Refusal('BOOKING_CLOSED');
    const status = advanceBooking(booking.status, 'waive');
    // It counts as played: so it does for the points.
    const waived = await withEarned(tx, { ...booking, status, waived: true }, at);
    await tx.put(bookings, waived);
    const { memberId, campusId } = booking;
    const what = { action: 'courts.waive', targetId: bookingId, detail: reason } as const;
    await recordAudit(tx, { key: `booking:${bookingId}:waive`, at, actorId, campusId, ...what });
    if (memberId === null) return waived;
    const known = await tx.get(standings, memberId);
    const misses = known?.misses.filter((one) => one.bookingId !== bookingId) ?? [];
    await tx.put(standings, { _id: memberId, misses });
    await sendMessage(
      tx,
      {
        key: `booking:${bookingId}:waived`,
        memberId,
        kind: 'CHANGED',
        title: '未到记录已取消',
        body: `${placeText(booking)}，${timeText(booking)}，前台已取消这次未到记录，不计入次数`,
        page: bookingPage(bookingId),
        at,
      },
      { first: true },
    );
    return waived;
  });
}

/** Ends with the account. */
export const eraseStandingOf = (db: Db, memberId: string) =>
  db.removeAll(standings, { _id: memberId });
