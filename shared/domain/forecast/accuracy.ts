import { DAY_HOURS, type Hour } from './history';
import type { Distance, TrackRecord } from './record';
import type { Series } from './series';

/** How wrong the forecasts of a time were. */
export interface Accuracy {
  /** Mean error in people. */
  readonly error: number;
  /** Mean error as a share of the mean headcount. */
  readonly share: number;
  /** Open, counted hours that it was measured on. */
  readonly hours: number;
}

/** What is published: four weeks. */
export const PUBLISHED_DAYS = 28;
/** With fewer hours it says nothing: 数据还少. */
const LEAST_HOURS = 5 * 8;

/**
 * The mean error at a distance over the last four weeks on record, or over `days` of them before
 * `until`; null while too little has come.
 */
export function accuracyOf(
  record: TrackRecord,
  series: Pick<Series, 'from' | 'counts'>,
  of: { readonly distance: Distance; readonly until?: Hour; readonly days?: number },
): Accuracy | null {
  const said = record.said[of.distance];
  const end = Math.min(said.length, (of.until ?? Infinity) - record.from);
  const first = Math.max(0, end - (of.days ?? PUBLISHED_DAYS) * DAY_HOURS);
  let [hours, missed, came] = [0, 0, 0];
  for (let at = first; at < end; at++) {
    // What is no number was never published, and takes nothing from what was.
    const middle = said[at] ?? NaN;
    const count = series.counts[record.from + at - series.from] ?? NaN;
    if (Number.isNaN(count - middle)) continue;
    hours++;
    missed += Math.abs(count - middle);
    came += count;
  }
  if (hours < LEAST_HOURS || came === 0) return null;
  return { error: missed / hours, share: missed / came, hours };
}
