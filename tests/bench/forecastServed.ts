import {
  DAY_HOURS,
  type Hour,
  type VenueHistory,
  WEEK_HOURS,
} from '@shared/domain/forecast/history';
import type { Forecaster, Model } from '@shared/domain/forecast/model';
import { NIGHT_WEEKS, nightOf, type VenueNight } from '@shared/domain/forecast/night';
import { saidFrom } from '@shared/domain/forecast/now';
import { emptyRecord, type TrackRecord } from '@shared/domain/forecast/record';
import { seriesOf } from '@shared/domain/forecast/series';
import { middlesOf, openedModel, type Table } from '@shared/domain/forecast/table';
import { DEFAULTS, trained, trainerOf } from '@shared/domain/forecast/training';
import { HORIZONS, type Horizon, type Said } from './forecastScore';
import type { OccupancySet } from './forecastSets';

/** Models are trained anew every 14 days, as splits.json has it; the club does it as often. */
const REFIT = 14 * DAY_HOURS;

/** By horizon, what was said of each venue of the set. */
export type Served = Readonly<Record<Horizon, readonly Said[]>>;

/**
 * What people would have been told: every night the table of the club's nightly function, every hour
 * the same correction by the live count that a request makes. At `horizon` 168 the table alone.
 */
export function served(set: OccupancySet): Served {
  const histories = set.venues.map(({ history }) => history);
  const said = emptySaid(set);
  const issued = histories.map(() => new Map<Hour, Table>());
  let records = histories.map(({ venueId }) => emptyRecord(venueId, set.calibrationFrom));
  let opened: Forecaster[] = [];
  let scales: Model['scales'] = {};
  for (let midnight = set.calibrationFrom; midnight < set.testTo; midnight += DAY_HOURS) {
    if ((midnight - set.calibrationFrom) % REFIT === 0) {
      const model = trained(trainerOf(histories, midnight, DEFAULTS));
      scales = model.scales;
      opened = openedModel(model);
    }
    const nights = histories.map((history, at): VenueNight => {
      const series = seriesOf(lastOf(history, midnight), midnight, scales[history.venueId]);
      const record = records[at] ?? emptyRecord(history.venueId, midnight);
      const middle = middlesOf(opened, series);
      return { series, record, middle, basis: 'OWN', issued: (from) => issued[at]?.get(from) };
    });
    const made = nightOf(nights);
    records = made.map(({ record }): TrackRecord => record);
    for (const [at, { table }] of made.entries()) issued[at]?.set(midnight, table);
    histories.forEach((history, at) => {
      writeDay(history, issued[at] ?? new Map(), midnight, (horizon) => said[horizon][at]);
    });
  }
  return said;
}

/** The last weeks of a history. */
export function lastOf(history: VenueHistory, midnight: Hour): VenueHistory {
  const from = Math.max(history.from, midnight - NIGHT_WEEKS * WEEK_HOURS);
  const counts = Array.from(history.counts).slice(from - history.from, midnight - history.from);
  return { ...history, from, counts };
}

export function emptySaid(set: OccupancySet): Record<Horizon, Said[]> {
  const column = (length: number) => new Float32Array(length).fill(NaN);
  const all = () =>
    set.venues.map(({ history }): Said => {
      const length = set.testTo - history.from + WEEK_HOURS + DAY_HOURS;
      return { middle: column(length), low: column(length), high: column(length) };
    });
  return { 1: all(), 3: all(), 24: all(), 168: all() };
}

/** What is said during the day that a table begins with, an hour after another. */
export function writeDay(
  history: VenueHistory,
  issued: ReadonlyMap<Hour, Table>,
  midnight: Hour,
  saidOf: (horizon: Horizon) => Said | undefined,
): void {
  const table = issued.get(midnight);
  if (!table) return;
  const start = midnight - history.from;
  for (let over = 0; over < DAY_HOURS; over++) {
    const today = Array.from({ length: over }, (_, hour) => history.counts[start + hour] ?? NaN);
    for (const horizon of HORIZONS) {
      const hour = midnight + over - 1 + horizon;
      const expected = saidFrom(table, today, hour);
      const said = saidOf(horizon);
      if (!expected || !said || !history.isOpen(hour)) continue;
      const entry = hour - history.from;
      said.middle[entry] = expected.middle;
      said.low[entry] = expected.low;
      said.high[entry] = expected.high;
    }
  }
}
