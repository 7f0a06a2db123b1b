import { DAY, HOUR, type Instant, MINUTE } from '@shared/base/time';
import type { ChallengeCard } from '@shared/contracts/challengeViews';
import {
  CHALLENGE_STATUS_WORDS,
  CHALLENGE_UNITS,
  CHALLENGE_WORDS,
  type ChallengeKind,
  type ChallengeStatus,
} from '@shared/domain/challenge';
import type { Tone } from '../../words/tones';

export const STATUS_TONES = {
  OPEN: 'busy',
  RUNNING: 'brand',
  DISPUTED: 'busy',
  SETTLED: 'ink-2',
  DECLINED: 'ink-2',
  CANCELLED: 'ink-2',
  EXPIRED: 'ink-2',
} as const satisfies Record<ChallengeStatus, Tone>;

/** A challenge in a list, ready to print. */
export interface CardView {
  readonly id: string;
  readonly kind: string;
  /** `和梅若雨一对一`, `5 人挑战`. */
  readonly title: string;
  /** `7 天 · 每人 50 积分`. */
  readonly terms: string;
  readonly status: string;
  readonly tone: Tone;
  /** Pictures of the first few; empty where somebody has none. */
  readonly faces: readonly { readonly memberId: string; readonly avatarUrl: string }[];
  /** `第 1 名`; empty before it runs. */
  readonly rank: string;
  /** `还剩 2 天 3 小时`; empty when it is over. */
  readonly left: string;
  /** `+50 积分`; empty while it is not settled and where nothing was at stake. */
  readonly won: string;
  readonly gained: boolean;
}

const MOST_FACES = 4;

export const nameOf = ({ nickname }: { readonly nickname: string }) => nickname || '球友';

const TEN_THOUSAND = 10_000;

/** `5 天`, `120 分钟`, `3 万步`. */
export function amountText(value: number, kind: ChallengeKind): string {
  const unit = CHALLENGE_UNITS[kind];
  const round = value > 0 && value % TEN_THOUSAND === 0;
  return round ? `${value / TEN_THOUSAND} 万${unit}` : `${value} ${unit}`;
}

export const stakeText = (stake: number) => (stake > 0 ? `每人 ${stake} 积分` : '不押积分');

/** What a challenge is about, in one line. */
export function termsOf({
  kind,
  days,
  target,
  stake,
}: Pick<ChallengeCard, 'kind' | 'days' | 'target' | 'stake'>): string {
  const aim = target === null ? '' : `先到 ${amountText(target, kind)}`;
  const time = kind === 'MATCH' ? `${days} 天内打完` : `${days} 天`;
  return [time, aim, stakeText(stake)].filter((part) => part !== '').join(' · ');
}

/** The first of the people is the challenger. */
export function titleOf({ shape, people, mine }: ChallengeCard): string {
  if (shape === 'GROUP') return `${people.length} 人挑战`;
  const other = mine ? people[1] : people[0];
  return other ? `和${nameOf(other)}一对一` : '一对一';
}

/** `2 天 3 小时`, `5 小时 12 分`, `12 分钟`; empty when it is over. */
export function leftText(until: Instant, now: Instant): string {
  const left = until - now;
  if (left <= 0) return '';
  const [days, hours] = [Math.floor(left / DAY), Math.floor((left % DAY) / HOUR)];
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`;
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (hours > 0) return minutes > 0 ? `${hours} 小时 ${minutes} 分` : `${hours} 小时`;
  return `${Math.max(1, minutes)} 分钟`;
}

/** Until when something can be done about it; empty when nothing can. */
export function remainingOf(
  { status, until, answerBy }: Pick<ChallengeCard, 'status' | 'until' | 'answerBy'>,
  now: Instant,
): string {
  if (status === 'OPEN') {
    const left = leftText(answerBy, now);
    return left ? `${left}内可应战` : '应战时间已过';
  }
  if (status === 'DISPUTED') return '等工作人员裁定';
  if (status !== 'RUNNING' || until === null) return '';
  const left = leftText(until, now);
  return left ? `还剩 ${left}` : '正在结算';
}

export function cardView(card: ChallengeCard, now: Instant): CardView {
  const { id, kind, status, people, rank, won } = card;
  return {
    id,
    kind: CHALLENGE_WORDS[kind],
    title: titleOf(card),
    terms: termsOf(card),
    status: CHALLENGE_STATUS_WORDS[status],
    tone: STATUS_TONES[status],
    faces: people
      .slice(0, MOST_FACES)
      .map(({ memberId, avatarUrl }) => ({ memberId, avatarUrl: avatarUrl ?? '' })),
    rank: rank === null || kind === 'MATCH' ? '' : `第 ${rank} 名`,
    left: remainingOf(card, now),
    won: wonText(card),
    gained: (won ?? 0) > 0,
  };
}

function wonText({ stake, won }: Pick<ChallengeCard, 'stake' | 'won'>): string {
  if (stake === 0 || won === null) return '';
  if (won === 0) return '积分已退回';
  return won > 0 ? `+${won} 积分` : `−${Math.abs(won)} 积分`;
}
