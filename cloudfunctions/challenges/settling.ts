import { points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { nextChallengeStatus, payoutsOf, rank } from '@shared/domain/challenge';
import { NO_PROGRESS } from '@shared/domain/progress';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox, type OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { memberInTransaction } from '../member/service';
import { sendMessage } from '../message/service';
import { copiesOf, mendBoards } from './boards';
import { settledLetter } from './letters';
import { discharge } from './member';
import { payOut } from './stakes';
import { type Challenge, challenges } from './store';
import { progressOf, type Seen, seenOf, standingsOf } from './truth';

/** Whether it is over: its time has come, only one is left, or somebody has reached the target. */
function isOver(challenge: Challenge, seen: Seen, now: Instant): boolean {
  const { dueAt, target, members } = challenge;
  if (dueAt !== null && dueAt <= now) return true;
  const present = members.filter(({ left }) => !left);
  if (present.length < 2) return true;
  const progress = progressOf(challenge, seen);
  const reached = ({ memberId }: { readonly memberId: string }) =>
    (progress.get(memberId)?.total ?? 0) >= (target ?? Number.POSITIVE_INFINITY);
  return present.some(reached);
}

/** Fixes how it ended and leaves the paying to the outbox: whoever comes second finds it settled. */
export async function fix(
  tx: Transaction,
  challenge: Challenge,
  { seen, at }: { readonly seen: Seen; readonly at: Instant },
): Promise<Challenge> {
  const status = nextChallengeStatus(challenge.status, 'settle');
  if (!status) throw new Error(`challenge ${challenge._id} cannot be settled`);
  const ranked = rank(standingsOf(challenge, seen), challenge.target);
  const payouts = payoutsOf(ranked, challenge);
  const progress = progressOf(challenge, seen);
  const results = ranked.map(({ memberId, rank: place }) => ({
    memberId,
    rank: place,
    payout: payouts.get(memberId) ?? points(0),
    ...(progress.get(memberId) ?? NO_PROGRESS),
  }));
  const settled: Challenge = { ...challenge, status, results, dueAt: null, endedAt: at };
  await tx.put(challenges, settled);
  const { _id: challengeId } = settled;
  const deed = { kind: 'payChallenge', payload: { challengeId }, at };
  await leaveInOutbox(tx, { key: `challenge:${challengeId}:pay`, ...deed });
  return settled;
}

/** Settles a challenge that is over; null when it is not, or was settled before. */
export async function settle(context: Context, challengeId: string): Promise<Challenge | null> {
  const { db, now } = context;
  const known = await db.get(challenges, challengeId);
  if (known?.status !== 'RUNNING') return null;
  const copies = await copiesOf(context, challengeId);
  const seen = await seenOf(db, known, now);
  const settled = await db.transaction(async (tx) => {
    const challenge = await tx.get(challenges, challengeId);
    if (challenge?.status !== 'RUNNING' || !isOver(challenge, seen, now)) return null;
    return fix(tx, challenge, { seen, at: now });
  });
  if (settled) await mendBoards(context, settled, { copies, seen });
  return settled;
}

/** Pays what each gets, one transaction each: what was paid already is not paid again. */
async function pay({ db, now }: Context, challengeId: string): Promise<void> {
  const challenge = await db.get(challenges, challengeId);
  for (const { memberId, payout } of challenge?.results ?? []) {
    await db.transaction(async (tx) => {
      const settled = await tx.need(challenges, challengeId);
      await payOut(tx, settled, { memberId, at: now, payout });
      await discharge(tx, challengeId, memberId);
      const letter = settledLetter(settled, memberId, now);
      if (letter && (await memberInTransaction(tx, memberId))) await sendMessage(tx, letter);
    });
  }
}

/** What follows the end of a challenge. Done twice, it pays nothing the second time. */
export const challengeOutbox: OutboxHandlers = {
  payChallenge: (payload, context) =>
    pay(context, (payload as { challengeId: string }).challengeId),
};
