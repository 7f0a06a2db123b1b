import type { Instant } from '@shared/base/time';
import { nextRedemptionStatus, parseRedemptionCode } from '@shared/domain/reward';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { type Letter, sendMessage } from '../message/service';
import { returnPoints } from '../points/service';
import { serves } from '../venue/service';
import { holdOf, type Redemption, redemptions, rewards, rewardTakers, takerId } from './store';

/** Where a member finds what was redeemed. */
const MINE_PAGE = 'packages/reward/pages/mine/mine';

/** Puts one back on the shelf, and off what the member and its day took. */
export async function putBack(tx: Transaction, redemption: Redemption): Promise<void> {
  const { rewardId, memberId, day } = redemption;
  const reward = await tx.need(rewards, rewardId);
  const { taken } = reward;
  await tx.put(rewards, {
    ...reward,
    stock: reward.stock + 1,
    redeemed: reward.redeemed - 1,
    open: reward.open - 1,
    taken: taken?.day === day ? { day, count: taken.count - 1 } : taken,
  });
  const taker = await tx.need(rewardTakers, takerId(rewardId, memberId));
  await tx.put(rewardTakers, { ...taker, taken: taker.taken - 1 });
}

/**
 * Takes back what nobody fetched: points and stock come back, once.
 *
 * @throws Refusal REDEMPTION_NOT_FOUND, REDEMPTION_CLOSED
 */
export const cancelRedemption = (
  { db, now }: Context,
  { identity }: Member,
  redemptionId: string,
): Promise<Redemption> =>
  db.transaction(async (tx) => {
    const redemption = await tx.get(redemptions, redemptionId);
    if (redemption?.memberId !== identity.memberId) throw new Refusal('REDEMPTION_NOT_FOUND');
    // A second try whose first reply was lost.
    if (redemption.status === 'CANCELLED') return redemption;
    const status = nextRedemptionStatus(redemption.status, 'cancel');
    if (status === null) throw new Refusal('REDEMPTION_CLOSED');
    const cancelled: Redemption = { ...redemption, status, endedAt: now };
    await tx.put(redemptions, cancelled);
    await putBack(tx, redemption);
    const holdId = holdOf(redemptionId);
    const { price: amount } = redemption;
    await returnPoints(tx, { holdId, amount, use: 'rewards', reason: `${holdId}:back` }, now);
    return cancelled;
  });

/**
 * The redemption of a code, for a desk that may hand it over.
 *
 * @throws Refusal REDEMPTION_NOT_FOUND, REDEMPTION_ELSEWHERE
 */
export async function redemptionByCode(
  db: Db,
  { identity }: Member,
  text: string,
): Promise<Redemption> {
  const code = parseRedemptionCode(text);
  const found = code === null ? [] : await db.find(redemptions, { where: { code }, limit: 1 });
  const [redemption] = found;
  // What gave a coupon has nothing to be fetched.
  if (!redemption || redemption.couponId !== null) throw new Refusal('REDEMPTION_NOT_FOUND');
  if (!serves(identity, redemption)) throw new Refusal('REDEMPTION_ELSEWHERE');
  return redemption;
}

/**
 * The desk gives it away, once: of two desks, one does.
 *
 * @throws Refusal REDEMPTION_NOT_FOUND, REDEMPTION_CLOSED
 */
export const handOver = (
  { db, now }: Context,
  { identity }: Member,
  redemptionId: string,
): Promise<Redemption> =>
  db.transaction(async (tx) => {
    const redemption = await tx.get(redemptions, redemptionId);
    if (!redemption) throw new Refusal('REDEMPTION_NOT_FOUND');
    const status = nextRedemptionStatus(redemption.status, 'handOver');
    if (status === null) throw new Refusal('REDEMPTION_CLOSED');
    const { memberId: actorId } = identity;
    const done: Redemption = { ...redemption, status, endedAt: now, handedBy: actorId };
    await tx.put(redemptions, done);
    const reward = await tx.need(rewards, redemption.rewardId);
    await tx.put(rewards, { ...reward, open: reward.open - 1 });
    const { campusId, name: detail } = redemption;
    const entry = { key: `reward:${redemptionId}:handOver`, at: now, actorId, campusId, detail };
    await recordAudit(tx, { ...entry, action: 'reward.handOver', targetId: redemptionId });
    await sendMessage(tx, handedLetter(done, now), { first: true });
    return done;
  });

const handedLetter = ({ _id, memberId, name }: Redemption, at: Instant): Letter => ({
  key: `reward:${_id}:handed`,
  memberId,
  kind: 'POINTS',
  title: '礼品已领取',
  body: `你兑换的「${name}」已在前台领取，不是本人领取请联系前台`,
  page: MINE_PAGE,
  at,
});
