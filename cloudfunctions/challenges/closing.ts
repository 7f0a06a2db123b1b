import type { Instant } from '@shared/base/time';
import { nextChallengeStatus } from '@shared/domain/challenge';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { memberInTransaction } from '../member/service';
import { sendMessage } from '../message/service';
import { takesPart } from './beginning';
import { unansweredLetter } from './letters';
import { discharge } from './member';
import { payOut } from './stakes';
import { type Challenge, challenges } from './store';

/** Ends one that never started: its challenger gets the stake back. */
async function close(
  tx: Transaction,
  challenge: Challenge,
  { event, at }: { readonly event: 'decline' | 'cancel' | 'expire'; readonly at: Instant },
): Promise<Challenge> {
  const status = nextChallengeStatus(challenge.status, event);
  if (!status) throw new Error(`challenge ${challenge._id} cannot ${event}`);
  const { creatorId: memberId, stake } = challenge;
  const next: Challenge = { ...challenge, status, dueAt: null, endedAt: at };
  await tx.put(challenges, next);
  await payOut(tx, next, { memberId, at, payout: stake });
  await discharge(tx, next._id, memberId);
  const told = status === 'DECLINED' || status === 'EXPIRED' ? status : null;
  if (told && (await memberInTransaction(tx, memberId))) {
    await sendMessage(tx, unansweredLetter(next, told, at), { first: true });
  }
  return next;
}

const answerable = ({ status, answerBy }: Challenge, now: Instant) =>
  status === 'OPEN' && now < answerBy;

/**
 * The friend of a duel says no; a group needs no answer.
 *
 * @throws Refusal CHALLENGE_CLOSED, CHALLENGE_OWN
 */
export async function decline(
  { db, now }: Context,
  { challengeId, memberId }: { readonly challengeId: string; readonly memberId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const challenge = await tx.need(challenges, challengeId);
    if (challenge.creatorId === memberId) throw new Refusal('CHALLENGE_OWN');
    // The reply to an earlier try was lost.
    if (challenge.shape === 'GROUP' || challenge.status === 'DECLINED') return;
    if (!answerable(challenge, now)) throw new Refusal('CHALLENGE_CLOSED');
    await close(tx, challenge, { event: 'decline', at: now });
  });
}

/**
 * The challenger takes an open one back. Asked again it changes nothing.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND, CHALLENGE_STARTED, CHALLENGE_CLOSED
 */
export function cancel(
  { db, now }: Context,
  { challengeId, memberId }: { readonly challengeId: string; readonly memberId: string },
): Promise<Challenge> {
  return db.transaction(async (tx) => {
    const challenge = await tx.get(challenges, challengeId);
    if (!challenge || !takesPart(challenge, memberId)) throw new Refusal('CHALLENGE_NOT_FOUND');
    const { status } = challenge;
    if (status === 'CANCELLED') return challenge;
    if (status === 'RUNNING' || status === 'DISPUTED') throw new Refusal('CHALLENGE_STARTED');
    if (status !== 'OPEN') throw new Refusal('CHALLENGE_CLOSED');
    return close(tx, challenge, { event: 'cancel', at: now });
  });
}

/** What nobody answered in time is over. */
export async function expire({ db, now }: Pick<Context, 'db' | 'now'>, challengeId: string) {
  await db.transaction(async (tx) => {
    const challenge = await tx.get(challenges, challengeId);
    if (challenge?.status !== 'OPEN' || now < challenge.answerBy) return;
    await close(tx, challenge, { event: 'expire', at: now });
  });
}
