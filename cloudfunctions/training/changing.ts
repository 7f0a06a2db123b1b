import type { Instant } from '@shared/base/time';
import { MOST_STUDENTS } from '@shared/domain/relation';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { adminsOf, type Deed, recordDeed, tellAll } from './acting';
import { type Event, ofCampus, PAGES } from './letters';
import { campusNeeded } from './registering';
import { refusalOfCoach, studentNeeded } from './relating';
import { coachIn, isTied, studentsOf, touchCoach, touchStudent } from './service';
import { type Coach, type CoachChange, changes, students } from './store';

interface Wish {
  readonly fromId: string;
  readonly toId: string;
  readonly reason: string;
  readonly requestId: string;
}

const NOT_GIVEN = { vote: 'PENDING', by: null, at: null, note: '' } as const;

/**
 * Asks to have another coach in the place of one. The three who vote are told; one change at a time.
 * All three people are written, so that none of them leaves unseen.
 *
 * @throws Refusal NOT_MY_COACH, CHANGE_OPEN, OWN_COACH, RELATION_EXISTS, COACH_NOT_FOUND,
 * COACH_DISABLED, COACH_ELSEWHERE, STUDENTS_FULL
 */
export async function requestChange(
  context: Context,
  deed: Deed,
  wish: Wish,
): Promise<CoachChange> {
  const { db } = context;
  // The relation that it makes has this id, too: no application may have it by the same request.
  const _id = idOfRequest(deed.actorId, `change:${wish.requestId}`);
  const own = await db.get(students, deed.actorId);
  if (!own) throw new Refusal('STUDENT_FIRST');
  const campus = await campusNeeded(context, own.campusId);
  // A coach who is an admin, too, has the vote of the coach, and nobody votes on the own wish.
  const parties = [deed.actorId, wish.fromId, wish.toId];
  const admins = await adminsOf(db, campus, parties);
  const event = { key: `change:${_id}:asked`, at: deed.at, campusName: campus.name };
  return db.transaction(async (tx) => {
    const known = await tx.get(changes, _id);
    if (known) return known;
    const student = await studentNeeded(tx, deed.actorId);
    const to = await wantedCoach(tx, wish.toId, student);
    const relationId = isTied(student, wish.fromId);
    if (relationId === null) throw new Refusal('NOT_MY_COACH');
    if (student.changeId !== null) throw new Refusal('CHANGE_OPEN');
    expectFree(to, student);
    const from = await coachNeeded(tx, wish.fromId);
    const change: CoachChange = {
      _id,
      studentId: student._id,
      fromId: from._id,
      toId: to._id,
      campusId: student.campusId,
      relationId,
      reason: wish.reason,
      names: { student: student.realName, from: from.realName, to: to.realName },
      votes: { from: firstVoteOf(from, deed.at), to: NOT_GIVEN, admin: NOT_GIVEN },
      status: 'PENDING',
      createdAt: deed.at,
      endedAt: null,
    };
    await tx.create(changes, change);
    await touchCoach(tx, from);
    await touchCoach(tx, to);
    await touchStudent(tx, { ...student, changeId: _id });
    const { campusId } = change;
    const what = { action: 'student.requestChange', campusId, targetId: student._id } as const;
    await recordDeed(tx, deed, what);
    await tellVoters(tx, event, change, admins);
    return change;
  });
}

export async function coachNeeded(tx: Transaction, coachId: string): Promise<Coach> {
  const coach = await coachIn(tx, coachId);
  if (!coach) throw new Error(`coaches/${coachId} should exist`);
  return coach;
}

/** A coach who is stopped cannot vote: the change goes on without. */
export const WAIVED = { vote: 'WAIVED', by: null, note: '' } as const;
const firstVoteOf = ({ status }: Coach, at: Instant) =>
  status === 'ACTIVE' ? NOT_GIVEN : { ...WAIVED, at };

interface Asking {
  readonly _id: string;
  readonly campusId: string;
  readonly ties: readonly { readonly coachId: string }[];
}

/** The coach that a student wants instead: somebody of the same campus. */
async function wantedCoach(tx: Transaction, coachId: string, student: Asking): Promise<Coach> {
  if (coachId === student._id) throw new Refusal('OWN_COACH');
  const coach = await coachIn(tx, coachId);
  if (!coach?.level) throw new Refusal('COACH_NOT_FOUND');
  if (coach.campusId !== student.campusId) throw new Refusal('COACH_ELSEWHERE');
  return coach;
}

/** Why that coach cannot be the new one now. */
function expectFree(coach: Coach, student: Asking): void {
  if (student.ties.some((tie) => tie.coachId === coach._id)) throw new Refusal('RELATION_EXISTS');
  const refusal = refusalOfCoach(coach, student.campusId);
  if (refusal) throw new Refusal(refusal);
}

async function tellVoters(
  tx: Transaction,
  event: Event,
  change: CoachChange,
  admins: readonly string[],
): Promise<void> {
  const { student, from, to } = change.names;
  const body = `${student}希望把教练从${from}换成${to}，需要三方同意，请在 7 天内表决`;
  const title = '更换教练待你表决';
  await tellAll(tx, event, [change.fromId, change.toId], { title, body, page: PAGES.coach });
  const page = ofCampus('votes', change.campusId);
  await tellAll(tx, event, admins, { title, body, page });
}

/** Takes a wish back; who was asked to vote is told. Said again, it stays taken back. */
export async function withdrawChange(
  context: Context,
  deed: Deed,
  id: string,
): Promise<CoachChange> {
  const { db } = context;
  const known = await db.get(changes, id);
  if (known?.studentId !== deed.actorId) throw new Refusal('CHANGE_NOT_FOUND');
  const campus = await campusNeeded(context, known.campusId);
  const admins = await adminsOf(db, campus, [known.studentId, known.fromId, known.toId]);
  const event = { key: `change:${id}:ended`, at: deed.at, campusName: campus.name };
  return db.transaction(async (tx) => {
    const change = await tx.get(changes, id);
    if (change?.studentId !== deed.actorId) throw new Refusal('CHANGE_NOT_FOUND');
    if (change.status === 'WITHDRAWN') return change;
    if (change.status !== 'PENDING') throw new Refusal('CHANGE_CLOSED');
    const ended: CoachChange = { ...change, status: 'WITHDRAWN', endedAt: deed.at };
    await tx.put(changes, ended);
    const student = await studentNeeded(tx, deed.actorId);
    await touchStudent(tx, { ...student, changeId: null });
    const { campusId, studentId } = change;
    await recordDeed(tx, deed, { action: 'student.withdrawChange', campusId, targetId: studentId });
    await tellVain(tx, event, ended, admins);
    return ended;
  });
}

async function tellVain(
  tx: Transaction,
  event: Event,
  change: CoachChange,
  admins: readonly string[],
): Promise<void> {
  const { student, from, to } = change.names;
  const title = '更换教练已撤回';
  const body = `${student}撤回了把教练从${from}换成${to}的申请，不用再表决`;
  await tellAll(tx, event, [change.fromId, change.toId], { title, body, page: PAGES.coach });
  const page = ofCampus('votes', change.campusId);
  await tellAll(tx, event, admins, { title, body, page });
}

/** @throws Refusal COACH_DISABLED, STUDENTS_FULL when the new coach cannot take one more now */
export function expectRoom(coach: Coach): void {
  if (coach.status !== 'ACTIVE') throw new Refusal('COACH_DISABLED');
  if (studentsOf(coach) >= MOST_STUDENTS) throw new Refusal('STUDENTS_FULL');
}
