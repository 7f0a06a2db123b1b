import { type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { frozenPoints, housePoints, memberPoints } from '@shared/domain/ledger';
import { addLots, type Lot, takeLots } from '@shared/domain/points';
import type { Transaction } from '../_kit/db';
import { move } from '../ledger/service';
import { accountIn, upToDate, usableIn, withLots, writeAccount } from './account';
import { type PointHold, pointHolds } from './store';

interface Ask {
  readonly holdId: string;
  readonly memberId: string;
  readonly amount: Points;
}

/** Takes points that have not expired, the oldest first; null if there are too few: nothing is written. */
async function takeUsable(tx: Transaction, { memberId, amount }: Ask, at: Instant) {
  const known = await accountIn(tx, memberId);
  if (usableIn(known, at) < amount) return null;
  const account = await upToDate(tx, known, at);
  const split = takeLots(account.lots, amount);
  if (!split) throw new Error(`${account._id} holds less than its lots say`);
  return { account: withLots(account, split.rest), taken: split.taken };
}

const newHold = ({ holdId, memberId, amount }: Ask, lots: readonly Lot[], at: Instant) => ({
  _id: holdId,
  memberId,
  amount,
  lots: [...lots],
  returned: points(0),
  placedAt: at,
});

/**
 * Sets points aside under an id that says what for, the oldest first. Asked again with the same id
 * it changes nothing. Answers why not, if there are too few that have not expired.
 */
export async function freezePoints(
  tx: Transaction,
  ask: Ask,
  at: Instant,
): Promise<'INSUFFICIENT_POINTS' | null> {
  const { holdId, memberId, amount } = ask;
  if (await tx.get(pointHolds, holdId)) return null;
  const found = await takeUsable(tx, ask, at);
  if (!found) return 'INSUFFICIENT_POINTS';
  const postings = [{ from: memberPoints(memberId), to: frozenPoints(memberId), amount }];
  await writeAccount(tx, found.account, { reason: `${holdId}:freeze`, postings, at });
  await tx.put(pointHolds, { ...newHold(ask, found.taken, at), status: 'PLACED' });
  return null;
}

/**
 * Uses up points at once, where nothing has to be waited for: they can come back by `returnPoints`
 * under the same id. The caller's own document proves that it is the first time.
 */
export async function spendPoints(
  tx: Transaction,
  ask: Ask & { readonly use: Use },
  at: Instant,
): Promise<'INSUFFICIENT_POINTS' | null> {
  const { holdId, memberId, amount, use } = ask;
  const found = await takeUsable(tx, ask, at);
  if (!found) return 'INSUFFICIENT_POINTS';
  const postings = [{ from: memberPoints(memberId), to: housePoints(use), amount }];
  await writeAccount(tx, found.account, { reason: `${holdId}:spend`, postings, at });
  await tx.put(pointHolds, { ...newHold(ask, found.taken, at), status: 'CONSUMED' });
  return null;
}

/** What a hold's points are used for: the house that they go to. */
export type Use = 'spent' | 'rewards' | 'challenge';

/** Uses up points that were set aside. Once. */
export async function consumePoints(
  tx: Transaction,
  { holdId, use }: { readonly holdId: string; readonly use: Use },
  at: Instant,
): Promise<boolean> {
  const hold = await tx.get(pointHolds, holdId);
  if (hold?.status !== 'PLACED') return false;
  // The hold is written first: of two who settle it at once, one conflicts and finds it settled.
  await tx.put(pointHolds, { ...hold, status: 'CONSUMED' });
  const postings = [
    { from: frozenPoints(hold.memberId), to: housePoints(use), amount: hold.amount },
  ];
  await settle(tx, { reason: `${holdId}:consume`, postings, at });
  return true;
}

/** Gives points back that were set aside, each with its day. Once. */
export async function thawPoints(tx: Transaction, holdId: string, at: Instant): Promise<boolean> {
  const hold = await tx.get(pointHolds, holdId);
  if (hold?.status !== 'PLACED') return false;
  await tx.put(pointHolds, { ...hold, status: 'RELEASED' });
  const account = await accountIn(tx, hold.memberId);
  const { _id: to } = account;
  const postings = [{ from: frozenPoints(hold.memberId), to, amount: hold.amount }];
  const next = withLots(account, addLots(account.lots, hold.lots));
  await writeAccount(tx, next, { reason: `${holdId}:thaw`, postings, at });
  return true;
}

/** What of a consumed hold did not come back yet, the newest lots first: they last longest. */
function notReturned(hold: PointHold): Lot[] {
  const newestFirst = [...hold.lots].reverse();
  let back: number = hold.returned;
  return newestFirst.flatMap(({ day, left }) => {
    const gone = Math.min(back, left);
    back -= gone;
    return left > gone ? [{ day, left: points(left - gone) }] : [];
  });
}

/**
 * Gives a part of consumed points back, with the days on which they were earned. More than was
 * consumed never comes back; `reason` once.
 */
export async function returnPoints(
  tx: Transaction,
  ask: {
    readonly holdId: string;
    readonly amount: Points;
    readonly use: Use;
    readonly reason: string;
  },
  at: Instant,
): Promise<Points> {
  const hold = await tx.get(pointHolds, ask.holdId);
  if (hold?.status !== 'CONSUMED') return points(0);
  const amount = points(Math.min(ask.amount, hold.amount - hold.returned));
  if (amount === 0) return amount;
  const lots: Lot[] = [];
  let wanted: number = amount;
  for (const { day, left } of notReturned(hold)) {
    const part = Math.min(left, wanted);
    if (part > 0) lots.push({ day, left: points(part) });
    wanted -= part;
  }
  await tx.put(pointHolds, { ...hold, returned: points(hold.returned + amount) });
  const account = await accountIn(tx, hold.memberId);
  const postings = [
    { from: housePoints(ask.use), to: memberPoints(hold.memberId), amount },
  ] as const;
  const next = withLots(account, addLots(account.lots, lots));
  await writeAccount(tx, next, { reason: ask.reason, postings, at });
  return amount;
}

async function settle(tx: Transaction, what: Parameters<typeof move>[1]): Promise<void> {
  const short = await move(tx, what);
  if (short) throw new Error(`${what.reason} finds ${short}`);
}
