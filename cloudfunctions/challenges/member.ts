import type { Instant } from '@shared/base/time';
import { MOST_CHALLENGES } from '@shared/domain/challenge';
import { needsGuardian } from '@shared/domain/member';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { type MemberDoc, touchMember } from '../member/service';
import { freezePoints } from '../points/service';
import { setPlaying } from '../visit/service';
import { type Challenge, type Challenger, challengers, holdOf, newChallenger } from './store';

export const challengerIn = async (tx: Transaction, memberId: string): Promise<Challenger> =>
  (await tx.get(challengers, memberId)) ?? newChallenger(memberId);

export const mayStake = ({ birthYear }: Pick<MemberDoc, 'birthYear'>, now: Instant) =>
  !needsGuardian(birthYear, now);

/**
 * Lets somebody take part: the limit, the age and the stake, all in the transaction that writes the
 * challenge.
 *
 * @throws Refusal CHALLENGES_FULL, STAKE_UNDER_14, INSUFFICIENT_POINTS
 */
export async function enlist(
  tx: Transaction,
  { _id, stake }: Pick<Challenge, '_id' | 'stake'>,
  { member, at }: { readonly member: MemberDoc; readonly at: Instant },
): Promise<void> {
  const memberId = member._id;
  if (stake > 0 && !mayStake(member, at)) throw new Refusal('STAKE_UNDER_14');
  const challenger = await challengerIn(tx, memberId);
  if (challenger.live.length >= MOST_CHALLENGES) throw new Refusal('CHALLENGES_FULL');
  await tx.put(challengers, { ...challenger, live: [...challenger.live, _id] });
  await setPlaying(tx, memberId, true);
  // Who ends the account meanwhile meets us here.
  await touchMember(tx, member);
  if (stake === 0) return;
  const short = await freezePoints(
    tx,
    { holdId: holdOf(_id, memberId), memberId, amount: stake },
    at,
  );
  if (short) throw new Refusal(short);
}

/** It is over for somebody: another one may begin. Nothing happens the second time. */
export async function discharge(tx: Transaction, challengeId: string, memberId: string) {
  const challenger = await tx.get(challengers, memberId);
  if (!challenger?.live.includes(challengeId)) return;
  const live = challenger.live.filter((one) => one !== challengeId);
  await tx.put(challengers, { ...challenger, live });
  if (live.length === 0) await setPlaying(tx, memberId, false);
}
