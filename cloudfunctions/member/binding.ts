import type { Transaction } from '../_kit/db';
import { type Identity, identities } from '../_kit/identity';
import { type MemberDoc, members } from './store';

/** Makes an openid the member's, with all that an identity says of a member. */
export async function bindWechat(
  tx: Transaction,
  member: MemberDoc,
  as: { readonly openid: string } & Pick<Identity, 'studentOf' | 'coachOf'>,
): Promise<MemberDoc> {
  const { openid, ...training } = as;
  const { _id: memberId, role, campusId, level, status } = member;
  await tx.put(identities, { _id: openid, memberId, role, campusId, ...training, level, status });
  const bound: MemberDoc = { ...member, openids: [...member.openids, openid] };
  await tx.put(members, bound);
  return bound;
}

/** Makes an openid nobody's. */
export async function unbindWechat(
  tx: Transaction,
  member: MemberDoc,
  openid: string,
): Promise<MemberDoc> {
  await tx.remove(identities, openid);
  const left: MemberDoc = { ...member, openids: member.openids.filter((one) => one !== openid) };
  await tx.put(members, left);
  return left;
}

/** Stops a member or lets them go on, everywhere it is written. */
export async function setStatus(
  tx: Transaction,
  member: MemberDoc,
  status: MemberDoc['status'],
): Promise<void> {
  await tx.put(members, { ...member, status });
  for (const openid of member.openids) {
    const known = await tx.change(identities, openid, { set: { status } });
    if (!known) throw new Error(`identities/${openid} should exist`);
  }
}

/** Writes a member's level wherever it is read. */
export async function setLevel(
  tx: Transaction,
  member: MemberDoc,
  level: MemberDoc['level'],
): Promise<void> {
  await tx.put(members, { ...member, level });
  for (const openid of member.openids) {
    const known = await tx.change(identities, openid, { set: { level } });
    if (!known) throw new Error(`identities/${openid} should exist`);
  }
}

/** Whoever invited the member has been thanked. */
export const forgetInviter = (tx: Transaction, member: MemberDoc) =>
  tx.put(members, { ...member, invitedBy: null });

export const setUsername = (tx: Transaction, member: MemberDoc, username: string) =>
  tx.put(members, { ...member, username });

/** Writes a member unchanged: who decides something by the document meets the other who does. */
export const touchMember = (tx: Transaction, member: MemberDoc) => tx.put(members, member);

/** Whose an openid is in this transaction, or null. */
export const identityIn = (tx: Transaction, openid: string) => tx.get(identities, openid);
