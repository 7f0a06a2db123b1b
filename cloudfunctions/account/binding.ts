import { MOST_WECHATS } from '@shared/domain/account';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import {
  bindWechat,
  identityIn,
  type MemberDoc,
  memberInTransaction,
  unbindWechat,
} from '../member/service';
import { dropAcceptances, sendMessage } from '../message/service';
import { trainingOf } from '../training/service';
import { wechatBoundLetter } from './letters';
import { type Credential, credentials } from './store';

/** An account's own entries in the log: the member did it to the own account. */
const ownEntry = (member: MemberDoc, { now }: Context) => ({
  at: now,
  actorId: member._id,
  campusId: member.campusId,
  targetId: member._id,
});

/** The credential that a password was found right for, if it is still the same. */
async function sameCredential(tx: Transaction, proven: Credential): Promise<Credential> {
  const held = await tx.get(credentials, proven._id);
  if (held?.hash.key !== proven.hash.key) throw new Refusal('LOGIN_FAILED');
  return held;
}

/**
 * Makes an openid the member's whose password was right. Done already, it only forgets the tries.
 *
 * @throws Refusal LOGIN_FAILED, ALREADY_BOUND, WECHATS_FULL, ACCOUNT_DISABLED
 */
export async function bind(context: Context, openid: string, proven: Credential) {
  const { db, now, newId } = context;
  const deed = `wechat:${newId()}`;
  const bound = await db.transaction(async (tx) => {
    const held = await sameCredential(tx, proven);
    const member = await memberInTransaction(tx, held.memberId);
    if (!member) throw new Refusal('LOGIN_FAILED');
    // Whoever knew the password was no stranger, whatever else keeps them out.
    await tx.put(credentials, { ...held, tries: 0 });
    if (member.status === 'DISABLED') return 'ACCOUNT_DISABLED';
    const known = await identityIn(tx, openid);
    if (known) return known.memberId === member._id ? member : 'ALREADY_BOUND';
    if (member.openids.length >= MOST_WECHATS) return 'WECHATS_FULL';
    const training = await trainingOf(tx, member._id);
    const { openids } = await bindWechat(tx, member, { openid, ...training });
    const told = { memberId: member._id, deed, at: now };
    await sendMessage(tx, wechatBoundLetter(told, openids.length), { first: true });
    const campusId = member.campusId ?? training.coachOf ?? training.studentOf;
    const entry = { ...ownEntry(member, context), campusId, detail: `第 ${openids.length} 个微信` };
    await recordAudit(tx, { key: deed, action: 'account.login', ...entry });
    return member;
  });
  if (typeof bound === 'string') throw new Refusal(bound);
  return bound;
}

/**
 * Makes the caller's openid nobody's. Only where a password can bring the account back.
 *
 * @throws Refusal NO_CREDENTIALS
 */
export async function unbind(context: Context, { openid, identity }: Member): Promise<void> {
  const { db, newId } = context;
  const key = `unbind:${newId()}`;
  await db.transaction(async (tx) => {
    const member = await memberInTransaction(tx, identity.memberId);
    // Gone since the call was let in: nobody's already.
    if (!member?.openids.includes(openid)) return;
    if (member.username === null) throw new Refusal('NO_CREDENTIALS');
    const left = await unbindWechat(tx, member, openid);
    await dropAcceptances(tx, member._id, openid);
    const campusId = member.campusId ?? identity.coachOf ?? identity.studentOf;
    const detail = `还有 ${left.openids.length} 个微信`;
    const entry = { ...ownEntry(member, context), campusId, detail };
    await recordAudit(tx, { key, action: 'account.unbind', ...entry });
  });
}
