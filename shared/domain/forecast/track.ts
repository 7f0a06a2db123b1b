import { type Accuracy, accuracyOf } from './accuracy';
import type { KeptDay } from './days';
import { DAY_HOURS } from './history';
import type { TrackRecord } from './record';

/** The distances that a manager is shown. */
export const SHOWN = ['1h', '3h', '24h', '168h'] as const;
export type Shown = (typeof SHOWN)[number];

/** A day in means over its open hours that were counted; `said`, over those that were forecast, too. */
export interface TrackedDay {
  readonly midnight: number;
  readonly came: number | null;
  readonly said: Readonly<Record<Shown, number | null>>;
}

export interface Track {
  /** Oldest first. */
  readonly days: readonly TrackedDay[];
  /** By distance: of all the time, and of each week, the newest last. */
  readonly errors: Readonly<
    Record<Shown, { readonly whole: Accuracy | null; readonly weeks: readonly (number | null)[] }>
  >;
}

const WEEK_DAYS = 7;

/** What was said against what came, over the last `weeks` of a record. */
export function trackOf(record: TrackRecord, kept: readonly KeptDay[], weeks: number): Track {
  const end = record.from + record.days * DAY_HOURS;
  const from = end - weeks * WEEK_DAYS * DAY_HOURS;
  const counts = countsFrom(record.from, end, kept);
  const days: TrackedDay[] = [];
  for (let midnight = Math.max(from, record.from); midnight < end; midnight += DAY_HOURS) {
    days.push(dayOf(record, counts, midnight));
  }
  const series = { from: record.from, counts };
  const errorsOf = (distance: Shown) => ({
    whole: accuracyOf(record, series, { distance, days: weeks * WEEK_DAYS }),
    weeks: Array.from({ length: weeks }, (_, week) => {
      const until = from + (week + 1) * WEEK_DAYS * DAY_HOURS;
      if (until <= record.from) return null;
      const accuracy = accuracyOf(record, series, { distance, until, days: WEEK_DAYS });
      return accuracy && Number(accuracy.error.toFixed(1));
    }),
  });
  return { days, errors: byDistance(errorsOf) };
}

function byDistance<T>(of: (distance: Shown) => T): Record<Shown, T> {
  return { '1h': of('1h'), '3h': of('3h'), '24h': of('24h'), '168h': of('168h') };
}

/** Closed hours are missing. */
function countsFrom(from: number, end: number, kept: readonly KeptDay[]): Float32Array {
  const counts = new Float32Array(end - from).fill(NaN);
  for (const day of kept) {
    day.counts.forEach((count, hour) => {
      const at = day.midnight - from + hour;
      if (count !== null && day.open[hour] === 1 && at >= 0 && at < counts.length) {
        counts[at] = count;
      }
    });
  }
  return counts;
}

function dayOf(record: TrackRecord, counts: Float32Array, midnight: number): TrackedDay {
  const start = midnight - record.from;
  const hours = Array.from({ length: DAY_HOURS }, (_, hour) => start + hour);
  const meanOf = (values: readonly number[]) =>
    values.length === 0
      ? null
      : Number((values.reduce((sum, one) => sum + one, 0) / values.length).toFixed(1));
  const counted = hours.filter((at) => !Number.isNaN(counts[at] ?? NaN));
  const said = (distance: Shown) =>
    meanOf(counted.flatMap((at) => record.said[distance][at] ?? []));
  return { midnight, came: meanOf(counted.map((at) => counts[at] ?? 0)), said: byDistance(said) };
}
