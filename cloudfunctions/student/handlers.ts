import { clubDateOf } from '@shared/base/time';
import type { studentContract } from '@shared/contracts/student';
import { refusalOfReason } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import { bookLesson, lessonViewFor, tablesFor, weekOf } from '../lessons/service';
import { deedOf } from '../training/acting';
import { requestChange, withdrawChange } from '../training/changing';
import { findCoaches } from '../training/finding';
import { follow } from '../training/following';
import { changesOf, studentHome, tiesOf } from '../training/homes';
import { registerStudent, updateStudent } from '../training/registering';
import { applyTo, withdrawFrom } from '../training/relating';
import { coachById, studentById } from '../training/service';
import { changeView, coachCard } from '../training/views';

/** The student who calls, with the campus that the identity names. */
async function studentOf({ db }: Context, { identity }: Member) {
  const student = await studentById(db, identity.memberId);
  if (!student) throw new Refusal('STUDENT_FIRST');
  return student;
}

const asking = ({ identity }: Member) => {
  const { memberId: studentId, studentOf: campusId } = identity;
  if (campusId === null) throw new Refusal('STUDENT_FIRST');
  return { studentId, campusId };
};

export const studentHandlers: ServerHandlers<typeof studentContract> = {
  home: ({ caller, context }) => studentHome(context, caller.identity.memberId),

  register: ({ input, caller, context }) =>
    registerStudent(context, deedOf(caller, context), input),

  update: ({ input, caller, context }) => updateStudent(context, deedOf(caller, context), input),

  async coaches({ input, caller, context }) {
    const { ties, campusId } = await studentOf(context, caller);
    const found = await findCoaches(context.db, campusId, input);
    const tieWith = new Map(ties.map(({ coachId, status }) => [coachId, status]));
    return {
      coaches: found.map((coach) => ({ ...coach, tie: tieWith.get(coach.memberId) ?? null })),
      ties: ties.length,
    };
  },

  /** Four requests with the caller’s identity: the coach’s document says how the two are tied. */
  async coach({ input: { coachId }, caller, context, refuse }) {
    const { db, now } = context;
    const { studentId: viewerId, campusId } = asking(caller);
    const coach = await coachById(db, coachId);
    const tie = coach?.ties.find(({ studentId }) => studentId === viewerId) ?? null;
    const card = coach && coachCard(coach);
    // Who stopped teaching is shown to the own students only: their confirmed lessons stand.
    const shown = coach?.campusId === campusId && (coach.status === 'ACTIVE' || tie);
    if (!coach || !card || !shown) throw refuse('COACH_NOT_FOUND');
    const days = await weekOf(context, { coach, from: clubDateOf(now), viewerId });
    return {
      now,
      coach: card,
      tie: tie && { relationId: tie.relationId, status: tie.status },
      days,
    };
  },

  apply: ({ input, caller, context }) => applyTo(context, deedOf(caller, context), input),

  withdraw: ({ input: { relationId }, caller, context }) =>
    withdrawFrom(context, deedOf(caller, context), relationId),

  async relations({ caller, context: { db, now } }) {
    const { memberId } = caller.identity;
    const [ties, changes] = await Promise.all([tiesOf(db, memberId), changesOf(db, memberId)]);
    return {
      ties: ties.map(({ view }) => view),
      changes: changes.map((change) => changeView(change, null, now)),
    };
  },

  async requestChange({ input, caller, context, refuse }) {
    const reason = input.reason.trim();
    if (refusalOfReason(reason.slice(0, 2))) throw refuse('REASON_REQUIRED');
    const deed = deedOf(caller, context);
    return changeView(await requestChange(context, deed, { ...input, reason }), null, context.now);
  },

  async withdrawChange({ input: { changeId }, caller, context }) {
    const change = await withdrawChange(context, deedOf(caller, context), changeId);
    return changeView(change, null, context.now);
  },

  tables: ({ input, caller, context }) => tablesFor(context, asking(caller), input),

  async book({ input, caller, context }) {
    const lesson = await bookLesson(context, asking(caller), input);
    await follow(context);
    return lessonViewFor(lesson, caller.identity.memberId);
  },
};
