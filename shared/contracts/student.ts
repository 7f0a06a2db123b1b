import * as z from 'zod';
import { COACH_STATUSES } from '../domain/coach';
import { type Contract, procedure } from './procedure';
import { clubDate, count, id, instant, text } from './scalars';
import {
  campusChoice,
  changeView,
  coachCard,
  coachDay,
  gender,
  lessonView,
  personForm,
  relationStatus,
  studentView,
  tieView,
} from './training';
import { fenAmount } from './wallet';

const PERSON = [
  'CAMPUS_NOT_FOUND',
  'REAL_NAME_INVALID',
  'PHONE_INVALID',
  'PHONE_REFUSED',
  'PHONE_TAKEN',
  'AGE_INVALID',
  'EMAIL_INVALID',
  'EMAIL_TAKEN',
] as const;

/** Training as a student sees it. */
export const studentContract = {
  /** The page 我的训练 in one call; `student` is null before the form was filled in. */
  home: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({
      now: instant,
      student: studentView.nullable(),
      campuses: z.array(campusChoice),
      /** How the own account as a coach stands; null for who never applied. */
      teaching: z.enum(COACH_STATUSES).nullable(),
      ties: z.array(tieView),
      /** The change that waits for votes, or the last one. */
      change: changeView.nullable(),
      /** What comes, soonest first. */
      lessons: z.array(lessonView),
      /** Cancellations left in this month. */
      cancelsLeft: count,
      /** Lessons that wait for the own evaluation. */
      toEvaluate: z.array(lessonView),
    }),
    refuses: [],
  }),
  /** No approval: a student from now on. Asked again, it answers the student that exists. */
  register: procedure({
    caller: 'member',
    input: z.object(personForm),
    output: studentView,
    refuses: PERSON,
  }),
  update: procedure({
    caller: 'student',
    input: z.object(personForm),
    output: studentView,
    refuses: [...PERSON, 'MOVE_CAMPUS_FIRST'],
  }),
  /** Coaches of the own campus: all with `browse`, else by at least one of the three. */
  coaches: procedure({
    caller: 'student',
    input: z.object({
      browse: z.boolean(),
      name: z.string().max(40).nullable(),
      gender: gender.nullable(),
      age: z.number().nullable(),
    }),
    output: z.object({
      coaches: z.array(coachCard.extend({ tie: relationStatus.nullable() })),
      ties: count,
    }),
    refuses: ['SEARCH_EMPTY'],
  }),
  /** A coach's page with the coming week. */
  coach: procedure({
    caller: 'student',
    input: z.object({ coachId: id }),
    output: z.object({
      now: instant,
      coach: coachCard,
      tie: z.object({ relationId: id, status: relationStatus }).nullable(),
      days: z.array(coachDay),
    }),
    refuses: ['COACH_NOT_FOUND'],
  }),
  /** 选中教练. `requestId` is made by the page: a second tap asks no second time. */
  apply: procedure({
    caller: 'student',
    input: z.object({ coachId: id, requestId: id }),
    output: z.object({ relationId: id, status: relationStatus }),
    refuses: [
      'COACH_NOT_FOUND',
      'COACH_DISABLED',
      'COACH_ELSEWHERE',
      'OWN_COACH',
      'RELATION_EXISTS',
      'COACHES_FULL',
      'STUDENTS_FULL',
    ],
  }),
  withdraw: procedure({
    caller: 'student',
    input: z.object({ relationId: id }),
    output: z.object({ relationId: id, status: relationStatus }),
    refuses: ['RELATION_NOT_FOUND', 'RELATION_CLOSED'],
  }),
  /** All that was ever asked of coaches, newest first: what failed is kept. */
  relations: procedure({
    caller: 'student',
    input: z.object({}),
    output: z.object({ ties: z.array(tieView), changes: z.array(changeView) }),
    refuses: [],
  }),
  requestChange: procedure({
    caller: 'student',
    input: z.object({ fromId: id, toId: id, reason: text(0, 500), requestId: id }),
    output: changeView,
    refuses: [
      'REASON_REQUIRED',
      'COACH_NOT_FOUND',
      'COACH_DISABLED',
      'COACH_ELSEWHERE',
      'OWN_COACH',
      'NOT_MY_COACH',
      'RELATION_EXISTS',
      'STUDENTS_FULL',
      'CHANGE_OPEN',
    ],
  }),
  withdrawChange: procedure({
    caller: 'student',
    input: z.object({ changeId: id }),
    output: changeView,
    refuses: ['CHANGE_NOT_FOUND', 'CHANGE_CLOSED'],
  }),
  /** The tables of a time, what it costs and what the wallet has. */
  tables: procedure({
    caller: 'student',
    input: z.object({
      coachId: id,
      date: clubDate,
      from: z.int().min(0).max(1440),
      until: z.int().min(0).max(1440),
    }),
    output: z.object({
      tables: z.array(z.object({ id, name: z.string(), venueName: z.string(), free: z.boolean() })),
      fee: fenAmount,
      available: fenAmount,
    }),
    refuses: [
      'COACH_NOT_FOUND',
      'COACH_TAKEN',
      'AT_OWN_COURT',
      'LESSON_SPAN_INVALID',
      'LESSON_TOO_SOON',
      'LESSON_TOO_FAR',
      'LESSON_CLOSED_HOURS',
    ],
  }),
  /** Asks for a lesson and holds the fee in the wallet; `tableId` null lets the system choose. */
  book: procedure({
    caller: 'student',
    input: z.object({
      coachId: id,
      date: clubDate,
      from: z.int().min(0).max(1440),
      until: z.int().min(0).max(1440),
      tableId: id.nullable(),
      expectedFee: fenAmount,
      requestId: id,
    }),
    output: lessonView,
    refuses: [
      'COACH_NOT_FOUND',
      'COACH_DISABLED',
      'COACH_ELSEWHERE',
      'NOT_MY_COACH',
      'LESSON_SPAN_INVALID',
      'LESSON_TOO_SOON',
      'LESSON_TOO_FAR',
      'LESSON_CLOSED_HOURS',
      'COACH_NOT_TEACHING',
      'COACH_TAKEN',
      'STUDENT_TAKEN',
      'TABLE_TAKEN',
      'TABLE_NOT_FOUND',
      'NO_TABLE_FREE',
      'FEE_CHANGED',
      'INSUFFICIENT_BALANCE',
    ],
  }),
} satisfies Contract;
