/** Hours since 1970-01-01 00:00 on the venue's own clock; every hour stands for its sixty minutes. */
export type Hour = number;

export const DAY_HOURS = 24;
export const WEEK_HOURS = 168;
/**
 * A table goes eight days ahead of the night it is made in: whoever looks in the evening still sees
 * the next seven days whole.
 */
export const TABLE_HOURS = 8 * DAY_HOURS;

/** Days are counted like hours; 1970-01-01 was a Thursday. Monday is 0. */
export const dayOf = (hour: Hour) => Math.floor(hour / DAY_HOURS);
export const hourOfDay = (hour: Hour) => hour - dayOf(hour) * DAY_HOURS;
export const weekdayOf = (hour: Hour) => (((dayOf(hour) + 3) % 7) + 7) % 7;

/** What the calendar says of a day. */
export interface DayMarks {
  /** A public holiday: people come as on a Sunday. */
  readonly holiday: boolean;
  /** A weekend day worked for a holiday (调休): people come as on a weekday. */
  readonly worked: boolean;
  /** Longer times of the place, at most three: school holidays, term, the turn of the year. */
  readonly periods?: readonly number[];
}

/** A weather forecast as it was issued: what was known then, never what it was later. */
export interface WeatherIssue {
  readonly issuedAt: Hour;
  /** Of the first entry of the columns. */
  readonly from: Hour;
  readonly temperature: ArrayLike<number>;
  readonly rain: ArrayLike<number>;
  readonly cloud: ArrayLike<number>;
}

/** People whom a confirmed booking or lesson brings to one hour. */
export interface Booked {
  readonly hour: Hour;
  readonly people: number;
  /** From when on it was known, and until when if it was called off. */
  readonly knownFrom: Hour;
  readonly calledOffAt?: Hour;
}

/** All that is known of a venue. */
export interface VenueHistory {
  readonly venueId: string;
  /** The hour of the first count, the first of a day. */
  readonly from: Hour;
  /** Mean headcount of each hour; NaN if nobody counted, or it was closed. */
  readonly counts: ArrayLike<number>;
  /** Whether the doors are open, in the past and for TABLE_HOURS to come. */
  readonly isOpen: (hour: Hour) => boolean;
  readonly marksOf: (day: number) => DayMarks;
  /** Capacity, or floor area: the same measure for all venues of the network. Null if unknown. */
  readonly size: number | null;
  readonly booked?: readonly Booked[];
  readonly weather?: readonly WeatherIssue[];
}

/** The value between the neighbours where `share` of a sorted list lies; NaN of none. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
