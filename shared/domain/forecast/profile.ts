import { DAY_HOURS, WEEK_HOURS } from './history';

/** Columns that profiles are made of; one entry an hour. */
interface Counted {
  readonly counts: Float32Array;
  readonly weekday: Uint8Array;
  readonly holiday: Uint8Array;
  readonly worked: Uint8Array;
}

const WEEKS = 12;
const WEEKLY = 0.75;
/** Weeks so far back weigh 0.75 each against the next. */
const weights = Array.from({ length: WEEKS }, (_, weeks) => WEEKLY ** weeks);

/**
 * What is usual at this hour of the week: an exponential average over twelve weeks, days that were
 * not usual left out; of a young venue, the mean of the same hour over the second week back. Looks
 * at nothing of the last `skipped` weeks, and so may be asked that far ahead.
 */
export function usualAt(of: Counted, hour: number, skipped = 1): number {
  let sum = 0;
  let weight = 0;
  for (let week = skipped; week <= WEEKS; week++) {
    const then = hour - week * WEEK_HOURS;
    if (then < 0) break;
    const count = ordinary(of, then);
    if (Number.isNaN(count)) continue;
    const share = weights[week - 1] ?? 0;
    sum += share * count;
    weight += share;
  }
  if (weight > 0) return sum / weight;
  return meanOf(of.counts, daysBack(hour, 7 * skipped, 14));
}

/** Mean of the same hour in the last four weeks. */
export function fourWeeksAt(of: Counted, hour: number, skipped = 1): number {
  const weeks = [1, 2, 3, 4].map((week) =>
    week < skipped ? NaN : ordinary(of, hour - week * WEEK_HOURS),
  );
  return meanOf(weeks, [0, 1, 2, 3]);
}

/**
 * What is usual on the kind of day that this one resembles: the last five working days for a weekend
 * that is worked, the last five Sundays at rest for every other day, of use on holidays.
 */
export function likeDayAt(of: Counted, hour: number, skipped = 1): number {
  const asWorkday = of.worked[hour] === 1;
  let sum = 0;
  let many = 0;
  for (let day = 7 * skipped; day <= 41 && many < 5; day++) {
    const then = hour - day * DAY_HOURS;
    if (then < 0) break;
    const weekday = of.weekday[then] ?? 0;
    const isSunday = weekday === 6 && of.worked[then] !== 1;
    if (asWorkday ? weekday > 4 || of.holiday[then] === 1 : !isSunday) continue;
    const count = of.counts[then] ?? NaN;
    if (Number.isNaN(count)) continue;
    sum += count;
    many++;
  }
  return many > 0 ? sum / many : NaN;
}

function ordinary({ counts, holiday, worked }: Counted, hour: number): number {
  return holiday[hour] === 1 || worked[hour] === 1 ? NaN : (counts[hour] ?? NaN);
}

/** The same hour of the day, from so many days back to so many, nearest first. */
function daysBack(hour: number, from: number, to: number): number[] {
  const hours: number[] = [];
  for (let day = from; day <= to && hour - day * DAY_HOURS >= 0; day++) {
    hours.push(hour - day * DAY_HOURS);
  }
  return hours;
}

/** Mean of the entries that are there; NaN if none is. */
export function meanOf(values: ArrayLike<number>, entries: readonly number[]): number {
  let sum = 0;
  let many = 0;
  for (const entry of entries) {
    const value = values[entry] ?? NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    many++;
  }
  return many > 0 ? sum / many : NaN;
}

/** How many times the usual has come within the last `hours`, held between 0.25 and 3. */
export function levels(counts: Float32Array, usual: Float32Array, hours: number): Float32Array {
  const ratios = new Float32Array(counts.length);
  let came = 0;
  let expected = 0;
  const take = (hour: number, sign: number) => {
    const count = counts[hour] ?? NaN;
    const normal = usual[hour] ?? NaN;
    if (Number.isNaN(count + normal)) return;
    came += sign * count;
    expected += sign * normal;
  };
  for (let hour = 0; hour < counts.length; hour++) {
    take(hour, 1);
    take(hour - hours, -1);
    ratios[hour] = expected > 1e-3 ? Math.min(3, Math.max(0.25, came / expected)) : 1;
  }
  return ratios;
}
