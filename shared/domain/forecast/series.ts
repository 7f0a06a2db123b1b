import { type BookedAhead, bookedAhead } from './booked';
import {
  DAY_HOURS,
  dayOf,
  type Hour,
  hourOfDay,
  quantileOf,
  TABLE_HOURS,
  type VenueHistory,
  WEEK_HOURS,
  weekdayOf,
} from './history';
import { fourWeeksAt, levels, likeDayAt, usualAt } from './profile';
import { type Weather, weatherOf } from './weather';

/** A venue's history in columns, one entry an hour from `from` on, and TABLE_HOURS of future. */
export interface Series {
  readonly venueId: string;
  readonly from: Hour;
  /** How many hours are past. What is after them is NaN in every column made of counts. */
  readonly known: number;
  readonly length: number;
  /** A busy hour's headcount, which models measure in. NaN without counts. */
  readonly scale: number;
  readonly counts: Float32Array;
  readonly open: Uint8Array;
  readonly hourOfDay: Uint8Array;
  readonly weekday: Uint8Array;
  readonly holiday: Uint8Array;
  readonly worked: Uint8Array;
  readonly periods: readonly Uint8Array[];
  readonly profile: Profile;
  /** The same without the last week: for targets more than a week ahead. */
  readonly older: Profile;
  /** What came more than usual. */
  readonly more: Float32Array;
  readonly level: Levels;
  readonly booked: BookedAhead | null;
  readonly weather: Weather | null;
}

export interface Profile {
  readonly usual: Float32Array;
  readonly fourWeeks: Float32Array;
  readonly likeDay: Float32Array;
}

interface Levels {
  readonly day: Float32Array;
  readonly week: Float32Array;
  readonly month: Float32Array;
}

/** A busy hour: 95 % of the counts are less. */
const BUSY = 0.95;

/**
 * The columns as they could have been written down when the hour before `asOf` was over; nothing
 * after it is looked at. `scale` is that of the model the columns are for; of its own counts if not
 * given.
 */
export function seriesOf(history: VenueHistory, asOf: Hour, scale?: number): Series {
  const { from, venueId } = history;
  const known = Math.max(0, Math.min(asOf - from, history.counts.length));
  const length = Math.max(0, asOf - from) + TABLE_HOURS;
  const counts = new Float32Array(length).fill(NaN);
  for (let hour = 0; hour < known; hour++) counts[hour] = history.counts[hour] ?? NaN;
  // The last day's eve is told by the day after it.
  const dates = datesOf(history, length + DAY_HOURS);
  const of = { counts, ...dates };
  const column = (at: (hour: number) => number) => Float32Array.from(counts, (_, hour) => at(hour));
  const profile = (skipped: number): Profile => ({
    usual: column((hour) => usualAt(of, hour, skipped)),
    fourWeeks: column((hour) => fourWeeksAt(of, hour, skipped)),
    likeDay: column((hour) => likeDayAt(of, hour, skipped)),
  });
  const [lately, older] = [profile(1), profile(2)];
  const { usual } = lately;
  const more = column((hour) => (counts[hour] ?? NaN) - (usual[hour] ?? NaN));
  return {
    ...{
      venueId,
      from,
      known: Math.max(0, asOf - from),
      length,
      counts,
      more,
      older,
      profile: lately,
    },
    ...dates,
    scale: scale ?? scaleOf(counts),
    level: {
      day: levels(counts, usual, DAY_HOURS),
      week: levels(counts, usual, WEEK_HOURS),
      month: levels(counts, usual, 4 * WEEK_HOURS),
    },
    booked: history.booked ? bookedAhead(history.booked, from, length) : null,
    weather: history.weather ? weatherOf(history.weather, from, length) : null,
  };
}

/** A busy hour's headcount. */
export function scaleOf(counts: Float32Array): number {
  return quantileOf(counts.filter((count) => !Number.isNaN(count)).sort(), BUSY);
}

function datesOf({ from, isOpen, marksOf }: VenueHistory, length: number) {
  const column = () => new Uint8Array(length);
  const periods = [column(), column(), column()];
  const dates = {
    ...{ open: column(), hourOfDay: column(), weekday: column(), holiday: column() },
    ...{ worked: column(), periods },
  };
  let marks = marksOf(dayOf(from));
  for (let entry = 0; entry < length; entry++) {
    const hour = from + entry;
    if (hourOfDay(hour) === 0) marks = marksOf(dayOf(hour));
    dates.open[entry] = Number(isOpen(hour));
    dates.hourOfDay[entry] = hourOfDay(hour);
    dates.weekday[entry] = weekdayOf(hour);
    dates.holiday[entry] = Number(marks.holiday);
    dates.worked[entry] = Number(marks.worked);
    periods.forEach((period, number) => {
      period[entry] = marks.periods?.[number] ?? 0;
    });
  }
  return dates;
}
