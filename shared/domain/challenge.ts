import { type Points, points } from '../base/money';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  DAY,
  HOUR,
  type Instant,
  MINUTE,
  plus,
} from '../base/time';

export const CHALLENGE_REFUSALS = {
  CHALLENGE_NOT_FOUND: '没有找到这个挑战，请刷新后再试',
  CHALLENGE_CLOSED: '这个挑战已经结束，可以再发起一个',
  CHALLENGE_STARTED: '挑战已经开始，要退出请点退出挑战',
  CHALLENGE_FULL: '挑战的人数已满，可以自己发起一个',
  CHALLENGE_OWN: '这是你发起的挑战，请发给好友应战',
  CHALLENGE_FORM_INVALID: '挑战的内容有误，请检查后再试',
  CHALLENGES_FULL: '你同时进行的挑战太多了，请等一个结束',
  STAKE_UNDER_14: '未满 14 周岁不能用积分应战，请选不押积分',
  CHALLENGER_BLOCKED: '你已屏蔽对方，要应战请先解除屏蔽',
  SCORE_EXISTS: '比分已经填过，请等对方确认',
  SCORE_NOT_YOURS: '请等对方确认，自己填的比分不能自己确认',
  SCORE_MISSING: '还没有填写比分，请先填写',
  STEPS_UNAVAILABLE: '没有读到微信步数，请授权微信运动后再试',
  REPORTED_ALREADY: '你已经举报过，请等工作人员处理',
} as const;

/** What is compared: days with a check-in, minutes of sport, steps, or one match between two. */
export const CHALLENGE_KINDS = ['DAYS', 'MINUTES', 'STEPS', 'MATCH'] as const;
export type ChallengeKind = (typeof CHALLENGE_KINDS)[number];
export const CHALLENGE_WORDS = {
  DAYS: '打卡天数',
  MINUTES: '运动分钟',
  STEPS: '步数',
  MATCH: '约战',
} as const satisfies Record<ChallengeKind, string>;
export const CHALLENGE_UNITS = {
  DAYS: '天',
  MINUTES: '分钟',
  STEPS: '步',
  MATCH: '分',
} as const satisfies Record<ChallengeKind, string>;

/** Two with equal stakes, or a group in which the best count. */
export const SHAPES = ['DUEL', 'GROUP'] as const;
export type Shape = (typeof SHAPES)[number];

/**
 * The life of a challenge. OPEN waits for the friend (a duel) or for the first two of a group;
 * RUNNING counts; DISPUTED waits for staff to say how a match ended.
 */
