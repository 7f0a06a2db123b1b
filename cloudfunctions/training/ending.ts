import { nextRelationStatus } from '@shared/domain/relation';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { administers, campusName, deedOf, recordDeed, tellAll } from './acting';
import { because, type Event, PAGES } from './letters';
import { untie } from './relating';
import { coachIn, studentIn } from './service';
import { leaveRefusals } from './stopping';
import { changes, type Relation, relations, type Student } from './store';

/**
 * An admin ends what stands between a student and a coach: lessons that nobody confirmed are refused
 * afterwards, confirmed ones stand, and a change of this coach has nothing left to change.
 *
 * @throws Refusal RELATION_NOT_FOUND, RELATION_CLOSED
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
    const status = nextRelationStatus(relation.status, 'end');
    if (status === null) throw new Refusal('RELATION_CLOSED');
    await tx.put(relations, { ...relation, status, reason, endedAt: deed.at });
    await part(tx, relation, deed.at);
    await leaveRefusals(tx, deed, { relationId });
    const { campusId, studentId } = relation;
    const action = 'school.endRelation';
    await recordDeed(tx, deed, { action, campusId, targetId: studentId, detail: reason });
    await tellBoth(tx, event, relation, reason);
  });
}

async function part(tx: Transaction, relation: Relation, at: Relation['appliedAt']) {
  const student = await studentIn(tx, relation.studentId);
  const coach = await coachIn(tx, relation.coachId);
  if (!student || !coach) throw new Error(`both of ${relation._id} should exist`);
  const changeId = await changeLeft(tx, student, relation, at);
  await untie(tx, relation._id, { student: { ...student, changeId }, coach });
}

/** The change that still waits after a relation has ended: one of this relation is over with it. */
async function changeLeft(
  tx: Transaction,
  { changeId }: Student,
  relation: Relation,
  at: Relation['appliedAt'],
): Promise<string | null> {
  if (changeId === null) return null;
  const change = await tx.need(changes, changeId);
  if (change.relationId !== relation._id) return changeId;
  await tx.put(changes, { ...change, status: 'REJECTED', endedAt: at });
  return null;
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
