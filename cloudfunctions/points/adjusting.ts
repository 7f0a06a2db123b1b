import type { Points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { housePoints } from '@shared/domain/ledger';
import { takeLots } from '@shared/domain/points';
import type { Transaction } from '../_kit/db';
import { accountIn, upToDate, usableIn, withLots, writeAccount } from './account';

/**
 * Takes points away by hand, the oldest first; what was given by mistake does not count for the level
 * either. Answers why not, when there are fewer that can be used: nothing is written then.
 */
export async function takeByHand(
  tx: Transaction,
  ask: { readonly reason: string; readonly memberId: string; readonly amount: Points },
  at: Instant,
): Promise<'INSUFFICIENT_POINTS' | null> {
  const { reason, memberId, amount } = ask;
  const known = await accountIn(tx, memberId);
  if (usableIn(known, at) < amount) return 'INSUFFICIENT_POINTS';
  const account = await upToDate(tx, known, at);
  const split = takeLots(account.lots, amount);
  if (!split) throw new Error(`${account._id} holds less than its lots say`);
  const postings = [{ from: account._id, to: housePoints('adjustment'), amount }];
  const earned = Math.max(0, account.earned - amount);
  await writeAccount(tx, { ...withLots(account, split.rest), earned }, { reason, postings, at });
  return null;
}
