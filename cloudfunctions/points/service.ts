import { type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import {
  type Account,
  changesOf,
  housePoints,
  memberPoints,
  type Posting,
} from '@shared/domain/ledger';
import type { Db, Transaction } from '../_kit/db';
import { type LedgerEntry, ledgerBalances, ledgerEntries } from './store';

interface Move {
  /** Why: the entry's id, so that one reason moves points once. */
  readonly reason: string;
  readonly postings: readonly Posting[];
  readonly at: Instant;
}

/**
 * Moves points within a larger transaction. Answers why not, if an account lacks them.
 * The same reason a second time fails at the entry and undoes the whole transaction: the caller's
 * own document has to know what was done already.
 */
export async function movePoints(tx: Transaction, { reason, postings, at }: Move) {
  const changes = changesOf(postings);
  for (const [account, change] of changes) {
    const short = await changeBalance(tx, account, change);
    if (short) return short;
  }
  const accounts = [...changes.keys()];
  await tx.create(ledgerEntries, { _id: reason, at, accounts, postings: [...postings] });
  return null;
}

async function changeBalance(tx: Transaction, account: Account, change: number) {
  // A gain needs no reading: one request less on every check-in.
  if (change >= 0) {
    const known = await tx.change(ledgerBalances, account, { increase: { balance: change } });
    if (!known) await tx.put(ledgerBalances, { _id: account, balance: change });
    return null;
  }
  const balance = (await tx.get(ledgerBalances, account))?.balance ?? 0;
  if (balance + change < 0) return 'INSUFFICIENT_POINTS';
  await tx.put(ledgerBalances, { _id: account, balance: balance + change });
  return null;
}

export async function pointsOf(db: Db, memberId: string): Promise<Points> {
  const found = await db.get(ledgerBalances, memberPoints(memberId));
  return points(found?.balance ?? 0);
}

/** Every entry that touched a member's points, oldest first; positive is a gain. */
export async function pointEntriesOf(db: Db, memberId: string) {
  const account = memberPoints(memberId);
  const entries = await db.all(ledgerEntries, { accounts: account });
  return entries
    .map((entry) => ({ reason: entry._id, at: entry.at, amount: gainOf(entry, account) }))
    .sort((a, b) => a.at - b.at);
}

const gainOf = (entry: LedgerEntry, account: Account) =>
  points(changesOf(entry.postings).get(account) ?? 0);

/** A new member's account, so that the first reward needs no check. */
export async function openAccount(tx: Transaction, memberId: string): Promise<void> {
  await tx.put(ledgerBalances, { _id: memberPoints(memberId), balance: 0 });
}

/** What is left goes back to the house, and the account is gone. */
export async function closeAccount(tx: Transaction, memberId: string, at: Instant): Promise<void> {
  const account = memberPoints(memberId);
  const balance = (await tx.get(ledgerBalances, account))?.balance ?? 0;
  if (balance > 0) {
    await movePoints(tx, {
      reason: `account:${memberId}:close`,
      postings: [{ from: account, to: housePoints('forfeited'), amount: points(balance) }],
      at,
    });
  }
  await tx.remove(ledgerBalances, account);
}
