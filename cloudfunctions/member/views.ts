import {
  addDays,
  type ClubMonth,
  clubDateOf,
  clubDayStart,
  clubMonthOf,
  clubMonthSpan,
  earlier,
  type Instant,
  weekStartOf,
} from '@shared/base/time';
import type { ProfileView } from '@shared/contracts/member';
import { visitMinutes } from '@shared/domain/visit';
import type { Visit } from '../visit/service';
import type { MemberDoc } from './store';

export const profileView = (member: MemberDoc, campusName: string | null): ProfileView => ({
  id: member._id,
  nickname: member.nickname,
  avatarUrl: member.avatarFileId,
  birthYear: member.birthYear,
  phone: member.phone,
  role: member.role,
  campusName,
  memberSince: member.createdAt,
});

/** The moments that the figures of 我的 begin at. */
export function periodsOf(now: Instant) {
  const today = clubDateOf(now);
  const monday = weekStartOf(today);
  return {
    thisWeek: clubDayStart(monday),
    lastWeek: clubDayStart(addDays(monday, -7)),
    thisMonth: clubDayStart(clubMonthSpan(clubMonthOf(now)).first),
  };
}

/** An open visit counts the minutes so far. */
const minutesOf = (visit: Visit, now: Instant) =>
  visit.status === 'OPEN' ? visitMinutes(visit, now) : visit.minutes;

/** Visits and minutes of the visits that began in [from, until). */
export function periodTotals(
  visits: readonly Visit[],
  span: { readonly from: Instant; readonly until: Instant },
  now: Instant,
) {
  const inside = visits.filter(
    ({ checkedInAt }) => checkedInAt >= span.from && checkedInAt < span.until,
  );
  return {
    visits: inside.length,
    minutes: inside.reduce((sum, visit) => sum + minutesOf(visit, now), 0),
  };
}

export function monthSpan(month: ClubMonth) {
  const { first, last } = clubMonthSpan(month);
  return { from: clubDayStart(first), until: clubDayStart(addDays(last, 1)) };
}

/** The days with a visit in a month, each once, in order. */
export function visitDays(visits: readonly Visit[], month: ClubMonth) {
  const { from, until } = monthSpan(month);
  const days = visits
    .filter(({ checkedInAt }) => checkedInAt >= from && checkedInAt < until)
    .map(({ checkedInAt }) => clubDateOf(checkedInAt));
  return [...new Set(days)].sort();
}

export const earliestOf = (...moments: Instant[]) => moments.reduce(earlier);
