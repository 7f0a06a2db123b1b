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
 * Who of some people has booked a court as a member at that time: they are there. A court is not a
 * person's day, and what is booked at the very instant of the look is not seen. One request.
 */
export async function atOwnCourts(
  db: Db,
  memberIds: readonly string[],
  { date, ...span }: DaySpan & { readonly date: ClubDate },
): Promise<string[]> {
  const booked = await claimsOfSubjects(db, memberIds.flatMap(courtsBookedBy), [date]);
  const claims = booked(date).filter((one) => overlaps(one, span));
  return memberIds.filter((id) => claims.some(({ memberId }) => memberId === id));
}
