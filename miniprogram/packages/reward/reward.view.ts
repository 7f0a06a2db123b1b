import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import type { CouponView } from '@shared/contracts/reward';
import { COUPON_WORDS, type CouponTerms } from '@shared/domain/reward';

export const PATHS = {
  mall: '/packages/reward/pages/mall/mall',
  mine: '/packages/reward/pages/mine/mine',
  coupons: '/packages/reward/pages/mine/mine?tab=coupons',
} as const;

export const codePath = (redemptionId: string) =>
  `/packages/reward/pages/code/code?id=${redemptionId}`;

/** `减 ¥10.00，满 ¥50.00 可用`. */
export const termsText = ({ off, least }: Pick<CouponTerms, 'off' | 'least'>): string =>
  `减 ${formatYuan(off)}，${least === 0 ? '不限金额' : `满 ${formatYuan(least)} 可用`}`;

/** A coupon of 我的券. */
export interface CouponCard {
  readonly id: string;
  readonly name: string;
  readonly off: string;
  readonly least: string;
  /** `2026 年 5 月 13 日前可用`; when it is over, what it is now. */
  readonly note: string;
  readonly usable: boolean;
}

export function couponCard({ id, name, off, least, validUntil, status }: CouponView): CouponCard {
  const until = formatClub(validUntil, 'YYYY 年 M 月 D 日');
  const usable = status === 'UNUSED';
  return {
    id,
    name,
    off: formatYuan(off),
    least: least === 0 ? '不限金额' : `满 ${formatYuan(least)} 可用`,
    note: usable ? `${until}前可用` : COUPON_WORDS[status],
    usable,
  };
}

/** `3 月 14 日 10:00`; the year only when it is another. */
export function momentText(at: Instant, now: Instant): string {
  const sameYear = formatClub(at, 'YYYY') === formatClub(now, 'YYYY');
  return formatClub(at, sameYear ? 'M 月 D 日 HH:mm' : 'YYYY 年 M 月 D 日 HH:mm');
}
