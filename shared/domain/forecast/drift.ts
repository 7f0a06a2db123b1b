import { DAY_HOURS } from './history';
import type { Series } from './series';

/** What is wrong with a venue's counts, so that somebody looks before the forecast is believed. */
export type Drift =
  /** The counter has said the same for hours in which a venue never stands still. */
  | { readonly kind: 'STUCK'; readonly hours: number; readonly count: number }
  /** Somebody is counted while the doors are closed. */
  | { readonly kind: 'NIGHT_COUNTS'; readonly hours: number }
  /** Far more or far fewer come than usual: a counter that doubles, a closure nobody marked. */
  | { readonly kind: 'LEVEL'; readonly ratio: number }
  /** Nobody has counted for so many open hours. */
  | { readonly kind: 'SILENT'; readonly hours: number };

/** The same mean for so many open hours. A mean of readings that are alive is never twice the same. */
const STUCK_HOURS = 6;
/** Night hours with more than this share of a busy hour, out of the last seven days. */
const NIGHT_SHARE = 0.05;
const NIGHT_HOURS = 7;
/** The last seven days against what is usual (measured: shared venues stay within). */
export const LEVEL_LEAST = 0.6;
export const LEVEL_MOST = 1.6;
/** Where fewer are usual in an hour, a group of friends is no level. */
const LEVEL_PEOPLE = 2;
/** A single usual day says little of a level. */
const LEVEL_DAYS = 2;
/** A hall where hardly anybody is usual has no ratio worth telling. */
export const HIGHEST_LEVEL = 10;
const SILENT_HOURS = 12;
const WEEK = 7 * DAY_HOURS;

/** Everything that is odd as of the end of the series; the last seven days are looked at. */
export function driftsOf(series: Series): Drift[] {
  return [stuck(series), nightCounts(series), level(series), silent(series)].flat();
}

/** Open hours of the last week, the latest first. */
function lastOpenHours({ open, known }: Series): number[] {
  const hours: number[] = [];
  for (let hour = known - 1; hour >= Math.max(0, known - WEEK); hour--) {
    if (open[hour] === 1) hours.push(hour);
  }
  return hours;
}

function stuck(series: Series): Drift[] {
  const counted = lastOpenHours(series).filter((hour) => !Number.isNaN(series.counts[hour] ?? NaN));
  const count = series.counts[counted[0] ?? -1] ?? NaN;
  const others = counted.findIndex((hour) => series.counts[hour] !== count);
  const hours = others === -1 ? counted.length : others;
  // An empty hall stands still too; it is odd only where people are usual.
  const usual = counted
    .slice(0, hours)
    .reduce((sum, at) => sum + (series.profile.usual[at] ?? 0), 0);
  const isUsuallyBusy = usual > series.scale;
  if (hours < STUCK_HOURS || (count === 0 && !isUsuallyBusy)) return [];
  return [{ kind: 'STUCK', hours, count }];
}

function nightCounts({ open, known, counts, scale }: Series): Drift[] {
  let hours = 0;
  for (let hour = Math.max(0, known - WEEK); hour < known; hour++) {
    if (open[hour] === 0 && (counts[hour] ?? 0) > NIGHT_SHARE * scale) hours++;
  }
  return hours >= NIGHT_HOURS ? [{ kind: 'NIGHT_COUNTS', hours }] : [];
}

/** Holidays and worked weekends are never usual: after a long holiday nothing is wrong. */
function level(series: Series): Drift[] {
  const days = new Set<number>();
  let [came, usual, hours] = [0, 0, 0];
  for (const hour of lastOpenHours(series)) {
    if (series.holiday[hour] === 1 || series.worked[hour] === 1) continue;
    const normal = series.profile.usual[hour] ?? NaN;
    const count = series.counts[hour] ?? NaN;
    if (Number.isNaN(count + normal)) continue;
    came += count;
    usual += normal;
    hours++;
    days.add(Math.floor((series.from + hour) / DAY_HOURS));
  }
  if (days.size < LEVEL_DAYS || usual < LEVEL_PEOPLE * hours) return [];
  const ratio = Math.min(HIGHEST_LEVEL, came / usual);
  return ratio < LEVEL_LEAST || ratio > LEVEL_MOST ? [{ kind: 'LEVEL', ratio }] : [];
}

function silent(series: Series): Drift[] {
  const hours = lastOpenHours(series);
  const counted = hours.findIndex((hour) => !Number.isNaN(series.counts[hour] ?? NaN));
  const silence = counted === -1 ? hours.length : counted;
  return silence >= SILENT_HOURS ? [{ kind: 'SILENT', hours: silence }] : [];
}
