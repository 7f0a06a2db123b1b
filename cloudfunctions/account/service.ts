import type { Instant } from '@shared/base/time';
import type { AuditAction } from '@shared/domain/audit';
import { isAdmin } from '@shared/domain/member';
import { refusalOfReason } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { type MemberDoc, memberInTransaction, setStatus, touchMember } from '../member/service';
import { type Letter, sendMessage } from '../message/service';
import { type Coach, coachIn, type Student, studentIn } from '../training/service';
import { stopTraining } from '../training/stopping';
import { openedLetter, passwordResetLetter, stoppedLetter } from './letters';
import { hashOf, newPassword } from './passwords';
import { credentials } from './store';

interface Managed {
  readonly member: MemberDoc;
  readonly student: Student | null;
  readonly coach: Coach | null;
  /** The campus in whose log it stands. */
  readonly campusId: string | null;
}

/**
 * Whom an admin manages: the super admin everybody, a campus admin the students and coaches of the
 * own campus who have no role and are at no other campus; nobody themselves. Decided by what this
 * transaction sees.
 *
 * @throws Refusal STUDENT_NOT_FOUND, NOT_ALLOWED
 */
async function managed(tx: Transaction, caller: Member, memberId: string): Promise<Managed> {
  const admin = await memberInTransaction(tx, caller.identity.memberId);
  const acts = admin?.status === 'ACTIVE' && isAdmin(admin.role);
  if (!acts || memberId === admin._id) throw new Refusal('NOT_ALLOWED');
  const member = await memberInTransaction(tx, memberId);
  if (!member) throw new Refusal('STUDENT_NOT_FOUND');
  const student = await studentIn(tx, memberId);
  const coach = await coachIn(tx, memberId);
  const person = { member, student, coach };
  const campuses = [coach?.campusId, student?.campusId];
  if (admin.role === 'SUPER_ADMIN') {
    // Two super admins who stop each other meet in these documents: one of them is too late.
    if (isAdmin(member.role)) await touchMember(tx, admin);
    return { ...person, campusId: member.campusId ?? campuses.find(Boolean) ?? null };
  }
  const places = campuses.filter((campusId) => campusId !== undefined);
  if (!places.some((campusId) => campusId === admin.campusId)) {
    throw new Refusal('STUDENT_NOT_FOUND');
  }
  const isOthers = places.some((campusId) => campusId !== admin.campusId);
  if (member.role !== 'MEMBER' || isOthers) throw new Refusal('NOT_ALLOWED');
  return { ...person, campusId: admin.campusId };
}

interface Deed {
  readonly deed: string;
  readonly at: Instant;
  readonly actorId: string;
}

const deedOf = (kind: string, { now, newId }: Context, { identity }: Member): Deed => ({
  deed: `${kind}:${newId()}`,
  at: now,
  actorId: identity.memberId,
});

/** Tells the member and writes it down, in the transaction that does it. */
async function tellAndRecord(
  tx: Transaction,
  { member, campusId }: Managed,
  what: Deed & { readonly letter: Letter; readonly action: AuditAction; readonly detail: string },
): Promise<void> {
  const { deed, at, actorId, letter, action, detail } = what;
  await sendMessage(tx, letter, { first: true });
  const entry = { at, actorId, campusId, action, targetId: member._id, detail };
  await recordAudit(tx, { key: deed, ...entry });
}

/**
 * Stops a whole account or opens it again: the member and all WeChats in one transaction. As it
 * should be already, nothing happens. To stop somebody takes a reason, which they are told. A coach
 * stops teaching, too, and goes on when an admin says so: opening the account alone does not.
 *
 * @throws Refusal STUDENT_NOT_FOUND, REASON_REQUIRED, NOT_ALLOWED
 */
export async function stopAccount(
  context: Context,
  caller: Member,
  { memberId, active, reason }: { memberId: string; active: boolean; reason: string },
): Promise<void> {
  const refusal = active ? null : refusalOfReason(reason);
  if (refusal) throw new Refusal(refusal);
  const deed = deedOf('active', context, caller);
  await context.db.transaction(async (tx) => {
    const found = await managed(tx, caller, memberId);
    const status = active ? 'ACTIVE' : 'DISABLED';
    if (found.member.status === status) return;
    await setStatus(tx, found.member, status);
    if (!active) await stopSchoolOf(tx, found, { ...deed, reason: reason.trim() });
    const told = { memberId, ...deed };
    const letter = active
      ? openedLetter(told, { teaching: found.coach?.status === 'DISABLED' })
      : stoppedLetter(told, reason.trim());
    const action = active ? 'account.open' : 'account.stop';
    await tellAndRecord(tx, found, { ...deed, letter, action, detail: reason.trim() });
  });
}

/** Teaching ends with the account, and what the member asked for is not waited for. */
const stopSchoolOf = (
  tx: Transaction,
  { member, student, coach }: Managed,
  { deed: id, at, actorId, reason }: Deed & { readonly reason: string },
): Promise<void> => {
  const stopped = { ...member, status: 'DISABLED' } as const;
  return stopTraining(tx, { id, at, actorId }, { member: stopped, student, coach, reason });
};

/**
 * Gives a member a new password and lifts the lock. The password is in the answer and nowhere else.
 *
 * @throws Refusal STUDENT_NOT_FOUND, NO_CREDENTIALS, NOT_ALLOWED
 */
export async function resetPasswordOf(
  context: Context,
  caller: Member,
  { memberId }: { memberId: string },
): Promise<{ username: string; password: string }> {
  const password = newPassword();
  const hash = await hashOf(password);
  const deed = deedOf('reset', context, caller);
  const username = await context.db.transaction(async (tx) => {
    const found = await managed(tx, caller, memberId);
    const name = found.member.username;
    if (name === null) throw new Refusal('NO_CREDENTIALS');
    const held = await tx.need(credentials, name);
    await tx.put(credentials, { ...held, hash, tries: 0, changedAt: deed.at });
    const letter = passwordResetLetter({ memberId, ...deed });
    const what = { letter, action: 'account.resetPassword', detail: '' } as const;
    await tellAndRecord(tx, found, { ...deed, ...what });
    return name;
  });
  return { username, password };
}

/** Takes a member's username away with the account; somebody else may have it then. */
export const dropCredentials = (tx: Transaction, username: string) =>
  tx.remove(credentials, username);
