import { couponTerms } from '@shared/contracts/reward';
import { clubDate, count, fileId, id, instant, pointsAmount } from '@shared/contracts/scalars';
import { REDEMPTION_STATUSES, REWARD_KINDS } from '@shared/domain/reward';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** Something that points buy, with its stock: whoever redeems it writes it. */
const reward = z.object({
  _id: id,
  campusId: id,
  kind: z.enum(REWARD_KINDS),
  name: z.string(),
  description: z.string(),
  pictureFileId: fileId.nullable(),
  price: pointsAmount,
  stock: count,
  perMember: count.nullable(),
  perDay: count.nullable(),
  onShelf: z.boolean(),
  coupon: couponTerms.nullable(),
  /** How many were redeemed and not taken back, and how many of them wait at the desk. */
  redeemed: count,
  open: count,
  /** How many were redeemed on the newest club day on which one was. */
  taken: z.object({ day: clubDate, count }).nullable(),
  createdAt: instant,
  /** Counts what admins changed, not what was redeemed. */
  version: count,
  /** The newest form that changed it, and the stock that it said: sent again, it changes what is new. */
  form: z.object({ id, stock: count }),
});
export type Reward = z.output<typeof reward>;
export const rewards = collection('rewards', reward);

/** How many of a reward a member has; written by whoever redeems or takes back. */
export const rewardTakers = collection(
  'reward_takers',
  z.object({ _id: z.string().max(90), rewardId: id, memberId: id, taken: count }),
);
export const takerId = (rewardId: string, memberId: string) => `${rewardId}_${memberId}`;

const redemption = z.object({
  _id: id,
  rewardId: id,
  memberId: id,
  /** Of the reward as it was: where it is fetched, what it is and what was paid for it. */
  campusId: id,
  kind: z.enum(REWARD_KINDS),
  name: z.string(),
  price: pointsAmount,
  /** The club day whose limit it counts for. */
  day: clubDate,
  status: z.enum(REDEMPTION_STATUSES),
  /** Twelve digits. Also where nobody asks for them: they are unique. */
  code: z.string().length(12),
  couponId: id.nullable(),
  at: instant,
  endedAt: instant.nullable(),
  /** Who handed it over. */
  handedBy: id.nullable(),
});
export type Redemption = z.output<typeof redemption>;
export const redemptions = collection('redemptions', redemption);

export const holdOf = (redemptionId: string) => `reward:${redemptionId}`;
