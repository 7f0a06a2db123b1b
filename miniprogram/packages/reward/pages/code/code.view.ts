import type { Instant } from '@shared/base/time';
import type { RedemptionView } from '@shared/contracts/reward';
import { redemptionCodePicture, redemptionCodeText } from '@shared/domain/reward';
import { momentText } from '../../reward.view';

export interface CodeView {
  readonly name: string;
  readonly title: string;
  readonly tone: 'brand' | 'ink-2';
  readonly note: string;
  /** Null when there is nothing to be fetched (any more). */
  readonly code: { readonly picture: string; readonly digits: string } | null;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** The side of the picture, px: the smallest phone has room for it. */
export const CODE_SIZE = 200;

function faceOf({ status, campusName, couponId }: Face) {
  if (status === 'OPEN') {
    return { title: '待领取', tone: 'brand', note: `到${campusName}前台出示` } as const;
  }
  if (status === 'CANCELLED') {
    return { title: '已取消', tone: 'ink-2', note: '积分和库存都已退回' } as const;
  }
  const note = couponId ? '已放进「我的券」' : '东西已经交到你手上，玩得开心';
  return { title: couponId ? '已兑换' : '已领取', tone: 'brand', note } as const;
}
type Face = Pick<RedemptionView, 'status' | 'campusName'> & { readonly couponId: boolean };

export function codeView(redemption: RedemptionView, now: Instant): CodeView {
  const { name, status, campusName, code, price, at, endedAt, coupon } = redemption;
  const ended = endedAt === null ? [] : [{ label: '结束时间', value: momentText(endedAt, now) }];
  return {
    name,
    ...faceOf({ status, campusName, couponId: coupon !== null || code === null }),
    code:
      status === 'OPEN' && code !== null
        ? { picture: redemptionCodePicture(code), digits: redemptionCodeText(code) }
        : null,
    facts: [
      { label: '领取校区', value: campusName },
      { label: '使用积分', value: `${price} 积分` },
      { label: '兑换时间', value: momentText(at, now) },
      ...ended,
    ],
  };
}
