import type { Instant } from '@shared/base/time';
import type { RedemptionView, RewardView } from '@shared/contracts/reward';
import type { Level } from '@shared/domain/membership';
import { refusalToRedeem } from '@shared/domain/reward';
import type { Db } from '../_kit/db';
import { couponById, couponsOf, couponViewOf } from '../coupons/service';
import { allCampuses } from '../venue/service';
import { takenOn } from './redeeming';
import { type Redemption, type Reward, redemptions, rewards, rewardTakers } from './store';

export const namesOfCampuses = async (db: Db) =>
  new Map((await allCampuses(db)).map(({ _id, name }) => [_id, name]));

function refusalFor(
  reward: Reward,
  taken: { byMember: number; level: Level | null },
  now: Instant,
) {
  if (taken.level === null) return 'MEMBERSHIP_FIRST';
  const refusal = refusalToRedeem(reward, { ...taken, today: takenOn(reward, now) });
  if (refusal === 'REWARD_OFF') throw new Error(`rewards/${reward._id} should be on the shelf`);
  return refusal;
}

/** What is on the shelves, the cheapest first, with why this member cannot have one more. */
export async function shelvesFor(
  db: Db,
  { memberId, level }: { readonly memberId: string; readonly level: Level | null },
  now: Instant,
): Promise<RewardView[]> {
  const [shown, takers, campuses] = await Promise.all([
    db.all(rewards, { onShelf: true }),
    db.all(rewardTakers, { memberId }),
    namesOfCampuses(db),
  ]);
  const taken = new Map(takers.map((taker) => [taker.rewardId, taker.taken]));
  return shown
    .sort((a, b) => a.price - b.price || (a._id < b._id ? -1 : 1))
    .map((reward) => ({
      id: reward._id,
      campusName: campuses.get(reward.campusId) ?? '',
      kind: reward.kind,
      name: reward.name,
      description: reward.description,
      pictureUrl: reward.pictureFileId,
      price: reward.price,
      stock: reward.stock,
      refusal: refusalFor(reward, { byMember: taken.get(reward._id) ?? 0, level }, now),
      coupon: reward.coupon,
    }));
}

/** What a campus's admin has on and off the shelf, the newest first. */
export async function shelfOf(db: Db, campusId: string) {
  const found = await db.all(rewards, { campusId });
  return found
    .sort((a, b) => b.createdAt - a.createdAt || (a._id < b._id ? -1 : 1))
    .map(({ _id: id, pictureFileId, taken: _, form: __, createdAt: ___, ...reward }) => ({
      id,
      ...reward,
      pictureFileId,
      pictureUrl: pictureFileId,
    }));
}

type CouponsById = ReadonlyMap<string, RedemptionView['coupon']>;

export const viewOf = (
  redemption: Redemption,
  campuses: ReadonlyMap<string, string>,
  coupons: CouponsById,
): RedemptionView => ({
  id: redemption._id,
  name: redemption.name,
  kind: redemption.kind,
  campusName: campuses.get(redemption.campusId) ?? '',
  price: redemption.price,
  status: redemption.status,
  code: redemption.couponId === null ? redemption.code : null,
  at: redemption.at,
  endedAt: redemption.endedAt,
  coupon: (redemption.couponId && coupons.get(redemption.couponId)) || null,
});

export async function redemptionView(
  db: Db,
  redemption: Redemption,
  now: Instant,
): Promise<RedemptionView> {
  const { couponId } = redemption;
  const [campuses, coupon] = await Promise.all([
    namesOfCampuses(db),
    couponId === null ? null : couponById(db, couponId),
  ]);
  const coupons: CouponsById = new Map(coupon ? [[coupon._id, couponViewOf(coupon, now)]] : []);
  return viewOf(redemption, campuses, coupons);
}

const PAGE = 20;

interface Cursor {
  readonly at: Instant;
  readonly id: string;
}

/** A page of what a member redeemed, the newest first; several may be of one millisecond. */
async function redeemedBefore(db: Db, memberId: string, before: Cursor | null) {
  const most = PAGE + 1;
  const found: Redemption[] = [];
  if (before) {
    const where = { memberId, at: before.at, _id: { lt: before.id } };
    found.push(...(await db.find(redemptions, { where, order: [['_id', 'desc']], limit: most })));
  }
  const wanted = most - found.length;
  if (wanted > 0) {
    const where = before ? { memberId, at: { lt: before.at } } : { memberId };
    const order = [
      ['at', 'desc'],
      ['_id', 'desc'],
    ] as const;
    found.push(...(await db.find(redemptions, { where, order, limit: wanted })));
  }
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  return { page, next: found.length > PAGE && last ? { at: last.at, id: last._id } : null };
}

/** A page of what a member redeemed, with all coupons. */
export async function mineOf(
  db: Db,
  { memberId, before }: { readonly memberId: string; readonly before: Cursor | null },
  now: Instant,
) {
  const [{ page, next }, coupons, campuses] = await Promise.all([
    redeemedBefore(db, memberId, before),
    couponsOf(db, memberId),
    namesOfCampuses(db),
  ]);
  const views = coupons.map((coupon) => couponViewOf(coupon, now));
  const byId = new Map(views.map((coupon) => [coupon.id, coupon]));
  const redeemed = page.map((redemption) => viewOf(redemption, campuses, byId));
  return { redemptions: redeemed, coupons: views, next, now };
}

export const openOf = (db: Db, memberId: string): Promise<number> =>
  db.count(redemptions, { memberId, status: 'OPEN' });

export const redemptionOf = async (db: Db, redemptionId: string, memberId: string) => {
  const found = await db.get(redemptions, redemptionId);
  return found?.memberId === memberId ? found : null;
};
