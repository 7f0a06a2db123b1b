import type { Instant } from '@shared/base/time';
import { type Account, changesOf, reversed } from '@shared/domain/ledger';
import type { Db, Transaction } from '../_kit/db';
import { type Move, move } from './moving';
import { type LedgerEntry, ledgerBalances, ledgerEntries } from './store';

export { captureHold, placeHold, releaseHold } from './holding';
export { balanceIn, type Move, move } from './moving';
export { type LedgerEntry, moneyAccount } from './store';

export async function balanceOf(db: Db, account: Account): Promise<number> {
  return (await db.get(ledgerBalances, account))?.balance ?? 0;
}

/** An account of nobody yet, so that its first gain needs no check. */
export const openBalance = (tx: Transaction, account: Account) =>
  tx.put(ledgerBalances, { _id: account, balance: 0 });

/** Sees to it that an account is there: its first gain costs no more than the next. */
export async function ensureBalance(tx: Transaction, account: Account): Promise<void> {
  if (!(await tx.get(ledgerBalances, account))) await openBalance(tx, account);
}

/**
 * Takes an empty account away; false while something is in it. Of one that nothing was ever in, an
 * empty document stays until `dropBalances`: removing what is not there writes nothing, and who
 * credits it at this instant would not conflict.
 */
export async function closeBalance(tx: Transaction, account: Account): Promise<boolean> {
  const known = await tx.get(ledgerBalances, account);
  if (known && known.balance !== 0) return false;
  if (known) await tx.remove(ledgerBalances, account);
  else await openBalance(tx, account);
  return true;
}

/** What closing accounts left of them. */
export const dropBalances = (db: Db, accounts: readonly Account[]) =>
  db.removeAll(ledgerBalances, { _id: { in: accounts }, balance: 0 });

/** Whether value moved for this reason already, in the caller's transaction. */
export const isWritten = async (tx: Transaction, reason: string): Promise<boolean> =>
  (await tx.get(ledgerEntries, reason)) !== null;

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

/**
 * Undoes an entry by the opposite one, under a reason of its own. Answers why not, if an account
 * lacks the value by now.
 */
export async function reverseEntry(
  tx: Transaction,
  ask: Omit<Move, 'postings'> & { readonly of: string },
) {
  const { of, ...rest } = ask;
  const undone = await tx.need(ledgerEntries, of);
  return move(tx, { ...rest, postings: reversed(undone.postings) });
}

/** Every entry that was made for one of these orders, oldest first. */
export async function entriesOfOrders(db: Db, orderIds: readonly string[]): Promise<LedgerEntry[]> {
  if (orderIds.length === 0) return [];
  const found = await db.all(ledgerEntries, { orderId: { in: orderIds } });
  return found.sort((a, b) => a.at - b.at);
}

/** Every entry of a span that touched one of these accounts. */
export const entriesAmong = (
  db: Db,
  accounts: readonly Account[],
  { from, until }: { readonly from: Instant; readonly until: Instant },
) => db.all(ledgerEntries, { accounts: { in: accounts }, at: { gte: from, lt: until } });
