import { type Points, points } from '@shared/base/money';
import { clubDateOf, type Instant } from '@shared/base/time';
import { housePoints, memberPoints, type Posting } from '@shared/domain/ledger';
import { addLots, isExpired, type Lot, sumOfLots, takeLots, usableOn } from '@shared/domain/points';
import type { Db, Transaction } from '../_kit/db';
import { move } from '../ledger/service';
import { type PointAccount, pointAccounts } from './store';

export const emptyAccount = (memberId: string): PointAccount => ({
  _id: memberPoints(memberId),
  balance: 0,
  lots: [],
  oldest: null,
  owed: 0,
  unseen: 0,
  earned: 0,
  reached: 'BASIC',
  told: null,
});

/** A member's account with its lots in order, however they lie there. */
export async function accountIn(tx: Transaction, memberId: string): Promise<PointAccount> {
  const known = await tx.get(pointAccounts, memberPoints(memberId));
  return known ? withLots(known, known.lots) : emptyAccount(memberId);
}

export async function accountOf(db: Db, memberId: string): Promise<PointAccount> {
  const known = await db.get(pointAccounts, memberPoints(memberId));
  return known ? withLots(known, known.lots) : emptyAccount(memberId);
}

/** What a member can use now: what has expired and was not yet taken away does not count. */
export const pointsOf = async (db: Db, memberId: string, now: Instant): Promise<Points> =>
  usableIn(await accountOf(db, memberId), now);

/** What came in unseen pays what is owed; points that came back from an order do not. */
const debtOf = ({ owed, unseen }: PointAccount) => Math.min(owed, unseen);

/** What of an account can be used: what has expired cannot, and what is owed goes first. */
export const usableIn = (account: PointAccount, now: Instant): Points =>
  points(Math.max(0, usableOn(account.lots, clubDateOf(now)) - debtOf(account)));

export function withLots(account: PointAccount, lots: readonly Lot[]): PointAccount {
  const ordered = addLots([], lots);
  const oldest = ordered[0]?.day ?? null;
  return { ...account, balance: sumOfLots(ordered), lots: ordered, oldest };
}

interface Written {
  readonly reason: string;
  readonly postings: readonly Posting[];
  readonly at: Instant;
}

/** An account after a move and the entry that says why; every other account the ledger writes. */
export async function writeAccount(
  tx: Transaction,
  account: PointAccount,
  { reason, postings, at }: Written,
): Promise<void> {
  await tx.put(pointAccounts, account);
  const short = await move(tx, { reason, postings, at });
  if (short) throw new Error(`${reason} finds ${short}`);
}

/**
 * An account as it is to be used: what has expired is gone and what was owed is paid, in the caller's
 * transaction.
 */
export async function upToDate(
  tx: Transaction,
  account: PointAccount,
  at: Instant,
): Promise<PointAccount> {
  const left = await withoutExpired(tx, account, at);
  const amount = points(Math.min(debtOf(left), left.balance));
  if (amount === 0) return left;
  // What came in unseen is the newest.
  const rest = takeLots(left.lots, amount, left.lots.at(-1)?.day ?? null)?.rest ?? [];
  const paid = { ...withLots(left, rest), owed: left.owed - amount, unseen: left.unseen - amount };
  const postings = [{ from: left._id, to: housePoints('reversed'), amount }];
  await writeAccount(tx, paid, { reason: `repay:${left._id}:${at}`, postings, at });
  return paid;
}

/** Takes what has expired out of an account, in the caller's transaction; answers what is left. */
async function withoutExpired(
  tx: Transaction,
  account: PointAccount,
  at: Instant,
): Promise<PointAccount> {
  const today = clubDateOf(at);
  const over = account.lots.filter((lot) => isExpired(lot, today));
  if (over.length === 0) return account;
  const left = withLots(
    account,
    account.lots.filter((lot) => !isExpired(lot, today)),
  );
  const amount = sumOfLots(over);
  const postings = [{ from: account._id, to: housePoints('expired'), amount }];
  await writeAccount(tx, left, { reason: `expire:${account._id}:${at}`, postings, at });
  return left;
}

/** A new member's account, so that the first reward needs no check. */
export const openAccount = (tx: Transaction, memberId: string) =>
  tx.put(pointAccounts, emptyAccount(memberId));

/** What is left goes back to the house, and the account is gone. */
export async function closeAccount(tx: Transaction, memberId: string, at: Instant): Promise<void> {
  const account = await accountIn(tx, memberId);
  if (account.balance > 0) {
    const amount = points(account.balance);
    const postings = [{ from: account._id, to: housePoints('forfeited'), amount }];
    await move(tx, { reason: `account:${memberId}:close`, postings, at });
  }
  await tx.remove(pointAccounts, account._id);
}
