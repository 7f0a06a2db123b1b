import { addDays, type ClubDate, clubDateOf, daysBetween, type Instant } from '../base/time';
import { type BookingLimits, lastBookableDate, MOST_SERIES_WEEKS } from './booking';

const WEEK = 7;

/** The dates of a weekly series, one a week from its first on. */
export const weeklyDates = (first: ClubDate, weeks: number): ClubDate[] =>
  Array.from({ length: weeks }, (_, week) => addDays(first, week * WEEK));

/**
 * Why these dates, the earliest first, are no weekly series, or null. It is on sale as soon as its
 * weekday is: whoever skips the first week, because it is taken, still books the others.
 */
export function refusalToRepeat(
  dates: readonly ClubDate[],
  { limits, now }: { readonly limits: BookingLimits; readonly now: Instant },
) {
  const today = clubDateOf(now);
  const [first = today] = dates;
  const weeks = dates.map((date) => daysBetween(first, date) / WEEK);
  const weekly = weeks.every(Number.isInteger);
  if (!weekly || new Set(dates).size < dates.length) return 'SLOT_INVALID';
  const ahead = daysBetween(today, first) % WEEK;
  const next = addDays(today, ahead < 0 ? ahead + WEEK : ahead);
  const released = next <= lastBookableDate(limits, now);
  return released && Math.max(...weeks) < MOST_SERIES_WEEKS ? null : 'NOT_RELEASED';
}
