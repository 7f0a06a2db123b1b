import type { AuditAction } from '@shared/domain/audit';
import { refusalOfReason } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';

export interface Deed {
  readonly action: AuditAction;
  readonly targetId: string;
  readonly campusId: string | null;
  /** Why, in the admin's words; empty where none were asked for. */
  readonly reason?: string;
}

/** Writes a deed of an admin down in the transaction that does it, however often that is tried. */
export function audited(caller: Member, { now, newId }: Context, deed: Deed) {
  const { action, targetId, campusId, reason: detail = '' } = deed;
  const { memberId: actorId } = caller.identity;
  const entry = { key: newId(), at: now, actorId, campusId, action, targetId, detail };
  return (tx: Transaction) => recordAudit(tx, entry);
}

/** Writes a deed down before it is done outside of our database: whatever comes of it was asked. */
export function recordAsked(caller: Member, context: Context, deed: Deed): Promise<void> {
  return context.db.transaction(audited(caller, context, deed));
}

/** @throws Refusal REASON_REQUIRED */
export function reasonOf(text: string): string {
  const refusal = refusalOfReason(text);
  if (refusal) throw new Refusal(refusal);
  return text;
}
