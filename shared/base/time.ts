import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);

/** A moment: milliseconds since the epoch. Stored, sent and compared in this form only. */
export type Instant = number & { readonly __instant: true };

/** A calendar day at the club, `YYYY-MM-DD`. Sorts as text. */
export type ClubDate = string & { readonly __clubDate: true };

/** A calendar month at the club, `YYYY-MM`. Sorts as text. */
export type ClubMonth = string & { readonly __clubMonth: true };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

// dayjs.tz needs Intl time zone data, which WeChat on Android lacks (dayjs #2635);
// the club has one zone without daylight saving, so a fixed offset is exact.
const CLUB_UTC_OFFSET_MINUTES = 8 * 60;

const atClub = (at: Instant) => dayjs(at).utcOffset(CLUB_UTC_OFFSET_MINUTES);

export const plus = (at: Instant, ms: number) => (at + ms) as Instant;

export const earlier = (a: Instant, b: Instant) => (a < b ? a : b);

export const later = (a: Instant, b: Instant) => (a > b ? a : b);

export const clubDateOf = (at: Instant) => atClub(at).format('YYYY-MM-DD') as ClubDate;

export const clubMonthOf = (at: Instant) => atClub(at).format('YYYY-MM') as ClubMonth;

/** Day of the week at the club: 0 is Sunday, 6 is Saturday. */
export const clubWeekdayOf = (at: Instant) => atClub(at).day();

export const clubDayStart = (date: ClubDate) =>
  dayjs.utc(date).subtract(CLUB_UTC_OFFSET_MINUTES, 'minute').valueOf() as Instant;

export const addDays = (date: ClubDate, days: number) =>
  dayjs.utc(date).add(days, 'day').format('YYYY-MM-DD') as ClubDate;

export const daysBetween = (from: ClubDate, to: ClubDate) =>
  dayjs.utc(to).diff(dayjs.utc(from), 'day');

/** First and last day of a month. */
export const clubMonthSpan = (month: ClubMonth) => {
  const first = dayjs.utc(`${month}-01`);
  return {
    first: first.format('YYYY-MM-DD') as ClubDate,
    last: first.endOf('month').format('YYYY-MM-DD') as ClubDate,
  };
};

export const addMonths = (month: ClubMonth, months: number) =>
  dayjs.utc(`${month}-01`).add(months, 'month').format('YYYY-MM') as ClubMonth;

/** The Monday of the week that a day belongs to. */
export const weekStartOf = (date: ClubDate) =>
  addDays(date, -((dayjs.utc(date).day() + 6) % 7)) as ClubDate;

export const formatClub = (at: Instant, template: string) => atClub(at).format(template);

/** Whole minutes from one moment to another, never negative. */
export const minutesBetween = (from: Instant, to: Instant) =>
  Math.max(0, Math.floor((to - from) / MINUTE));
