import { points } from '@shared/base/money';
import { plus } from '@shared/base/time';
import type { ChallengeBoard, ChallengeCard } from '@shared/contracts/challengeViews';
import { CONFIRM_WITHIN, rank, type Standing } from '@shared/domain/challenge';
import { daysUpTo, NO_PROGRESS } from '@shared/domain/progress';
import type { Context } from '../_kit/serve';
import { type MemberDoc, membersById } from '../member/service';
import { refusalToJoin } from './beginning';
import { copiesOf, mendBoards, watchIdOf } from './boards';
import type { Challenge } from './store';
import { inviteTokenOf } from './token';
import { progressOf, seenOf, spanOf, standingsOf } from './truth';

type People = ReadonlyMap<string, MemberDoc>;

/** How others see somebody: nickname and avatar only, the one of the time where the account ended. */
export const personOf = (
  { memberId, nickname }: { readonly memberId: string; readonly nickname: string },
  people: People,
) => ({
  memberId,
  nickname: people.get(memberId)?.nickname ?? nickname,
  avatarUrl: people.get(memberId)?.avatarFileId ?? null,
});

/** What somebody won, or lost; null while it is open. */
export function wonBy({ results, stake }: Challenge, memberId: string) {
  const result = results?.find((one) => one.memberId === memberId);
  return result ? points(result.payout - stake) : null;
}

interface Seeing {
  readonly viewer: string | null;
  readonly people: People;
  readonly standings: readonly Standing[];
}

export function cardOf(challenge: Challenge, { viewer, people, standings }: Seeing): ChallengeCard {
  const { _id: id, kind, shape, status, stake, target, days, places } = challenge;
  const { from, until, answerBy, creatorId } = challenge;
  const ranked = from === null ? [] : rank(standings, target);
  return {
    ...{ id, kind, shape, status, stake, target, days, places, from, until, answerBy },
    people: challenge.members.map((one) => personOf(one, people)),
    rank: ranked.find(({ memberId }) => memberId === viewer)?.rank ?? null,
    mine: creatorId === viewer,
    won: viewer === null ? null : wonBy(challenge, viewer),
  };
}

export const scoreView = ({ score }: Challenge) =>
  score && { by: score.by, points: score.points, countsAt: plus(score.at, CONFIRM_WITHIN) };

function mayOf(challenge: Challenge, viewer: string): ChallengeBoard['may'] {
  const { status, kind, score, creatorId, members } = challenge;
  const left = members.some((one) => one.memberId === viewer && one.left);
  const plays = status === 'RUNNING' && !left;
  const match = plays && kind === 'MATCH';
  return {
    cancel: status === 'OPEN' && creatorId === viewer,
    leave: plays,
    cheer: plays,
    score: match && score === null,
    confirm: match && score !== null && score.by !== viewer,
    addSteps: plays && kind === 'STEPS',
  };
}

/** The rows of a board, the best first. */
function rowsOf(challenge: Challenge, { seen, people, now }: Looked): ChallengeBoard['rows'] {
  const span = spanOf(challenge);
  const days = span ? daysUpTo(span, now) : [];
  const progress = progressOf(challenge, seen);
  const known = new Map(challenge.members.map((one) => [one.memberId, one]));
  return rank(standingsOf(challenge, seen), challenge.target).map((one) => {
    const { curve } = progress.get(one.memberId) ?? NO_PROGRESS;
    const nickname = known.get(one.memberId)?.nickname ?? '';
    return {
      ...personOf({ memberId: one.memberId, nickname }, people),
      rank: one.rank,
      total: one.total,
      left: one.left,
      curve: days.map((date) => ({ date, value: curve[date] ?? 0 })),
      cheers: challenge.cheers[one.memberId] ?? 0,
    };
  });
}

/** What passes the one ahead; null in front and for whoever left. */
function gapOf(rows: ChallengeBoard['rows'], viewer: string): number | null {
  const own = rows.find(({ memberId }) => memberId === viewer);
  const ahead = own && rows.filter((row) => row.rank < own.rank && !row.left).at(-1);
  return own && ahead && !own.left ? Math.max(0, ahead.total - own.total) + 1 : null;
}

interface Looked {
  readonly seen: Awaited<ReturnType<typeof seenOf>>;
  readonly people: People;
  readonly now: Context['now'];
}

/** A board as one of its members sees it, counted anew; every phone's copy is made the same. */
export async function boardView(
  context: Context,
  challenge: Challenge,
  viewer: { readonly memberId: string; readonly openid: string },
): Promise<ChallengeBoard> {
  const { db, now } = context;
  const { memberId } = viewer;
  const counts = challenge.from !== null && challenge.results === null;
  const copies = challenge.from === null ? [] : await copiesOf(context, challenge._id);
  const [seen, people] = await Promise.all([
    counts ? seenOf(db, challenge, now) : new Map(),
    membersById(db, challenge.memberIds),
  ]);
  await mendBoards(context, challenge, { copies, seen, people });
  const rows = rowsOf(challenge, { seen, people, now });
  const standings = standingsOf(challenge, seen);
  const open = refusalToJoin(challenge, now) === null;
  return {
    challenge: cardOf(challenge, { viewer: memberId, people, standings }),
    you: memberId,
    rows,
    gap: challenge.from === null ? null : gapOf(rows, memberId),
    score: scoreView(challenge),
    inviteToken: open ? inviteTokenOf(challenge) : null,
    watchId: watchIdOf(challenge._id, viewer.openid),
    may: mayOf(challenge, memberId),
    now,
  };
}
