import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  type Instant,
  MINUTE,
  plus,
} from '../base/time';

/** Opening of one weekday in minutes after the club's midnight; null is a day of rest. */
export type DayHours = { readonly opens: number; readonly closes: number } | null;

/** Seven entries, Sunday first, as `clubWeekdayOf` counts. */
export type WeeklyHours = readonly DayHours[];

export const MINUTES_A_DAY = 24 * 60;

export interface OpenSpan {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

/** The opening on a day, or null when the venue rests. */
export function openSpanOn(hours: WeeklyHours, date: ClubDate): OpenSpan | null {
  const start = clubDayStart(date);
  const day = hours[clubWeekdayOf(start)] ?? null;
  if (!day) return null;
  return {
    opensAt: plus(start, day.opens * MINUTE),
    closesAt: plus(start, day.closes * MINUTE),
  };
}

/** The opening that `now` falls into; the closing minute itself is outside. */
export function openSpanAt(hours: WeeklyHours, now: Instant): OpenSpan | null {
  const span = openSpanOn(hours, clubDateOf(now));
  return span && span.opensAt <= now && now < span.closesAt ? span : null;
}

/** When the venue opens next after `now`; null when it rests all week. */
export function nextOpening(hours: WeeklyHours, now: Instant): Instant | null {
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const span = openSpanOn(hours, addDays(clubDateOf(now), ahead));
    if (span && span.opensAt > now) return span.opensAt;
  }
  return null;
}

/** Whether a week is well formed: seven days, whole minutes, opening before closing, at most 24:00. */
export function isWeek(hours: WeeklyHours): boolean {
  return (
    hours.length === 7 &&
    hours.every(
      (day) =>
        day === null ||
        (Number.isInteger(day.opens) &&
          Number.isInteger(day.closes) &&
          day.opens >= 0 &&
          day.opens < day.closes &&
          day.closes <= MINUTES_A_DAY),
    )
  );
}

/** `09:00`, `24:00`. */
export const clockText = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
