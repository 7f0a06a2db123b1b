import { MINUTE, plus } from '@shared/base/time';
import { nextCoachStatus } from '@shared/domain/coach';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { assignTraining, type MemberDoc } from '../member/service';
import { type Deed, recordDeed } from './acting';
import { touchCoach, touchStudent } from './service';
import type { Coach, Student } from './store';

type Whose =
  | { readonly relationId: string }
  | { readonly coachId: string }
  | { readonly studentId: string };

/**
 * Who asks for a lesson looks at coach and account before the transaction: what was stopped meanwhile
 * is not seen, and the request may commit after the first deed ran. A transaction lives half a minute
 * and a function less: by then nothing is on its way any more.
 */
const SURELY_OVER = MINUTE;

/** Leaves it to be done that lessons which nobody confirmed end: of a relation, a coach or a student. */
export async function leaveRefusals(
  tx: Transaction,
  { id, at }: Pick<Deed, 'id' | 'at'>,
  of: Whose,
): Promise<void> {
  const [whose = ''] = Object.keys(of);
  const deed = { kind: 'refuseLessons', payload: { ...of }, at };
  const key = `lessons:${id}:refuse:${whose}`;
  await leaveInOutbox(tx, { ...deed, key });
  // Of a relation, every request writes the student whom its end wrote: none gets past it.
  if ('relationId' in of) return;
  await leaveInOutbox(tx, { ...deed, key: `${key}:again`, dueAt: plus(at, SURELY_OVER) });
}

/**
 * Stops a coach in the caller's transaction: no new students or lessons. What nobody confirmed is
 * refused afterwards, votes on who leaves the coach are waived; confirmed lessons stand.
 */
export async function stopTeaching(
  tx: Transaction,
  deed: Deed,
  { coach, member }: { readonly coach: Coach; readonly member: MemberDoc },
): Promise<void> {
  const { _id: coachId } = coach;
  const status = nextCoachStatus(coach.status, 'disable');
  if (status === null) throw new Error(`coach ${coachId} is ${coach.status}`);
  await touchCoach(tx, { ...coach, status });
  await assignTraining(tx, member, { coachOf: null });
  await leaveRefusals(tx, deed, { coachId });
  const payload = { coachId, actorId: deed.actorId };
  const key = `votes:${deed.id}:waive`;
  await leaveInOutbox(tx, { key, kind: 'waiveVotes', payload, at: deed.at });
}

/** What the school does when a whole account is stopped: teaching ends until it is resumed. */
export async function stopTraining(
  tx: Transaction,
  deed: Deed,
  stopped: {
    readonly member: MemberDoc;
    readonly student: Student | null;
    readonly coach: Coach | null;
    readonly reason: string;
  },
): Promise<void> {
  const { member, student, coach, reason } = stopped;
  if (student) {
    await touchStudent(tx, student);
    await leaveRefusals(tx, deed, { studentId: student._id });
  }
  if (coach?.status !== 'ACTIVE') return;
  await stopTeaching(tx, deed, { coach, member });
  const what = { campusId: coach.campusId, targetId: coach._id, detail: reason };
  const teaching = { ...deed, id: `${deed.id}:teaching` };
  await recordDeed(tx, teaching, { action: 'school.stopTeaching', ...what });
}
