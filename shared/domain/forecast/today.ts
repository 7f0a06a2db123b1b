import { DAY_HOURS } from './history';
import { bandOf } from './intervals';
import { correctionOf, liveTerms, type Today } from './live';
import { type Expected, reachAt } from './now';
import type { Table } from './table';

/** A headcount of today. Minutes are counted from the midnight that the table begins with. */
export interface Sample {
  readonly minute: number;
  readonly headcount: number;
}

export interface Point extends Expected {
  readonly minute: number;
}

const STEP = 10;
const HOUR_MINUTES = 60;
const DAY_MINUTES = DAY_HOURS * HOUR_MINUTES;

/**
 * Today from `now` to midnight in steps of ten minutes: what the table says, corrected by the samples
 * up to now. Now itself is the last sample if it is of the last ten minutes; without one of the last
 * hour it is the table. Samples after `now` are not looked at; closed hours are 0.
 */
export function todayAhead(table: Table, samples: readonly Sample[], now: number): Point[] {
  const past = samples.filter(({ minute }) => minute <= now);
  const state = stateAt(table, past, now);
  const last = past.at(-1);
  const isFresh = last !== undefined && now - last.minute < STEP;
  const instant = isFresh ? last.headcount - middleAt(table, last.minute) : null;
  const points: Point[] = [];
  for (let minute = now - (now % STEP); minute < DAY_MINUTES; minute += STEP) {
    points.push({ minute, ...pointAt(table, state, { minute, now, instant }) });
  }
  return points;
}

/** An hour's mean stands at its half; a closed neighbour draws nothing towards it. */
export function middleAt(table: Pick<Table, 'middle'>, minute: number): number {
  return between(table.middle, minute);
}

function between(column: readonly number[], minute: number): number {
  const hour = Math.floor(minute / HOUR_MINUTES);
  const here = column[hour] ?? 0;
  if (here === 0) return 0;
  const away = (minute - hour * HOUR_MINUTES - HOUR_MINUTES / 2) / HOUR_MINUTES;
  const neighbour = column[away < 0 ? hour - 1 : hour + 1] ?? 0;
  return neighbour === 0 ? here : here + Math.abs(away) * (neighbour - here);
}

/** The day so far in hours that end now, as live weights know it from whole hours. */
function stateAt(table: Table, samples: readonly Sample[], now: number): Today {
  let came = 0;
  let expected = 0;
  const hours: { readonly more: number; readonly table: number }[] = [];
  for (let end = now; end > 0; end -= HOUR_MINUTES) {
    const within = samples.filter(({ minute }) => minute <= end && minute > end - HOUR_MINUTES);
    const open = within.filter(({ minute }) => middleAt(table, minute) > 0);
    const mean = (of: (sample: Sample) => number) =>
      open.reduce((sum, sample) => sum + of(sample), 0) / open.length;
    const count = mean(({ headcount }) => headcount);
    const usual = mean(({ minute }) => middleAt(table, minute));
    hours.push({ more: count - usual, table: usual });
    if (open.length === 0) continue;
    came += count;
    expected += usual;
  }
  const more = (hour: number) => hours[hour]?.more ?? Number.NaN;
  return { more: [more(0), more(1), more(2)], tableNow: hours[0]?.table || 0, came, expected };
}

interface Asked {
  readonly minute: number;
  readonly now: number;
  /** What is more than the table at this moment; null if nobody knows. */
  readonly instant: number | null;
}

function pointAt(table: Table, state: Today, { minute, now, instant }: Asked): Expected {
  const middle = middleAt(table, minute);
  const plain = { middle, low: between(table.low, minute), high: between(table.high, minute) };
  if (!table.live || middle === 0) return middle === 0 ? CLOSED : plain;
  const moreDayAgo = table.moreDayBefore[Math.floor(minute / HOUR_MINUTES)] ?? Number.NaN;
  const terms = liveTerms(state, { table: middle, moreDayAgo }, table.scale);
  if (!terms) return plain;
  // From the middle of the last hour to the middle of the next is one hour.
  const lead = Math.max(0.5, (minute - now) / HOUR_MINUTES + 0.5);
  // Within half an hour the last sample says more than the last hour's mean.
  const share = instant === null ? 1 : Math.min(1, 2 * lead - 1);
  const learned = table.scale * correctionOf(table.live, Math.max(1, lead), terms);
  const corrected = Math.max(0, middle + share * learned + (1 - share) * (instant ?? 0));
  const reach = reachAt(table.reach, Math.max(1, lead));
  if (!reach) return { ...plain, middle: corrected };
  const narrowed = { low: share * reach.low, high: share * reach.high };
  return { middle: corrected, ...bandOf(corrected, narrowed, table.scale) };
}

const CLOSED: Expected = { middle: 0, low: 0, high: 0 };
