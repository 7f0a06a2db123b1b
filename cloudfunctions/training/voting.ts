import { type Instant, plus } from '@shared/base/time';
import {
  CHANGE_LIFE,
  nextRelationStatus,
  outcomeOf,
  refusalToVote,
  VOTER_WORDS,
  type Voter,
} from '@shared/domain/relation';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { campusName, type Deed, expectAdmin, recordDeed, tellAll } from './acting';
import { coachNeeded, expectRoom, WAIVED } from './changing';
import { because, type Event, PAGES } from './letters';
import { relationOf } from './relating';
import { studentIn, touchCoach, touchStudent, untied } from './service';
import { leaveRefusals } from './stopping';
import { type CoachChange, changes, relations, type Student } from './store';
import { votesOf } from './views';

export const changeById = (db: Db, id: string) => db.get(changes, id);

interface Ballot {
  readonly changeId: string;
  readonly voter: Voter;
  readonly yes: boolean;
  readonly note: string;
}

/**
 * One of the three votes, by somebody who was found to be that voter. A no ends the change; the
 * third yes makes it in the same transaction. The same vote of the same person again changes nothing.
 *
 * @throws Refusal CHANGE_NOT_FOUND, CHANGE_CLOSED, VOTED_ALREADY, STUDENTS_FULL, COACH_DISABLED,
 * NOT_ALLOWED for who is the campus's admin no more
 */
export async function castVote(context: Context, deed: Deed, ballot: Ballot): Promise<CoachChange> {
  const { changeId, voter, yes, note } = ballot;
  const known = await context.db.get(changes, changeId);
  const campus = known ? await campusName(context, known.campusId) : '';
  const event = { key: `change:${changeId}:ended`, at: deed.at, campusName: campus };
  return context.db.transaction(async (tx) => {
    const change = await tx.get(changes, changeId);
    if (!change) throw new Refusal('CHANGE_NOT_FOUND');
    const cast = yes ? 'YES' : 'NO';
    const given = change.votes[voter];
    if (given.by === deed.actorId && given.vote === cast) return change;
    const refusal = refusalToVote({ ...change, votes: votesOf(change) }, voter, deed.at);
    if (refusal) throw new Refusal(refusal);
    if (voter === 'admin') await expectAdmin(tx, deed.actorId, change.campusId);
    const vote = { vote: cast, by: deed.actorId, at: deed.at, note } as const;
    const next = await conclude(tx, { ...change, votes: { ...change.votes, [voter]: vote } }, deed);
    const { campusId, studentId } = change;
    const action = voter === 'admin' ? 'school.vote' : 'coach.vote';
    const detail = `${VOTER_WORDS[voter]}${yes ? '同意' : '不同意'}`;
    await recordDeed(tx, deed, { action, campusId, targetId: studentId, detail });
    if (next.status === 'COMPLETED') await tellCompleted(tx, event, next);
    if (next.status === 'REJECTED') await tellRejected(tx, event, next, voter);
    return next;
  });
}

/** Writes a change with its votes, and does what they decide. */
async function conclude(tx: Transaction, voted: CoachChange, deed: Deed): Promise<CoachChange> {
  const status = outcomeOf(votesOf(voted));
  const next: CoachChange = { ...voted, status, endedAt: status === 'PENDING' ? null : deed.at };
  await tx.put(changes, next);
  if (status === 'COMPLETED') await complete(tx, next, deed);
  if (status === 'REJECTED') await release(tx, next);
  return next;
}

/**
 * Waives the votes that a coach who was stopped cannot give: docs/decisions/0008. Where all others
 * have agreed, the change is made; where the new coach has no room now, it waits and expires.
 */
export async function waiveVotes(
  context: Context,
  { coachId, actorId }: { readonly coachId: string; readonly actorId: string },
): Promise<void> {
  const { db, now } = context;
  const open = { fromId: coachId, status: 'PENDING' } as const;
  const faults: unknown[] = [];
  for (const { _id, campusId } of await db.all(changes, open)) {
    const campus = await campusName(context, campusId);
    const event = { key: `change:${_id}:ended`, at: now, campusName: campus };
    const deed = { actorId, at: now, id: `change:${_id}:waived` };
    await db
      .transaction((tx) => waive(tx, _id, deed, event))
      .catch((fault) => {
        if (!isOfNewCoach(fault)) faults.push(fault);
      });
  }
  // None keeps another one waiting, and the outbox comes back to what failed: the database was busy.
  if (faults.length > 0) throw faults[0];
}

/** Why a change waits and expires although the old coach's vote could be waived. */
const isOfNewCoach = (fault: unknown): boolean =>
  fault instanceof Refusal && (fault.code === 'STUDENTS_FULL' || fault.code === 'COACH_DISABLED');

async function waive(tx: Transaction, changeId: string, deed: Deed, event: Event): Promise<void> {
  const change = await tx.get(changes, changeId);
  if (change?.votes.from.vote !== 'PENDING') return;
  if (refusalToVote({ ...change, votes: votesOf(change) }, 'from', deed.at)) return;
  const from = await coachNeeded(tx, change.fromId);
  if (from.status === 'ACTIVE') return;
  // The change is written, and so is the coach: who resumes teaching meanwhile meets us.
  await touchCoach(tx, from);
  const votes = { ...change.votes, from: { ...WAIVED, at: deed.at } };
  const next = await conclude(tx, { ...change, votes }, deed);
  if (next.status === 'COMPLETED') await tellCompleted(tx, event, next);
}

