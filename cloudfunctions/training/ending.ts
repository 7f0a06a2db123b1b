import { nextRelationStatus } from '@shared/domain/relation';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import {
  administers,
  campusName,
  deedOf,
  expectAdmin,
  expectOther,
  recordDeed,
  tellAll,
} from './acting';
import { because, type Event, PAGES } from './letters';
import { untie } from './relating';
import { coachIn, studentIn } from './service';
import { leaveRefusals } from './stopping';
import { type CoachChange, changes, type Relation, relations } from './store';

/**
 * An admin ends what stands between a student and a coach: lessons that nobody confirmed are refused
 * afterwards, confirmed ones stand, and a change of this coach has nothing left to change.
 *
 * @throws Refusal RELATION_NOT_FOUND, RELATION_CLOSED, NOT_ALLOWED for the own one of a campus admin
 */
export async function endRelation(
  context: Context,
  caller: Member,
  { relationId, reason }: { readonly relationId: string; readonly reason: string },
): Promise<void> {
  const deed = deedOf(caller, context);
  const known = await context.db.get(relations, relationId);
  const campus = known ? await campusName(context, known.campusId) : '';
  const event = { key: `relation:${relationId}:ended`, at: deed.at, campusName: campus };
  await context.db.transaction(async (tx) => {
    const relation = await tx.get(relations, relationId);
    if (!relation || !administers(caller, relation.campusId)) {
      throw new Refusal('RELATION_NOT_FOUND');
    }
    await expectAdmin(tx, deed.actorId, relation.campusId);
    // A party asks the other side, or another admin.
    for (const party of [relation.studentId, relation.coachId]) expectOther(caller, party);
    const status = nextRelationStatus(relation.status, 'end');
    if (status === null) throw new Refusal('RELATION_CLOSED');
    await tx.put(relations, { ...relation, status, reason, endedAt: deed.at });
    const vain = await part(tx, relation, deed.at);
    await leaveRefusals(tx, deed, { relationId });
    const { campusId, studentId } = relation;
    const action = 'school.endRelation';
    await recordDeed(tx, deed, { action, campusId, targetId: studentId, detail: reason });
    await tellBoth(tx, event, relation, reason);
    if (vain) await tellNewCoach(tx, event, vain);
  });
}

/** Unties both; answers the change that has nothing left to change. */
async function part(tx: Transaction, relation: Relation, at: Relation['appliedAt']) {
  const student = await studentIn(tx, relation.studentId);
  const coach = await coachIn(tx, relation.coachId);
  if (!student || !coach) throw new Error(`both of ${relation._id} should exist`);
  const change = student.changeId === null ? null : await tx.need(changes, student.changeId);
  const vain = change?.relationId === relation._id ? change : null;
  if (vain) await tx.put(changes, { ...vain, status: 'EXPIRED', endedAt: at });
  const changeId = vain ? null : student.changeId;
  await untie(tx, relation._id, { student: { ...student, changeId }, coach });
  return vain;
}

/** Who was asked to take the student over need not vote any more. */
async function tellNewCoach(tx: Transaction, event: Event, { toId, names }: CoachChange) {
  await tellAll(tx, event, [toId], {
    title: '更换教练不用再表决',
    body: `管理员解除了学员${names.student}和${names.from}教练的师生关系，换到你名下的申请也结束了`,
    page: PAGES.coach,
  });
}

async function tellBoth(tx: Transaction, event: Event, relation: Relation, reason: string) {
  const { studentId, coachId, studentName, coach } = relation;
  const why = because(reason);
  const rest = '未确认的约课会自动退回，已确认的课照常。';
  await tellAll(tx, event, [studentId], {
    title: '师生关系已解除',
    body: `管理员解除了你和${coach.realName}教练的师生关系${why}。${rest}`,
    page: PAGES.student,
  });
  await tellAll(tx, event, [coachId], {
    title: '师生关系已解除',
    body: `管理员解除了你和学员${studentName}的师生关系${why}。${rest}`,
    page: PAGES.coach,
  });
}
