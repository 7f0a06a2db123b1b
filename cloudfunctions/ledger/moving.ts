import type { Instant } from '@shared/base/time';
import {
  type Account,
  changesOf,
  guardedChangesOf,
  isAged,
  type Posting,
  shortageOf,
} from '@shared/domain/ledger';
import type { Transaction } from '../_kit/db';
import { ledgerBalances, ledgerEntries } from './store';

export interface Move {
  /** Why: the entry's id, so that one reason moves value once. */
  readonly reason: string;
  readonly postings: readonly Posting[];
  readonly at: Instant;
  /** The order that it belongs to, so that a statement's line can open it. */
  readonly orderId?: string;
}

/**
 * Moves value within a larger transaction. Answers why not, if an account lacks it.
 * The same reason a second time fails at the entry and undoes the whole transaction: the caller's
 * own document has to know what was done already. What ages (`isAged`) its owner writes, see `points/`.
 */
export async function move(tx: Transaction, { reason, postings, at, orderId }: Move) {
  for (const [account, change] of guardedChangesOf(postings)) {
    if (isAged(account)) continue;
    const short = await changeBalance(tx, account, change);
    if (short) return short;
  }
  const accounts = [...changesOf(postings).keys()];
  const about = orderId === undefined ? {} : { orderId };
  await tx.create(ledgerEntries, { _id: reason, at, accounts, postings: [...postings], ...about });
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
