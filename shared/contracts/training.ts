import * as z from 'zod';
import { COACH_LEVELS, COACH_STATUSES, GENDERS } from '../domain/coach';
import { CANCEL_STATUSES, LESSON_SLOTS, LESSON_STATUSES, SIDES } from '../domain/lesson';
import { CHANGE_STATUSES, RELATION_STATUSES, VOTERS, VOTES } from '../domain/relation';
import { sport } from './booking';
import { clubDate, count, id, instant } from './scalars';
import { fenAmount } from './wallet';

export const gender = z.enum(GENDERS);
export const coachLevel = z.enum(COACH_LEVELS);
/** Minutes of the club's day, [from, until). */
const span = {
  from: z.int().min(0).max(1440),
  until: z.int().min(0).max(1440),
};
export const campusChoice = z.object({ id, name: z.string() });

/** What may be written into a form; the rules of names, numbers and addresses refuse in words. */
export const personForm = {
  campusId: id,
  realName: z.string().max(100),
  /** Typed, or null when `phoneCode` brings it. */
  phone: z.string().max(40).nullable(),
  /** What WeChat's phone button gave. */
  phoneCode: z.string().max(200).nullable(),
  gender: gender.nullable(),
  age: z.number().nullable(),
  email: z.string().max(200).nullable(),
};

/** A student, to the student and to the admin of the campus. */
export const studentView = z.object({
  memberId: id,
  campusId: id,
  campusName: z.string(),
  realName: z.string(),
  phone: z.string(),
  gender: gender.nullable(),
  age: z.int().nullable(),
  email: z.string().nullable(),
});
export type StudentView = z.output<typeof studentView>;

/** A coach, as students see one. */
export const coachCard = z.object({
  memberId: id,
  realName: z.string(),
  photoUrl: z.string().nullable(),
  gender: gender.nullable(),
  age: z.int().nullable(),
  sport,
  level: coachLevel,
  rate: fenAmount,
  achievements: z.string(),
  /** Mean of the stars that students gave, or null. */
  stars: z.number().nullable(),
  ratings: count,
  students: count,
  full: z.boolean(),
});
export type CoachCard = z.output<typeof coachCard>;

export const relationStatus = z.enum(RELATION_STATUSES);

/** A coach of mine, or one that I asked. */
export const tieView = z.object({
  relationId: id,
  status: relationStatus,
  appliedAt: instant,
  answeredAt: instant.nullable(),
  reason: z.string(),
  coach: coachCard,
});
export type TieView = z.output<typeof tieView>;

export const vote = z.enum(VOTES);
export const changeView = z.object({
  id,
  status: z.enum(CHANGE_STATUSES),
  student: z.object({ memberId: id, realName: z.string() }),
  from: z.object({ memberId: id, realName: z.string() }),
  to: z.object({ memberId: id, realName: z.string() }),
  reason: z.string(),
  votes: z.object({ from: vote, to: vote, admin: vote }),
  notes: z.object({ from: z.string(), to: z.string(), admin: z.string() }),
  createdAt: instant,
  expiresAt: instant,
  /** Which vote the caller may give now, or null. */
  mayVoteAs: z.enum(VOTERS).nullable(),
});
export type ChangeView = z.output<typeof changeView>;

export const cancellationView = z.object({
  id,
  by: z.enum(SIDES),
  mine: z.boolean(),
  reason: z.string(),
  status: z.enum(CANCEL_STATUSES),
  askedAt: instant,
});

/** A lesson, to its two parties and to the admin of the campus. */
export const lessonView = z.object({
  id,
  status: z.enum(LESSON_STATUSES),
  student: z.object({ memberId: id, realName: z.string() }),
  coach: z.object({ memberId: id, realName: z.string() }),
  campusId: id,
  venueName: z.string(),
  tableName: z.string(),
  date: clubDate,
  ...span,
  startAt: instant,
  endAt: instant,
  fee: fenAmount,
  createdAt: instant,
  /** Why it was refused or cancelled, when somebody said. */
  reason: z.string(),
  cancellation: cancellationView.nullable(),
  /** Whether the caller, as a party, has evaluated it. */
  evaluated: z.boolean(),
});
export type LessonView = z.output<typeof lessonView>;

export const evaluationView = z.object({
  by: z.enum(SIDES),
  stars: z.int().min(1).max(5).nullable(),
  text: z.string(),
  at: instant,
  mine: z.boolean(),
});
export type EvaluationView = z.output<typeof evaluationView>;

export const notTeaching = z.object({
  weekday: z.int().min(0).max(6).nullable(),
  date: clubDate.nullable(),
  ...span,
});

/** The own account of a coach, also while it waits. */
export const coachSelf = z.object({
  memberId: id,
  status: z.enum(COACH_STATUSES),
  campusId: id,
  campusName: z.string(),
  realName: z.string(),
  phone: z.string(),
  gender: gender.nullable(),
  age: z.int().nullable(),
  email: z.string().nullable(),
  /** Masked. */
  idNumber: z.string().nullable(),
  sport,
  photoUrl: z.string().nullable(),
  achievements: z.string(),
  level: coachLevel.nullable(),
  rate: fenAmount.nullable(),
  rejectReason: z.string(),
  students: count,
  appliedAt: instant,
  off: z.array(notTeaching),
});
export type CoachSelf = z.output<typeof coachSelf>;

/** All that the school stores about somebody, for that somebody; coaches as they were when asked. */
export const trainingRecord = z.object({
  student: studentView.nullable(),
  coach: coachSelf.nullable(),
  relations: z.array(tieView),
  /** Who asked the member, as a coach. */
  taught: z.array(
    z.object({
      studentName: z.string(),
      status: relationStatus,
      reason: z.string(),
      appliedAt: instant,
      answeredAt: instant.nullable(),
      endedAt: instant.nullable(),
    }),
  ),
  changes: z.array(changeView),
});

export const coachDay = z.object({
  date: clubDate,
  /** When the venues of the campus are open for this sport; null on a day of rest. */
  open: z.object(span).nullable(),
  /** Half-hours from `open.from` on. */
  states: z.array(z.enum(LESSON_SLOTS)),
  /**
   * Lessons of this coach: when and where, not with whom; `mine` are the caller's own. What else a
   * coach does is among the states alone.
   */
  lessons: z.array(
    z.object({ ...span, tableName: z.string(), mine: z.boolean(), id: id.nullable() }),
  ),
});
export type CoachDay = z.output<typeof coachDay>;
