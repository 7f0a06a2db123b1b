import { clubDateOf, type Instant, plus } from '@shared/base/time';
import {
  CONFIRM_WITHIN,
  MOST_STEPS_A_DAY,
  nextChallengeStatus,
  totalOf,
} from '@shared/domain/challenge';
import { daysUpTo } from '@shared/domain/progress';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { sendMessage } from '../message/service';
import { takesPart } from './beginning';
import { scoreLetter } from './letters';
import { discharge } from './member';
import { fix } from './settling';
import { forfeit } from './stakes';
import { type Challenge, challenges } from './store';
import { spanOf } from './truth';

interface Own {
  readonly challengeId: string;
  readonly memberId: string;
}

/**
 * A challenge that somebody takes part in.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND
 */
export async function ownIn(tx: Transaction, { challengeId, memberId }: Own): Promise<Challenge> {
  const challenge = await tx.get(challenges, challengeId);
  if (!challenge || !takesPart(challenge, memberId)) throw new Refusal('CHALLENGE_NOT_FOUND');
  return challenge;
}

const hasLeft = ({ members }: Challenge, memberId: string) =>
  members.some((one) => one.memberId === memberId && one.left);

/** The same, while it runs and the member has not left. @throws Refusal CHALLENGE_CLOSED, too */
async function runningIn(tx: Transaction, own: Own, now: Instant): Promise<Challenge> {
  const challenge = await ownIn(tx, own);
  const over = challenge.until !== null && now >= challenge.until;
  if (challenge.status !== 'RUNNING' || over || hasLeft(challenge, own.memberId)) {
    throw new Refusal('CHALLENGE_CLOSED');
  }
  return challenge;
}

async function write(tx: Transaction, challenge: Challenge): Promise<Challenge> {
  await tx.put(challenges, challenge);
  return challenge;
}

/** Marks somebody as gone: the stake stays in the pot. */
export async function leaveIn(
  tx: Transaction,
  challenge: Challenge,
  { memberId, at }: { readonly memberId: string; readonly at: Instant },
): Promise<Challenge> {
  const members = challenge.members.map((one) =>
    one.memberId === memberId ? { ...one, left: true } : one,
  );
  await forfeit(tx, challenge, { memberId, at });
  await discharge(tx, challenge._id, memberId);
  return write(tx, { ...challenge, members });
}

/** Leaves a running challenge for good. Asked again it changes nothing. */
export const leave = ({ db, now }: Context, own: Own): Promise<Challenge> =>
  db.transaction(async (tx) => {
    const known = await ownIn(tx, own);
    if (known.status === 'RUNNING' && hasLeft(known, own.memberId)) return known;
    const challenge = await runningIn(tx, own, now);
    return leaveIn(tx, challenge, { memberId: own.memberId, at: now });
  });

/** Cheers another one on, once a day. Answers the challenge. */
export const cheer = ({ db, now }: Context, own: Own, whom: string): Promise<Challenge> =>
  db.transaction(async (tx) => {
    const challenge = await runningIn(tx, own, now);
    if (!takesPart(challenge, whom) || whom === own.memberId) {
      throw new Refusal('CHALLENGE_NOT_FOUND');
    }
    const key = `${own.memberId}>${whom}`;
    const today = clubDateOf(now);
    if (challenge.cheered[key] === today) return challenge;
    return write(tx, {
      ...challenge,
      cheers: { ...challenge.cheers, [whom]: (challenge.cheers[whom] ?? 0) + 1 },
      cheered: { ...challenge.cheered, [key]: today },
    });
  });

/** Steps of a day as a phone counted them; `at` lies in the day. */
export interface DaySteps {
  readonly at: Instant;
  readonly steps: number;
}

/** Takes what a phone says of the days of a challenge. What it said before of a day is replaced. */
export const addSteps = ({ db, now }: Context, own: Own, told: readonly DaySteps[]) =>
  db.transaction(async (tx) => {
    const challenge = await runningIn(tx, own, now);
    const span = spanOf(challenge);
    if (challenge.kind !== 'STEPS' || !span) throw new Refusal('CHALLENGE_CLOSED');
    const days = daysUpTo(span, now);
    const before = challenge.steps[own.memberId];
    const curve = { ...before?.curve };
    for (const { at, steps } of told) {
      const day = clubDateOf(at);
      if (days.includes(day)) curve[day] = Math.min(MOST_STEPS_A_DAY, Math.max(0, steps));
    }
    const total = totalOf(curve);
    const { target } = challenge;
    const reachedAt = target !== null && total >= target ? (before?.reachedAt ?? now) : null;
    const steps = { ...challenge.steps, [own.memberId]: { curve, total, reachedAt } };
    return write(tx, { ...challenge, steps });
  });

/**
 * Writes down how a match ended, as one of the two says; the other is asked.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND, CHALLENGE_CLOSED, SCORE_EXISTS
 */
export const enterScore = (
  { db, now }: Context,
  own: Own,
  { mine, theirs }: { readonly mine: number; readonly theirs: number },
): Promise<Challenge> =>
  db.transaction(async (tx) => {
    const challenge = await runningIn(tx, own, now);
    const other = challenge.memberIds.find((one) => one !== own.memberId);
    if (challenge.kind !== 'MATCH' || other === undefined) throw new Refusal('CHALLENGE_CLOSED');
    if (challenge.score) throw new Refusal('SCORE_EXISTS');
    const points = { [own.memberId]: mine, [other]: theirs };
    const score = { by: own.memberId, points, at: now };
    const next = await write(tx, { ...challenge, score, dueAt: plus(now, CONFIRM_WITHIN) });
    await sendMessage(tx, scoreLetter(next, other, now), { first: true });
    return next;
  });

/**
 * The other agrees, and it is settled; or leaves it to the staff.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND, CHALLENGE_CLOSED, SCORE_MISSING, SCORE_NOT_YOURS
 */
export const confirmScore = ({ db, now }: Context, own: Own, agree: boolean): Promise<Challenge> =>
  db.transaction(async (tx) => {
    const challenge = await ownIn(tx, own);
    if (challenge.status !== 'RUNNING' || challenge.kind !== 'MATCH') {
      throw new Refusal('CHALLENGE_CLOSED');
    }
    if (!challenge.score) throw new Refusal('SCORE_MISSING');
    if (challenge.score.by === own.memberId) throw new Refusal('SCORE_NOT_YOURS');
    if (agree) return fix(tx, challenge, { seen: new Map(), at: now });
    const status = nextChallengeStatus(challenge.status, 'dispute');
    if (!status) throw new Error(`challenge ${challenge._id} cannot be disputed`);
    return write(tx, { ...challenge, status, dueAt: null });
  });
