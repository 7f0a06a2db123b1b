import type { Instant } from '@shared/base/time';
import type { AuditAction } from '@shared/domain/audit';
import type { Transaction } from '../_kit/db';
import { auditEntries } from './store';

/**
 * Writes down who did what, and from which address, in the same transaction. `detail` outlives the
 * account it speaks of: what changed, never a name, a number or a password.
 */
export async function recordAudit(
  tx: Transaction,
  entry: {
    readonly key: string;
    readonly at: Instant;
    readonly actorId: string;
    readonly campusId: string | null;
    readonly action: AuditAction;
    readonly targetId: string;
    readonly detail: string;
  },
): Promise<void> {
  const { key, ...rest } = entry;
  await tx.put(auditEntries, { _id: key, ...rest, ip: tx.origin });
}
