import { createHash } from 'node:crypto';
import { frozenPoints } from '@shared/domain/ledger';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { dropBalances } from '../ledger/service';
import { cancel } from './closing';
import { recount } from './following';
import { leaveIn } from './playing';
import { unrank } from './ranking';
import { settle } from './settling';
import { payOut } from './stakes';
import {
  type Challenge,
  challengeBoards,
  challengeReports,
  challengers,
  challenges,
} from './store';
import { standingsOf } from './truth';
import { cardOf } from './views';

/** Everything about a member's challenges that is stored, the newest first. */
export async function challengeRecordOf(db: Db, memberId: string) {
  const found = await db.all(challenges, { memberIds: memberId });
  const sorted = found.sort((a, b) => b.createdAt - a.createdAt);
  return sorted.map((challenge) => {
    const seeing = { viewer: memberId, people: new Map(), standings: [] };
    const { people: _, rank: __, ...card } = cardOf(challenge, seeing);
    const own = standingsOf(challenge, new Map()).find((one) => one.memberId === memberId);
    const { createdAt, results } = challenge;
    return { ...card, createdAt, total: results ? (own?.total ?? null) : null };
  });
}

/** Nobody's id: the same person's in every challenge, and no way back from it. */
const goneIdOf = ({ _id, secret }: Challenge, memberId: string) =>
  `gone-${createHash('sha256').update(`${secret}:${_id}:${memberId}`).digest('hex').slice(0, 16)}`;

const GONE = '已注销';

function renamed<V>(by: Readonly<Record<string, V>>, from: string, to: string) {
  const { [from]: own, ...others } = by;
  return own === undefined ? others : { ...others, [to]: own };
}

/** The same challenge with somebody in it whom nobody can name any more. */
function withoutName(challenge: Challenge, memberId: string): Challenge {
  const gone = goneIdOf(challenge, memberId);
  const { score } = challenge;
  const nameless = (one: string) => (one === memberId ? gone : one);
  const of = <One extends { readonly memberId: string }>(one: One): One =>
    one.memberId === memberId ? { ...one, memberId: gone } : one;
  const cheered = Object.entries(challenge.cheered).map(([key, day]) => {
    const pair = key.split('>').map(nameless).join('>');
    return [pair, day] as const;
  });
  return {
    ...challenge,
    creatorId: nameless(challenge.creatorId),
    memberIds: challenge.memberIds.map(nameless),
    members: challenge.members.map((one) =>
      one.memberId === memberId ? { ...one, memberId: gone, nickname: GONE } : one,
    ),
    results: challenge.results?.map(of) ?? null,
    score: score && {
      ...score,
      by: nameless(score.by),
      points: renamed(score.points, memberId, gone),
    },
    steps: renamed(challenge.steps, memberId, gone),
    cheers: renamed(challenge.cheers, memberId, gone),
    told: renamed(challenge.told, memberId, gone),
    cheered: Object.fromEntries(cheered),
  };
}

/** Somebody accepted meanwhile, or its time was up: there is nothing to take back any more. */
function passOver(fault: unknown): void {
  const over =
    fault instanceof Refusal &&
    (fault.code === 'CHALLENGE_STARTED' || fault.code === 'CHALLENGE_CLOSED');
  if (!over) throw fault;
}

/**
 * Ends a member's part in every challenge, after the account has ended: open ones are taken back, the
 * stakes of running ones are forfeited, what was won goes to the house, and no name stays. Done twice,
 * it does nothing the second time.
 */
export async function eraseChallengesOf(context: Context, memberId: string): Promise<void> {
  const { db, now } = context;
  for (const { _id: challengeId, status } of await db.all(challenges, { memberIds: memberId })) {
    if (status === 'OPEN') await cancel(context, { challengeId, memberId }).catch(passOver);
    await db.transaction(async (tx) => {
      const known = await tx.need(challenges, challengeId);
      if (!known.memberIds.includes(memberId)) return;
      const live = known.status === 'RUNNING' || known.status === 'DISPUTED';
      const own = known.members.find((one) => one.memberId === memberId);
      const left = live && own?.left === false;
      const challenge = left ? await leaveIn(tx, known, { memberId, at: now }) : known;
      const result = challenge.results?.find((one) => one.memberId === memberId);
      if (result) await payOut(tx, challenge, { memberId, at: now, payout: result.payout });
      await tx.put(challenges, withoutName(challenge, memberId));
    });
    // Every copy has the member's row: the others get new ones.
    await db.removeAll(challengeBoards, { challengeId });
    if (!(await settle(context, challengeId))) await recount(context, challengeId);
  }
  await unrank(context, memberId);
  await dropBalances(db, [frozenPoints(memberId)]);
  await db.removeAll(challengers, { _id: memberId });
  await db.removeAll(challengeReports, { byId: memberId });
  await db.removeAll(challengeReports, { aboutId: memberId });
}
