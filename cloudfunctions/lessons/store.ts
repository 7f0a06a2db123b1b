import { clubDate, clubMonth, id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { DEFAULT_SHARE } from '@shared/domain/coach';
import { CANCEL_STATUSES, LESSON_STATUSES, SIDES } from '@shared/domain/lesson';
import * as z from 'zod';
import { collection } from '../_kit/db';

const minute = z.int().min(0).max(1440);

/** A lesson; what it says of names, place and price is what was true when it was asked for. */
const lesson = z.object({
  _id: id,
  status: z.enum(LESSON_STATUSES),
  studentId: id,
  coachId: id,
  studentName: z.string(),
  coachName: z.string(),
  relationId: id,
  campusId: id,
  venueId: id,
  venueName: z.string(),
  tableId: id,
  tableName: z.string(),
  date: clubDate,
  from: minute,
  until: minute,
  startAt: instant,
  endAt: instant,
  /** Fen an hour, and for the whole lesson. */
  rate: fenAmount,
  fee: fenAmount,
  /** What the club took at confirmation; what comes back is this, at most once. */
  captured: fenAmount,
  refunded: fenAmount,
  /** What of it is the coach's income, percent, as the campus had it when the lesson ended. */
  share: z.int().min(0).max(100).default(DEFAULT_SHARE),
  /** Why it was refused or cancelled. */
  reason: z.string(),
  /** The admin who cancelled it; null when the parties agreed, or a closure did it. */
  cancelledBy: id.nullable(),
  /** The latest request to cancel it. */
  cancellation: z
    .object({
      id,
      by: z.enum(SIDES),
      reason: z.string(),
      status: z.enum(CANCEL_STATUSES),
      askedAt: instant,
    })
    .nullable(),
  /** Who has evaluated it. */
  evaluatedBy: z.array(z.enum(SIDES)),
  createdAt: instant,
  /** From where it was asked for. */
  ip: z.string().max(45).nullable(),
  confirmedAt: instant.nullable(),
  remindedAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type Lesson = z.output<typeof lesson>;
export const lessons = collection('lessons', lesson);

/** A request to cancel a lesson; its id is in the lesson while it is the latest. */
const lessonCancel = z.object({
  _id: id,
  lessonId: id,
  requesterId: id,
  side: z.enum(SIDES),
  /** Whose tries it uses: the calendar month in which it was asked. */
  month: clubMonth,
  reason: z.string(),
  status: z.enum(CANCEL_STATUSES),
  askedAt: instant,
  decidedAt: instant.nullable(),
});
export type LessonCancel = z.output<typeof lessonCancel>;
export const lessonCancels = collection('lesson_cancels', lessonCancel);

/** The tries that somebody used in a month, as student or coach; the limit of three lives here. */
const cancelQuota = z.object({
  /** `memberId:month`. */
  _id: z.string().max(60),
  memberId: id,
  used: z.array(id),
});
export type CancelQuota = z.output<typeof cancelQuota>;
export const cancelQuotas = collection('cancel_quotas', cancelQuota);
export const cancelQuotaId = (memberId: string, month: string) => `${memberId}:${month}`;

/** What one side wrote about a lesson. */
const evaluation = z.object({
  /** `lessonId:side`. */
  _id: z.string().max(60),
  lessonId: id,
  by: z.enum(SIDES),
  authorId: id,
  aboutId: id,
  stars: z.int().min(1).max(5).nullable(),
  text: z.string(),
  at: instant,
  editedAt: instant.nullable(),
});
export type Evaluation = z.output<typeof evaluation>;
export const evaluations = collection('evaluations', evaluation);
export const evaluationId = (lessonId: string, side: string) => `${lessonId}:${side}`;