const NEXT = {
  OPEN: { start: 'RUNNING', decline: 'DECLINED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  RUNNING: { settle: 'SETTLED', dispute: 'DISPUTED' },
  DISPUTED: { settle: 'SETTLED' },
  SETTLED: {},
  DECLINED: {},
  CANCELLED: {},
  EXPIRED: {},
} as const;
export type ChallengeStatus = keyof typeof NEXT;
export const CHALLENGE_STATUSES = Object.keys(NEXT) as [ChallengeStatus, ...ChallengeStatus[]];
export type ChallengeEvent = 'start' | 'decline' | 'cancel' | 'expire' | 'settle' | 'dispute';

/** What an event leads to, or null when it is impossible in this status. */
export function nextChallengeStatus(
  status: ChallengeStatus,
  event: ChallengeEvent,
): ChallengeStatus | null {
  const exits: Partial<Record<ChallengeEvent, ChallengeStatus>> = NEXT[status];
  return exits[event] ?? null;
}

export const CHALLENGE_STATUS_WORDS = {
  OPEN: '等待应战',
  RUNNING: '进行中',
  DISPUTED: '比分有争议',
  SETTLED: '已结束',
  DECLINED: '对方婉拒',
  CANCELLED: '已取消',
  EXPIRED: '无人应战',
} as const satisfies Record<ChallengeStatus, string>;

export const MOST_STAKE = 500;
/** A group's stake is small: it is for fun. */
export const MOST_GROUP_STAKE = 50;
export const MOST_DAYS = 31;
export const PLACES = { least: 2, most: 50 } as const;
/** A duel that nobody answers is over then. */
export const ANSWER_WITHIN = DAY;
/** A score that nobody contradicts counts then. */
export const CONFIRM_WITHIN = 24 * HOUR;
/** After the end: visits that are still going on are closed and corrected first. */
export const SETTLE_AFTER = 10 * 60 * 1000;
/** More than this of a day do not count, whatever the phone says. */
export const MOST_STEPS_A_DAY = 30_000;
/** How many one may have that are not over. */
export const MOST_CHALLENGES = 10;
/** Messages about being overtaken, for one challenge and day. */
export const MOST_OVERTAKEN = 2;

/** What is asked for when a challenge is made. */
export interface ChallengeForm {
  readonly kind: ChallengeKind;
  readonly shape: Shape;
  /** Points that each puts in. */
  readonly stake: Points;
  /** First to reach it wins; null: the highest at the end. */
  readonly target: number | null;
  /** Club days, today is the first. */
  readonly days: number;
  /** How many may take part, the challenger counted. */
  readonly places: number;
}

export const mostStake = (shape: Shape): number =>
  shape === 'DUEL' ? MOST_STAKE : MOST_GROUP_STAKE;

/** The most that anybody can reach in so many days; a match has no target. */
export function mostTarget({ kind, days }: Pick<ChallengeForm, 'kind' | 'days'>): number {
  const aDay = { DAYS: 1, MINUTES: DAY / MINUTE, STEPS: MOST_STEPS_A_DAY, MATCH: 0 };
  return aDay[kind] * days;
}

/** Why such a challenge cannot be made, or null. The page asks this too. */
export function refusalToChallenge(form: ChallengeForm) {
  const { kind, shape, stake, target, days, places } = form;
  const duel = shape === 'DUEL';
  const right =
    stake >= 0 &&
    stake <= mostStake(shape) &&
    days >= 1 &&
    days <= MOST_DAYS &&
    (duel ? places === 2 : places >= PLACES.least && places <= PLACES.most) &&
    (target === null || (target >= 1 && target <= mostTarget(form))) &&
    (kind !== 'MATCH' || duel) &&
    // What a phone says about itself moves no points.
    (kind !== 'STEPS' || stake === 0);
  return right ? null : 'CHALLENGE_FORM_INVALID';
}

/** From the moment it starts to the end of its last club day. */
export function spanOf(startedAt: Instant, days: number): { from: Instant; until: Instant } {
  const last = addDays(clubDateOf(startedAt), days - 1);
  return { from: startedAt, until: clubDayStart(addDays(last, 1)) };
}

export const answerBy = (createdAt: Instant) => plus(createdAt, ANSWER_WITHIN);

/** What somebody did on each club day. */
export type Curve = Readonly<Record<ClubDate, number>>;
export const totalOf = (curve: Curve): number =>
  Object.values(curve).reduce((sum, value) => sum + value, 0);

export interface Standing {
  readonly memberId: string;
  readonly total: number;
  /** Who left forfeits: last, and never a winner. */
  readonly left: boolean;
  /** When the total was reached: of two with a target the earlier wins. */
  readonly reachedAt: Instant | null;
}

/** Ranks, the best first; equals share a rank. `target` decides by who reached it first. */
export function rank(
  standings: readonly Standing[],
  target: number | null,
): (Standing & { readonly rank: number })[] {
  const better = (a: Standing, b: Standing): number => {
    if (a.left !== b.left) return a.left ? 1 : -1;
    if (target !== null) {
      const first = (one: Standing) =>
        one.total >= target && one.reachedAt !== null ? one.reachedAt : Number.POSITIVE_INFINITY;
      const [mine, theirs] = [first(a), first(b)];
      if (mine !== theirs) return mine < theirs ? -1 : 1;
      if (Number.isFinite(mine)) return 0;
    }
    return b.total - a.total;
  };
  const sorted = [...standings].sort((a, b) => better(a, b) || (a.memberId < b.memberId ? -1 : 1));
  let place = 0;
  return sorted.map((one, index) => {
    const before = sorted[index - 1];
    if (!before || better(before, one) !== 0) place = index + 1;
    return { ...one, rank: place };
  });
}

/** What each place of a group gets of the pot, in percent; with fewer, the first takes it all. */
const GROUP_SHARES = [60, 30, 10] as const;

/**
 * Who gets how much of the pot: in a duel the winner takes it, ties give every stake back; in a
 * group the first three share it, equals share their places evenly. What does not divide goes to the
 * better place, and the first of all by name where nobody is better: the pot is paid out to the
 * point.
 */
export function payoutsOf(
  ranked: readonly (Standing & { readonly rank: number })[],
  { shape, stake }: { readonly shape: Shape; readonly stake: Points },
): Map<string, Points> {
  const pot = stake * ranked.length;
  const back = () => new Map(ranked.map(({ memberId }) => [memberId, stake]));
  const present = ranked.filter(({ left }) => !left);
  if (pot === 0 || present.length === 0) return pot === 0 ? new Map() : back();
  if (
    present.every(({ rank: place }) => place === present[0]?.rank) &&
    present.length === ranked.length
  ) {
    return back();
  }
  const shares: readonly number[] =
    shape === 'DUEL' || present.length < GROUP_SHARES.length + 1 ? [100] : GROUP_SHARES;
  const payouts = new Map<string, number>();
  let paid = 0;
  for (let place = 0; place < shares.length; ) {
    const tied = present.filter(({ rank: one }) => one === present[place]?.rank);
    const percent = shares.slice(place, place + tied.length).reduce((sum, one) => sum + one, 0);
    const each = Math.floor((pot * percent) / 100 / tied.length);
    for (const { memberId } of tied) payouts.set(memberId, each);
    paid += each * tied.length;
    place += tied.length;
  }
  const [first] = present;
  if (first) payouts.set(first.memberId, (payouts.get(first.memberId) ?? 0) + pot - paid);
  return new Map([...payouts].map(([memberId, amount]) => [memberId, points(amount)]));
}
