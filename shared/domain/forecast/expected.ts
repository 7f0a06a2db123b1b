import { DAY_HOURS, TABLE_HOURS } from './history';
import type { Forecaster, Model } from './model';
import { newcomerForecast, OWN_DAYS } from './newcomer';
import type { Series } from './series';
import { type Basis, middlesOf } from './table';

/** What a night expects of a venue, and what that rests on. */
export interface Expectation {
  readonly middle: readonly number[];
  readonly basis: Basis;
  /** A busy hour's headcount. */
  readonly scale: number;
}

/**
 * The next TABLE_HOURS: by the model for whoever has three weeks of counts, by the network for whoever
 * is younger. Null says that there is too little to say anything: a young venue without a network.
 * The series ends at a midnight and has the scale of the model, if the model knows the venue.
 */
export function expectationOf(
  { model, opened }: { readonly model: Model; readonly opened: readonly Forecaster[] },
  series: Series,
  size: number | null,
): Expectation | null {
  const days = countedDays(series);
  if (days >= OWN_DAYS && model.scales[series.venueId] !== undefined) {
    return { middle: middlesOf(opened, series), basis: 'OWN', scale: series.scale };
  }
  const young = newcomerForecast(model.network, series, size);
  return young && { ...young, basis: days === 0 ? 'NETWORK' : 'MIXED' };
}

/** Days on which somebody counted. */
export function countedDays({ counts, known }: Series): number {
  const days = new Set<number>();
  for (let hour = 0; hour < Math.min(known, counts.length - TABLE_HOURS); hour++) {
    if (!Number.isNaN(counts[hour] ?? NaN)) days.add(Math.floor(hour / DAY_HOURS));
  }
  return days.size;
}
