import { DAY_HOURS, WEEK_HOURS } from './history';
import { solve } from './ridge';

/**
 * How much of what today misses will be missed later today: a ridge of few numbers a venue, for some
 * distances, drawn towards what holds for all venues.
 */
export interface Live {
  /** By LEADS, weights of the terms. */
  readonly weights: readonly (readonly number[])[];
}

/**
 * Hours ahead that have weights of their own; up to a day they are interpolated. The last is for the
 * table's last day: what came at the same hour today is news for it.
 */
export const LEADS = [1, 2, 3, 4, 6, 9, 12, 18, 24, WEEK_HOURS] as const;

/** What is known of a day when an hour is over. */
export interface Today {
  /** What came more than the table said in the last hour, the one before and the one before that. */
  readonly more: readonly [number, number, number];
  /** What the table said of the last hour. */
  readonly tableNow: number;
  /** Came and expected, all open hours of the day so far. */
  readonly came: number;
  readonly expected: number;
}

/** A target that today may say something of. */
export interface Target {
  readonly table: number;
  /** What came more than the table at the target's hour a day before; NaN if nobody knows. */
  readonly moreDayAgo: number;
}

export const TERMS_OF_LIVE = 12;

/** Terms in units of the venue's scale; null if nobody has counted in the last hour. */
export function liveTerms(today: Today, target: Target, scale: number): number[] | null {
  const [now, before, first] = today.more;
  if (Number.isNaN(now)) return null;
  const step = (from: number, to: number) => (Number.isNaN(from) ? 0 : (to - from) / scale);
  // Before much was expected, the day's level says little.
  const level = (today.came - today.expected) / (today.expected + 0.5 * scale);
  const held = Math.max(-1, Math.min(1, level));
  const table = target.table / scale;
  return [
    now / scale,
    step(before, now),
    step(first, Number.isNaN(before) ? now : before),
    held * table,
    held,
    (Number.isNaN(target.moreDayAgo) ? 0 : target.moreDayAgo) / scale,
    (now / scale) * table,
    table,
    1,
    Math.max(-1, Math.min(2, now / (today.tableNow + 0.1 * scale))) * table,
    // A miss as large as a busy hour tells no more than that.
    Math.max(-1, Math.min(1, (now * Math.abs(now)) / scale ** 2)),
    table ** 2,
  ];
}

/** What is to be added to the table `lead` hours ahead, people; nothing between a day and a week. */
export function correctionOf(live: Live, lead: number, terms: readonly number[]): number {
  const after = LEADS.findIndex((one) => one >= lead);
  const here = dot(live.weights[after], terms);
  const [low, high] = [LEADS[after - 1], LEADS[after]];
  if (low === undefined || high === undefined || lead === high) return here;
  if (low === DAY_HOURS) return 0;
  const share = (lead - low) / (high - low);
  return share * here + (1 - share) * dot(live.weights[after - 1], terms);
}

const dot = (weights: readonly number[] = [], terms: readonly number[]) =>
  weights.reduce((sum, weight, term) => sum + weight * (terms[term] ?? 0), 0);

/** What a lead's weights are learned from: the sums of the normal equations, which add up. */
export interface Lesson {
  readonly products: Float64Array;
  readonly sums: Float64Array;
}

export const emptyLesson = (): Lesson => ({
  products: new Float64Array(TERMS_OF_LIVE * TERMS_OF_LIVE),
  sums: new Float64Array(TERMS_OF_LIVE),
});

/** A miss beyond it, in units of the scale, is an accident: it counts, but not by its size. */
const ACCIDENT = 0.1;

/**
 * What to learn from so that accidents draw the weights no further than other misses do: what the
 * weights of before say, and of the rest as much as is no accident (Huber, 1981, modified residuals).
 */
export function withoutAccident(
  missed: number,
  weights: readonly number[] | undefined,
  terms: readonly number[],
): number {
  if (!weights) return missed;
  const said = dot(weights, terms);
  return said + Math.max(-ACCIDENT, Math.min(ACCIDENT, missed - said));
}

/** `missed` is what came more than the table at the target, in units of the scale. */
export function learn({ products, sums }: Lesson, terms: readonly number[], missed: number): void {
  terms.forEach((one, row) => {
    sums[row] = (sums[row] ?? 0) + one * missed;
    terms.forEach((other, column) => {
      const place = row * TERMS_OF_LIVE + column;
      products[place] = (products[place] ?? 0) + one * other;
    });
  });
}

/**
 * How strongly weights are held, in squared terms: a venue's to those of all, those of all to nothing.
 * Hours of a day miss together, so that far ahead a record says less than its length.
 */
const BIASES: readonly number[] = [7, 8, 11];
/** What was too much or too little for a few weeks says nothing of the next one. */
const FIRM = 1000;
const HELD = { base: 1, perHour: 0.5 };

/** Weights of one lead, drawn towards `all`; of the network itself towards nothing. */
export function weightsOf(
  { products, sums }: Lesson,
  lead: number,
  all: readonly number[] | null,
): number[] {
  const matrix = Float64Array.from(products);
  const answer = Float64Array.from(sums);
  const penalty = HELD.base + HELD.perHour * lead;
  for (let term = 0; term < TERMS_OF_LIVE; term++) {
    const place = term * TERMS_OF_LIVE + term;
    const held = BIASES.includes(term) ? penalty * (lead > DAY_HOURS ? FIRM : 1) : penalty;
    matrix[place] = (matrix[place] ?? 0) + held;
    answer[term] = (answer[term] ?? 0) + held * (all?.[term] ?? 0);
  }
  solve(matrix, answer);
  return Array.from(answer, (weight) => Number(weight.toPrecision(4)));
}
