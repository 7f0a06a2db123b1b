import { type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { housePoints, memberPoints } from '@shared/domain/ledger';
import type { Db, Transaction } from '../_kit/db';
import {
  balanceIn,
  balanceOf,
  closeBalance,
  entriesOf,
  gainOf,
  move,
  openBalance,
} from '../ledger/service';

export { move as movePoints } from '../ledger/service';

export const pointsOf = async (db: Db, memberId: string): Promise<Points> =>
  points(await balanceOf(db, memberPoints(memberId)));

/** Every entry that touched a member's points, oldest first; positive is a gain. */
export async function pointEntriesOf(db: Db, memberId: string) {
  const account = memberPoints(memberId);
  const entries = await entriesOf(db, account);
  return entries.map((entry) => ({
    reason: entry._id,
    at: entry.at,
    amount: points(gainOf(entry, account)),
  }));
}

/** A new member's account, so that the first reward needs no check. */
export const openAccount = (tx: Transaction, memberId: string) =>
  openBalance(tx, memberPoints(memberId));

/** What is left goes back to the house, and the account is gone. */
export async function closeAccount(tx: Transaction, memberId: string, at: Instant): Promise<void> {
  const account = memberPoints(memberId);
  const balance = await balanceIn(tx, account);
  if (balance > 0) {
    await move(tx, {
      reason: `account:${memberId}:close`,
      postings: [{ from: account, to: housePoints('forfeited'), amount: points(balance) }],
      at,
    });
  }
  if (!(await closeBalance(tx, account))) throw new Error(`${account} is not empty`);
}
