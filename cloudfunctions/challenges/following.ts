import { clubDateOf } from '@shared/base/time';
import type { ChallengeReader } from '@shared/contracts/challengeViews';
import { MOST_OVERTAKEN } from '@shared/domain/challenge';
import type { Context } from '../_kit/serve';
import { sendMessage } from '../message/service';
import { copiesOf, mendBoards } from './boards';
import { expire } from './closing';
import { passedLetter } from './letters';
import { settle } from './settling';
import { challengeBoards, challenges } from './store';
import { seenOf } from './truth';

const BATCH = 200;
const AT_ONCE = 4;

/** Does something with each, a few at a time; one that fails keeps nobody else waiting. */
async function each<T>(
  { platform, newId }: Context,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) {
    const some = items.slice(i, i + AT_ONCE);
    await Promise.all(
      some.map((item) => work(item).catch((fault) => platform.reportFault(fault, newId()))),
    );
  }
}

/** Ends what nobody answered, and settles what is over or counts by itself now. */
export async function endChallenges(context: Context): Promise<void> {
  const { db, now } = context;
  const due = await db.find(challenges, {
    where: { status: { in: ['OPEN', 'RUNNING'] }, dueAt: { lte: now } },
    order: [['dueAt', 'asc']],
    limit: BATCH,
  });
  await each(context, due, ({ _id, status }) =>
    status === 'OPEN' ? expire(context, _id) : settle(context, _id),
  );
}

/** Tells who was passed on the boards, and settles where a target was reached. */
export async function followBoards(context: Context): Promise<void> {
  const { db } = context;
  const moved = await db.find(challengeBoards, {
    where: { news: true },
    order: [['at', 'asc']],
    limit: BATCH,
  });
  const reached = new Set(
    moved
      .filter(({ rows, target }) =>
        Object.values(rows).some(({ total }) => target !== null && total >= target),
      )
      .map(({ challengeId }) => challengeId),
  );
  await each(context, [...reached], (challengeId) => settle(context, challengeId));
  await each(context, moved, async (board) => {
    await tell(context, board);
    // What has moved since is told next time.
    const { _id, at } = board;
    await db.changeIf(challengeBoards, { _id, at }, { set: { news: false } });
  });
}

/** Tells a member that somebody has passed, at most so often a day and challenge. */
async function tell({ db, now }: Context, board: ChallengeReader): Promise<void> {
  const { memberId, challengeId, rows } = board;
  const passed = board.passed[memberId];
  if (!passed) return;
  const total = (who: string) => rows[who]?.total ?? 0;
  // In front again within the minute: nothing to tell.
  if (total(memberId) >= total(passed.by)) return;
  await db.transaction(async (tx) => {
    const challenge = await tx.get(challenges, challengeId);
    const gone = challenge?.members.some((one) => one.memberId === memberId && one.left);
    if (challenge?.status !== 'RUNNING' || gone) return;
    const told = challenge.told[memberId];
    if (told && told.at >= passed.at) return;
    const day = clubDateOf(now);
    const times = told?.day === day ? told.times : 0;
    if (times >= MOST_OVERTAKEN) return;
    const next = { day, times: times + 1, at: passed.at };
    await tx.put(challenges, { ...challenge, told: { ...challenge.told, [memberId]: next } });
    await sendMessage(tx, passedLetter(challenge, memberId, passed.at));
  });
}

/** How often every running challenge is counted anew. */
export const RECOUNT_EVERY = 10 * 60 * 1000;

/** Makes the board of one challenge what visits, lessons and its own document say. */
export async function recount(context: Context, challengeId: string): Promise<void> {
  const { db, now } = context;
  const copies = await copiesOf(context, challengeId);
  const challenge = await db.get(challenges, challengeId);
  if (!challenge || challenge.from === null) return;
  const seen = challenge.results ? new Map() : await seenOf(db, challenge, now);
  await mendBoards(context, challenge, { copies, seen });
}

/** Counts every running challenge from what was seen: a board that missed something is right again. */
export async function recountChallenges(context: Context): Promise<void> {
  const { db } = context;
  const running = await db.all(challenges, { status: 'RUNNING' });
  await each(context, running, async ({ _id, target }) => {
    await recount(context, _id);
    if (target !== null) await settle(context, _id);
  });
  await dropEnded(
    context,
    running.map(({ _id }) => _id),
  );
}

/** A board that was not told of its end, since a function died on the way, is told now. */
async function dropEnded(context: Context, running: readonly string[]): Promise<void> {
  const { db, now } = context;
  const overdue = { status: 'RUNNING', until: { lte: now } } as const;
  const left = await db.all(challengeBoards, overdue);
  const ended = new Set(left.map(({ challengeId }) => challengeId));
  const asked = [...ended].filter((challengeId) => !running.includes(challengeId));
  await each(context, asked, (challengeId) => recount(context, challengeId));
}
