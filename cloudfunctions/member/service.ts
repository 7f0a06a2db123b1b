import { DAY, type Instant, plus } from '@shared/base/time';
import {
  MEMBER_CODE_LIFE,
  memberCodeMessage,
  parseMemberCode,
  refusalOfMemberCodeAge,
} from '@shared/domain/codes';
import type { Role } from '@shared/domain/member';
import type { Db, Transaction } from '../_kit/db';
import { type Identity, identities } from '../_kit/identity';
import { isSignedBy, signatureOf } from '../_kit/signing';
import { claimPhone } from './phone';
import { type MemberDoc, memberCodeUses, members } from './store';

export {
  bindWechat,
  forgetInviter,
  identityIn,
  setLevel,
  setStatus,
  setUsername,
  touchMember,
  unbindWechat,
} from './binding';
export { inviteTokenOf } from './inviting';
export { memberByPhone } from './phone';
export type { MemberDoc } from './store';

export const memberById = (db: Db, memberId: string) => db.get(members, memberId);

export async function membersById(db: Db, memberIds: readonly string[]) {
  const asked = [...new Set(memberIds)];
  if (asked.length === 0) return new Map<string, MemberDoc>();
  const found = await db.find(members, { where: { _id: { in: asked } }, limit: asked.length });
  return new Map(found.map((member) => [member._id, member]));
}

export const staffOf = (db: Db, campusId: string | null) => {
  const role = { in: ['STAFF', 'CAMPUS_ADMIN', 'SUPER_ADMIN'] as const };
  return db.all(members, campusId === null ? { role } : { role, campusId });
};

/** A code that a desk can scan: good for 60 s from now and for one use. */
export function memberCodeOf(member: MemberDoc, now: Instant) {
  const unsigned = { memberId: member._id, madeAt: now };
  const message = memberCodeMessage(unsigned);
  return {
    text: `${message}.${signatureOf(member.codeKey, message)}`,
    expiresAt: plus(now, MEMBER_CODE_LIFE),
  };
}

/** Whose code this is, or why it opens nothing. Using it up is `useMemberCode`'s. */
export async function readMemberCode(db: Db, text: string, now: Instant) {
  const code = parseMemberCode(text);
  const member = code && (await memberById(db, code.memberId));
  if (!code || !member || !isSignedBy(member.codeKey, memberCodeMessage(code), code.signature)) {
    return 'MEMBER_CODE_INVALID';
  }
  const stale = refusalOfMemberCodeAge(code.madeAt, now);
  if (stale) return stale;
  if (member.status === 'DISABLED') return 'ACCOUNT_DISABLED';
  return { member, useId: `${code.memberId}_${code.madeAt}` };
}

/** Marks a code as used in the transaction that it allows; false when it was used before. */
export async function useMemberCode(
  tx: Transaction,
  use: { readonly useId: string; readonly memberId: string; readonly at: Instant },
): Promise<boolean> {
  if (await tx.get(memberCodeUses, use.useId)) return false;
  await tx.put(memberCodeUses, { _id: use.useId, memberId: use.memberId, at: use.at });
  return true;
}

/** Used codes are worth remembering only while they could be tried again. */
export const forgetUsedCodes = (db: Db, now: Instant) =>
  db.removeAll(memberCodeUses, { at: { lt: plus(now, -DAY) } });

/** Gives a member another role everywhere it is written, in one transaction. */
export async function assignRole(
  tx: Transaction,
  member: MemberDoc,
  to: { readonly role: Role; readonly campusId: string | null },
): Promise<MemberDoc> {
  const changed: MemberDoc = { ...member, ...to };
  await tx.put(members, changed);
  for (const openid of member.openids) {
    const known = await tx.change(identities, openid, { set: to });
    if (!known) throw new Error(`identities/${openid} should exist`);
  }
  return changed;
}

/**
 * Says everywhere it is written which campus teaches a member, or lets the member teach. Writes the
 * member, too: whoever binds another identity at the same time meets it there.
 */
export async function assignTraining(
  tx: Transaction,
  member: MemberDoc,
  to: Partial<Pick<Identity, 'studentOf' | 'coachOf'>>,
): Promise<void> {
  await tx.put(members, member);
  for (const openid of member.openids) {
    const known = await tx.change(identities, openid, { set: to });
    if (!known) throw new Error(`identities/${openid} should exist`);
  }
}

/**
 * Gives a member a number in the transaction that needs it.
 *
 * @throws Refusal PHONE_TAKEN
 */
export async function givePhone(
  tx: Transaction,
  member: MemberDoc,
  phone: string,
): Promise<MemberDoc> {
  const changed: MemberDoc = { ...member, phone };
  if (phone === member.phone) return member;
  await claimPhone(tx, member, phone);
  await tx.put(members, changed);
  return changed;
}

export const memberInTransaction = (tx: Transaction, memberId: string) => tx.get(members, memberId);
