import type { Instant } from '@shared/base/time';
import { type Account, type Asset, changesOf, isGuarded } from '@shared/domain/ledger';
import type { Db, Where } from '../_kit/db';
import { type LedgerEntry, ledgerBalances, ledgerEntries } from './store';

/** A stretch of the ledger: from a moment (null: from its beginning) up to but without another. */
export interface Stretch {
  readonly from: Instant | null;
  /** Null: with all there is. */
  readonly until: Instant | null;
}

const within = ({ from, until }: Stretch): Where<LedgerEntry> => {
  const at = { ...(from !== null && { gte: from }), ...(until !== null && { lt: until }) };
  return Object.keys(at).length > 0 ? { at } : {};
};

export type Sums = ReadonlyMap<Account, number>;

/** What a stretch did to the accounts that have no balance document, on top of what they had. */
export async function sumsAfter(db: Db, before: Sums, stretch: Stretch) {
  const entries = await db.all(ledgerEntries, within(stretch));
  const sums = new Map(before);
  for (const { postings } of entries) {
    for (const [account, change] of changesOf(postings)) {
      if (!isGuarded(account)) sums.set(account, (sums.get(account) ?? 0) + change);
    }
  }
  return { sums, entries: entries.length };
}

export const countEntries = (db: Db, stretch: Stretch) => db.count(ledgerEntries, within(stretch));

/** What all balance documents of an asset hold together. */
export const sumOfBalances = (db: Db, asset: Asset) =>
  // From the first of `frozen` to the last of `member`: the two holders that have documents.
  db.sum(
    ledgerBalances,
    { _id: { gte: `${asset}:frozen:`, lte: `${asset}:member:\uffff` } },
    'balance',
  );
