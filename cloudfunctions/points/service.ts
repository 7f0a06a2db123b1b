import { points } from '@shared/base/money';
import { memberPoints } from '@shared/domain/ledger';
import type { Db } from '../_kit/db';
import { entriesOf, gainOf } from '../ledger/service';

export { accountIn, accountOf, closeAccount, openAccount, pointsOf, usableIn } from './account';
export { takeByHand } from './adjusting';
export { type Earning, earn, earnUnseen, reverseEarned, type Source } from './earning';
export {
  expirePoints,
  lookAtAccounts,
  lotDifferences,
  MEMBERSHIP_PAGE,
  remindExpiry,
} from './expiring';
export { consumePoints, freezePoints, returnPoints, spendPoints, thawPoints } from './holding';
export { linesOfMonth, recentLinesOf } from './lines';
export { erasePointHoldsOf } from './records';
export type { PointAccount } from './store';

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
