import * as z from 'zod';
import { LEVELS } from '../domain/membership';
import { ADJUSTMENT, MOST_EARNED } from '../domain/points';
import { type Contract, procedure } from './procedure';
import { clubMonth, count, id, instant, pointsAmount, text } from './scalars';

const level = z.enum(LEVELS);

/** Why points moved, in the words of the list; positive is a gain. */
export const POINT_KINDS = [
  'CHECK_IN',
  'SPENDING',
  'REVIEW',
  'INVITATION',
  'CHALLENGE',
  'REWARD',
  'PAYMENT',
  'ADJUSTMENT',
  'REVERSAL',
  'EXPIRY',
] as const;

const pointLine = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(POINT_KINDS),
  amount: pointsAmount,
});
export type PointLine = z.output<typeof pointLine>;

/** The page 会员 in one call. */
const membershipHome = z.object({
  /** Null while there is no membership. */
  level: level.nullable(),
  /** All points ever earned: they decide the level. */
  lifetime: pointsAmount,
  next: z.object({ level, missing: count }).nullable(),
  /** What can be used now. */
  points: pointsAmount,
  /** What is set aside for open orders and challenges. */
  frozen: pointsAmount,
  /** What the next earned points pay first. */
  owed: pointsAmount,
  expiring: z.array(z.object({ month: clubMonth, amount: pointsAmount })),
  recent: z.array(pointLine),
  /** A level that was reached and not celebrated yet. */
  celebrate: level.nullable(),
  /** What a friend's card carries. */
  inviteToken: z.string(),
  now: instant,
});
export type MembershipHome = z.output<typeof membershipHome>;

/** What a campus gives points for, within bounds that no slip of the hand ruins. */
export const earnRules = z.object({
  perYuan: z.int().min(0).max(MOST_EARNED.perYuan),
  leastBooking: z.int().min(0).max(MOST_EARNED.leastBooking),
  review: z.int().min(0).max(MOST_EARNED.review),
  invitation: z.int().min(0).max(MOST_EARNED.invitation),
});

/** What a manager sees of somebody's points. */
const memberPoints = z.object({
  memberId: id,
  nickname: z.string(),
  /** Masked. */
  phone: z.string().nullable(),
  level: level.nullable(),
  points: pointsAmount,
  lifetime: pointsAmount,
  recent: z.array(pointLine),
});

export const membershipContract = {
  home: procedure({ caller: 'member', input: z.object({}), output: membershipHome, refuses: [] }),
  /** Opens the membership, free of charge; asked again it changes nothing. */
  apply: procedure({ caller: 'member', input: z.object({}), output: membershipHome, refuses: [] }),
  /** The level's celebration was seen: it is shown once. */
  celebrated: procedure({
    caller: 'member',
    input: z.object({ level }),
    output: z.object({ done: z.literal(true) }),
    refuses: [],
  }),
  /** The lines of one month, newest first. */
  lines: procedure({
    caller: 'member',
    input: z.object({ month: clubMonth }),
    output: z.object({ month: clubMonth, lines: z.array(pointLine) }),
    refuses: [],
  }),
  /** What a campus gives points for; null: the own campus, the super admin's first. */
  rules: procedure({
    caller: 'admin',
    input: z.object({ campusId: id.nullable() }),
    output: z.object({
      campusId: id,
      campuses: z.array(z.object({ id, name: z.string() })),
      rules: earnRules,
    }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  saveRules: procedure({
    caller: 'admin',
    input: z.object({ campusId: id, rules: earnRules }),
    output: z.object({ rules: earnRules }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  /** A member by phone number or member code. */
  find: procedure({
    caller: 'admin',
    input: z.object({ text: text(1, 400) }),
    output: memberPoints,
    refuses: [
      'MEMBER_NOT_FOUND',
      'MEMBER_CODE_INVALID',
      'MEMBER_CODE_EXPIRED',
      'MEMBER_CODE_USED',
      'ACCOUNT_DISABLED',
    ],
  }),
  /** Gives or takes points by hand, with a reason that the member reads; never below zero. */
  adjust: procedure({
    caller: 'admin',
    input: z.object({
      memberId: id,
      amount: z
        .int()
        .min(-ADJUSTMENT.most)
        .max(ADJUSTMENT.most)
        .refine((amount) => amount !== 0),
      reason: text(ADJUSTMENT.reason.least, ADJUSTMENT.reason.most),
      requestId: id,
    }),
    output: memberPoints,
    refuses: ['MEMBER_NOT_FOUND', 'OWN_POINTS', 'INSUFFICIENT_POINTS'],
  }),
} satisfies Contract;
