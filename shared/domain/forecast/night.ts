import { DAY_HOURS, TABLE_HOURS, WEEK_HOURS } from './history';
import { bandOf, type Reach, reachOf } from './intervals';
import { eachNight, leanOf, leanOn } from './lean';
import {
  emptyLesson,
  LEADS,
  type Lesson,
  type Live,
  learn,
  liveTerms,
  weightsOf,
  withoutAccident,
} from './live';
import { todayOf } from './now';
import { type Distance, endOf, type Issued, missesOf, type TrackRecord, withDay } from './record';
import type { Series } from './series';
import type { Basis, Table } from './table';

/** Weeks of the past that a night looks at: twelve for the usual, four more for its level, and a spare. */
export const NIGHT_WEEKS = 17;

/** A venue on the night that a table is made. */
export interface VenueNight {
  /** As of the midnight; at least the last NIGHT_WEEKS, with the model's scale. */
  readonly series: Series;
  readonly record: TrackRecord;
  /** The tables of the nights before; the last eight are asked for. */
  readonly issued: Issued;
  /** What the model expects of the next TABLE_HOURS, and what that rests on. */
  readonly middle: readonly number[];
  readonly basis: Basis;
}

export interface Made {
  readonly table: Table;
  readonly record: TrackRecord;
}

/** A live count corrects nothing before it has been learned from so many days. */
const LEAST_LIVE_DAYS = 10;
/** After the third, weights hardly move. */
const PASSES = 3;

/**
 * Closes the day that is over and makes the tables of the next 192 hours, of all venues at once: they
 * learn from each other how far a live count reaches. A second run of the same night makes the same.
 */
export function nightOf(venues: readonly VenueNight[]): Made[] {
  const closed = venues.map((venue) => {
    let { record } = venue;
    while (endOf(record) < venue.series.from + venue.series.known) {
      record = withDay(record, venue.series, venue.issued);
    }
    return { ...venue, record };
  });
  const lives = livesOf(closed);
  return closed.map((venue, at) => ({
    record: venue.record,
    table: tableOf(venue, lives[at] ?? null),
  }));
}

function tableOf(venue: VenueNight, live: Live | null): Table {
  const { series, record, issued, basis } = venue;
  const leans = leansOf(venue);
  const middle = venue.middle.map((one, ahead) => one * (1 + leanOn(leans, dayOfTable(ahead))));
  const midnight = series.from + series.known;
  const reach = (distance: Distance) =>
    reachOf(missesOf(record, series, distance), record.tails[distance]);
  const nights = [reach('1d'), reach('2d'), reach('8d')] as const;
  const bands = middle.map((one, ahead) => {
    if (series.open[series.known + ahead] !== 1) return { low: 0, high: 0 };
    const of = reachOfDay(nights, dayOfTable(ahead));
    return bandOf(one, of ?? WIDE, series.scale);
  });
  return {
    ...{ venueId: series.venueId, from: midnight, basis, leans, scale: series.scale, live },
    middle: middle.map(tenth),
    low: bands.map(({ low }) => tenth(low)),
    high: bands.map(({ high }) => tenth(high)),
    reach: [reach('1h'), reach('3h'), reach('24h'), reach('168h')],
    moreDayBefore: moreDayBefore(series, issued(midnight - DAY_HOURS)),
  };
}

const dayOfTable = (ahead: number) => Math.floor(ahead / DAY_HOURS) + 1;

/** How far tonight leans: what the nights on record have missed. */
const leansOf = ({ series, record }: Closed) =>
  eachNight((night) => {
    const leaning = { said: record.said[night], leans: record.leans?.[night] ?? [] };
    return leanOf({ ...leaning, from: record.from - series.from }, series);
  });

/** Never −0, which is 0 once it is stored. */
const tenth = (value: number) => Number(value.toFixed(1)) + 0;

/** Before there are misses of its own: about what the first weeks of a venue need. */
const WIDE: Reach = { low: -3, high: 3 };

/** Between the second day and the eighth the band widens evenly. */
function reachOfDay([first, second, last]: readonly (Reach | null)[], day: number): Reach | null {
  if (day === 1) return first ?? null;
  if (!second || !last) return second ?? first ?? null;
  const share = (day - 2) / (TABLE_HOURS / DAY_HOURS - 2);
  return {
    low: second.low + share * (last.low - second.low),
    high: second.high + share * (last.high - second.high),
  };
}

function moreDayBefore(series: Series, table: Table | undefined): (number | null)[] {
  return Array.from({ length: DAY_HOURS }, (_, hour) => {
    const count = series.counts[series.known - DAY_HOURS + hour] ?? NaN;
    const more = count - (table?.middle[hour] ?? NaN);
    return Number.isNaN(more) ? null : tenth(more);
  });
}

type Closed = Pick<VenueNight, 'series' | 'record'>;

/** Again and again: what was an accident is told from what the weights of before miss. */
function livesOf(venues: readonly Closed[]): (Live | null)[] {
  let lives: Live[] = [];
  for (let pass = 0; pass < PASSES; pass++) lives = livesAfter(lives, venues);
  return lives.map((live, at) => ((venues[at]?.record.days ?? 0) < LEAST_LIVE_DAYS ? null : live));
}

function livesAfter(before: readonly Live[], venues: readonly Closed[]): Live[] {
  const all = LEADS.map(emptyLesson);
  const own = venues.map((venue, at) => lessonsOf(venue, all, before[at]));
  const shared = all.map((lesson, at) => weightsOf(lesson, LEADS[at] ?? 1, null));
  return own.map((lessons) => ({
    weights: LEADS.map((lead, at) =>
      weightsOf(lessons[at] ?? emptyLesson(), lead, shared[at] ?? null),
    ),
  }));
}

/** What a venue's record teaches of live counts; added to what all venues teach. */
function lessonsOf(
  { series, record }: Closed,
  all: readonly Lesson[],
  before: Live | undefined,
): Lesson[] {
  const own = LEADS.map(emptyLesson);
  const start = record.from - series.from;
  const count = (at: number) => series.counts[start + at] ?? NaN;
  const today = record.said['1d'].map((one) => one ?? 0);
  for (let day = 1; day < record.days; day++) {
    const midnight = day * DAY_HOURS;
    if (start + midnight < 0) continue;
    const table = { middle: today.slice(midnight, midnight + DAY_HOURS) };
    for (let over = 1; over < DAY_HOURS; over++) {
      const counts = series.counts.subarray(start + midnight, start + midnight + over);
      const state = todayOf(table, counts);
      if (Number.isNaN(state.more[0])) continue;
      LEADS.forEach((lead, at) => {
        const target = midnight + over - 1 + lead;
        const expected = record.said[columnOf(over, lead)][target] ?? NaN;
        const missed = (count(target) - expected) / series.scale;
        if (Number.isNaN(missed) || expected === 0) return;
        const dayAgo = target - (lead === WEEK_HOURS ? WEEK_HOURS : 0) - DAY_HOURS;
        const moreDayAgo = count(dayAgo) - (record.said['1d'][dayAgo] ?? NaN);
        const terms = liveTerms(state, { table: expected, moreDayAgo }, series.scale);
        if (!terms) return;
        const told = withoutAccident(missed, before?.weights[at], terms);
        for (const lesson of [own[at], all[at]]) if (lesson) learn(lesson, terms, told);
      });
    }
  }
  return own;
}

/** The column of a record in which a target stands as it was expected on the midnight of the origin. */
function columnOf(over: number, lead: number): Distance {
  if (lead === WEEK_HOURS) return '8d';
  return over - 1 + lead < DAY_HOURS ? '1d' : '2d';
}
