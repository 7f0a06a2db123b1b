import { DAY_HOURS, TABLE_HOURS } from './history';
import type { Series } from './series';

/** Nights ahead at which a table is held against what came. */
export const NIGHTS = { '1d': 1, '2d': 2, '8d': TABLE_HOURS / DAY_HOURS } as const;
export type Night = keyof typeof NIGHTS;

/**
 * What share more (or less) a night has added to what its model expected, because of late the model
 * has said too little (or too much) so many nights ahead.
 */
export type Leans = Readonly<Record<Night, number>>;

export const eachNight = <T>(of: (night: Night) => T): Readonly<Record<Night, T>> => ({
  ...{ '1d': of('1d'), '2d': of('2d'), '8d': of('8d') },
});

/** What a night said, and what its model alone would have said. */
export interface Leaning {
  /** By hour from `from` on; null where nothing was said. */
  readonly said: readonly (number | null)[];
  /** By day. */
  readonly leans: readonly number[];
  /** The entry of the series at which both begin. */
  readonly from: number;
}

/** As long as a season: what a shorter time has in common is often over. */
const DAYS = 84;
/** Days that have to be known before a night leans as far as it may. */
const ENOUGH_DAYS = 56;
/** Half of what was missed is taken to stay. */
const TAKEN = 0.5;
/** A model that says less than a half has not learned the venue: that is no leaning. */
const MOST = 1;
const LEAST_HOURS = 40;
/** Where nobody is expected, one visitor is many times that. */
const LEAST_SHARE = 0.03;

/** How far tonight should lean: the median of what came more, as a share, of the model's own say. */
export function leanOf({ said, leans, from }: Leaning, series: Series): number {
  const shares: number[] = [];
  const days = new Set<number>();
  for (let at = Math.max(0, said.length - DAYS * DAY_HOURS); at < said.length; at++) {
    const middle = said[at] ?? null;
    const count = series.counts[from + at] ?? NaN;
    if (middle === null || Number.isNaN(count)) continue;
    const day = Math.floor(at / DAY_HOURS);
    const alone = middle / (1 + (leans[day] ?? 0));
    shares.push(count / Math.max(alone, LEAST_SHARE * series.scale) - 1);
    days.add(day);
  }
  if (shares.length < LEAST_HOURS) return 0;
  const median = Float64Array.from(shares).sort()[shares.length >> 1] ?? 0;
  const taken = TAKEN * Math.min(1, days.size / ENOUGH_DAYS);
  return Number((taken * Math.min(MOST, median)).toFixed(4)) + 0;
}

/** On a day of the table, 1 being the first; between the second and the last in even steps. */
export function leanOn(leans: Leans, day: number): number {
  if (day <= NIGHTS['2d']) return leans[day === 1 ? '1d' : '2d'];
  const share = (day - NIGHTS['2d']) / (NIGHTS['8d'] - NIGHTS['2d']);
  return leans['2d'] + share * (leans['8d'] - leans['2d']);
}
