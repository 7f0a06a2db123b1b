import * as z from 'zod';
import { SIDES } from '../domain/lesson';
import { type Contract, procedure } from './procedure';
import { clubDate, count, id, instant, text } from './scalars';
import {
  campusChoice,
  changeView,
  coachLevel,
  coachSelf,
  lessonView,
  personForm,
  relationStatus,
  studentView,
} from './training';
import { fenAmount } from './wallet';

const person = z.object({
  memberId: id,
  nickname: z.string(),
  /** False once the whole account was stopped. */
  active: z.boolean(),
  username: z.string().nullable(),
  student: studentView.nullable(),
  coach: coachSelf.nullable(),
});
export type PersonView = z.output<typeof person>;

const rates = z.object({ SENIOR: fenAmount, INTERMEDIATE: fenAmount, JUNIOR: fenAmount });

const FOUND = ['STUDENT_NOT_FOUND', 'REASON_REQUIRED'] as const;
const FORM = [
  'REAL_NAME_INVALID',
  'PHONE_INVALID',
  'PHONE_TAKEN',
  'AGE_INVALID',
  'EMAIL_INVALID',
  'EMAIL_TAKEN',
] as const;
const { phoneCode: _code, campusId: _campus, ...editable } = personForm;

/** The training school of a campus, as its admin sees it; the super admin has every campus. */
export const schoolContract = {
  /** `campusId` null: the own campus, or the centre for the super admin. */
  home: procedure({
    caller: 'admin',
    input: z.object({ campusId: id.nullable() }),
    output: z.object({
      now: instant,
      campusId: id,
      campuses: z.array(campusChoice),
      applications: z.array(coachSelf),
      changes: z.array(changeView),
      /** Of today and tomorrow. */
      lessons: z.array(lessonView),
      students: count,
      coaches: count,
      rates,
      /** What of a fee is the coach’s income, percent. */
      share: count,
    }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  /** Approves and sets the level in one step. */
  approve: procedure({
    caller: 'admin',
    input: z.object({ memberId: id, level: coachLevel }),
    output: coachSelf,
    refuses: ['COACH_NOT_FOUND', 'RELATION_CLOSED', 'OPEN_ACCOUNT_FIRST'],
  }),
  refuse: procedure({
    caller: 'admin',
    input: z.object({ memberId: id, reason: text(0, 200) }),
    output: coachSelf,
    refuses: ['COACH_NOT_FOUND', 'RELATION_CLOSED', 'REASON_REQUIRED'],
  }),
  /** By name, phone or (coaches) identity number; an empty text lists all. */
  people: procedure({
    caller: 'admin',
    input: z.object({
      campusId: id,
      kind: z.enum(SIDES),
      text: z.string().max(40),
      after: id.nullable(),
    }),
    output: z.object({ people: z.array(person), next: id.nullable() }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  person: procedure({
    caller: 'admin',
    input: z.object({ memberId: id }),
    output: z.object({
      person,
      /** What comes, soonest first. */
      lessons: z.array(lessonView),
      /** Whom the person teaches or is taught by, and what waits; newest first. */
      ties: z.array(
        z.object({
          relationId: id,
          status: relationStatus,
          /** What the person is in it. */
          as: z.enum(SIDES),
          other: z.object({ memberId: id, realName: z.string() }),
          appliedAt: instant,
        }),
      ),
    }),
    refuses: ['STUDENT_NOT_FOUND'],
  }),
  editStudent: procedure({
    caller: 'admin',
    input: z.object({ memberId: id, ...editable }),
    output: person,
    refuses: ['STUDENT_NOT_FOUND', ...FORM],
  }),
  editCoach: procedure({
    caller: 'admin',
    input: z.object({
      memberId: id,
      ...editable,
      /** Null keeps what is stored. */
      idNumber: z.string().max(40).nullable(),
      level: coachLevel,
      achievements: z.string().max(2000),
    }),
    output: person,
    refuses: [
      'COACH_NOT_FOUND',
      ...FORM,
      'ID_NUMBER_INVALID',
      'ID_NUMBER_TAKEN',
      'ACHIEVEMENTS_INVALID',
    ],
  }),
  /** Stops or opens a whole account; a coach’s teaching stops with it and is resumed apart. */
  setActive: procedure({
    caller: 'admin',
    input: z.object({ memberId: id, active: z.boolean(), reason: text(0, 200) }),
    output: person,
    refuses: FOUND,
  }),
  /** Stops or resumes a coach's teaching; unconfirmed requests are refused, confirmed lessons stand. */
  setTeaching: procedure({
    caller: 'admin',
    input: z.object({ memberId: id, active: z.boolean(), reason: text(0, 200) }),
    output: person,
    refuses: ['COACH_NOT_FOUND', 'REASON_REQUIRED', 'OPEN_ACCOUNT_FIRST'],
  }),
  /** Takes somebody out of the school; refused while anything of theirs is open. */
  remove: procedure({
    caller: 'admin',
    input: z.object({ memberId: id, kind: z.enum(SIDES), reason: text(0, 200) }),
    output: z.object({ memberId: id }),
    refuses: [...FOUND, 'COACH_NOT_FOUND', 'SETTLE_TRAINING_FIRST'],
  }),
  /** A new password, shown once, to be told to the person. */
  resetPassword: procedure({
    caller: 'admin',
    input: z.object({ memberId: id }),
    output: z.object({ username: z.string(), password: z.string() }),
    refuses: ['STUDENT_NOT_FOUND', 'NO_CREDENTIALS'],
  }),
  endRelation: procedure({
    caller: 'admin',
    input: z.object({ relationId: id, reason: text(0, 200) }),
    output: z.object({ relationId: id }),
    refuses: ['RELATION_NOT_FOUND', 'RELATION_CLOSED', 'REASON_REQUIRED'],
  }),
  lessons: procedure({
    caller: 'admin',
    input: z.object({ campusId: id, from: clubDate, until: clubDate }),
    output: z.object({ lessons: z.array(lessonView), now: instant }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  /** At any time before the end, with full refund and no try used. */
  cancelLesson: procedure({
    caller: 'admin',
    input: z.object({ lessonId: id, reason: text(0, 200) }),
    output: lessonView,
    refuses: ['LESSON_NOT_FOUND', 'LESSON_CLOSED', 'REASON_REQUIRED'],
  }),
  vote: procedure({
    caller: 'admin',
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
  saveRates: procedure({
    caller: 'admin',
    input: z.object({ campusId: id, rates, share: z.number() }),
    output: z.object({ rates, share: count }),
    refuses: ['CAMPUS_NOT_FOUND', 'RATE_INVALID', 'SHARE_INVALID'],
  }),
  /** Who did what, newest first: the page in one call. */
  log: procedure({
    caller: 'admin',
    input: z.object({
      campusId: id.nullable(),
      /** Part of an action, a name or a detail. */
      text: z.string().max(40),
      from: clubDate.nullable(),
      until: clubDate.nullable(),
      before: instant.nullable(),
    }),
    output: z.object({
      entries: z.array(
        z.object({
          id: z.string(),
          at: instant,
          actor: z.string(),
          action: z.string(),
          target: z.string(),
          detail: z.string(),
          campusName: z.string(),
          ip: z.string().nullable(),
        }),
      ),
      next: instant.nullable(),
      /** What the caller may choose between. */
      campuses: z.array(campusChoice),
    }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
} satisfies Contract;
