import { type Points, points } from '../base/money';
import { addDays, type ClubDate } from '../base/time';

const BASE = 5;
const MOST_FOR_STREAK = 15;

/** Extra points on the day a streak reaches these many days. */
export const MILESTONES = [
  { days: 7, bonus: 30 },
  { days: 30, bonus: 100 },
  { days: 365, bonus: 1000 },
] as const;

/** Consecutive club days with a check-in, as it stood after the last of them. */
export interface Streak {
  readonly days: number;
  readonly lastDay: ClubDate | null;
}

export interface Reward {
  readonly base: Points;
  /** Zero on most days. */
  readonly milestone: Points;
}

/**
 * The streak after a check-in on `today` and what it earns: 5 + min(15, streak − 1), and a
 * milestone's bonus. Null when today (or a later day, if a clock was set back) is rewarded already.
 */
export function rewardFor(streak: Streak, today: ClubDate) {
  if (streak.lastDay !== null && streak.lastDay >= today) return null;
  const days = streak.lastDay === addDays(today, -1) ? streak.days + 1 : 1;
  const reached = MILESTONES.find((milestone) => milestone.days === days);
  const reward: Reward = {
    base: points(BASE + Math.min(MOST_FOR_STREAK, days - 1)),
    milestone: points(reached?.bonus ?? 0),
  };
  return { streak: { days, lastDay: today } satisfies Streak, reward };
}

/** What a person is told: a streak that missed yesterday is over. */
export function streakOn(streak: Streak, today: ClubDate): number {
  const alive = streak.lastDay !== null && streak.lastDay >= addDays(today, -1);
  return alive ? streak.days : 0;
}

/** The next milestone ahead of a streak, or null beyond the last. */
export function nextMilestone(days: number) {
  const next = MILESTONES.find((milestone) => milestone.days > days);
  return next ? { days: next.days, bonus: points(next.bonus), left: next.days - days } : null;
}
