import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import { isLive } from '@shared/domain/booking';
import type { Db } from '../_kit/db';
import { type Booking, bookings } from './store';

export const bookingById = (db: Db, bookingId: string) => db.get(bookings, bookingId);

export const bookingByCode = async (db: Db, code: string): Promise<Booking | null> =>
  (await db.find(bookings, { where: { code }, limit: 1 }))[0] ?? null;

/** A venue's bookings of a day, whatever became of them. */
export const bookingsOfDay = (db: Db, venueId: string, date: ClubDate) =>
  db.all(bookings, { venueId, date });

/** The courts of a venue on which something is booked that is not over. */
export async function bookedCourts(db: Db, venueId: string, now: Instant): Promise<Set<string>> {
  const found = await db.all(bookings, { venueId, date: { gte: clubDateOf(now) } });
  const live = found.filter(({ status, endAt }) => isLive(status) && endAt > now);
  return new Set(
    live.flatMap(({ courtId, change }) => [courtId, ...(change ? [change.courtId] : [])]),
  );
}
