import type { Instant } from '@shared/base/time';
import {
  MOST_STUDENTS,
  nextRelationStatus,
  type RelationStatus,
  refusalToApply,
} from '@shared/domain/relation';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { campusName, type Deed, recordDeed, tellAll } from './acting';
import { because, PAGES } from './letters';
import { coachIn, studentIn, studentsOf, touchCoach, touchStudent, untied } from './service';
import { type Coach, changes, coaches, type Relation, relations, type Student } from './store';

/** A new relation of two people, as they are now. */
export function relationOf(
  { student, coach }: { readonly student: Student; readonly coach: Coach },
  made: Pick<Relation, '_id' | 'status' | 'source' | 'answeredAt'> & { readonly at: Instant },
): Relation {
  const { at, ...rest } = made;
  const { realName, sport, level, rate } = coach;
  if (level === null || rate === null) throw new Error(`coach ${coach._id} has no level`);
  return {
    ...rest,
    studentId: student._id,
    coachId: coach._id,
    campusId: student.campusId,
    studentName: student.realName,
    coach: { realName, sport, level, rate },
    reason: '',
    appliedAt: at,
    endedAt: null,
  };
}

/**
 * Why a coach takes no students of a campus, or null.
 */
export function refusalOfCoach(coach: Coach, campusId: string) {
  if (coach.status !== 'ACTIVE') return 'COACH_DISABLED';
  if (coach.campusId !== campusId) return 'COACH_ELSEWHERE';
  return studentsOf(coach) >= MOST_STUDENTS ? 'STUDENTS_FULL' : null;
}

interface Answer {
  readonly relationId: string;
  readonly status: RelationStatus;
}

/**
 * Asks a coach. Both documents are written: of two who ask at once, and of who asks while the coach
 * stops, one sees what the other did.
 *
 * @throws Refusal COACH_NOT_FOUND, COACH_DISABLED, COACH_ELSEWHERE, STUDENTS_FULL, OWN_COACH,
 * RELATION_EXISTS, COACHES_FULL
 */
export async function applyTo(
  context: Context,
  deed: Deed,
  { coachId, requestId }: { readonly coachId: string; readonly requestId: string },
): Promise<Answer> {
  const { db } = context;
  const relationId = idOfRequest(deed.actorId, requestId);
  const asked = await db.get(coaches, coachId);
  const campus = asked ? await campusName(context, asked.campusId) : '';
  const event = { key: `relation:${relationId}:asked`, at: deed.at, campusName: campus };
  return db.transaction(async (tx) => {
    const known = await tx.get(relations, relationId);
    if (known) return { relationId, status: known.status };
    const student = await studentNeeded(tx, deed.actorId);
    const coach = await coachIn(tx, coachId);
    // Whoever was never approved is nobody's coach yet.
    if (!coach?.level) throw new Refusal('COACH_NOT_FOUND');
    const wish = { studentId: student._id, coachId };
    const change = student.changeId && (await tx.need(changes, student.changeId));
    const refusal =
      refusalToApply(wish, student.ties) ??
      (change && change.toId === coachId ? 'RELATION_EXISTS' : null) ??
      refusalOfCoach(coach, student.campusId);
    if (refusal) throw new Refusal(refusal);
    const made = { status: 'PENDING', source: 'APPLY', answeredAt: null, at: deed.at } as const;
    await tx.create(relations, relationOf({ student, coach }, { ...made, _id: relationId }));
    const tie = { relationId, status: 'PENDING' as const };
    const asker = { ...tie, studentId: student._id };
    await touchCoach(tx, { ...coach, ties: [...coach.ties, asker] });
    await touchStudent(tx, { ...student, ties: [...student.ties, { ...tie, coachId }] });
    const { campusId } = student;
    await recordDeed(tx, deed, { action: 'student.apply', campusId, targetId: coachId });
    await tellAll(tx, event, [coachId], {
      title: '有学员想跟你学',
      body: `${student.realName}选你当教练，请同意或拒绝`,
      page: PAGES.coach,
    });
    return { relationId, status: 'PENDING' };
  });
}

export async function studentNeeded(tx: Transaction, studentId: string): Promise<Student> {
  const student = await studentIn(tx, studentId);
  if (!student) throw new Refusal('STUDENT_FIRST');
  return student;
}

/** Both forget what was between them. */
export async function untie(
  tx: Transaction,
  relationId: string,
  { student, coach }: { readonly student: Student; readonly coach: Coach },
): Promise<void> {
  await touchStudent(tx, untied(student, relationId));
  await touchCoach(tx, untied(coach, relationId));
}

