import { fen } from '@shared/base/money';
import type { Api } from '@shared/contracts';
import type { RewardView } from '@shared/contracts/reward';
import { LEVEL_WORDS } from '@shared/domain/membership';
import { givesCoupon, type RewardKind } from '@shared/domain/reward';
import { termsText } from '../../reward.view';

export type Home = Awaited<ReturnType<Api['reward']['home']>>;

export interface RewardCard {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly pictureUrl: string;
  readonly kind: RewardKind;
  readonly price: string;
  /** `东区 · 还剩 36 件`. */
  readonly stock: string;
  /** Why it cannot be redeemed now; empty when it can. */
  readonly off: string;
}

export interface MallView {
  readonly points: string;
  /** Empty while there is no membership. */
  readonly level: string;
  readonly open: string;
  readonly coupons: string;
  readonly cards: readonly RewardCard[];
}

/** So many left are worth saying; more is plenty. */
const MANY = 100;

const OFF = {
  MEMBERSHIP_FIRST: '先开通会员',
  REWARD_SOLD_OUT: '已兑完',
  REWARD_LIMIT_MEMBER: '已兑到上限',
  REWARD_LIMIT_DAY: '今日已兑完',
} as const satisfies Record<NonNullable<RewardView['refusal']>, string>;

/** The reason that counts first: the reward's own, then how many points are missing. */
function offOf({ refusal, price }: RewardView, points: number): string {
  if (refusal) return OFF[refusal];
  return price > points ? `还差 ${price - points} 积分` : '';
}

function cardOf(reward: RewardView, points: number): RewardCard {
  const { id, name, description, pictureUrl, kind, price, campusName, stock, coupon } = reward;
  const terms = coupon && termsText({ off: fen(coupon.off), least: fen(coupon.least) });
  const left = stock >= MANY ? '库存充足' : `还剩 ${stock} ${givesCoupon(kind) ? '张' : '份'}`;
  return {
    id,
    name,
    about: description || terms || '',
    pictureUrl: pictureUrl ?? '',
    kind,
    price: String(price),
    stock: `${campusName} · ${left}`,
    off: offOf(reward, points),
  };
}

export const mallView = ({ level, points, rewards, open, coupons }: Home): MallView => ({
  points: String(points),
  level: level === null ? '' : LEVEL_WORDS[level],
  open: open === 0 ? '' : `${open} 件待领取`,
  coupons: coupons === 0 ? '' : `${coupons} 张可用`,
  cards: rewards.map((reward) => cardOf(reward, points)),
});

/** What is asked before points go. */
export interface Deal {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly left: string;
  /** How it is got, and what can be done afterwards. */
  readonly lines: readonly string[];
}

export function dealOf(home: Home, rewardId: string): Deal | null {
  const reward = home.rewards.find(({ id }) => id === rewardId);
  if (!reward || offOf(reward, home.points) !== '') return null;
  const { id, name, price, campusName, coupon } = reward;
  const lines =
    coupon === null
      ? [`凭兑换码到${campusName}前台领取`, '领取前可以取消，积分原样退回']
      : [
          `${termsText({ off: fen(coupon.off), least: fen(coupon.least) })}，${coupon.days} 天内有效`,
          '兑换后放进「我的券」，不能退回积分',
        ];
  return { id, name, price, left: String(home.points - price), lines };
}
