import * as z from 'zod';
import { SIDES } from '../domain/lesson';
import { type Contract, procedure } from './procedure';
import { count, id, instant, text } from './scalars';
import { evaluationView, lessonView } from './training';

/** What either party of a lesson does with it. Who is no party finds no lesson. */
export const lessonContract = {
  mine: procedure({
    caller: 'member',
    input: z.object({
      as: z.enum(SIDES),
      when: z.enum(['COMING', 'PAST']),
      /** The start of the last one shown. */
      before: instant.nullable(),
    }),
    output: z.object({ lessons: z.array(lessonView), next: instant.nullable(), now: instant }),
    refuses: [],
  }),
  detail: procedure({
    caller: 'member',
    input: z.object({ lessonId: id }),
    output: z.object({
      lesson: lessonView,
      /** Which party the caller is. */
      side: z.enum(SIDES),
      evaluations: z.array(evaluationView),
      cancelsLeft: count,
      /** Masked until the lesson is confirmed. */
      otherPhone: z.string().nullable(),
      now: instant,
    }),
    refuses: ['LESSON_NOT_FOUND'],
  }),
  /** The student takes an unconfirmed request back: the fee is free again, no try is used. */
  withdraw: procedure({
    caller: 'student',
    input: z.object({ lessonId: id }),
    output: lessonView,
    refuses: ['LESSON_NOT_FOUND', 'LESSON_CLOSED'],
  }),
  confirm: procedure({
    caller: 'coach',
    input: z.object({ lessonId: id }),
    output: lessonView,
    refuses: [
      'LESSON_NOT_FOUND',
      'LESSON_CLOSED',
      'LESSON_STARTED',
      'NO_LONGER_TIED',
      'TABLE_GONE',
      'AT_OWN_COURT',
      'STUDENT_AT_COURT',
    ],
  }),
  refuse: procedure({
    caller: 'coach',
    input: z.object({ lessonId: id, reason: text(0, 200) }),
    output: lessonView,
    refuses: ['LESSON_NOT_FOUND', 'LESSON_CLOSED'],
  }),
  /** Asks the other party to cancel; one of three tries of the month. */
  askCancel: procedure({
    caller: 'member',
    input: z.object({ lessonId: id, reason: text(0, 200), requestId: id }),
    output: lessonView,
    refuses: [
      'LESSON_NOT_FOUND',
      'LESSON_CLOSED',
      'REASON_REQUIRED',
      'CANCEL_TOO_LATE',
      'CANCELS_USED_UP',
    ],
  }),
  /** The other party agrees (the fee comes back at once) or keeps the lesson. */
  answerCancel: procedure({
    caller: 'member',
    input: z.object({ cancelId: id, agree: z.boolean() }),
    output: lessonView,
    refuses: ['CANCEL_NOT_FOUND', 'LESSON_CLOSED', 'LESSON_STARTED', 'OWN_CANCEL'],
  }),
  /** Whoever asked keeps the lesson; the try comes back. */
  withdrawCancel: procedure({
    caller: 'member',
    input: z.object({ cancelId: id }),
    output: lessonView,
    refuses: ['CANCEL_NOT_FOUND', 'LESSON_CLOSED'],
  }),
  /** 收获和教训 of the student, performance and advice of the coach; may be changed for 7 days. */
  evaluate: procedure({
    caller: 'member',
    input: z.object({
      lessonId: id,
      stars: z.int().min(1).max(5).nullable(),
      text: z.string().max(3000),
    }),
    output: evaluationView,
    refuses: ['LESSON_NOT_FOUND', 'NOT_EVALUABLE', 'EVALUATED_ALREADY', 'EVALUATION_INVALID'],
  }),
} satisfies Contract;
