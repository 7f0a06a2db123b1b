import type { schoolContract } from '@shared/contracts/school';
import { voterOf } from '@shared/domain/relation';
import { refusalOfReason } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import type { Member, ServerHandlers } from '../_kit/serve';
import { resetPasswordOf, stopAccount } from '../account/service';
import { searchLog } from '../audit/searching';
import { cancelByAdmin, lessonsOfCampus, lessonViewFor } from '../lessons/service';
import { administers, deedOf } from '../training/acting';
import { decide, setTeaching } from '../training/coaching';
import { editCoach, editStudent } from '../training/editing';
import { endRelation } from '../training/ending';
import { findPeople, personOf } from '../training/finding';
import { follow } from '../training/following';
import { removeFromSchool } from '../training/leaving';
import { campusFor, personPage, schoolHome } from '../training/overseeing';
import { saveRates } from '../training/rates';
import { changeView } from '../training/views';
import { castVote, changeById } from '../training/voting';

/** What the person concerned is told and the log keeps. */
function expectReason(reason: string): string {
  const refusal = refusalOfReason(reason);
  if (refusal) throw new Refusal(refusal);
  return reason.trim();
}

const idOf = ({ identity }: Member) => identity.memberId;

export const schoolHandlers: ServerHandlers<typeof schoolContract> = {
  home: ({ input: { campusId }, caller, context }) => schoolHome(context, caller, campusId),

  approve: ({ input: { memberId, level }, caller, context }) =>
    decide(context, caller, { memberId, level, reason: '' }),

  refuse: ({ input: { memberId, reason }, caller, context }) =>
    decide(context, caller, { memberId, level: null, reason: expectReason(reason) }),

  async people({ input, caller, context }) {
    await campusFor(context, caller, input.campusId);
    return findPeople(context, caller, input);
  },

  person: ({ input: { memberId }, caller, context }) => personPage(context, caller, memberId),

  async editStudent({ input, caller, context }) {
    await editStudent(context, caller, input);
    return personOf(context, caller, input.memberId);
  },

  async editCoach({ input, caller, context }) {
    await editCoach(context, caller, input);
    return personOf(context, caller, input.memberId, 'COACH_NOT_FOUND');
  },

  async setActive({ input, caller, context }) {
    await stopAccount(context, caller, input);
    await follow(context);
    return personOf(context, caller, input.memberId);
  },

  async setTeaching({ input, caller, context }) {
    const { memberId, active } = input;
    const reason = active ? input.reason : expectReason(input.reason);
    await setTeaching(context, caller, { memberId, active, reason });
    await follow(context);
    return personOf(context, caller, memberId, 'COACH_NOT_FOUND');
  },

  async remove({ input, caller, context }) {
    const { memberId, kind } = input;
    await removeFromSchool(context, caller, { memberId, kind, reason: expectReason(input.reason) });
    await follow(context);
    return { memberId };
  },

  resetPassword: ({ input, caller, context }) => resetPasswordOf(context, caller, input),

  async endRelation({ input: { relationId, reason }, caller, context }) {
    await endRelation(context, caller, { relationId, reason: expectReason(reason) });
    await follow(context);
    return { relationId };
  },

  async lessons({ input, caller, context }) {
    const found = await lessonsOfCampus(context, caller.identity, input);
    const lessons = found.map((lesson) => lessonViewFor(lesson, idOf(caller)));
    return { lessons, now: context.now };
  },

  async cancelLesson({ input, caller, context }) {
    const lesson = await cancelByAdmin(context, caller.identity, input);
    await follow(context);
    return lessonViewFor(lesson, idOf(caller));
  },

  async vote({ input, caller, context, refuse }) {
    const { changeId, yes, note } = input;
    const change = await changeById(context.db, changeId);
    if (!change || !administers(caller, change.campusId)) throw refuse('CHANGE_NOT_FOUND');
    // The two coaches have votes of their own, and nobody decides the own wish.
    const voter = voterOf(change, { memberId: idOf(caller), administers: true });
    if (voter !== 'admin') throw new Refusal('NOT_ALLOWED');
    const deed = deedOf(caller, context);
    const voted = await castVote(context, deed, { changeId, voter, yes, note });
    await follow(context);
    return changeView(voted, voter, context.now);
  },

  async saveRates({ input, caller, context }) {
    await campusFor(context, caller, input.campusId);
    const { rates, share } = await saveRates(context, deedOf(caller, context), input);
    await follow(context);
    return { rates: { ...rates }, share };
  },

  log: ({ input, caller, context }) => searchLog(context, caller, input),
};
