import type { MeasuredVenue, OccupancySet } from './forecastSets';

export const HORIZONS = [1, 3, 24, 168] as const;
export type Horizon = (typeof HORIZONS)[number];

/** What was said of each entry of a venue's history; NaN where nothing was. */
export interface Said {
  readonly middle: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

export interface Score {
  readonly mae: number;
  readonly nmae: number;
  readonly coverage: number;
  readonly hours: number;
}

/** The entries that are scored: in the test, counted, and open. */
export function scoredEntries(set: OccupancySet, { history }: MeasuredVenue): number[] {
  const entries: number[] = [];
  for (let hour = set.testFrom; hour < set.testTo; hour++) {
    const entry = hour - history.from;
    if (history.isOpen(hour) && !Number.isNaN(history.counts[entry] ?? NaN)) entries.push(entry);
  }
  return entries;
}

export function scoreOf(set: OccupancySet, venue: MeasuredVenue, said: Said): Score {
  let [hours, missed, came, banded, inside] = [0, 0, 0, 0, 0];
  for (const entry of scoredEntries(set, venue)) {
    const count = venue.history.counts[entry] ?? NaN;
    const middle = said.middle[entry] ?? NaN;
    if (Number.isNaN(middle)) continue;
    hours++;
    came += count;
    missed += Math.abs(count - middle);
    const [low, high] = [said.low[entry] ?? NaN, said.high[entry] ?? NaN];
    if (Number.isNaN(low)) continue;
    banded++;
    if (count >= low && count <= high) inside++;
  }
  return { hours, mae: missed / hours, nmae: missed / came, coverage: inside / banded };
}

export const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The nMAE of “same hour last week” and of the four-week mean, on the rows where they exist. */
export function ownNaives(set: OccupancySet, venue: MeasuredVenue): number[] {
  const { counts } = venue.history;
  const naive = (middle: (entry: number) => number) => {
    const all = Float32Array.from(counts, (_, entry) => middle(entry));
    return scoreOf(set, venue, { middle: all, low: NOTHING, high: NOTHING }).nmae;
  };
  const weeksAgo = (entry: number, weeks: number) => counts[entry - 168 * weeks] ?? NaN;
  return [
    naive((entry) => weeksAgo(entry, 1)),
    naive((entry) => {
      const there = [1, 2, 3, 4].map((weeks) => weeksAgo(entry, weeks)).filter((one) => one >= 0);
      return there.length > 0 ? meanOf(there) : NaN;
    }),
  ];
}

const NOTHING = new Float32Array(0);
