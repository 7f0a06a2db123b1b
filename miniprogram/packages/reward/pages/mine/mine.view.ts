import type { Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { RedemptionView } from '@shared/contracts/reward';
import {
  REDEMPTION_STATUS_WORDS,
  type RewardKind,
  redemptionCodeText,
} from '@shared/domain/reward';
import { type CouponCard, couponCard, momentText } from '../../reward.view';

export type Mine = Awaited<ReturnType<Api['reward']['mine']>>;

export const TABS = ['open', 'coupons', 'over'] as const;
export type Tab = (typeof TABS)[number];
export const tabOf = (text: string | undefined): Tab => TABS.find((tab) => tab === text) ?? 'open';

const WORDS = { open: '待领取', coupons: '我的券', over: '已结束' } as const;

export interface Redeemed {
  readonly id: string;
  readonly name: string;
  readonly kind: RewardKind;
  /** `东区 · 3 月 14 日 10:00`. */
  readonly about: string;
  readonly price: string;
  /** Empty for what waits: its tab says so. */
  readonly status: string;
  /** In groups; empty when nothing is to be fetched. */
  readonly code: string;
}

export interface MineView {
  readonly tabs: readonly { readonly id: Tab; readonly word: string; readonly chosen: boolean }[];
  readonly rows: readonly Redeemed[];
  readonly coupons: readonly CouponCard[];
  readonly empty: string;
}

const EMPTY = {
  open: '没有待领取的礼品，去商城看看',
  coupons: '还没有优惠券，可以用积分兑换',
  over: '还没有兑换记录，去商城看看',
} as const satisfies Record<Tab, string>;

function rowOf(redemption: RedemptionView, now: Instant): Redeemed {
  const { id, name, kind, price, campusName, status, code, at } = redemption;
  return {
    id,
    name,
    kind,
    about: `${campusName} · ${momentText(at, now)}`,
    price: `${price} 积分`,
    status: status === 'OPEN' ? '' : REDEMPTION_STATUS_WORDS[status],
    code: status === 'OPEN' && code !== null ? redemptionCodeText(code) : '',
  };
}

/** What a tab shows; coupons that can be used come first, the one that ends next on top. */
export function mineView(mine: Mine, tab: Tab, now: Instant): MineView {
  const shown = mine.redemptions.filter(({ status }) => (status === 'OPEN') === (tab === 'open'));
  const rows = tab === 'coupons' ? [] : shown.map((redemption) => rowOf(redemption, now));
  const usable = mine.coupons.filter(({ status }) => status === 'UNUSED').reverse();
  const others = mine.coupons.filter(({ status }) => status !== 'UNUSED');
  const coupons = tab === 'coupons' ? [...usable, ...others].map(couponCard) : [];
  return {
    tabs: TABS.map((id) => ({ id, word: WORDS[id], chosen: id === tab })),
    rows,
    coupons,
    empty: rows.length + coupons.length === 0 ? EMPTY[tab] : '',
  };
}

/** A page with the next one below it; nothing twice. */
export function joined(mine: Mine, next: Mine): Mine {
  const known = new Set(mine.redemptions.map(({ id }) => id));
  const more = next.redemptions.filter(({ id }) => !known.has(id));
  return { ...next, redemptions: [...mine.redemptions, ...more] };
}
