import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { type MemberDoc, memberPhones, members } from './store';

/**
 * Claims a number for a member and lets the one before go, in the transaction that writes the
 * member. Null only lets go.
 *
 * @throws Refusal PHONE_TAKEN
 */
export async function claimPhone(
  tx: Transaction,
  member: MemberDoc,
  phone: string | null,
): Promise<void> {
  if (phone === member.phone) return;
  if (phone !== null) {
    const claim = await tx.get(memberPhones, phone);
    if (claim && claim.memberId !== member._id) throw new Refusal('PHONE_TAKEN');
    await tx.put(memberPhones, { _id: phone, memberId: member._id });
  }
  await freePhone(tx, member);
}

export async function freePhone(tx: Transaction, { phone }: MemberDoc): Promise<void> {
  if (phone !== null) await tx.remove(memberPhones, phone);
}

/** Whose a number is, or null. */
export async function memberByPhone(db: Db, phone: string): Promise<MemberDoc | null> {
  const claim = await db.get(memberPhones, phone);
  return claim && db.get(members, claim.memberId);
}
