import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  earlier,
  type Instant,
  later,
  MINUTE,
  plus,
} from '../base/time';
import { type Curve, totalOf } from './challenge';

/** A stretch of time, the end not in it. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
}

/** What somebody did between the start and the end of a challenge. */
export interface Progress {
  readonly curve: Curve;
  readonly total: number;
  /** When the target was reached; null without one, and before. */
  readonly reachedAt: Instant | null;
}

export const NO_PROGRESS: Progress = { curve: {}, total: 0, reachedAt: null };

/** Distinct club days with a check-in inside the span. */
export function daysOf(
  checkIns: readonly Instant[],
  span: Stretch,
  target: number | null,
): Progress {
  const firsts = new Map<ClubDate, Instant>();
  for (const at of [...checkIns].sort((a, b) => a - b)) {
    const day = clubDateOf(at);
    if (at >= span.from && at < span.until && !firsts.has(day)) firsts.set(day, at);
  }
  const reachedAt = target === null ? null : ([...firsts.values()][target - 1] ?? null);
  const curve = Object.fromEntries([...firsts.keys()].map((day) => [day, 1])) as Curve;
  return { curve, total: firsts.size, reachedAt };
}

/** What lies inside a span, in order, each moment once however many stretches it is in. */
export function unionInside(stretches: readonly Stretch[], span: Stretch): Stretch[] {
  const inside = stretches
    .map(({ from, until }) => ({ from: later(from, span.from), until: earlier(until, span.until) }))
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from);
  const union: Stretch[] = [];
  for (const one of inside) {
    const last = union.at(-1);
    if (last && one.from <= last.until) {
      union[union.length - 1] = { from: last.from, until: later(last.until, one.until) };
    } else union.push(one);
  }
  return union;
}

/** The same, cut where a club day ends. */
function byDay(stretches: readonly Stretch[]): { day: ClubDate; stretch: Stretch }[] {
  const parts: { day: ClubDate; stretch: Stretch }[] = [];
  for (const { from, until } of stretches) {
    for (let start = from; start < until; ) {
      const day = clubDateOf(start);
      const end = earlier(until, clubDayStart(addDays(day, 1)));
      parts.push({ day, stretch: { from: start, until: end } });
      start = end;
    }
  }
  return parts;
}

/**
 * Whole minutes of sport on each club day of a span: what visits and lessons have in common counts
 * once.
 */
export function minutesOf(
  stretches: readonly Stretch[],
  span: Stretch,
  target: number | null,
): Progress {
  const spent = new Map<ClubDate, number>();
  const minutes = () => [...spent.values()].reduce((sum, ms) => sum + Math.floor(ms / MINUTE), 0);
  let reachedAt: Instant | null = null;
  for (const { day, stretch } of byDay(unionInside(stretches, span))) {
    const before = spent.get(day) ?? 0;
    const others = minutes() - Math.floor(before / MINUTE);
    spent.set(day, before + stretch.until - stretch.from);
    if (target !== null && reachedAt === null && minutes() >= target) {
      reachedAt = plus(stretch.from, (target - others) * MINUTE - before);
    }
  }
  const whole = [...spent].map(([day, ms]) => [day, Math.floor(ms / MINUTE)] as const);
  const curve = Object.fromEntries(whole.filter(([, value]) => value > 0)) as Curve;
  return { curve, total: totalOf(curve), reachedAt };
}

/** The club days of a span up to a moment, the first first. */
export function daysUpTo(span: Stretch, now: Instant): ClubDate[] {
  const last = clubDateOf(earlier(plus(span.until, -1), now));
  const days: ClubDate[] = [];
  for (let day = clubDateOf(span.from); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Whom somebody passed: who was at or above them and is below now. */
export function passedBy(
  memberId: string,
  { before, after }: { readonly before: number; readonly after: number },
  others: ReadonlyMap<string, number>,
): string[] {
  return [...others].flatMap(([other, total]) =>
    other !== memberId && total >= before && total < after ? [other] : [],
  );
}
