import { points as pointsOf } from '@shared/base/money';
import type { MembershipHome } from '@shared/contracts/membership';
import { isAbove, LEVEL_WORDS, LEVELS, levelFor, pointsFrom } from '@shared/domain/membership';
import {
  type ExpiryRow,
  expiryRows,
  type PointRow,
  pointRow,
  pointsText,
} from '../../../../words/points';
import { rightsOf } from '../../rights';

/** A level in the list of all: what it asks for and what it gives. */
export interface LevelRow {
  readonly word: string;
  /** `累计 1,000 积分`. */
  readonly from: string;
  readonly rights: string;
  readonly reached: boolean;
  readonly current: boolean;
}

export interface MembershipView {
  readonly joined: boolean;
  /** The level; of who has none, what opening the membership would give. */
  readonly level: string;
  readonly lifetime: string;
  /** How far it is to the next level, 0 to 100; 100 at the top. */
  readonly percent: number;
  readonly next: string;
  readonly points: string;
  /** Empty when nothing is. */
  readonly frozen: string;
  readonly owed: string;
  readonly expiring: readonly ExpiryRow[];
  readonly recent: readonly PointRow[];
  readonly levels: readonly LevelRow[];
}

/** The page of all lines has the rest. */
const RECENT = 5;

export function membershipView(home: MembershipHome): MembershipView {
  const { level, lifetime, next, points, frozen, owed } = home;
  const shown = level ?? levelFor(lifetime);
  return {
    joined: level !== null,
    level: LEVEL_WORDS[shown],
    lifetime: pointsText(lifetime),
    percent: percentTo(next, { from: pointsFrom(shown), lifetime }),
    next: next
      ? `再得 ${pointsText(pointsOf(next.missing))} 积分，升级为${LEVEL_WORDS[next.level]}`
      : '已是最高等级',
    points: pointsText(points),
    frozen: frozen > 0 ? pointsText(frozen) : '',
    owed: owed > 0 ? pointsText(owed) : '',
    expiring: expiryRows(home.expiring),
    recent: home.recent.slice(0, RECENT).map((line) => pointRow(line, 'M 月 D 日 HH:mm')),
    levels: LEVELS.map((each) => ({
      word: LEVEL_WORDS[each],
      from: fromText(pointsFrom(each)),
      rights: rightsOf(each).join(' · '),
      reached: level !== null && !isAbove(each, level),
      current: each === level,
    })),
  };
}

const fromText = (from: number) =>
  from === 0 ? '免费开通' : `累计 ${pointsText(pointsOf(from))} 积分`;

/** The bar begins anew with each level, so that it moves. */
function percentTo(
  next: MembershipHome['next'],
  { from, lifetime }: { readonly from: number; readonly lifetime: number },
): number {
  if (!next) return 100;
  const way = lifetime - from;
  return Math.floor((100 * way) / (way + next.missing));
}

/** The card that invites a friend: whoever registers by it is remembered until the first booking. */
export function inviteCard(home: MembershipHome | null) {
  const title = '一起来场边打球：打卡赚积分，订场享折扣';
  if (!home) return { title, path: '/pages/me/me' };
  return { title, path: `/pages/me/me?invite=${encodeURIComponent(home.inviteToken)}` };
}
