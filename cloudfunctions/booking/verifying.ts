import { earlier, HOUR, type Instant, later, plus } from '@shared/base/time';
import {
  advanceBooking,
  nextBookingStatus,
  refusalToVerify,
  VERIFY_BEFORE,
} from '@shared/domain/booking';
import { LONGEST_STAY_MINUTES } from '@shared/domain/venue';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import { recordAudit } from '../audit/service';
import { visitsAmong } from '../visit/service';
import { peopleOf } from './letters';
import { type Clerk, miss } from './standing';
import { type Booking, bookings } from './store';

/** From when on the desk, or a check-in at the door, opens a booking. */
export const verifiableFrom = ({ startAt }: Pick<Booking, 'startAt'>) =>
  plus(startAt, -VERIFY_BEFORE);

const LONGEST_STAY = (LONGEST_STAY_MINUTES.most / 60) * HOUR;

/**
 * When somebody of each party was first in the venue within the booking's time, by booking: checking
 * in at the door opens the booking by itself. It is found here, when it matters, so that the check-in
 * itself does no more. All of them are of one venue and day.
 */
export async function arrivalsOf(
  db: Db,
  some: readonly Booking[],
  now: Instant,
): Promise<Map<string, Instant>> {
  const open = some.filter((one) => one.status === 'BOOKED' && verifiableFrom(one) <= now);
  const memberIds = [...new Set(open.flatMap(peopleOf))];
  const [first] = open;
  if (!first || memberIds.length === 0) return new Map();
  const from = Math.min(...open.map(verifiableFrom)) - LONGEST_STAY;
  const until = Math.max(...open.map(({ endAt }) => endAt));
  const span = { from: from as Instant, until: until as Instant };
  const found = await visitsAmong(db, { venueId: first.venueId, memberIds }, span);
  const arrivals = new Map<string, Instant>();
  for (const booking of open) {
    const opens = verifiableFrom(booking);
    const party = peopleOf(booking);
    const times = found
      .filter(({ memberId }) => party.includes(memberId))
      // Who has not left was there until now, but not beyond what a visit may last.
      .filter(({ checkedOutAt, deadline }) => (checkedOutAt ?? earlier(deadline, now)) >= opens)
      .filter(({ checkedInAt }) => checkedInAt < booking.endAt)
      .map(({ checkedInAt }) => later(checkedInAt, opens));
    if (times.length > 0) arrivals.set(booking._id, Math.min(...times) as Instant);
  }
  return arrivals;
}

/** Whether somebody of the party has checked in at the venue within the booking's time. */
export const hasArrived = async (db: Db, booking: Booking, now: Instant): Promise<boolean> =>
  (await arrivalsOf(db, [booking], now)).has(booking._id);

/** A booking as it counts: one whose party checked in at the door is checked in. */
export const withArrival = (booking: Booking, arrivals: ReadonlyMap<string, Instant>): Booking => {
  const verifiedAt = arrivals.get(booking._id);
  if (verifiedAt === undefined || booking.status !== 'BOOKED') return booking;
  return { ...booking, status: advanceBooking(booking.status, 'verify'), verifiedAt };
};

/**
 * Lets a party in: from half an hour before the start to the end. Verified again, nothing changes.
 *
 * @throws Refusal TOO_EARLY_TO_VERIFY, BOOKING_ENDED, BOOKING_CLOSED
 */
export function verify(db: Db, bookingId: string, now: Instant): Promise<Booking> {
  return db.transaction(async (tx) => {
    const booking = await tx.need(bookings, bookingId);
    if (booking.status === 'CHECKED_IN') return booking;
    const refusal = refusalToVerify(booking, now);
    if (refusal) throw new Refusal(refusal);
    const status = advanceBooking(booking.status, 'verify');
    const verified: Booking = { ...booking, status, verifiedAt: now };
    await tx.put(bookings, verified);
    return verified;
  });
}

/**
 * The desk says that nobody came. Said again, nothing changes.
 *
 * @throws Refusal BOOKING_NOT_FOUND, BOOKING_NOT_STARTED, BOOKING_CLOSED
 */
export async function markNoShow(
  db: Db,
  bookingId: string,
  { actorId, at }: Clerk,
): Promise<Booking> {
  const before = await db.get(bookings, bookingId);
  if (before && (await hasArrived(db, before, at))) throw new Refusal('BOOKING_CLOSED');
  return db.transaction(async (tx) => {
    const booking = await tx.get(bookings, bookingId);
    if (!booking) throw new Refusal('BOOKING_NOT_FOUND');
    if (booking.status === 'NO_SHOW') return booking;
    if (nextBookingStatus(booking.status, 'miss') === null) throw new Refusal('BOOKING_CLOSED');
    if (at < booking.startAt) throw new Refusal('BOOKING_NOT_STARTED');
    const { campusId } = booking;
    const what = { action: 'courts.noShow', targetId: bookingId, detail: '' } as const;
    await recordAudit(tx, { key: `booking:${bookingId}:noShow`, at, actorId, campusId, ...what });
    return miss(tx, booking, { missedAt: at, at });
  });
}
