import type { Fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { couponOff, couponStatusAt, refusalToUseCoupon } from '@shared/domain/reward';
import type { Transaction } from '../_kit/db';
import { coupons } from './store';

type CouponRefusal = 'COUPON_NOT_FOUND' | 'COUPON_CLOSED' | 'COUPON_TOO_LITTLE';

/**
 * Uses a coupon for an order in the caller's transaction. `price` is what is left after the level's
 * discount and before points. Asked again for the same order it answers the same.
 *
 * @returns what it takes off, fen, or why it cannot be used: nothing is written then
 */
export async function useCoupon(
  tx: Transaction,
  ask: {
    readonly couponId: string;
    readonly memberId: string;
    readonly price: Fen;
    readonly orderId: string;
  },
  at: Instant,
): Promise<Fen | CouponRefusal> {
  const { couponId, memberId, price, orderId } = ask;
  const coupon = await tx.get(coupons, couponId);
  if (coupon?.memberId !== memberId) return 'COUPON_NOT_FOUND';
  if (coupon.used?.orderId === orderId) return coupon.used.off;
  const refusal = refusalToUseCoupon(coupon, { price, now: at });
  if (refusal) return refusal;
  const off = couponOff(coupon, price);
  await tx.put(coupons, { ...coupon, status: 'USED', used: { orderId, off, at } });
  return off;
}

/**
 * Gives a coupon back that was used for an order which did not come about. One that is over by now
 * stays over. False when this order does not have it (any more): another one may.
 */
export async function giveBackCoupon(
  tx: Transaction,
  { couponId, orderId }: { readonly couponId: string; readonly orderId: string },
  at: Instant,
): Promise<boolean> {
  const coupon = await tx.get(coupons, couponId);
  if (coupon?.used?.orderId !== orderId) return false;
  const status = couponStatusAt({ ...coupon, status: 'UNUSED' }, at);
  await tx.put(coupons, { ...coupon, status, used: null });
  return true;
}
