import { DAY, type Instant, plus } from '@shared/base/time';
import {
  MEMBER_CODE_LIFE,
  memberCodeMessage,
  parseMemberCode,
  refusalOfMemberCodeAge,
} from '@shared/domain/codes';
import { frozenMoney, memberMoney } from '@shared/domain/ledger';
import type { Role } from '@shared/domain/member';
import type { Db, Transaction } from '../_kit/db';
import { identities } from '../_kit/identity';
import type { OutboxHandlers } from '../_kit/outbox';
import { isSignedBy, signatureOf } from '../_kit/signing';
import { eraseBookingsOf } from '../booking/service';
import { dropBalances } from '../ledger/service';
import { eraseMessagesOf } from '../message/service';
import { eraseOrdersOf } from '../order/service';
import { eraseFavouritesOf } from '../venue/service';
import { eraseVisitsOf } from '../visit/service';
import { type MemberDoc, memberCodeUses, members } from './store';

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

export const memberInTransaction = (tx: Transaction, memberId: string) => tx.get(members, memberId);

/** What is left to do after an account was ended. Done twice, it does nothing the second time. */
export const memberOutbox: OutboxHandlers = {
  async eraseMember(payload, context) {
    const { db, platform } = context;
    const { memberId, avatarFileId } = payload as { memberId: string; avatarFileId: string | null };
    await dropBalances(db, [memberMoney(memberId), frozenMoney(memberId)]);
    await eraseFavouritesOf(db, memberId);
    await db.removeAll(memberCodeUses, { memberId });
    await eraseVisitsOf(db, memberId);
    await eraseOrdersOf(db, memberId);
    await eraseBookingsOf(context, memberId);
    await eraseMessagesOf(db, memberId);
    if (avatarFileId) await platform.deleteFiles([avatarFileId]);
  },
  async deletePicture(payload, { platform }) {
    await platform.deleteFiles([(payload as { fileId: string }).fileId]);
  },
};
