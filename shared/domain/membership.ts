import type { Points } from '../base/money';

export const MEMBERSHIP_REFUSALS = {
  MEMBERSHIP_EXISTS: '你已经是会员，可以在会员页查看等级',
  OWN_POINTS: '不能调整自己的积分，请让其他管理员操作',
  MEMBERSHIP_FIRST: '请先免费开通会员，再兑换积分',
} as const;

/** Levels, the lowest first. */
export const LEVELS = ['BASIC', 'SILVER', 'GOLD', 'DIAMOND'] as const;
export type Level = (typeof LEVELS)[number];
export const LEVEL_WORDS = {
  BASIC: '普通会员',
  SILVER: '银卡会员',
  GOLD: '金卡会员',
  DIAMOND: '钻石会员',
} as const satisfies Record<Level, string>;

/** From how many points, earned in a lifetime, and what of a court's price a member pays then. */
const TERMS = {
  BASIC: { from: 0, percent: 100 },
  SILVER: { from: 1_000, percent: 95 },
  GOLD: { from: 5_000, percent: 90 },
  DIAMOND: { from: 10_000, percent: 85 },
} as const satisfies Record<Level, { from: number; percent: number }>;

export const FULL_PRICE = 100;

/** What a member of this level pays of a booking, in percent; who is no member pays all of it. */
export const percentOf = (level: Level | null): number =>
  level === null ? FULL_PRICE : TERMS[level].percent;

export const pointsFrom = (level: Level): number => TERMS[level].from;

/** The level that so many points earned in a lifetime reach. */
export function levelFor(lifetime: Points): Level {
  let reached: Level = 'BASIC';
  for (const level of LEVELS) if (lifetime >= TERMS[level].from) reached = level;
  return reached;
}

export const isAbove = (a: Level, b: Level) => LEVELS.indexOf(a) > LEVELS.indexOf(b);

/** The next level and what is missing to it; null at the top. */
export function nextLevel(level: Level, lifetime: Points) {
  const next = LEVELS[LEVELS.indexOf(level) + 1];
  return next ? { level: next, missing: Math.max(0, TERMS[next].from - lifetime) } : null;
}

const LEAD_MINUTES = 60;

/** By how many minutes earlier new days are for sale to a level: gold cards and above. */
export const leadMinutesOf = (level: Level | null): number =>
  level !== null && LEVELS.indexOf(level) >= LEVELS.indexOf('GOLD') ? LEAD_MINUTES : 0;

/** A venue's limits as they count for a level. */
export function limitsFor<Limits extends { readonly releaseMinute: number }>(
  limits: Limits,
  level: Level | null,
): Limits {
  const lead = leadMinutesOf(level);
  if (lead === 0) return limits;
  return { ...limits, releaseMinute: Math.max(0, limits.releaseMinute - lead) };
}
