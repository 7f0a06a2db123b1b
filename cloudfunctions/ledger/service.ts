import type { Instant } from '@shared/base/time';
import {
  type Account,
  changesOf,
  guardedChangesOf,
  type Posting,
  shortageOf,
} from '@shared/domain/ledger';
import type { Db, Transaction } from '../_kit/db';
import { type LedgerEntry, ledgerBalances, ledgerEntries } from './store';

export { captureHold, placeHold, releaseHold } from './holding';
export type { LedgerEntry } from './store';

export interface Move {
  /** Why: the entry's id, so that one reason moves value once. */
  readonly reason: string;
  readonly postings: readonly Posting[];
  readonly at: Instant;
}

/**
 * Moves value within a larger transaction. Answers why not, if an account lacks it.
 * The same reason a second time fails at the entry and undoes the whole transaction: the caller's
 * own document has to know what was done already.
 */
export async function move(tx: Transaction, { reason, postings, at }: Move) {
  for (const [account, change] of guardedChangesOf(postings)) {
    const short = await changeBalance(tx, account, change);
    if (short) return short;
  }
  const accounts = [...changesOf(postings).keys()];
  await tx.create(ledgerEntries, { _id: reason, at, accounts, postings: [...postings] });
  return null;
}

async function changeBalance(tx: Transaction, account: Account, change: number) {
  if (change === 0) return null;
  // A gain needs no reading: one request less on every check-in.
  if (change > 0) {
    const known = await tx.change(ledgerBalances, account, { increase: { balance: change } });
    if (!known) await tx.put(ledgerBalances, { _id: account, balance: change });
    return null;
  }
  const balance = await balanceIn(tx, account);
  if (balance + change < 0) return shortageOf(account);
  await tx.put(ledgerBalances, { _id: account, balance: balance + change });
  return null;
}

export const balanceIn = async (tx: Transaction, account: Account): Promise<number> =>
  (await tx.get(ledgerBalances, account))?.balance ?? 0;

export async function balanceOf(db: Db, account: Account): Promise<number> {
  return (await db.get(ledgerBalances, account))?.balance ?? 0;
}

/** An account of nobody yet, so that its first gain needs no check. */
export const openBalance = (tx: Transaction, account: Account) =>
  tx.put(ledgerBalances, { _id: account, balance: 0 });

/** Takes an empty account away; false while something is in it. */
export async function closeBalance(tx: Transaction, account: Account): Promise<boolean> {
  if ((await balanceIn(tx, account)) !== 0) return false;
  await tx.remove(ledgerBalances, account);
  return true;
}

/** What an entry did to one account; positive is a gain. */
export const gainOf = (entry: LedgerEntry, account: Account): number =>
  changesOf(entry.postings).get(account) ?? 0;

/** Every entry that touched an account, oldest first. */
export async function entriesOf(
  db: Db,
  account: Account,
  span?: { readonly from: Instant; readonly until: Instant },
): Promise<LedgerEntry[]> {
  const at = span && { gte: span.from, lt: span.until };
  const found = await db.all(ledgerEntries, { accounts: account, ...(at && { at }) });
  return found.sort((a, b) => a.at - b.at);
}

/** The newest entries that touched an account, newest first. */
export const newestEntriesOf = (db: Db, account: Account, limit: number) =>
  db.find(ledgerEntries, { where: { accounts: account }, order: [['at', 'desc']], limit });