async function coachOf(tx: Transaction, { coachId }: Relation): Promise<Coach> {
  const coach = await coachIn(tx, coachId);
  if (!coach) throw new Error(`coaches/${coachId} should exist`);
  return coach;
}

/** Takes an application back. Said again, it stays taken back. */
export function withdrawFrom(context: Context, deed: Deed, relationId: string): Promise<Answer> {
  return context.db.transaction(async (tx) => {
    const relation = await tx.get(relations, relationId);
    if (relation?.studentId !== deed.actorId) throw new Refusal('RELATION_NOT_FOUND');
    if (relation.status === 'WITHDRAWN') return { relationId, status: relation.status };
    const status = nextRelationStatus(relation.status, 'withdraw');
    if (status === null) throw new Refusal('RELATION_CLOSED');
    const student = await studentNeeded(tx, deed.actorId);
    await untie(tx, relationId, { student, coach: await coachOf(tx, relation) });
    await tx.put(relations, { ...relation, status, endedAt: deed.at });
    const { campusId, coachId } = relation;
    await recordDeed(tx, deed, { action: 'student.withdraw', campusId, targetId: coachId });
    return { relationId, status };
  });
}

/**
 * A coach takes a student or does not. The limits are looked at again: much can have happened since
 * the student asked. The same answer again changes nothing.
 *
 * @throws Refusal RELATION_NOT_FOUND, RELATION_CLOSED, MY_STUDENTS_FULL, COACH_ELSEWHERE
 */
export async function answerStudent(
  context: Context,
  deed: Deed,
  answer: { readonly relationId: string; readonly approve: boolean; readonly reason: string },
): Promise<Answer> {
  const { relationId, approve } = answer;
  const reason = approve ? '' : answer.reason;
  const known = await context.db.get(relations, relationId);
  const campus = known ? await campusName(context, known.campusId) : '';
  const event = { key: `relation:${relationId}:answered`, at: deed.at, campusName: campus };
  return context.db.transaction(async (tx) => {
    const relation = await tx.get(relations, relationId);
    if (relation?.coachId !== deed.actorId) throw new Refusal('RELATION_NOT_FOUND');
    const status = nextRelationStatus(relation.status, approve ? 'approve' : 'refuse');
    const same = relation.status === (approve ? 'ESTABLISHED' : 'REJECTED');
    if (same) return { relationId, status: relation.status };
    if (status === null) throw new Refusal('RELATION_CLOSED');
    const student = await studentIn(tx, relation.studentId);
    if (!student) throw new Error(`students/${relation.studentId} should exist`);
    const pair = { student, coach: await coachOf(tx, relation) };
    if (approve) await takeStudent(tx, relationId, pair);
    else await untie(tx, relationId, pair);
    const ended = approve ? null : deed.at;
    await tx.put(relations, { ...relation, status, reason, answeredAt: deed.at, endedAt: ended });
    const { campusId, studentId } = relation;
    const detail = approve ? '同意' : '拒绝';
    await recordDeed(tx, deed, { action: 'coach.answer', campusId, targetId: studentId, detail });
    const coachName = relation.coach.realName;
    await tellAll(tx, event, [studentId], {
      title: approve ? '教练同意了' : '教练没有同意',
      body: approve
        ? `${coachName}教练同意收你为学员，可以约课了`
        : `${coachName}教练没有同意${because(reason)}。可以选择其他教练。`,
      page: PAGES.student,
    });
    return { relationId, status };
  });
}

async function takeStudent(
  tx: Transaction,
  relationId: string,
  { student, coach }: { readonly student: Student; readonly coach: Coach },
): Promise<void> {
  if (coach.status !== 'ACTIVE') throw new Refusal('COACH_ONLY');
  if (coach.campusId !== student.campusId) throw new Refusal('COACH_ELSEWHERE');
  if (studentsOf(coach) >= MOST_STUDENTS) throw new Refusal('MY_STUDENTS_FULL');
  // The student's place was taken when it was asked for: the tie of both only changes its state.
  const taken = <T extends { readonly relationId: string }>(tie: T) =>
    tie.relationId === relationId ? { ...tie, status: 'ESTABLISHED' as const } : tie;
  await touchCoach(tx, { ...coach, ties: coach.ties.map(taken) });
  await touchStudent(tx, { ...student, ties: student.ties.map(taken) });
}
