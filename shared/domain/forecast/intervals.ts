import { quantileOf } from './history';

/**
 * Bands from a model's own past misses: quantiles of the last 56 days' misses divided by the root of
 * the forecast, at a level that moves with how often the band was right (adaptive conformal
 * inference: Gibbs and Candès, 2021).
 */
export interface Tails {
  /** The share of misses left out below and above; 0.1 each make 80 %. */
  readonly low: number;
  readonly high: number;
}

export const EVEN: Tails = { low: 0.1, high: 0.1 };

/**
 * Where far distances begin: misses a week ahead come in weeks of the same kind, and the first few
 * weeks of a record have not seen many kinds.
 */
export const WARY: Tails = { low: 0.06, high: 0.06 };

/** How far above and below the forecast the band goes, in roots of people. */
export interface Reach {
  readonly low: number;
  readonly high: number;
}

const WANTED = 0.1;
const STEP = 0.02;
const LEAST = 0.01;
const MOST = 0.25;
/** Fewer misses say nothing of their tails. */
const LEAST_MISSES = 20;
/** A day with fewer counted hours teaches no level. */
const LEAST_HOURS = 4;

export const BAND_DAYS = 56;

/** What a miss is measured in: counts spread like the root of what is expected. */
export const rootOf = (middle: number, scale: number) => Math.sqrt(Math.max(middle, 0.03 * scale));

/** One hour of which something was said, and what came. */
export interface Judged {
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** The levels after a day: a band that was too narrow leaves out less tomorrow. */
export function adapted({ low, high }: Tails, day: readonly Judged[]): Tails {
  if (day.length < LEAST_HOURS) return { low, high };
  const share = (is: (one: Judged) => boolean) => day.filter(is).length / day.length;
  const moved = (tail: number, outside: number) =>
    Math.min(MOST, Math.max(LEAST, tail + STEP * (WANTED - outside)));
  return {
    low: moved(
      low,
      share((one) => one.count < one.low),
    ),
    high: moved(
      high,
      share((one) => one.count > one.high),
    ),
  };
}

/** The band of these misses, in roots; null if they are too few to tell. */
export function reachOf(misses: readonly number[], tails: Tails): Reach | null {
  if (misses.length < LEAST_MISSES) return null;
  const sorted = Float64Array.from(misses).sort();
  return { low: quantileOf(sorted, tails.low), high: quantileOf(sorted, 1 - tails.high) };
}

/** Headcounts below and above which one in ten ends up. */
export function bandOf(middle: number, reach: Reach, scale: number): { low: number; high: number } {
  const root = rootOf(middle, scale);
  return {
    low: Math.max(0, middle + reach.low * root),
    high: Math.max(0, middle + reach.high * root),
  };
}
