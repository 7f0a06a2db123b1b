import { clubMarks, midnightOf } from '@shared/domain/forecast/clubCalendar';
import {
  DAY_HOURS,
  type Hour,
  hourOfDay,
  type VenueHistory,
  weekdayOf,
} from '@shared/domain/forecast/history';
import { seededRandom } from '@shared/domain/forecast/random';
import { DEFAULTS, type TrainingOptions } from '@shared/domain/forecast/training';
import { day } from './clock';

/** Small halls whose forecasts a test can afford. */
export const START = midnightOf(day('2025-09-01'));
export const at = (days: number, hour = 0): Hour => START + days * DAY_HOURS + hour;

export const isOpen = (hour: Hour) => hourOfDay(hour) >= 8 && hourOfDay(hour) < 22;

/** Fewer trees than in the club. */
export const SMALL: TrainingOptions = {
  ...DEFAULTS,
  page: 7,
  trees: { ...DEFAULTS.trees, trees: 20, rate: 0.2, leastRows: 20 },
};

/** A hall of so many days: fuller in the evening and at weekends, with noise of its own. */
export function hall(days: number, of: { seed?: number; size?: number } = {}): VenueHistory {
  const { seed = 1, size = 60 } = of;
  const random = seededRandom(seed);
  const counts = Float32Array.from({ length: days * DAY_HOURS }, (_, entry) => {
    const hour = START + entry;
    const evening = Math.exp(-(((hourOfDay(hour) - 19) / 3) ** 2));
    const weekend = weekdayOf(hour) >= 5 ? 1.3 : 1;
    const noise = 0.85 + 0.3 * random();
    return isOpen(hour) ? size * weekend * (0.2 + 0.8 * evening) * noise : Number.NaN;
  });
  return { venueId: `v-${seed}`, from: START, counts, isOpen, marksOf: clubMarks(), size };
}

/** The same hall with other counts. */
export function changed(
  history: VenueHistory,
  count: (before: number, entry: number) => number,
): VenueHistory {
  return { ...history, counts: Array.from(history.counts, count) };
}
