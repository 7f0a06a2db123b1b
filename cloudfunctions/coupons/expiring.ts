import { formatClub, type Instant } from '@shared/base/time';
import { couponsToTellUntil } from '@shared/domain/reward';
import { budgetOf } from '../_kit/budget';
import type { Context } from '../_kit/serve';
import { type Letter, sendMessage } from '../message/service';
import { type Coupon, coupons } from './store';

const PAGE = 100;
const BUDGET_MS = 20_000;
/** Where a member's coupons are. */
export const COUPONS_PAGE = 'packages/reward/pages/mine/mine';

/**
 * Closes coupons that are over, and tells of those that end in three days, once each. Right at any
 * time and however often; whoever uses one at this instant meets it in the coupon.
 */
export async function expireCoupons(context: Context): Promise<void> {
  const { db, now } = context;
  await db.changeAll(
    coupons,
    { status: 'UNUSED', validUntil: { lt: now } },
    { set: { status: 'EXPIRED' } },
  );
  await tellOfEnds(context);
}

async function tellOfEnds({ db, now, platform }: Context): Promise<void> {
  const mayGoOn = budgetOf(BUDGET_MS);
  const soon = { gte: now, lte: couponsToTellUntil(now) };
  const where = { status: 'UNUSED', told: false, validUntil: soon } as const;
  for (let after = ''; ; ) {
    const found = await db.find(coupons, {
      where: { ...where, _id: { gt: after } },
      order: [['_id', 'asc']],
      limit: PAGE,
    });
    for (const { _id } of found) {
      if (!mayGoOn()) return;
      const told = db.transaction(async (tx) => {
        const coupon = await tx.get(coupons, _id);
        if (!coupon || coupon.told || coupon.status !== 'UNUSED') return;
        await tx.put(coupons, { ...coupon, told: true });
        await sendMessage(tx, endLetter(coupon, now), { first: true });
      });
      // One that fails keeps nobody else waiting.
      await told.catch((fault) => platform.reportFault(fault, _id));
    }
    const last = found.at(-1);
    if (!last || found.length < PAGE) return;
    after = last._id;
  }
}

const endLetter = ({ _id, memberId, name, validUntil }: Coupon, at: Instant): Letter => ({
  key: `coupon:${_id}:end`,
  memberId,
  kind: 'POINTS',
  title: '优惠券快到期了',
  body: `你的「${name}」可以用到${formatClub(validUntil, 'M月D日')}，订场付款时选用`,
  page: COUPONS_PAGE,
  at,
});
