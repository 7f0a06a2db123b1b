import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import { plus } from '@shared/base/time';
import {
  answerBy,
  type ChallengeForm,
  nextChallengeStatus,
  SETTLE_AFTER,
  spanOf,
} from '@shared/domain/challenge';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { memberInTransaction } from '../member/service';
import { sendMessage } from '../message/service';
import { joinedLetter } from './letters';
import { challengerIn, enlist } from './member';
import { type Challenge, challenges } from './store';

/** The same request makes the same challenge. */
const idOf = (memberId: string, requestId: string) =>
  `C${createHash('sha256').update(`${memberId}:${requestId}`).digest('hex').slice(0, 19)}`;

function draft(
  form: ChallengeForm,
  ids: { _id: string; creatorId: string },
  now: Instant,
): Challenge {
  return {
    ...ids,
    ...form,
    status: 'OPEN',
    members: [],
    memberIds: [],
    createdAt: now,
    answerBy: answerBy(now),
    from: null,
    until: null,
    dueAt: answerBy(now),
    endedAt: null,
    secret: randomBytes(32).toString('base64url'),
    score: null,
    steps: {},
    cheers: {},
    cheered: {},
    told: {},
    results: null,
  };
}

/**
 * Makes a challenge and sets the challenger's stake aside, once for a request.
 *
 * @throws Refusal CHALLENGES_FULL, STAKE_UNDER_14, INSUFFICIENT_POINTS
 */
export function create(
  { db, now }: Context,
  ask: { readonly memberId: string; readonly requestId: string; readonly form: ChallengeForm },
): Promise<Challenge> {
  const { memberId, requestId, form } = ask;
  const empty = draft(form, { _id: idOf(memberId, requestId), creatorId: memberId }, now);
  return db.transaction(async (tx) => {
    const known = await tx.get(challenges, empty._id);
    if (known) return known;
    return take(tx, empty, { memberId, at: now });
  });
}

interface Joining {
  readonly memberId: string;
  readonly at: Instant;
}

/** Writes a challenge with one more taking part; of a second one it starts. */
async function take(tx: Transaction, challenge: Challenge, { memberId, at }: Joining) {
  const member = await memberInTransaction(tx, memberId);
  // The account has ended since the call began.
  if (!member) throw new Refusal('REGISTER_FIRST');
  const { nickname } = member;
  const members = [...challenge.members, { memberId, nickname, joinedAt: at, left: false }];
  const memberIds = members.map((one) => one.memberId);
  const joined: Challenge = { ...challenge, members, memberIds };
  const next = members.length === 2 ? started(joined, at) : joined;
  // First of all: of many with the same card, who comes too late finds out at once.
  await tx.put(challenges, next);
  await enlist(tx, challenge, { member, at });
  return next;
}

function started(challenge: Challenge, at: Instant): Challenge {
  const status = nextChallengeStatus(challenge.status, 'start');
  if (!status) throw new Error(`challenge ${challenge._id} cannot start`);
  const span = spanOf(at, challenge.days);
  return { ...challenge, status, ...span, dueAt: plus(span.until, SETTLE_AFTER) };
}

/** Whether nobody can join any more, or why. */
export function refusalToJoin(challenge: Challenge, now: Instant) {
  const { status, members, places, until } = challenge;
  const open = status === 'OPEN' && now < challenge.answerBy;
  const running = status === 'RUNNING' && until !== null && now < until;
  if (!open && !running) return 'CHALLENGE_CLOSED';
  return members.length >= places ? 'CHALLENGE_FULL' : null;
}

export const takesPart = ({ memberIds }: Pick<Challenge, 'memberIds'>, memberId: string) =>
  memberIds.includes(memberId);

/**
 * Takes part by a card: the stake is set aside in the same step. Asked again it changes nothing.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND, CHALLENGE_CLOSED, CHALLENGE_FULL, CHALLENGE_OWN,
 * CHALLENGES_FULL, INSUFFICIENT_POINTS, STAKE_UNDER_14, CHALLENGER_BLOCKED
 */
export async function accept(
  { db, now }: Context,
  { known, memberId }: { readonly known: Challenge; readonly memberId: string },
): Promise<Challenge> {
  // Most of those for whom there is no place hear it without a transaction.
  const late = !takesPart(known, memberId) && refusalToJoin(known, now);
  if (late && known.creatorId !== memberId) throw new Refusal(late);
  return db.transaction(async (tx) => {
    const challenge = await tx.need(challenges, known._id);
    if (challenge.creatorId === memberId) throw new Refusal('CHALLENGE_OWN');
    if (takesPart(challenge, memberId)) return challenge;
    const refusal = refusalToJoin(challenge, now);
    if (refusal) throw new Refusal(refusal);
    const own = await challengerIn(tx, memberId);
    if (own.blocked.includes(challenge.creatorId)) throw new Refusal('CHALLENGER_BLOCKED');
    const theirs = await challengerIn(tx, challenge.creatorId);
    // Who is blocked is not told so.
    if (theirs.blocked.includes(memberId)) throw new Refusal('CHALLENGE_NOT_FOUND');
    const next = await take(tx, challenge, { memberId, at: now });
    await sendMessage(tx, joinedLetter(next, now), { first: true });
    return next;
  });
}
