import { DAY_HOURS, type Hour } from './history';
import { adapted, BAND_DAYS, EVEN, type Judged, rootOf, type Tails, WARY } from './intervals';
import { eachNight, NIGHTS, type Night } from './lean';
import { saidFrom } from './now';
import type { Series } from './series';
import type { Table } from './table';

/** Distances at which forecasts are judged: hours ahead with the live count, nights ahead without. */
export const DISTANCES = ['1h', '3h', '24h', '168h', '1d', '2d', '8d'] as const;
export type Distance = (typeof DISTANCES)[number];

const isNight = (distance: Distance): distance is Night => distance in NIGHTS;

const FAR: ReadonlySet<Distance> = new Set(['168h', '8d']);

/** Days of which a record tells: live weights are learned from all, bands from the last 56. */
export const RECORD_DAYS = 112;

/**
 * What was said of a venue, out of sample, at each distance. Plain JSON of about 100 KB; grows by
 * a day each night and forgets the oldest.
 */
export interface TrackRecord {
  readonly venueId: string;
  /** The midnight of its first day. */
  readonly from: Hour;
  readonly days: number;
  /** Expected headcounts by hour; null where nothing was said or it was closed. */
  readonly said: Readonly<Record<Distance, readonly (number | null)[]>>;
  readonly tails: Readonly<Record<Distance, Tails>>;
  /**
   * By day, how far what was said of it leant away from the model. Records of before 2026-11-23 have
   * none.
   */
  readonly leans?: Readonly<Record<Night, readonly number[]>>;
}

const forEach = <T>(of: (distance: Distance) => T) =>
  Object.fromEntries(DISTANCES.map((distance) => [distance, of(distance)])) as Record<Distance, T>;

/** A record that begins at this midnight. */
export const emptyRecord = (venueId: string, from: Hour): TrackRecord => ({
  ...{ venueId, from, days: 0 },
  said: forEach(() => []),
  tails: forEach((distance) => (FAR.has(distance) ? WARY : EVEN)),
  leans: eachNight(() => []),
});

/** The midnight after the last day on record. */
export const endOf = ({ from, days }: TrackRecord): Hour => from + days * DAY_HOURS;

/** Tables by the midnight they begin with. */
export type Issued = (from: Hour) => Table | undefined;

interface Said {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The record with one day more, the day after its end: what the tables issued before said of it,
 * and how right the bands were.
 */
export function withDay(record: TrackRecord, series: Series, issued: Issued): TrackRecord {
  const midnight = endOf(record);
  const drop = Math.max(0, record.days + 1 - RECORD_DAYS);
  const day = forEach((distance) =>
    Array.from({ length: DAY_HOURS }, (_, hour) =>
      series.open[midnight + hour - series.from] === 1
        ? saidAt(series, issued, { hour: midnight + hour, distance })
        : null,
    ),
  );
  return {
    ...{
      venueId: record.venueId,
      from: record.from + drop * DAY_HOURS,
      days: record.days + 1 - drop,
    },
    said: forEach((distance) => [
      ...record.said[distance].slice(drop * DAY_HOURS),
      ...day[distance].map((one) => (one ? Number(one.middle.toFixed(2)) : null)),
    ]),
    leans: eachNight((night) => leansWith(record, night, issued).slice(drop)),
    tails: forEach((distance) => {
      const judged = day[distance].flatMap((one, hour): Judged[] => {
        const count = series.counts[midnight + hour - series.from] ?? NaN;
        return one && !Number.isNaN(count + one.low) ? [{ ...one, count }] : [];
      });
      return adapted(record.tails[distance], judged);
    }),
  };
}

/** Of each day on record and of the day after. */
function leansWith({ from, days, leans }: TrackRecord, night: Night, issued: Issued): number[] {
  const midnight = from + days * DAY_HOURS;
  const before = leans?.[night] ?? new Array<number>(days).fill(0);
  const table = issued(midnight - (NIGHTS[night] - 1) * DAY_HOURS);
  return [...before, table?.leans?.[night] ?? 0];
}

/** What was said of an hour at a distance, by the tables and counts of that time. */
export function saidAt(
  series: Series,
  issued: Issued,
  { hour, distance }: { readonly hour: Hour; readonly distance: Distance },
): Said | null {
  const midnight = hour - ((hour - series.from) % DAY_HOURS);
  if (isNight(distance)) {
    const table = issued(midnight - (NIGHTS[distance] - 1) * DAY_HOURS);
    return table ? tableAt(table, hour) : null;
  }
  const over = hour - Number.parseInt(distance, 10) + 1;
  const table = issued(over - ((over - series.from) % DAY_HOURS));
  if (!table) return null;
  const today = series.counts.subarray(table.from - series.from, over - series.from);
  return saidFrom(table, today, hour);
}

export function tableAt(table: Table, hour: Hour): Said | null {
  const at = hour - table.from;
  const [middle, low, high] = [table.middle[at], table.low[at], table.high[at]];
  if (middle === undefined || low === undefined || high === undefined) return null;
  return { middle, low, high };
}

/** Misses of the last 56 days at a distance, in roots of what was said. */
export function missesOf(record: TrackRecord, series: Series, distance: Distance): number[] {
  const misses: number[] = [];
  const said = record.said[distance];
  const first = Math.max(0, said.length - BAND_DAYS * DAY_HOURS);
  for (let at = first; at < said.length; at++) {
    const middle = said[at] ?? null;
    const count = series.counts[record.from + at - series.from] ?? NaN;
    if (middle === null || Number.isNaN(count)) continue;
    misses.push((count - middle) / rootOf(middle, series.scale));
  }
  return misses;
}
