import { type Points, points } from '@shared/base/money';
import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import { housePoints, memberPoints, type Posting } from '@shared/domain/ledger';
import { isAbove, levelFor } from '@shared/domain/membership';
import { addLots, takeLots } from '@shared/domain/points';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { move } from '../ledger/service';
import { accountIn, upToDate, withLots, writeAccount } from './account';
import { type PointAccount, pointAccounts } from './store';

/** Where points come from; all but what friends win of each other raise the level. */
export type Source =
  | 'check-in'
  | 'milestone'
  | 'spending'
  | 'review'
  | 'invitation'
  | 'adjustment'
  | 'challenge';
const counts = (source: Source) => source !== 'challenge';

export interface Earning {
  /** Why: the entry's id, so that one reason gives points once. */
  readonly reason: string;
  readonly memberId: string;
  readonly parts: readonly { readonly source: Source; readonly amount: Points }[];
  readonly at: Instant;
}

/** What an earning is in postings, in sum, and what of it raises the level. */
function partsOf({ parts, memberId }: Earning) {
  const given = parts.filter(({ amount }) => amount > 0);
  const sum = (some: typeof given) => some.reduce((total, part) => total + part.amount, 0);
  const to = memberPoints(memberId);
  const postings: Posting[] = given.map(({ source, amount }) => ({
    from: housePoints(source),
    to,
    amount,
  }));
  const counted = sum(given.filter(({ source }) => counts(source)));
  return { postings, amount: points(sum(given)), counted };
}

/** The account with the level that it has reached; a new one is left in the outbox. */
export async function reaching(
  tx: Transaction,
  account: PointAccount,
  at: Instant,
): Promise<PointAccount> {
  const reached = levelFor(points(account.earned));
  if (!isAbove(reached, account.reached)) return account;
  const memberId = account._id.slice(memberPoints('').length);
  const deed = { kind: 'raiseLevel', payload: { memberId }, at };
  await leaveInOutbox(tx, { key: `level:${memberId}:${reached}`, ...deed });
  return { ...account, reached };
}

/** Gives points, first of all for what the member owes. Costs a read, the account and the entry. */
export async function earn(tx: Transaction, earning: Earning): Promise<void> {
  const { reason, memberId, at } = earning;
  const { postings, amount, counted } = partsOf(earning);
  if (amount === 0) return;
  const account = await accountIn(tx, memberId);
  const repaid = points(Math.min(account.owed, amount));
  if (repaid > 0) {
    postings.push({ from: account._id, to: housePoints('reversed'), amount: repaid });
  }
  const gained = [{ day: clubDateOf(at), left: points(amount - repaid) }];
  const next = {
    ...withLots(account, addLots(account.lots, gained)),
    owed: account.owed - repaid,
    earned: account.earned + counted,
  };
  await writeAccount(tx, await reaching(tx, next, at), { reason, postings, at });
}

/**
 * Gives points without looking at the account, which saves a read where many check in: what is owed
 * and the level follow within a minute (`lookAtAccounts`), and before anything is spent.
 */
export async function earnUnseen(tx: Transaction, earning: Earning): Promise<void> {
  const { reason, memberId, at } = earning;
  const { postings, amount, counted } = partsOf(earning);
  if (amount === 0) return;
  const known = await tx.change(pointAccounts, memberPoints(memberId), {
    set: { oldest: null },
    increase: { balance: amount, unseen: amount, earned: counted },
    push: { lots: { day: clubDateOf(at), left: amount } },
  });
  if (!known) return earn(tx, earning);
  const short = await move(tx, { reason, postings, at });
  if (short) throw new Error(`${reason} finds ${short}`);
}

export interface Reversal {
  readonly reason: string;
  readonly memberId: string;
  readonly amount: Points;
  /** The day on which they were earned: those go first. */
  readonly day: ClubDate;
  readonly at: Instant;
}

/**
 * Takes back points that were earned by what has been refunded. What is spent already is owed and
 * paid by the next earned: nobody goes below zero.
 */
export async function reverseEarned(tx: Transaction, reversal: Reversal): Promise<void> {
  const { reason, memberId, amount, day, at } = reversal;
  if (amount === 0) return;
  // What came in unseen before pays what was owed before, not what is from now on.
  const account = await reaching(tx, await upToDate(tx, await accountIn(tx, memberId), at), at);
  const now = points(Math.min(account.balance, amount));
  const rest = takeLots(account.lots, now, day)?.rest ?? [];
  const next = {
    ...withLots(account, rest),
    owed: account.owed + amount - now,
    unseen: 0,
    earned: Math.max(0, account.earned - amount),
  };
  const postings: Posting[] =
    now > 0 ? [{ from: account._id, to: housePoints('reversed'), amount: now }] : [];
  await writeAccount(tx, next, { reason, postings, at });
}
