import type { ClubDate } from '@shared/base/time';
import { SPORTS } from '@shared/domain/booking';
import { type DaySpan, overlaps } from '@shared/domain/slots';
import type { Db } from '../_kit/db';
import { claimsOfSubjects, memberSubject, personSubject } from '../slots/service';

const courtsBookedBy = (memberId: string) => SPORTS.map((sport) => memberSubject(memberId, sport));

/**
 * All that somebody does at the club on some days, at whatever campus: lessons given and taken, and
 * courts that were booked as a member. One request.
 */
export const claimsOfPerson = (db: Db, memberId: string, dates: readonly ClubDate[]) =>
  claimsOfSubjects(db, [personSubject(memberId), ...courtsBookedBy(memberId)], dates);

/**
 * Whether somebody has booked a court as a member at that time. It keeps students from asking for a
 * lesson then, and no more: a court is not a person's day, and the coach answers each lesson.
 */
export async function isAtOwnCourt(
  db: Db,
  memberId: string,
  { date, ...span }: DaySpan & { readonly date: ClubDate },
): Promise<boolean> {
  const booked = await claimsOfSubjects(db, courtsBookedBy(memberId), [date]);
  return booked(date).some((one) => overlaps(one, span));
}
