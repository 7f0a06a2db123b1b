import { accuracyOf } from '@shared/domain/forecast/accuracy';
import { type Drift, driftsOf } from '@shared/domain/forecast/drift';
import { expectationOf } from '@shared/domain/forecast/expected';
import { DAY_HOURS, type Hour, WEEK_HOURS } from '@shared/domain/forecast/history';
import type { Forecaster, Model } from '@shared/domain/forecast/model';
import { NIGHT_WEEKS, nightOf, type VenueNight } from '@shared/domain/forecast/night';
import { emptyRecord, type TrackRecord } from '@shared/domain/forecast/record';
import { type Series, seriesOf } from '@shared/domain/forecast/series';
import type { Table } from '@shared/domain/forecast/table';
import type { Known } from './recalling';

/** What the nights so far have left: grows by a night, in memory, until it is published. */
export interface Book {
  /** By venue id. */
  readonly records: ReadonlyMap<string, TrackRecord>;
  /** The last nights, oldest first, their tables by venue id. */
  readonly nights: readonly Night[];
}

export interface Night {
  readonly midnight: Hour;
  readonly tables: ReadonlyMap<string, Table>;
}

/** A record looks back to the table of eight nights ago. */
export const NIGHTS_KEPT = 8;

/** A model with what is unpacked once for all venues. */
export interface Opened {
  readonly model: Model;
  readonly opened: readonly Forecaster[];
}

/** The book with one night more; of a venue of which nothing can be said there is no table. */
export function withNight(book: Book, clubs: readonly Known[], of: Opened, midnight: Hour): Book {
  const venues = clubs.flatMap(({ venue, history }): VenueNight[] => {
    const series = seriesAt(history, midnight, of.model.scales[venue._id]);
    const expected = series && expectationOf(of, series, venue.capacity);
    if (!series || !expected) return [];
    return [
      {
        // Nobody has counted yet, or nobody ever comes: neither is a size to measure in.
        series: series.scale > 0 ? series : { ...series, scale: expected.scale },
        record: book.records.get(venue._id) ?? emptyRecord(venue._id, midnight),
        issued: (from) =>
          book.nights.find((night) => night.midnight === from)?.tables.get(venue._id),
        middle: expected.middle,
        basis: expected.basis,
      },
    ];
  });
  const made = nightOf(venues);
  const tables = new Map(made.map(({ table }) => [table.venueId, table]));
  const nights = [...book.nights, { midnight, tables }].slice(-NIGHTS_KEPT);
  return { records: new Map(made.map(({ record }) => [record.venueId, record])), nights };
}

/** The last weeks before a midnight; null if the venue was first counted after it. */
export function seriesAt(
  history: Known['history'],
  midnight: Hour,
  scale: number | undefined,
): Series | null {
  const from = Math.max(history.from, midnight - NIGHT_WEEKS * WEEK_HOURS);
  if (from > midnight) return null;
  const counts = Array.from(history.counts).slice(from - history.from, midnight - history.from);
  return seriesOf({ ...history, from, counts }, midnight, scale);
}

/** What is known of a venue's forecast and its counter as of a midnight. */
export interface Judgement {
  /** Mean error three hours ahead, people, to a tenth. */
  readonly error: number | null;
  readonly drifts: readonly Drift[];
}

export function judged(
  { venue, history, withClosed }: Known,
  { model }: Pick<Opened, 'model'>,
  { record, midnight }: { readonly record: TrackRecord | undefined; readonly midnight: Hour },
): Judgement {
  const scale = model.scales[venue._id];
  const series = seriesAt(history, midnight, scale);
  const closedToo = withClosed ? seriesAt(withClosed, midnight, scale) : series;
  const accuracy = record && series ? accuracyOf(record, series, { distance: '3h' }) : null;
  const isCounted = closedToo !== null && closedToo.known >= 7 * DAY_HOURS;
  return {
    error: accuracy && Number(accuracy.error.toFixed(1)),
    drifts: isCounted ? driftsOf(closedToo) : [],
  };
}
