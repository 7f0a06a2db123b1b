import * as z from 'zod';
import { sport } from './booking';
import { type Contract, procedure } from './procedure';
import { clubDate, clubMonth, count, fileId, id, instant, text } from './scalars';
import {
  campusChoice,
  changeView,
  coachSelf,
  evaluationView,
  lessonView,
  notTeaching,
  personForm,
  relationStatus,
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
  'ID_NUMBER_INVALID',
  'ID_NUMBER_TAKEN',
  'PHOTO_REQUIRED',
  'PICTURE_INVALID',
  'ACHIEVEMENTS_INVALID',
] as const;

/** Somebody who asks to be, or is, a coach's student. */
const studentCard = z.object({
  memberId: id,
  realName: z.string(),
  gender: z.enum(['MALE', 'FEMALE']).nullable(),
  age: z.int().nullable(),
  /** Masked while the request waits, whole once established. */
  phone: z.string(),
  relationId: id,
  status: relationStatus,
  since: instant,
});
export type StudentCard = z.output<typeof studentCard>;

/** Training as a coach sees it. */
export const coachContract = {
  /** The own coach account, or null, and the campuses one can apply at. */
  self: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({ coach: coachSelf.nullable(), campuses: z.array(campusChoice) }),
    refuses: [],
  }),
  /** Applies, or applies again after a refusal. */
  apply: procedure({
    caller: 'member',
    input: z.object({
      ...personForm,
      sport,
      /** Null keeps what is stored. */
      idNumber: z.string().max(40).nullable(),
      photoFileId: fileId.nullable(),
      achievements: z.string().max(2000),
    }),
    output: coachSelf,
    refuses: [...PERSON, 'ALREADY_COACH', 'COACH_PENDING'],
  }),
  /** What a coach keeps up to date: not level, campus or name. */
  update: procedure({
    caller: 'coach',
    input: z.object({
      phone: z.string().max(40),
      email: z.string().max(200).nullable(),
      photoFileId: fileId.nullable(),
      achievements: z.string().max(2000),
    }),
    output: coachSelf,
    refuses: PERSON,
  }),
  /** The coach's first page in one call: a week of lessons from a day on, and all that waits. */
  home: procedure({
    caller: 'coach',
    input: z.object({ from: clubDate.nullable() }),
    output: z.object({
      now: instant,
      from: clubDate,
      coach: coachSelf,
      lessons: z.array(lessonView),
      requests: z.object({
        students: z.array(studentCard),
        lessons: z.array(lessonView),
        cancellations: z.array(lessonView),
        changes: z.array(changeView),
      }),
      toEvaluate: z.array(lessonView),
      cancelsLeft: count,
    }),
    refuses: [],
  }),
  /** Takes a student, or not. */
  answer: procedure({
    caller: 'coach',
    input: z.object({ relationId: id, approve: z.boolean(), reason: text(0, 200) }),
    output: z.object({ relationId: id, status: relationStatus }),
    refuses: ['RELATION_NOT_FOUND', 'RELATION_CLOSED', 'MY_STUDENTS_FULL', 'COACH_ELSEWHERE'],
  }),
  students: procedure({
    caller: 'coach',
    input: z.object({}),
    output: z.object({ students: z.array(studentCard), most: count }),
    refuses: [],
  }),
  /** One student with the lessons together, newest first, and what both wrote. */
  student: procedure({
    caller: 'coach',
    input: z.object({ studentId: id }),
    output: z.object({
      student: studentCard,
      lessons: z.array(lessonView.extend({ evaluations: z.array(evaluationView) })),
    }),
    refuses: ['STUDENT_NOT_FOUND'],
  }),
  setOff: procedure({
    caller: 'coach',
    input: z.object({ off: z.array(notTeaching).max(50) }),
    output: z.object({ off: z.array(notTeaching) }),
    refuses: ['NOT_TEACHING_INVALID'],
  }),
  /** Completed lessons of a month; the coach's share, as it was at their end, of what was paid. */
  income: procedure({
    caller: 'coach',
    input: z.object({ month: clubMonth.nullable() }),
    output: z.object({
      month: clubMonth,
      lessons: count,
      minutes: count,
      fen: fenAmount,
      byStudent: z.array(
        z.object({
          memberId: id,
          realName: z.string(),
          lessons: count,
          minutes: count,
          fen: fenAmount,
        }),
      ),
    }),
    refuses: [],
  }),
  /** The coach's vote on a change that concerns the caller. */
  vote: procedure({
    caller: 'coach',
    input: z.object({ changeId: id, yes: z.boolean(), note: text(0, 200) }),
    output: changeView,
    refuses: [
      'CHANGE_NOT_FOUND',
      'CHANGE_CLOSED',
      'VOTED_ALREADY',
      'STUDENTS_FULL',
      'COACH_DISABLED',
    ],
  }),
} satisfies Contract;
