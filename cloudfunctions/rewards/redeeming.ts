import { randomInt } from 'node:crypto';
import { fen, points } from '@shared/base/money';
import { clubDateOf, type Instant } from '@shared/base/time';
import { givesCoupon, refusalToRedeem } from '@shared/domain/reward';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context, Member } from '../_kit/serve';
import { issueCoupon } from '../coupons/service';
import { spendPoints } from '../points/service';
import {
  holdOf,
  type Redemption,
  type Reward,
  redemptions,
  rewards,
  rewardTakers,
  takerId,
} from './store';

/** Twelve digits that nobody guesses: the desk alone may try them. */
const newCode = () =>
  `${randomInt(100_000, 1_000_000)}${String(randomInt(0, 1_000_000)).padStart(6, '0')}`;

/** How many of a reward everybody together took on a club day. */
export const takenOn = ({ taken }: Reward, now: Instant): number =>
  taken?.day === clubDateOf(now) ? taken.count : 0;

interface Wish {
  readonly rewardId: string;
  /** The price in points that was shown. */
  readonly expected: number;
  readonly requestId: string;
}

/**
 * Takes the points and one from the shelf in one commit: what the desk hands over waits with a code,
 * a coupon is there at once. The same form sent again answers what it made.
 *
 * @throws Refusal MEMBERSHIP_FIRST, REWARD_…, INSUFFICIENT_POINTS
 */
export async function redeem(
  { db, now, newId }: Context,
  { identity }: Member,
  wish: Wish,
): Promise<Redemption> {
  const { memberId, level } = identity;
  const { rewardId, expected } = wish;
  const made = { _id: idOfRequest(memberId, wish.requestId), code: newCode(), couponId: newId() };
  const known = await db.get(redemptions, made._id);
  if (known) return known;
  if (level === null) throw new Refusal('MEMBERSHIP_FIRST');
  await lookFirst(db, { rewardId, memberId, expected, now });
  return db.transaction(async (tx) => {
    const before = await tx.get(redemptions, made._id);
    if (before) return before;
    const reward = expectPrice(await tx.get(rewards, rewardId), expected);
    const taker = takerId(rewardId, memberId);
    const byMember = (await tx.get(rewardTakers, taker))?.taken ?? 0;
    const refusal = refusalToRedeem(reward, { byMember, today: takenOn(reward, now) });
    if (refusal) throw new Refusal(refusal);
    const ask = {
      holdId: holdOf(made._id),
      memberId,
      amount: reward.price,
      use: 'rewards',
    } as const;
    const short = await spendPoints(tx, ask, now);
    if (short) throw new Refusal(short);
    await tx.put(rewards, withOneLess(reward, now));
    await tx.put(rewardTakers, { _id: taker, rewardId, memberId, taken: byMember + 1 });
    return begin(tx, reward, { ...made, memberId, now });
  });
}

/** Whoever comes too late is told without a transaction: those in time do not wait for them. */
async function lookFirst(
  db: Db,
  ask: Pick<Wish, 'rewardId' | 'expected'> & { readonly memberId: string; readonly now: Instant },
): Promise<void> {
  const { rewardId, expected, memberId, now } = ask;
  const [found, taker] = await Promise.all([
    db.get(rewards, rewardId),
    db.get(rewardTakers, takerId(rewardId, memberId)),
  ]);
  const reward = expectPrice(found, expected);
  const taken = { byMember: taker?.taken ?? 0, today: takenOn(reward, now) };
  const refusal = refusalToRedeem(reward, taken);
  if (refusal) throw new Refusal(refusal);
}

/** What is off the shelf is off, whatever it cost; then the price has to be the one that was shown. */
function expectPrice(reward: Reward | null, expected: number): Reward {
  if (!reward) throw new Refusal('REWARD_NOT_FOUND');
  if (reward.onShelf && reward.price !== expected) throw new Refusal('REWARD_CHANGED');
  return reward;
}

const withOneLess = (reward: Reward, now: Instant): Reward => ({
  ...reward,
  stock: reward.stock - 1,
  redeemed: reward.redeemed + 1,
  open: reward.open + (givesCoupon(reward.kind) ? 0 : 1),
  taken: { day: clubDateOf(now), count: takenOn(reward, now) + 1 },
});

interface Made {
  readonly _id: string;
  readonly code: string;
  readonly couponId: string;
  readonly memberId: string;
  readonly now: Instant;
}

async function begin(tx: Transaction, reward: Reward, made: Made): Promise<Redemption> {
  const { memberId, now, couponId, ...own } = made;
  const { campusId, kind, name, price, coupon } = reward;
  const what = { rewardId: reward._id, memberId, campusId, kind, name, price: points(price) };
  const when = { day: clubDateOf(now), at: now, handedBy: null };
  if (coupon === null) {
    const open = { status: 'OPEN', couponId: null, endedAt: null } as const;
    const redemption: Redemption = { ...own, ...what, ...when, ...open };
    await tx.create(redemptions, redemption);
    return redemption;
  }
  const { off, least, days } = coupon;
  const terms = { off: fen(off), least: fen(least), days };
  await issueCoupon(tx, { id: couponId, memberId, name, ...terms }, now);
  const done = { status: 'DONE', couponId, endedAt: now } as const;
  const redemption: Redemption = { ...own, ...what, ...when, ...done };
  await tx.create(redemptions, redemption);
  return redemption;
}
