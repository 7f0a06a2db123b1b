import { points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { memberById, membersById } from '../member/service';
import { pointsOf } from '../points/service';
import { takesPart } from './beginning';
import { mayStake } from './member';
import { type Challenge, challengeBoards, challengers, challenges, newChallenger } from './store';
import { challengeOfToken } from './token';
import { standingsOf } from './truth';
import { cardOf, personOf } from './views';

const PAGE = 20;
const LIVE = ['OPEN', 'RUNNING', 'DISPUTED'] as const;
const OVER = ['SETTLED', 'DECLINED', 'CANCELLED', 'EXPIRED'] as const;
const MOST_LIVE = 100;

/**
 * A challenge that somebody takes part in.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND
 */
export async function ownChallenge(db: Db, challengeId: string, memberId: string) {
  const challenge = await db.get(challenges, challengeId);
  if (!challenge || !takesPart(challenge, memberId)) throw new Refusal('CHALLENGE_NOT_FOUND');
  return challenge;
}

/** A page of those that are over, the newest first, and where the next begins. */
async function overOf(db: Db, memberId: string, before: Instant | null) {
  const found = await db.find(challenges, {
    where: {
      memberIds: memberId,
      status: { in: OVER },
      ...(before !== null && { createdAt: { lt: before } }),
    },
    order: [['createdAt', 'desc']],
    limit: PAGE + 1,
  });
  const page = found.slice(0, PAGE);
  return { page, next: found.length > PAGE ? (page.at(-1)?.createdAt ?? null) : null };
}

/** The standings that a member's phones last saw of each running challenge. */
async function standingsSeen(db: Db, memberId: string) {
  const boards = await db.find(challengeBoards, {
    where: { memberId, status: 'RUNNING' },
    limit: MOST_LIVE,
  });
  return new Map(
    boards.map((board) => {
      const standings = Object.entries(board.rows).map(([who, { total, reachedAt }]) => ({
        memberId: who,
        total,
        reachedAt,
        left: board.left[who] ?? false,
      }));
      return [board.challengeId, standings] as const;
    }),
  );
}

/** The page 挑战. */
export async function homeOf({ db, now }: Context, memberId: string, before: Instant | null) {
  const [live, { page, next }, seen, member, owned] = await Promise.all([
    db.find(challenges, {
      where: { memberIds: memberId, status: { in: LIVE } },
      order: [['createdAt', 'desc']],
      limit: MOST_LIVE,
    }),
    overOf(db, memberId, before),
    standingsSeen(db, memberId),
    memberById(db, memberId),
    pointsOf(db, memberId, now),
  ]);
  const all = [...live, ...page].flatMap(({ memberIds }) => memberIds);
  const people = await membersById(db, all.slice(0, MOST_PEOPLE));
  const card = (challenge: Challenge) => {
    const fixed = standingsOf(challenge, new Map());
    const standings = seen.get(challenge._id) ?? fixed;
    return cardOf(challenge, {
      viewer: memberId,
      people,
      standings: challenge.results ? fixed : standings,
    });
  };
  return {
    points: owned,
    mayStake: member !== null && mayStake(member, now),
    live: live.map(card),
    over: page.map(card),
    next,
    now,
  };
}

/** The platform stops at a thousand documents; who is further on has the name of the time. */
const MOST_PEOPLE = 1000;

/**
 * What the friend who opened the card sees.
 *
 * @throws Refusal CHALLENGE_NOT_FOUND, to whom the challenger has blocked, too
 */
export async function invitationOf(
  { db, now }: Context,
  token: string,
  caller: { readonly memberId: string | null },
) {
  const challenge = await challengeOfToken(db, token);
  const { memberId } = caller;
  const [people, owned, creator] = await Promise.all([
    membersById(db, [...challenge.memberIds, ...(memberId === null ? [] : [memberId])]),
    memberId === null ? points(0) : pointsOf(db, memberId, now),
    db.get(challengers, challenge.creatorId),
  ]);
  const { blocked } = creator ?? newChallenger(challenge.creatorId);
  if (memberId !== null && blocked.includes(memberId)) throw new Refusal('CHALLENGE_NOT_FOUND');
  const self = memberId === null ? undefined : people.get(memberId);
  const [first] = challenge.members;
  if (!first) throw new Error(`challenge ${challenge._id} has no challenger`);
  return {
    challenge: cardOf(challenge, { viewer: memberId, people, standings: [] }),
    challenger: personOf(first, people),
    registered: memberId !== null,
    joined: memberId !== null && takesPart(challenge, memberId),
    points: owned,
    mayStake: self !== undefined && mayStake(self, now),
    now,
  };
}
