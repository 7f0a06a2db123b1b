import { FEATURES, writeFeatures } from './features';
import type { Group } from './groups';
import { TERMS, writeTerms } from './linear';
import type { Rows } from './ridge';
import type { Series } from './series';

/** What a group's models learn from: rows of FEATURES, venue after venue. */
export interface Dataset {
  readonly rows: Rows;
  /** Where each venue's rows end. */
  readonly ends: readonly number[];
}

/** The first two weeks of a venue have no history to be explained by. */
const FIRST = 336;

/** Open hours that were counted, before the end of what is known. */
function targetsOf(series: Series): number[] {
  const hours: number[] = [];
  for (let hour = FIRST; hour < series.known; hour++) {
    const seen = (series.counts[hour] ?? NaN) + (series.profile.usual[hour] ?? NaN);
    if (series.open[hour] === 1 && !Number.isNaN(seen)) hours.push(hour);
  }
  return hours;
}

/** Targets are headcounts divided by the venue's scale. */
export function datasetOf(all: readonly Series[], group: Group): Dataset {
  const targets = all.map(targetsOf);
  const many = targets.reduce((sum, { length }) => sum + length, 0);
  const width = FEATURES.length;
  const rows = { width, values: new Float32Array(many * width), targets: new Float32Array(many) };
  const ends: number[] = [];
  let next = 0;
  all.forEach((series, venue) => {
    for (const hour of targets[venue] ?? []) {
      const row = rows.values.subarray(next * width, (next + 1) * width);
      const origin = hour - group.leadOf(series, hour);
      writeFeatures(series, { hour, origin }, row);
      rows.targets[next++] = (series.counts[hour] ?? NaN) / series.scale;
    }
    ends.push(next);
  });
  return { rows, ends };
}

/** A venue's rows as linear terms. */
export function termsOf({ rows, ends }: Dataset, venue: number): Rows {
  const start = ends[venue - 1] ?? 0;
  const end = ends[venue] ?? start;
  const values = new Float32Array((end - start) * TERMS);
  for (let row = start; row < end; row++) {
    const features = rows.values.subarray(row * rows.width, (row + 1) * rows.width);
    const place = (row - start) * TERMS;
    writeTerms(features, values.subarray(place, place + TERMS));
  }
  return { values, width: TERMS, targets: rows.targets.subarray(start, end) };
}

/** Features that ever change; the others would only take the place of those that say something. */
export function tellingColumns({ values, width, targets }: Rows): number[] {
  const columns: number[] = [];
  for (let column = 0; column < width; column++) {
    const first = values[column] ?? NaN;
    for (let row = 1; row < targets.length; row++) {
      if (Object.is(values[row * width + column], first)) continue;
      columns.push(column);
      break;
    }
  }
  return columns;
}
