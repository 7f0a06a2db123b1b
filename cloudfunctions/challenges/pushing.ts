import { clubDateOf } from '@shared/base/time';
import type { ChallengeReader } from '@shared/contracts/challengeViews';
import { MOST_CHALLENGES, totalOf } from '@shared/domain/challenge';
import { type Progress, passedBy } from '@shared/domain/progress';
import type { Context } from '../_kit/serve';
import { challengeBoards } from './store';
import { seenIn } from './truth';

/** Phones that one member may have. */
const MOST_PHONES = 5;

type Ask = Pick<Context, 'db' | 'now' | 'platform' | 'newId'>;

/** One copy of each board of a running challenge that somebody takes part in. */
async function ownBoards({ db, now }: Ask, memberId: string, kind: 'DAYS' | 'MINUTES') {
  const found = await db.find(challengeBoards, {
    where: { memberId, kind, status: 'RUNNING', until: { gt: now } },
    limit: MOST_CHALLENGES * MOST_PHONES,
  });
  return [...new Map(found.map((board) => [board.challengeId, board])).values()].filter(
    ({ left }) => !left[memberId],
  );
}

/** Puts somebody's row on every phone's copy of a board: one request, however many watch. */
async function moveRow({ db, now }: Ask, board: ChallengeReader, row: Progress): Promise<void> {
  const { challengeId, memberId, rows, left, target } = board;
  const totals = Object.entries(rows)
    .filter(([other]) => !left[other])
    .map(([other, { total }]) => [other, total] as const);
  const before = rows[memberId]?.total ?? 0;
  const passed = passedBy(memberId, { before, after: row.total }, new Map(totals));
  const reached = target !== null && row.total >= target;
  // The timer tells and settles: it costs the one who checks in nothing.
  const news = passed.length > 0 || reached ? { news: true } : {};
  const by = { by: memberId, at: now };
  await db.changeAll(
    challengeBoards,
    { challengeId },
    {
      set: { at: now, ...news },
      merge: {
        rows: { [memberId]: row },
        passed: Object.fromEntries(passed.map((one) => [one, by])),
      },
    },
  );
}

/** Nothing that goes wrong with a board may undo or fail what has happened in the hall. */
const atBest = (ask: Ask, work: Promise<unknown>) =>
  work.catch((fault) => ask.platform.reportFault(fault, ask.newId()));

/** Shows a check-in of this moment on the boards of running challenges. Done twice, it is once. */
export const pushCheckIn = (ask: Ask, memberId: string) => atBest(ask, pushDay(ask, memberId));

async function pushDay(ask: Ask, memberId: string): Promise<void> {
  const { now } = ask;
  const today = clubDateOf(now);
  const moves = (await ownBoards(ask, memberId, 'DAYS')).map((board) => {
    const { curve = {}, reachedAt = null } = board.rows[memberId] ?? {};
    if (curve[today] !== undefined) return null;
    const next = { ...curve, [today]: 1 };
    const total = totalOf(next);
    const reached = board.target !== null && total >= board.target ? now : null;
    return moveRow(ask, board, { curve: next, total, reachedAt: reachedAt ?? reached });
  });
  await Promise.all(moves);
}

/** Shows minutes that have just been known on the boards: those of visits and lessons that are over. */
export const pushMinutes = (ask: Ask, memberId: string) => atBest(ask, pushOwn(ask, memberId));

async function pushOwn(ask: Ask, memberId: string): Promise<void> {
  const boards = await ownBoards(ask, memberId, 'MINUTES');
  for (const board of boards) {
    const { from, until, target } = board;
    const counted = {
      kind: 'MINUTES',
      memberIds: [memberId],
      span: { from, until },
      target,
    } as const;
    const row = (await seenIn(ask.db, counted, ask.now)).get(memberId);
    if (row && row.total !== board.rows[memberId]?.total) await moveRow(ask, board, row);
  }
}
