import { type Fen, fen, formatYuan, type Points, points } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import type { MeansView } from '@shared/contracts/bookingViews';
import { fenOfPoints, usablePointsFor } from '@shared/domain/points';
import { couponOff, refusalToUseCoupon } from '@shared/domain/reward';

type Coupon = MeansView['coupons'][number];

export interface CouponOption {
  readonly id: string;
  readonly name: string;
  /** `减 ¥10.00`. */
  readonly off: string;
  /** Until when, and from which price on; or what is missing to it. */
  readonly note: string;
  readonly usable: boolean;
  readonly chosen: boolean;
}

/** What pays beside money, and what can. */
export interface Beside {
  /** Null for who has no coupon. */
  readonly coupon: { readonly value: string; readonly options: readonly CouponOption[] } | null;
  /** Null where no points can be used. */
  readonly points: { readonly note: string; readonly on: boolean } | null;
  readonly couponId: string | null;
  readonly couponOff: Fen;
  readonly pointsUsed: Points;
}

/** How the member chose. */
export interface Chosen {
  readonly couponId: string | null;
  readonly withPoints: boolean;
}

const NOTHING: Beside = {
  coupon: null,
  points: null,
  couponId: null,
  couponOff: fen(0),
  pointsUsed: points(0),
};

/** A price after the level's discount: the coupon goes off first, points pay a part of the rest. */
export function besideMoney(
  means: MeansView | null,
  price: Fen,
  { couponId, withPoints, now }: Chosen & { readonly now: Instant },
): Beside {
  if (!means || price === 0) return NOTHING;
  const isUsable = (coupon: Coupon) =>
    refusalToUseCoupon({ ...coupon, status: 'UNUSED' }, { price, now }) === null;
  const coupons = means.coupons.filter(({ validUntil }) => now <= validUntil);
  const chosen = coupons.find((one) => one.id === couponId && isUsable(one));
  const off = chosen ? couponOff(chosen, price) : fen(0);
  const most = usablePointsFor(fen(price - off), means.points);
  const options = coupons
    .map((one) => optionOf(one, price, { chosen, usable: isUsable(one) }))
    .sort((a, b) => Number(b.usable) - Number(a.usable));
  const usable = options.filter((one) => one.usable).length;
  const value = chosen ? formatYuan(fen(-off)) : usableText(usable);
  const note = `用 ${most} 积分抵 ${formatYuan(fenOfPoints(most))}，共有 ${means.points} 积分`;
  return {
    coupon: options.length > 0 ? { value, options } : null,
    points: most > 0 ? { note, on: withPoints } : null,
    couponId: chosen?.id ?? null,
    couponOff: off,
    pointsUsed: withPoints ? most : points(0),
  };
}

const usableText = (usable: number) => (usable > 0 ? `${usable} 张可用` : '没有可用的');

function optionOf(
  { id, name, off, least, validUntil }: Coupon,
  price: Fen,
  { chosen, usable }: { readonly chosen: Coupon | undefined; readonly usable: boolean },
): CouponOption {
  const until = `${formatClub(validUntil, 'M 月 D 日')}前有效`;
  const from = least > 0 ? `满 ${formatYuan(least)} 可用，${until}` : until;
  const note = usable ? from : `还差 ${formatYuan(fen(least - price))} 可用`;
  return { id, name, off: `减 ${formatYuan(off)}`, note, usable, chosen: chosen?.id === id };
}
