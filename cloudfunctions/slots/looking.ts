import type { ClubDate } from '@shared/base/time';
import { MINUTES_A_DAY } from '@shared/domain/hours';
import { type Claim, isWhole, mostTaken } from '@shared/domain/slots';
import type { Db } from '../_kit/db';
import { type SlotDay, slotDayId, slotDays } from './store';
import { courtSubject, type Subject } from './subjects';

/** What is claimed of a venue's courts on a day, by court. */
export async function claimsOfVenue(
  db: Db,
  venueId: string,
  date: ClubDate,
): Promise<Map<string, readonly Claim[]>> {
  const days = await db.find(slotDays, { where: { venueId, date }, limit: 1000 });
  return new Map(days.map((day) => [courtIdOf(day), day.claims]));
}

const courtIdOf = ({ subject }: SlotDay) => subject.replace(/^court:/, '');

/** The days of a venue's courts in a stretch, for how busy each is. */
export const venueDaysBetween = (db: Db, venueId: string, first: ClubDate, last: ClubDate) =>
  db.all(slotDays, { venueId, date: { gte: first, lte: last } });

/** The most places that are taken of each of a venue's courts at any moment from a day on. */
export async function mostTakenFrom(
  db: Db,
  venueId: string,
  date: ClubDate,
): Promise<Map<string, number>> {
  const most = new Map<string, number>();
  for (const day of await db.all(slotDays, { venueId, date: { gte: date } })) {
    const courtId = courtIdOf(day);
    // A closure takes the whole court: it says nothing of how many there are room for.
    const claims = day.claims.filter((one) => !isWhole(one));
    const taken = mostTaken(claims, { from: 0, until: MINUTES_A_DAY });
    most.set(courtId, Math.max(taken, most.get(courtId) ?? 0));
  }
  return most;
}

/** What is claimed of a venue's courts on several days, by day and court. */
export async function claimsOnDays(
  db: Db,
  venueId: string,
  dates: readonly ClubDate[],
): Promise<(date: ClubDate, courtId: string) => readonly Claim[]> {
  const days = await db.all(slotDays, { venueId, date: { in: dates } });
  const claims = new Map(days.map((day) => [day._id, day.claims]));
  return (date, courtId) => claims.get(slotDayId(courtSubject(courtId, venueId).key, date)) ?? [];
}

/** What some subjects have on several days, taken together: one request. */
export async function claimsOfSubjects(
  db: Db,
  subjects: readonly Subject[],
  dates: readonly ClubDate[],
): Promise<(date: ClubDate) => readonly Claim[]> {
  const idsOn = (date: ClubDate) => subjects.map(({ key }) => slotDayId(key, date));
  const days = await db.all(slotDays, { _id: { in: dates.flatMap(idsOn) } });
  const claims = new Map(days.map((day) => [day._id, day.claims]));
  return (date) => idsOn(date).flatMap((id) => claims.get(id) ?? []);
}

/** What one subject has on several days. */
export const claimsOfSubject = (db: Db, subject: Subject, dates: readonly ClubDate[]) =>
  claimsOfSubjects(db, [subject], dates);
