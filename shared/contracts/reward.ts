import * as z from 'zod';
import { LEVELS } from '../domain/membership';
import { COUPON_STATUSES, REDEMPTION_STATUSES, REWARD_KINDS } from '../domain/reward';
import { type Contract, procedure } from './procedure';
import { count, fileId, id, instant, pointsAmount, text } from './scalars';
import { fenAmount } from './wallet';

export const couponTerms = z.object({
  /** What it takes off, fen. */
  off: z.int().min(1).max(100_000),
  /** From which price on, fen. */
  least: z.int().min(0).max(1_000_000),
  /** From the day of redeeming on. */
  days: z.int().min(1).max(365),
});

const rewardForm = z.object({
  /** Null for a new one. */
  id: id.nullable(),
  campusId: id,
  kind: z.enum(REWARD_KINDS),
  name: text(1, 20),
  description: text(0, 200),
  pictureFileId: fileId.nullable(),
  price: z.int().min(1).max(100_000),
  stock: z.int().min(0).max(100_000),
  perMember: z.int().min(1).max(1_000).nullable(),
  perDay: z.int().min(1).max(10_000).nullable(),
  onShelf: z.boolean(),
  /** For court hours and coupons; null for what the desk hands over. */
  coupon: couponTerms.nullable(),
});
export type RewardForm = z.output<typeof rewardForm>;

const rewardView = z.object({
  id,
  campusName: z.string(),
  kind: z.enum(REWARD_KINDS),
  name: z.string(),
  description: z.string(),
  pictureUrl: z.string().nullable(),
  price: pointsAmount,
  stock: count,
  /** Why the caller cannot redeem it now; null when nothing but points is needed. */
  refusal: z
    .enum(['MEMBERSHIP_FIRST', 'REWARD_SOLD_OUT', 'REWARD_LIMIT_MEMBER', 'REWARD_LIMIT_DAY'])
    .nullable(),
  coupon: couponTerms.nullable(),
});
export type RewardView = z.output<typeof rewardView>;

export const couponView = z.object({
  id,
  name: z.string(),
  off: fenAmount,
  least: fenAmount,
  validUntil: instant,
  status: z.enum(COUPON_STATUSES),
});
export type CouponView = z.output<typeof couponView>;

export const redemptionView = z.object({
  id,
  name: z.string(),
  kind: z.enum(REWARD_KINDS),
  campusName: z.string(),
  price: pointsAmount,
  status: z.enum(REDEMPTION_STATUSES),
  /** Twelve digits for the desk; null when nothing is to be fetched. */
  code: z.string().nullable(),
  at: instant,
  endedAt: instant.nullable(),
  coupon: couponView.nullable(),
});
export type RedemptionView = z.output<typeof redemptionView>;

/** What the desk sees of a code. */
const deskView = redemptionView.extend({
  /** Masked. */
  who: z.string(),
});

const cursor = z.object({ at: instant, id });

export const rewardContract = {
  /** The page 积分商城 in one call. */
  home: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({
      level: z.enum(LEVELS).nullable(),
      points: pointsAmount,
      rewards: z.array(rewardView),
      /** How many wait at the desk. */
      open: count,
      coupons: count,
      now: instant,
    }),
    refuses: [],
  }),
  /** Takes the points and one from the shelf in one commit; `expected` is the price shown. */
  redeem: procedure({
    caller: 'member',
    input: z.object({ rewardId: id, expected: z.int(), requestId: id }),
    output: redemptionView,
    refuses: [
      'MEMBERSHIP_FIRST',
      'REWARD_NOT_FOUND',
      'REWARD_OFF',
      'REWARD_SOLD_OUT',
      'REWARD_LIMIT_MEMBER',
      'REWARD_LIMIT_DAY',
      'REWARD_CHANGED',
      'INSUFFICIENT_POINTS',
    ],
  }),
  /** What was redeemed, the newest first, 20 a page, and the coupons. */
  mine: procedure({
    caller: 'member',
    input: z.object({ before: cursor.nullable() }),
    output: z.object({
      redemptions: z.array(redemptionView),
      coupons: z.array(couponView),
      next: cursor.nullable(),
      now: instant,
    }),
    refuses: [],
  }),
  redemption: procedure({
    caller: 'member',
    input: z.object({ redemptionId: id }),
    output: z.object({ redemption: redemptionView, now: instant }),
    refuses: ['REDEMPTION_NOT_FOUND'],
  }),
  /** Takes back what nobody fetched yet: points and stock come back. */
  cancel: procedure({
    caller: 'member',
    input: z.object({ redemptionId: id }),
    output: redemptionView,
    refuses: ['REDEMPTION_NOT_FOUND', 'REDEMPTION_CLOSED'],
  }),
  /** The desk reads a code before it hands anything over. */
  look: procedure({
    caller: 'staff',
    input: z.object({ code: z.string().max(100) }),
    output: deskView,
    refuses: ['REDEMPTION_NOT_FOUND', 'REDEMPTION_ELSEWHERE'],
  }),
  handOver: procedure({
    caller: 'staff',
    input: z.object({ code: z.string().max(100) }),
    output: deskView,
    refuses: ['REDEMPTION_NOT_FOUND', 'REDEMPTION_ELSEWHERE', 'REDEMPTION_CLOSED'],
  }),
  /** The shelf of a campus; null: the own, the super admin's first. */
  shelf: procedure({
    caller: 'admin',
    input: z.object({ campusId: id.nullable() }),
    output: z.object({
      campusId: id,
      campuses: z.array(z.object({ id, name: z.string() })),
      rewards: z.array(
        rewardForm.extend({
          id,
          version: z.int(),
          pictureUrl: z.string().nullable(),
          /** In all, without what was taken back. */
          redeemed: count,
          /** Of them, what waits at the desk. */
          open: count,
        }),
      ),
    }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  /**
   * Makes a reward or changes one. The stock is changed by as much as the form changed it: what was
   * redeemed while it was open is not put back on the shelf.
   */
  save: procedure({
    caller: 'admin',
    input: rewardForm.extend({
      /** What the form was opened with; null for a new one. */
      opened: z.object({ version: z.int(), stock: count }).nullable(),
      requestId: id,
    }),
    output: z.object({ id }),
    refuses: [
      'CAMPUS_NOT_FOUND',
      'REWARD_NOT_FOUND',
      'REWARD_FORM_INVALID',
      'PICTURE_INVALID',
      'STALE_EDIT',
    ],
  }),
} satisfies Contract;
