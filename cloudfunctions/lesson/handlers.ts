import type { lessonContract } from '@shared/contracts/lesson';
import { maskPhone } from '@shared/domain/member';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { confirmLesson, refuseLesson, withdrawLesson } from '../lessons/answering';
import { answerCancel, askToCancel, withdrawCancel } from '../lessons/cancelling';
import { evaluate } from '../lessons/evaluating';
import { lessonById, pageOf } from '../lessons/finding';
import {
  cancelsLeftOf,
  evaluationsOf,
  evaluationViewFor,
  followLessons,
  type Lesson,
  lessonViewFor,
} from '../lessons/service';
import { sideOf } from '../lessons/views';
import { memberById } from '../member/service';

/** What a party did with a lesson, shown to that party once the other will read of it. */
async function done(context: Context, { identity }: Member, changing: Promise<Lesson>) {
  const lesson = await changing;
  await followLessons(context);
  return lessonViewFor(lesson, identity.memberId);
}

export const lessonHandlers: ServerHandlers<typeof lessonContract> = {
  async mine({ input, caller: { identity }, context: { db, now } }) {
    const { memberId } = identity;
    const { lessons, next } = await pageOf(db, { memberId, ...input });
    return { lessons: lessons.map((one) => lessonViewFor(one, memberId)), next, now };
  },

  async detail({ input, caller: { identity }, context: { db, now }, refuse }) {
    const { memberId } = identity;
    const lesson = await lessonById(db, input.lessonId);
    const side = lesson && sideOf(lesson, memberId);
    if (!lesson || !side) throw refuse('LESSON_NOT_FOUND');
    const otherId = side === 'STUDENT' ? lesson.coachId : lesson.studentId;
    const [said, cancelsLeft, other] = await Promise.all([
      evaluationsOf(db, [lesson._id]),
      cancelsLeftOf(db, memberId, now),
      memberById(db, otherId),
    ]);
    const phone = other?.phone ?? null;
    return {
      lesson: lessonViewFor(lesson, memberId),
      side,
      evaluations: said.map((one) => evaluationViewFor(one, memberId)),
      cancelsLeft,
      otherPhone: phone === null || lesson.confirmedAt !== null ? phone : maskPhone(phone),
      now,
    };
  },

  async withdraw({ input: { lessonId }, caller, context }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    return done(context, caller, withdrawLesson(db, memberId, { lessonId, now }));
  },

  async confirm({ input: { lessonId }, caller, context }) {
    const { db, now } = context;
    const { memberId: coachId, coachOf } = caller.identity;
    return done(context, caller, confirmLesson(db, { coachId, coachOf }, { lessonId, now }));
  },

  async refuse({ input: { lessonId, reason }, caller, context }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    return done(context, caller, refuseLesson(db, memberId, { lessonId, reason, now }));
  },

  async askCancel({ input, caller, context }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    return done(context, caller, askToCancel(db, memberId, { ...input, now }));
  },

  async answerCancel({ input, caller, context }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    return done(context, caller, answerCancel(db, memberId, { ...input, now }));
  },

  async withdrawCancel({ input, caller, context }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    return done(context, caller, withdrawCancel(db, memberId, { ...input, now }));
  },

  async evaluate({ input, caller: { identity }, context: { db, now } }) {
    const { memberId } = identity;
    return evaluationViewFor(await evaluate(db, memberId, { ...input, now }), memberId);
  },
};
