import type { Fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { CouponView } from '@shared/contracts/reward';
import { couponStatusAt, couponUntil } from '@shared/domain/reward';
import type { Db, Transaction } from '../_kit/db';
import { type Coupon, coupons } from './store';

export { expireCoupons } from './expiring';
export type { Coupon } from './store';
export { giveBackCoupon, useCoupon } from './using';

/** Gives a member a coupon in the caller's transaction, which proves that it is the first time. */
export async function issueCoupon(
  tx: Transaction,
  ask: {
    readonly id: string;
    readonly memberId: string;
    readonly name: string;
    readonly off: Fen;
    readonly least: Fen;
    /** How many days it can be used after this one. */
    readonly days: number;
  },
  at: Instant,
): Promise<Coupon> {
  const { id: _id, days, ...terms } = ask;
  const validUntil = couponUntil(at, days);
  const given = { validUntil, status: 'UNUSED', issuedAt: at, told: false, used: null } as const;
  const coupon: Coupon = { _id, ...terms, ...given };
  await tx.put(coupons, coupon);
  return coupon;
}

/** As many as anybody looks at. */
const MOST_SHOWN = 100;

/** A member's coupons, those that last longest first. */
export const couponsOf = (db: Db, memberId: string): Promise<Coupon[]> =>
  db.find(coupons, { where: { memberId }, order: [['validUntil', 'desc']], limit: MOST_SHOWN });

/** Those that can be used now, the first to end first. */
export const usableCouponsOf = (db: Db, memberId: string, now: Instant): Promise<Coupon[]> =>
  db.find(coupons, {
    where: { memberId, status: 'UNUSED', validUntil: { gte: now } },
    order: [['validUntil', 'asc']],
    limit: MOST_SHOWN,
  });

export const couponById = (db: Db, couponId: string) => db.get(coupons, couponId);

/** How many a member can use now. */
export const usableCoupons = (db: Db, memberId: string, now: Instant): Promise<number> =>
  db.count(coupons, { memberId, status: 'UNUSED', validUntil: { gte: now } });

/** A coupon as its member sees it. */
export const couponViewOf = (coupon: Coupon, now: Instant): CouponView => ({
  id: coupon._id,
  name: coupon.name,
  off: coupon.off,
  least: coupon.least,
  validUntil: coupon.validUntil,
  status: couponStatusAt(coupon, now),
});

/** End with the account. */
export const eraseCouponsOf = (db: Db, memberId: string) => db.removeAll(coupons, { memberId });
