import type { Instant } from '@shared/base/time';
import type { Db } from '../_kit/db';
import { couponsOf, couponViewOf, eraseCouponsOf } from '../coupons/service';
import { putBack } from './ending';
import { namesOfCampuses, viewOf } from './reading';
import { redemptions, rewardTakers } from './store';

/** What is stored of a member's rewards, for the member. */
export async function rewardRecordOf(db: Db, memberId: string, now: Instant) {
  const [redeemed, held, campuses] = await Promise.all([
    db.all(redemptions, { memberId }),
    couponsOf(db, memberId),
    namesOfCampuses(db),
  ]);
  const coupons = held.map((coupon) => couponViewOf(coupon, now));
  const byId = new Map(coupons.map((coupon) => [coupon.id, coupon]));
  return { redemptions: redeemed.map((one) => viewOf(one, campuses, byId)), coupons };
}

/**
 * Ends with the account: what waits at the desk goes back on the shelf, its points are gone with the
 * others. Done twice, it does nothing the second time.
 */
export async function eraseRewardsOf(db: Db, memberId: string): Promise<void> {
  for (const { _id } of await db.all(redemptions, { memberId, status: 'OPEN' })) {
    await db.transaction(async (tx) => {
      const open = await tx.get(redemptions, _id);
      if (open?.status !== 'OPEN') return;
      await putBack(tx, open);
      await tx.remove(redemptions, _id);
    });
  }
  await db.removeAll(redemptions, { memberId });
  await db.removeAll(rewardTakers, { memberId });
  await eraseCouponsOf(db, memberId);
}
