import { type Group, groupOfDay, NIGHTLY } from './groups';
import { DAY_HOURS, type Hour, TABLE_HOURS } from './history';
import type { Reach } from './intervals';
import type { Leans } from './lean';
import type { Live } from './live';
import { type Forecaster, forecast, forecasterOf, type Model } from './model';
import type { Series } from './series';

/** What a forecast rests on: NETWORK, venues like it; OWN, its own history; MIXED, both. */
export type Basis = 'NETWORK' | 'MIXED' | 'OWN';

/**
 * What a night says of a venue's next 192 hours, hour by hour from midnight; closed hours are 0.
 * Plain JSON of about 4 KB: a request reads it and needs no model.
 */
export interface Table {
  readonly venueId: string;
  /** The midnight that it begins with; it has seen nothing of or after it. */
  readonly from: Hour;
  readonly basis: Basis;
  readonly middle: readonly number[];
  /** One in ten hours ends up below, one in ten above. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** How far the middle leans away from the model. Tables of before 2026-11-23 do not. */
  readonly leans?: Leans;
  /** A busy hour's headcount. */
  readonly scale: number;
  /** How a live count corrects it; null while there is too little to learn it from. */
  readonly live: Live | null;
  /** The bands of corrected forecasts, by hours ahead: those of LIVE_LEADS. */
  readonly reach: readonly (Reach | null)[];
  /** What came more on the day before than its own table said, by hour; null where nobody knows. */
  readonly moreDayBefore: readonly (number | null)[];
}

/** A model unpacked, once for all venues of a night. */
export const openedModel = (model: Model, groups: readonly Group[] = NIGHTLY): Forecaster[] =>
  groups.flatMap((group, number) => {
    const learned = model.groups[number];
    return learned ? [forecasterOf(group, learned)] : [];
  });

/**
 * The expected headcounts of TABLE_HOURS from the end of the series on, 0 where it is closed. The
 * series has to end at a midnight.
 */
export function middlesOf(opened: readonly Forecaster[], series: Series): number[] {
  const middles = new Array<number>(TABLE_HOURS).fill(0);
  const origin = series.known - 1;
  opened.forEach((forecaster, number) => {
    const hours: number[] = [];
    for (let ahead = 0; ahead < TABLE_HOURS; ahead++) {
      const isOpen = series.open[series.known + ahead] === 1;
      const day = Math.floor(ahead / DAY_HOURS) + 1;
      if (isOpen && groupOfDay(day) === number) hours.push(series.known + ahead);
    }
    const said = forecast(
      forecaster,
      series,
      hours.map((hour) => ({ hour, origin })),
    );
    hours.forEach((hour, at) => {
      middles[hour - series.known] = said[at] ?? 0;
    });
  });
  return middles;
}