async function studentOf(tx: Transaction, { studentId }: CoachChange): Promise<Student> {
  const student = await studentIn(tx, studentId);
  if (!student) throw new Error(`students/${studentId} should exist`);
  return student;
}

/** The student may ask for another change. */
async function release(tx: Transaction, change: CoachChange): Promise<void> {
  await touchStudent(tx, { ...(await studentOf(tx, change)), changeId: null });
}

/** Ends the relation with one coach and makes the one with the other, all or nothing. */
async function complete(tx: Transaction, change: CoachChange, deed: Deed): Promise<void> {
  const { at } = deed;
  const student = await studentOf(tx, change);
  const from = await coachNeeded(tx, change.fromId);
  const to = await coachNeeded(tx, change.toId);
  expectRoom(to);
  const old = await tx.need(relations, change.relationId);
  const ended = nextRelationStatus(old.status, 'end');
  if (ended === null) throw new Error(`change ${change._id}: its relation is ${old.status}`);
  await tx.put(relations, { ...old, status: ended, reason: '更换教练', endedAt: at });
  // One change makes one relation: its id says of which.
  const made = {
    _id: change._id,
    status: 'ESTABLISHED',
    source: 'CHANGE',
    answeredAt: at,
  } as const;
  await tx.create(relations, relationOf({ student, coach: to }, { ...made, at }));
  const tie = { relationId: change._id, status: 'ESTABLISHED' as const };
  const { ties } = untied(student, change.relationId);
  const own = { ...tie, coachId: to._id };
  await touchStudent(tx, { ...student, ties: [...ties, own], changeId: null });
  await touchCoach(tx, untied(from, change.relationId));
  await touchCoach(tx, { ...to, ties: [...to.ties, { ...tie, studentId: student._id }] });
  const changed = { ...deed, id: `${deed.id}:changed` };
  const { campusId, studentId } = change;
  await recordDeed(tx, changed, { action: 'training.changed', campusId, targetId: studentId });
  await leaveRefusals(tx, { id: change._id, at }, { relationId: change.relationId });
}

async function tellCompleted(tx: Transaction, event: Event, change: CoachChange): Promise<void> {
  const { student, from, to } = change.names;
  const title = '教练已更换';
  await tellAll(tx, event, [change.studentId], {
    title,
    body: `表决通过了，你的教练从${from}换成了${to}。和${from}未确认的约课会自动退回，已确认的课照常。`,
    page: PAGES.student,
  });
  const body = `学员${student}的教练从${from}换成了${to}，已确认的课照常`;
  await tellAll(tx, event, [change.fromId, change.toId], { title, body, page: PAGES.coach });
}

async function tellRejected(
  tx: Transaction,
  event: Event,
  change: CoachChange,
  voter: Voter,
): Promise<void> {
  const { student, from, to } = change.names;
  const why = because(change.votes[voter].note);
  await tellAll(tx, event, [change.studentId], {
    title: '更换教练没有通过',
    body: `${VOTER_WORDS[voter]}没有同意把教练从${from}换成${to}${why}`,
    page: PAGES.change,
  });
  const others = [change.fromId, change.toId].filter((id) => id !== change.votes[voter].by);
  const body = `学员${student}更换教练的申请没有通过`;
  await tellAll(tx, event, others, { title: '更换教练没有通过', body, page: PAGES.coach });
}

/** Ends the changes that not everybody voted on in seven days. */
export async function expireChanges(context: Context): Promise<void> {
  const { db, now, platform } = context;
  const due = { status: 'PENDING', createdAt: { lte: plus(now, -CHANGE_LIFE) } } as const;
  for (const { _id, campusId } of await db.all(changes, due)) {
    const campus = await campusName(context, campusId);
    const event = { key: `change:${_id}:ended`, at: now, campusName: campus };
    // One that fails keeps nobody else waiting.
    await db
      .transaction((tx) => expire(tx, _id, event))
      .catch((fault) => platform.reportFault(fault, _id));
  }
}

async function expire(tx: Transaction, changeId: string, event: Event & { at: Instant }) {
  const change = await tx.get(changes, changeId);
  if (change?.status !== 'PENDING') return;
  const ended: CoachChange = { ...change, status: 'EXPIRED', endedAt: event.at };
  await tx.put(changes, ended);
  await release(tx, ended);
  const { student, from, to } = change.names;
  await tellAll(tx, event, [change.studentId], {
    title: '更换教练已过期',
    body: `把教练从${from}换成${to}的申请 7 天内没有收齐三方的表决，请重新申请`,
    page: PAGES.change,
  });
  const body = `学员${student}更换教练的申请已过期`;
  const coaches = [change.fromId, change.toId];
  await tellAll(tx, event, coaches, { title: '更换教练已过期', body, page: PAGES.coach });
}
