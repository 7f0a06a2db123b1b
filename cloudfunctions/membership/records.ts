import { points } from '@shared/base/money';
import type { Level } from '@shared/domain/membership';
import type { Db } from '../_kit/db';
import { accountOf } from '../points/service';
import { memberships } from './store';

/** What is stored of a membership, for the member; null while there is none. */
export async function membershipRecordOf(db: Db, memberId: string, level: Level | null) {
  const known = level === null ? null : await db.get(memberships, memberId);
  if (!known || level === null) return null;
  const { earned } = await accountOf(db, memberId);
  return { level, joinedAt: known.joinedAt, lifetime: points(earned) };
}

/** Ends with the account. */
export const eraseMembershipOf = (db: Db, memberId: string) =>
  db.removeAll(memberships, { _id: memberId });
