import type { Instant } from '@shared/base/time';
import type { AuditAction } from '@shared/domain/audit';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { type MemberDoc, memberInTransaction, staffOf } from '../member/service';
import { sendMessage } from '../message/service';
import { type Campus, campusOf } from '../venue/service';
import { coachingLetter, type Event, type News } from './letters';

/** Who does something, when, and an id that belongs to the deed: made before its transaction. */
export interface Deed {
  readonly actorId: string;
  readonly at: Instant;
  readonly id: string;
}

export const deedOf = ({ identity }: Member, { now, newId }: Context): Deed => ({
  actorId: identity.memberId,
  at: now,
  id: newId(),
});

/** Writes a deed down in the transaction that does it. */
export const recordDeed = (
  tx: Transaction,
  { actorId, at, id }: Deed,
  what: {
    readonly action: AuditAction;
    readonly campusId: string;
    readonly targetId: string;
    readonly detail?: string;
  },
): Promise<void> =>
  recordAudit(tx, {
    key: id,
    at,
    actorId,
    action: what.action,
    campusId: what.campusId,
    targetId: what.targetId,
    detail: (what.detail ?? '').slice(0, 500),
  });

/** Admins of a campus act on what is the campus's, the super admin on everything. */
export const administers = ({ identity }: Member, campusId: string): boolean =>
  identity.role === 'SUPER_ADMIN' ||
  (identity.role === 'CAMPUS_ADMIN' && identity.campusId === campusId);

/**
 * The admin of a campus as this transaction sees them: who called was let in by what was true before
 * it. A dismissal that commits meanwhile comes after the deed.
 *
 * @throws Refusal NOT_ALLOWED
 */
export async function expectAdmin(
  tx: Transaction,
  memberId: string,
  campusId: string,
): Promise<void> {
  const admin = await memberInTransaction(tx, memberId);
  const rules =
    admin?.role === 'SUPER_ADMIN' ||
    (admin?.role === 'CAMPUS_ADMIN' && admin.campusId === campusId);
  if (!rules || admin.status !== 'ACTIVE') throw new Refusal('NOT_ALLOWED');
}

/**
 * Nobody decides about themselves as the admin of their campus; the super admin, above whom is
 * nobody, may.
 *
 * @throws Refusal NOT_ALLOWED
 */
export function expectOther({ identity }: Pick<Member, 'identity'>, memberId: string): void {
  if (identity.role === 'CAMPUS_ADMIN' && identity.memberId === memberId) {
    throw new Refusal('NOT_ALLOWED');
  }
}

export async function campusName({ db }: Pick<Context, 'db'>, campusId: string): Promise<string> {
  return (await campusOf(db, campusId))?.name ?? '';
}

/**
 * Who votes and approves for a campus: its admins; for the centre, and where nobody is, the super
 * admins. Nobody of `parties`, whom it concerns: a campus whose only admin is one has none.
 */
export async function adminsOf(
  db: Db,
  campus: Campus,
  parties: readonly string[] = [],
): Promise<string[]> {
  const staff = (await staffOf(db, null)).filter(({ _id }) => !parties.includes(_id));
  const own = staff.filter(
    ({ role, campusId }) => role === 'CAMPUS_ADMIN' && campusId === campus._id,
  );
  const all = staff.filter(({ role }) => role === 'SUPER_ADMIN');
  const asked = campus.kind === 'CENTRE' || own.length === 0 ? [...own, ...all] : own;
  return asked.slice(0, MOST_TOLD).map(({ _id }) => _id);
}

/** A transaction has a hundred operations; so many people certainly see to it. */
const MOST_TOLD = 10;

/** Tells people of a deed in its transaction. The key of the event is made for this very deed. */
export async function tellAll(
  tx: Transaction,
  event: Event,
  memberIds: readonly string[],
  news: Omit<News, 'memberId'>,
): Promise<void> {
  for (const memberId of memberIds) {
    await sendMessage(tx, coachingLetter(event, { ...news, memberId }), { first: true });
  }
}

export async function memberNeeded(tx: Transaction, memberId: string): Promise<MemberDoc> {
  const member = await memberInTransaction(tx, memberId);
  // Ended since the call was let in: to the club it is a stranger now.
  if (!member) throw new Refusal('REGISTER_FIRST');
  return member;
}
