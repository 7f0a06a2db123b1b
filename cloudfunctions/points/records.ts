import { frozenPoints } from '@shared/domain/ledger';
import type { Db } from '../_kit/db';
import { dropBalances } from '../ledger/service';
import { pointHolds } from './store';

/** What an account that has ended left: holds that are settled, and an empty balance. */
export async function erasePointHoldsOf(db: Db, memberId: string): Promise<void> {
  await db.removeAll(pointHolds, { memberId, status: { in: ['CONSUMED', 'RELEASED'] } });
  await dropBalances(db, [frozenPoints(memberId)]);
}
