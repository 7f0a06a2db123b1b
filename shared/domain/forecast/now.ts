import { DAY_HOURS, type Hour, WEEK_HOURS } from './history';
import { bandOf, type Reach } from './intervals';
import { correctionOf, liveTerms, type Today } from './live';
import type { Table } from './table';

/** A forecast of one hour or moment: people. */
export interface Expected {
  readonly middle: number;
  /** One in ten ends up below, one in ten above. */
  readonly low: number;
  readonly high: number;
}

/** Hours ahead of which bands are measured; up to a day they are interpolated. */
export const LIVE_LEADS: readonly number[] = [1, 3, DAY_HOURS, WEEK_HOURS];

/** The day so far, hour by hour from the table's midnight on; NaN where nobody counted. */
export function todayOf(table: Pick<Table, 'middle'>, counts: ArrayLike<number>): Today {
  const more = (at: number) => (at < 0 ? NaN : (counts[at] ?? NaN) - (table.middle[at] ?? NaN));
  let came = 0;
  let expected = 0;
  for (let at = 0; at < counts.length; at++) {
    const normal = table.middle[at] ?? 0;
    if (normal === 0 || Number.isNaN(counts[at] ?? NaN)) continue;
    came += counts[at] ?? 0;
    expected += normal;
  }
  // An hour that nobody counted is stood for by the one before it.
  const last = counts.length - 1;
  const now = Number.isNaN(more(last)) ? last - 1 : last;
  const tableNow = table.middle[now] ?? 0;
  return { more: [more(now), more(now - 1), more(now - 2)], tableNow, came, expected };
}

/**
 * What a table says of an hour once the first hours of its day are over. `today` are their counts;
 * without any, it is the table itself.
 */
export function saidFrom(table: Table, today: ArrayLike<number>, hour: Hour): Expected | null {
  const at = hour - table.from;
  const middle = table.middle[at];
  if (middle === undefined) return null;
  const plain = { middle, low: table.low[at] ?? middle, high: table.high[at] ?? middle };
  // The last day is told of the same hour a week before, and of nothing after that.
  const over = Math.min(today.length, at >= WEEK_HOURS ? at - WEEK_HOURS + 1 : DAY_HOURS);
  const lead = at - over + 1;
  const isNear = lead >= 1 && lead <= DAY_HOURS;
  if (!table.live || middle === 0 || !(isNear || lead === WEEK_HOURS)) return plain;
  const day = Array.from({ length: over }, (_, entry) => today[entry] ?? NaN);
  const target = { table: middle, moreDayAgo: moreDayAgo(table, day, at) };
  const terms = liveTerms(todayOf(table, day), target, table.scale);
  if (!terms) return plain;
  const corrected = Math.max(0, middle + table.scale * correctionOf(table.live, lead, terms));
  const reach = reachAt(table.reach, lead);
  return { ...plain, ...(reach ? bandOf(corrected, reach, table.scale) : null), middle: corrected };
}

/** What came more at the same hour of the last day that was there. */
function moreDayAgo(table: Table, today: ArrayLike<number>, at: number): number {
  const dayAgo = at - DAY_HOURS;
  if (dayAgo < 0) return table.moreDayBefore[at] ?? NaN;
  if (at >= WEEK_HOURS) return table.moreDayBefore[at - WEEK_HOURS] ?? NaN;
  return (today[dayAgo] ?? NaN) - (table.middle[dayAgo] ?? NaN);
}

/** The reach of a band so many hours ahead. */
export function reachAt(reach: readonly (Reach | null)[], lead: number): Reach | null {
  const after = LIVE_LEADS.findIndex((one) => one >= lead);
  const next = reach[after] ?? null;
  const before = reach[after - 1] ?? null;
  if (!next || !before) return next;
  const [low = 0, high = 1] = [LIVE_LEADS[after - 1], LIVE_LEADS[after]];
  const share = (lead - low) / (high - low);
  return {
    low: share * next.low + (1 - share) * before.low,
    high: share * next.high + (1 - share) * before.high,
  };
}
