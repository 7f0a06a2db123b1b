import * as z from 'zod';
import { ROLES } from '../domain/member';
import { LEVELS } from '../domain/membership';
import { bookingView } from './bookingViews';
import { challengeRecord } from './challengeViews';
import { messageView } from './message';
import { type Contract, procedure } from './procedure';
import { couponView, redemptionView } from './reward';
import { clubDate, clubMonth, count, fileId, id, instant, pointsAmount } from './scalars';
import { evaluationView, lessonView, trainingRecord } from './training';
import { openVisitView } from './venue';
import { visitView } from './visit';
import { fenAmount, orderView } from './wallet';

export const profileView = z.object({
  id,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
  birthYear: z.int(),
  /** Whole: a profile is shown to its member only. */
  phone: z.string().nullable(),
  role: z.enum(ROLES),
  /** The campus that a member of staff serves. */
  campusName: z.string().nullable(),
  memberSince: instant,
});
export type ProfileView = z.output<typeof profileView>;

const period = z.object({ visits: count, minutes: count });

export const activityView = z.object({
  points: pointsAmount,
  streakDays: count,
  checkedInToday: z.boolean(),
  nextMilestone: z.object({ days: count, bonus: pointsAmount, left: count }).nullable(),
  thisWeek: period,
  lastWeek: period,
  thisMonth: period,
});
export type ActivityView = z.output<typeof activityView>;

export const memberContract = {
  /** The tab 我的 in one call; `member` is null before registration. */
  home: procedure({
    caller: 'anyone',
    input: z.object({ month: clubMonth.optional() }),
    output: z.object({
      now: instant,
      member: z
        .object({
          profile: profileView,
          activity: activityView,
          openVisit: openVisitView.nullable(),
          /** Messages that wait to be read. */
          unread: count,
          /** Whether the member is a coach now. */
          teaches: z.boolean(),
          calendar: z.object({ month: clubMonth, days: z.array(clubDate) }),
        })
        .nullable(),
    }),
    refuses: [],
  }),
  /** The days of one month with a visit. */
  calendar: procedure({
    caller: 'member',
    input: z.object({ month: clubMonth }),
    output: z.object({ month: clubMonth, days: z.array(clubDate) }),
    refuses: [],
  }),
  /** First use. Asked again by a member, it answers the profile that exists. */
  register: procedure({
    caller: 'anyone',
    input: z.object({
      consent: z.boolean(),
      birthYear: z.int(),
      guardianConsent: z.boolean(),
      nickname: z.string().max(200),
      /** What the card of a friend carried; one that is not genuine invites nobody. */
      invite: z.string().max(100).nullable().optional(),
    }),
    output: profileView,
    refuses: [
      'CONSENT_REQUIRED',
      'BIRTH_YEAR_INVALID',
      'GUARDIAN_CONSENT_REQUIRED',
      'NICKNAME_INVALID',
      'ACCOUNT_DISABLED',
    ],
  }),
  updateProfile: procedure({
    caller: 'member',
    input: z.object({
      nickname: z.string().max(200).optional(),
      avatarFileId: fileId.optional(),
      /** Null takes the number away, of whom nobody teaches and who teaches nobody. */
      phone: z.string().max(40).nullable().optional(),
    }),
    output: profileView,
    refuses: [
      'NICKNAME_INVALID',
      'PICTURE_INVALID',
      'PHONE_INVALID',
      'PHONE_TAKEN',
      'PHONE_NEEDED',
    ],
  }),
  /** A fresh member code for the desk to scan: 60 s, one use. */
  code: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({ text: z.string(), expiresAt: instant, now: instant }),
    refuses: [],
  }),
  /** What is stored about the caller, in words and numbers. */
  stored: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({
      nickname: z.string(),
      phone: z.string().nullable(),
      birthYear: z.int(),
      guardianConsent: z.boolean(),
      consentAt: instant,
      hasAvatar: z.boolean(),
      visits: count,
      favourites: count,
      pointEntries: count,
      points: pointsAmount,
    }),
    refuses: [],
  }),
  /** Everything stored about the caller, piece by piece: ask again with `next` until it is null. */
  exportData: procedure({
    caller: 'member',
    input: z.object({
      cursor: z
        .string()
        .regex(/^\d{1,16}$/)
        .nullable(),
    }),
    output: z.object({
      /** On the first piece only. */
      profile: profileView
        .extend({
          consentAt: instant,
          guardianConsent: z.boolean(),
          streakDays: count,
          points: pointsAmount,
          /** Of the wallet, in fen, what is frozen included. */
          money: fenAmount,
        })
        .nullable(),
      favourites: z.array(z.object({ venueId: id, venueName: z.string(), at: instant })),
      pointEntries: z.array(z.object({ reason: z.string(), at: instant, amount: pointsAmount })),
      /** Every movement of the wallet, in fen; positive is a gain. */
      moneyEntries: z.array(z.object({ reason: z.string(), at: instant, amount: fenAmount })),
      orders: z.array(orderView),
      messages: z.array(messageView),
      bookings: z.array(bookingView),
      reviews: z.array(
        z.object({ bookingId: id, venueId: id, stars: z.int(), text: z.string(), at: instant }),
      ),
      /** Taken and given. */
      lessons: z.array(lessonView),
      evaluations: z.array(evaluationView.extend({ lessonId: id })),
      /** On the first piece only. */
      training: trainingRecord.nullable(),
      /** On the first piece only, of whoever has one. */
      membership: z
        .object({ level: z.enum(LEVELS), joinedAt: instant, lifetime: pointsAmount })
        .nullable(),
      challenges: z.array(challengeRecord),
      /** On the first piece only. */
      rewards: z
        .object({ redemptions: z.array(redemptionView), coupons: z.array(couponView) })
        .nullable(),
      visits: z.array(visitView),
      next: z.string().nullable(),
    }),
    refuses: [],
  }),
  /** Ends the account and erases what is stored; history stays without a name. */
  deleteAccount: procedure({
    caller: 'member',
    input: z.object({ confirm: z.literal('注销') }),
    output: z.object({ deleted: z.literal(true) }),
    refuses: [
      'CHECK_OUT_FIRST',
      'LAST_SUPER_ADMIN',
      'SETTLE_WALLET_FIRST',
      'SETTLE_BOOKINGS_FIRST',
      'SETTLE_TRAINING_FIRST',
    ],
  }),
} satisfies Contract;
