import type { Instant } from '@shared/base/time';
import type { Transaction } from '../_kit/db';
import { auditEntries } from './store';

/** Writes down what a member of staff did, in the same transaction. */
export async function recordAudit(
  tx: Transaction,
  entry: {
    readonly key: string;
    readonly at: Instant;
    readonly actorId: string;
    readonly campusId: string | null;
    readonly action: string;
    readonly targetId: string;
    readonly detail: string;
  },
): Promise<void> {
  const { key, ...rest } = entry;
  await tx.put(auditEntries, { _id: key, ...rest });
}
