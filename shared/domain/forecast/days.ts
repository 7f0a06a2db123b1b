import { type DayHours, MINUTES_A_DAY } from '../hours';
import {
  DAY_HOURS,
  type DayMarks,
  dayOf,
  type Hour,
  hourOfDay,
  type VenueHistory,
  type WeatherIssue,
  weekdayOf,
} from './history';
import { type AheadKnown, bookedFrom } from './sold';

/** A venue's day as it is kept, small enough for years of them. */
export interface KeptDay {
  readonly midnight: Hour;
  /** Mean headcount by hour; null where nobody counted. */
  readonly counts: readonly (number | null)[];
  /** 1 where the doors were open for at least half of the hour. */
  readonly open: readonly number[];
}

const HOUR_MINUTES = 60;

/** A stretch of a day, minutes after its midnight. */
export interface MinuteSpan {
  readonly from: number;
  readonly until: number;
}

/** Which minutes of a day the doors are open: its hours without what is closed. */
export const opennessOf =
  (hours: DayHours, closed: readonly MinuteSpan[]) =>
  (minute: number): boolean =>
    hours !== null &&
    minute >= hours.opens &&
    minute < hours.closes &&
    !closed.some(({ from, until }) => minute >= from && minute < until);

/** The hours of a day that count as open: half of it at least. */
export function openHours(isOpenAt: (minute: number) => boolean): number[] {
  return Array.from({ length: DAY_HOURS }, (_, hour) => {
    let minutes = 0;
    for (let minute = 0; minute < HOUR_MINUTES; minute++) {
      if (isOpenAt(hour * HOUR_MINUTES + minute)) minutes++;
    }
    return Number(2 * minutes >= HOUR_MINUTES);
  });
}

/**
 * Mean headcounts of a day's hours. Of an hour in which the doors open or close only one part is looked
 * at: the open one if the hour counts as open, or else the closed one, in which nobody should be.
 */
export function hourMeans(
  samples: readonly { readonly minute: number; readonly headcount: number }[],
  isOpenAt: (minute: number) => boolean,
): (number | null)[] {
  const open = openHours(isOpenAt);
  const sums = open.map(() => ({ sum: 0, many: 0 }));
  for (const { minute, headcount } of samples) {
    if (minute < 0 || minute >= MINUTES_A_DAY) continue;
    const hour = Math.floor(minute / HOUR_MINUTES);
    const of = sums[hour];
    if (!of || (open[hour] === 1) !== isOpenAt(minute)) continue;
    of.sum += headcount;
    of.many++;
  }
  return sums.map(({ sum, many }) => (many > 0 ? Number((sum / many).toFixed(2)) : null));
}

/**
 * What a manager says of a day: people come as on a Sunday, as on a working day, or an event brings
 * whoever it brings, and nothing is to be learned from it.
 */
export const SPECIAL_DAYS = ['AS_HOLIDAY', 'AS_WORKDAY', 'EVENT'] as const;
export type SpecialDay = (typeof SPECIAL_DAYS)[number];

const CLOSED: readonly number[] = new Array<number>(DAY_HOURS).fill(0);

/** What is known of a venue beside its days. */
export interface KnownVenue {
  readonly venueId: string;
  readonly size: number | null;
  /** Whether it will be open, by today's opening hours and closures. */
  readonly isOpenLater: (hour: Hour) => boolean;
  readonly marksOf: (day: number) => DayMarks;
  /** By day. */
  readonly special: ReadonlyMap<number, SpecialDay>;
  readonly ahead: readonly AheadKnown[];
  /** Null without a feed. */
  readonly weather: readonly WeatherIssue[] | null;
}

/**
 * A venue's history out of its days, oldest first; null without any. Closed hours are missing to
 * whoever learns: `withClosed` keeps their counts, for finding out that somebody is counted there.
 */
export function historyOf(
  venue: KnownVenue,
  days: readonly KeptDay[],
  { withClosed = false } = {},
): VenueHistory | null {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return null;
  const from = first.midnight;
  const counts = new Float32Array(last.midnight - from + DAY_HOURS).fill(NaN);
  const open = new Map<number, readonly number[]>();
  for (const day of days) {
    const isEvent = venue.special.get(dayOf(day.midnight)) === 'EVENT';
    // Left out as a closed day is: an open one without counts looks like a counter that is silent.
    open.set(dayOf(day.midnight), isEvent ? CLOSED : day.open);
    if (isEvent) continue;
    day.counts.forEach((count, hour) => {
      const isCounted = count !== null && (withClosed || day.open[hour] === 1);
      if (isCounted) counts[day.midnight - from + hour] = count;
    });
  }
  return {
    ...{ venueId: venue.venueId, size: venue.size, from, counts },
    isOpen: (hour) => {
      const kept = open.get(dayOf(hour));
      return kept ? kept[hourOfDay(hour)] === 1 : venue.isOpenLater(hour);
    },
    marksOf: (day) => specially(venue.marksOf(day), venue.special.get(day), day),
    booked: bookedFrom(venue.ahead),
    ...(venue.weather && { weather: venue.weather }),
  };
}

function specially(marks: DayMarks, special: SpecialDay | undefined, day: number): DayMarks {
  if (special === 'AS_HOLIDAY') return { ...marks, holiday: true, worked: false };
  if (special !== 'AS_WORKDAY') return marks;
  return { ...marks, holiday: false, worked: weekdayOf(day * DAY_HOURS) >= 5 };
}
