import { type Fen, type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { type EarnRules, earnedBy } from '@shared/domain/points';
import type { Transaction } from '../_kit/db';
import { forgetInviter, type MemberDoc, memberInTransaction } from '../member/service';
import { earn } from '../points/service';
import { rulesIn } from './rules';

/** A service that was paid for and consumed. */
export interface Consumed {
  readonly id: string;
  readonly memberId: string;
  readonly campusId: string;
  /** What was paid for it and did not go back, fen. */
  readonly paid: Fen;
}

/**
 * What a booking that was played earns its organiser, and, the first of somebody who was invited,
 * whoever invited them. Answers the organiser's points; whose account has ended earns nothing. The
 * caller's own status proves that it is the first time.
 */
export async function rewardBooking(
  tx: Transaction,
  { id, memberId, campusId, paid }: Consumed,
  at: Instant,
): Promise<Points> {
  const member = await memberInTransaction(tx, memberId);
  if (!member) return points(0);
  const rules = await rulesIn(tx, campusId);
  const amount = earnedBy(rules, paid, 'BOOKING');
  const parts = [{ source: 'spending', amount }] as const;
  await earn(tx, { reason: `booking:${id}:earn`, memberId, parts, at });
  await thankInviter(tx, member, { rules, at });
  return amount;
}

/** Once for each friend: the member forgets the inviter in the commit that thanks for it. */
async function thankInviter(
  tx: Transaction,
  member: MemberDoc,
  { rules, at }: { readonly rules: EarnRules; readonly at: Instant },
): Promise<void> {
  const { _id, invitedBy } = member;
  if (invitedBy === null) return;
  await forgetInviter(tx, member);
  if (!(await memberInTransaction(tx, invitedBy))) return;
  const parts = [{ source: 'invitation', amount: points(rules.invitation) }] as const;
  await earn(tx, { reason: `invite:${_id}`, memberId: invitedBy, parts, at });
}

/** What a lesson that took place earns the student. */
export async function rewardLesson(
  tx: Transaction,
  { id, memberId, campusId, paid }: Consumed,
  at: Instant,
): Promise<void> {
  if (!(await memberInTransaction(tx, memberId))) return;
  const amount = earnedBy(await rulesIn(tx, campusId), paid, 'LESSON');
  const parts = [{ source: 'spending', amount }] as const;
  await earn(tx, { reason: `lesson:${id}:earn`, memberId, parts, at });
}

/** What the review of a booking that was played earns. */
export async function rewardReview(
  tx: Transaction,
  { id, memberId, campusId }: Omit<Consumed, 'paid'>,
  at: Instant,
): Promise<void> {
  if (!(await memberInTransaction(tx, memberId))) return;
  const { review } = await rulesIn(tx, campusId);
  const parts = [{ source: 'review', amount: points(review) }] as const;
  await earn(tx, { reason: `booking:${id}:review`, memberId, parts, at });
}
