import { randomBytes } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import { cleanNickname, type Registration } from '@shared/domain/member';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import { identities } from '../_kit/identity';
import { leaveInOutbox } from '../_kit/outbox';
import { dropCredentials } from '../account/service';
import { recordAudit } from '../audit/service';
import { hasLiveBookings } from '../booking/service';
import { resignSuperAdmin } from '../installation/service';
import { closeAccount, openAccount } from '../points/service';
import { closeTraining } from '../training/leaving';
import { closePresence, freeSeatOf, openPresence } from '../visit/service';
import { awaitsMoney, closeWallet } from '../wallet/service';
import { freePhone } from './phone';
import { type MemberDoc, members } from './store';

/** Makes the account of an openid, once: asked again, it answers the account that exists. */
export function register(
  db: Db,
  ask: {
    readonly openid: string;
    readonly form: Registration;
    readonly memberId: string;
    readonly invitedBy: string | null;
  },
  now: Instant,
): Promise<MemberDoc> {
  const { openid, form } = ask;
  const member: MemberDoc = {
    _id: ask.memberId,
    nickname: cleanNickname(form.nickname) ?? '',
    avatarFileId: null,
    birthYear: form.birthYear,
    phone: null,
    username: null,
    guardianConsent: form.guardianConsent,
    consentAt: now,
    role: 'MEMBER',
    campusId: null,
    level: null,
    invitedBy: ask.invitedBy,
    status: 'ACTIVE',
    openids: [openid],
    codeKey: randomBytes(32).toString('base64url'),
    createdAt: now,
  };
  return db.transaction(async (tx) => {
    const known = await tx.get(identities, openid);
    if (known) return tx.need(members, known.memberId);
    const { _id: memberId, role, campusId, status } = member;
    await tx.put(identities, {
      _id: openid,
      memberId,
      role,
      campusId,
      studentOf: null,
      coachOf: null,
      level: null,
      status,
    });
    await tx.put(members, member);
    await openPresence(tx, memberId);
    await openAccount(tx, memberId);
    const entry = { at: now, actorId: memberId, campusId, targetId: memberId, detail: '' };
    await recordAudit(tx, {
      key: `member:${memberId}:register`,
      action: 'member.register',
      ...entry,
    });
    return member;
  });
}

/**
 * Ends an account: from the commit on the person is a stranger, and what else is stored is erased
 * through the outbox. What has to be settled first is thrown, so that nothing of it is kept.
 *
 * @throws Refusal CHECK_OUT_FIRST, LAST_SUPER_ADMIN, SETTLE_WALLET_FIRST, SETTLE_BOOKINGS_FIRST,
 * SETTLE_TRAINING_FIRST
 */
export async function deleteAccount(
  db: Db,
  { memberId, campusId }: { readonly memberId: string; readonly campusId: string | null },
  now: Instant,
): Promise<void> {
  const left = await db.transaction(async (tx) => {
    const member = await tx.get(members, memberId);
    if (!member) return null;
    const open = await closePresence(tx, memberId, now);
    if (member.role === 'SUPER_ADMIN' && !(await resignSuperAdmin(tx, memberId))) {
      throw new Refusal('LAST_SUPER_ADMIN');
    }
    await closeWallet(tx, memberId);
    // Queries see no transaction's snapshot: asked after the wallet is closed, what they miss is paid
    // by nobody's wallet any more.
    if (await awaitsMoney(db, memberId)) throw new Refusal('SETTLE_WALLET_FIRST');
    if (await hasLiveBookings(db, memberId, now)) throw new Refusal('SETTLE_BOOKINGS_FIRST');
    await closeTraining(tx, { db, now }, memberId);
    await closeAccount(tx, memberId, now);
    for (const openid of member.openids) await tx.remove(identities, openid);
    await freePhone(tx, member);
    if (member.username !== null) await dropCredentials(tx, member.username);
    await tx.remove(members, memberId);
    const entry = { at: now, actorId: memberId, campusId, targetId: memberId, detail: '' };
    const key = `member:${memberId}:delete`;
    await recordAudit(tx, { key, action: 'member.deleteAccount', ...entry });
    await leaveInOutbox(tx, {
      key: `member:${memberId}:erase`,
      kind: 'eraseMember',
      payload: { memberId, avatarFileId: member.avatarFileId },
      at: now,
    });
    return open;
  });
  if (left) await freeSeatOf(db, left, now);
}
