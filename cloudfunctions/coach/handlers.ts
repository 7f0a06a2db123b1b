import { clubDateOf, type Instant } from '@shared/base/time';
import type { coachContract } from '@shared/contracts/coach';
import { cleanOff } from '@shared/domain/coach';
import { MOST_STUDENTS, voterOf } from '@shared/domain/relation';
import { Refusal } from '@shared/refusals';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import {
  evaluationsOf,
  evaluationViewFor,
  incomeOf,
  lessonsBetween,
  lessonViewFor,
} from '../lessons/service';
import { deedOf, recordDeed } from '../training/acting';
import { applyAsCoach, updateCoach } from '../training/applying';
import { follow } from '../training/following';
import { coachHome, coachSelfOf, studentCards } from '../training/homes';
import { answerStudent } from '../training/relating';
import { coachIn, touchCoach } from '../training/service';
import { changeView } from '../training/views';
import { castVote, changeById } from '../training/voting';

const SINCE = 0 as Instant;
const FOREVER = Number.MAX_SAFE_INTEGER as Instant;

/** The lessons that two had together, newest first, with what both wrote. */
async function lessonsTogether({ db }: Context, coachId: string, studentId: string) {
  const all = await lessonsBetween(db, { coachId, studentId, from: SINCE, until: FOREVER });
  const newest = all.reverse().slice(0, 200);
  const written = await evaluationsOf(
    db,
    newest.filter(({ evaluatedBy }) => evaluatedBy.length > 0).map(({ _id }) => _id),
  );
  return newest.map((lesson) => ({
    ...lessonViewFor(lesson, coachId),
    evaluations: written
      .filter(({ lessonId }) => lessonId === lesson._id)
      .map((one) => evaluationViewFor(one, coachId)),
  }));
}

const idOf = ({ identity }: Member) => identity.memberId;

export const coachHandlers: ServerHandlers<typeof coachContract> = {
  async self({ caller, context }) {
    const { coach, campuses } = await coachSelfOf(context, idOf(caller));
    return { coach, campuses };
  },

  apply: ({ input, caller, context }) => applyAsCoach(context, deedOf(caller, context), input),

  async update({ input, caller, context }) {
    const coach = await updateCoach(context, deedOf(caller, context), input);
    await follow(context);
    return coach;
  },

  async home({ input: { from }, caller, context }) {
    const { coach, found } = await coachSelfOf(context, idOf(caller));
    if (!coach || !found) throw new Refusal('COACH_ONLY');
    return { coach, ...(await coachHome(context, found, from)) };
  },

  answer: ({ input, caller, context }) => answerStudent(context, deedOf(caller, context), input),

  async students({ caller, context: { db } }) {
    const students = await studentCards(db, idOf(caller), 'ESTABLISHED');
    return { students, most: MOST_STUDENTS };
  },

  async student({ input: { studentId }, caller, context, refuse }) {
    const own = await studentCards(context.db, idOf(caller), 'ESTABLISHED');
    const student = own.find(({ memberId }) => memberId === studentId);
    if (!student) throw refuse('STUDENT_NOT_FOUND');
    return { student, lessons: await lessonsTogether(context, idOf(caller), studentId) };
  },

  async setOff({ input, caller, context, refuse }) {
    const off = cleanOff(input.off, clubDateOf(context.now));
    if (off === null) throw refuse('NOT_TEACHING_INVALID');
    const deed = deedOf(caller, context);
    await context.db.transaction(async (tx) => {
      const coach = await coachIn(tx, deed.actorId);
      if (!coach) throw new Refusal('COACH_ONLY');
      await touchCoach(tx, { ...coach, off });
      const { campusId, _id: targetId } = coach;
      await recordDeed(tx, deed, { action: 'coach.setOff', campusId, targetId });
    });
    return { off };
  },

  income: ({ input: { month }, caller, context }) => incomeOf(context, idOf(caller), month),

  async vote({ input, caller, context, refuse }) {
    const { changeId, yes, note } = input;
    const change = await changeById(context.db, changeId);
    const voter = change && voterOf(change, { memberId: idOf(caller), administers: false });
    if (!voter) throw refuse('CHANGE_NOT_FOUND');
    const deed = deedOf(caller, context);
    const voted = await castVote(context, deed, { changeId, voter, yes, note });
    await follow(context);
    return changeView(voted, voter, context.now);
  },
};
