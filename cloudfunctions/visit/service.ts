import type { Instant } from '@shared/base/time';
import { clubDateOf } from '@shared/base/time';
import type { OpenVisitView } from '@shared/contracts/venue';
import type { VisitView } from '@shared/contracts/visit';
import { streakOn } from '@shared/domain/streak';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { freeSeats } from '../venue/service';
import { endOf, isOverdue, writeEnd } from './presence';
import { noPresence, type OpenVisit, presences, type Visit, visits } from './store';

export { type Entered, enter } from './entering';
export { closeOverdueVisits, leave } from './leaving';
export { rewardPoints } from './presence';

/** Says whether challenges may count what somebody does here. */
export const setPlaying = (tx: Transaction, memberId: string, playing: boolean) =>
  tx.change(presences, memberId, { set: { playing } });

export { recountBoards } from './recount';
export { visitOutbox } from './redating';
export type { OpenVisit, Visit } from './store';

export const openVisitView = ({ visitId, ...open }: OpenVisit): OpenVisitView => ({
  id: visitId,
  venueId: open.venueId,
  venueName: open.venueName,
  checkedInAt: open.checkedInAt,
  deadline: open.deadline,
});

export const visitView = ({
  _id,
  memberId: _,
  deadlineEnding: __,
  ...visit
}: Visit): VisitView => ({
  id: _id,
  ...visit,
});

/** Where a member is now and how the streak stands. */
export async function presenceOf(db: Db, memberId: string, now: Instant) {
  const presence = (await db.get(presences, memberId)) ?? noPresence(memberId);
  const today = clubDateOf(now);
  const streak = { days: presence.streakDays, lastDay: presence.lastDay };
  return {
    open: presence.open && !isOverdue(presence.open, now) ? presence.open : null,
    streakDays: streakOn(streak, today),
    checkedInToday: presence.lastDay !== null && presence.lastDay >= today,
  };
}

/** A new member is nowhere. */
export const openPresence = (tx: Transaction, memberId: string) =>
  tx.put(presences, noPresence(memberId));

/**
 * Forgets where a member was. A visit that has run out and is not yet written down ends here, or
 * nobody could end it any more: it is the answer, and its seat has to be freed after the commit.
 *
 * @throws Refusal CHECK_OUT_FIRST while a visit is going on
 */
export async function closePresence(
  tx: Transaction,
  memberId: string,
  now: Instant,
): Promise<OpenVisit | null> {
  const open = (await tx.get(presences, memberId))?.open ?? null;
  if (open && !isOverdue(open, now)) throw new Refusal('CHECK_OUT_FIRST');
  if (open) await writeEnd(tx, open, endOf(open, open.deadlineEnding, now), null);
  await tx.remove(presences, memberId);
  return open;
}

/** Gives back the seat of a visit that `closePresence` ended. */
export const freeSeatOf = (db: Db, open: OpenVisit, now: Instant) =>
  freeSeats(db, open.venueId, 1, now);

export const visitsBetween = (db: Db, memberId: string, from: Instant, until: Instant) =>
  db.all(visits, { memberId, checkedInAt: { gte: from, lt: until } });

/** Visits of these members that began in a stretch. */
export const visitsSince = (
  db: Db,
  of: { readonly memberIds: readonly string[]; readonly from: Instant; readonly until: Instant },
) =>
  db.all(visits, {
    memberId: { in: of.memberIds },
    checkedInAt: { gte: of.from, lt: of.until },
  });

export const checkInsSince = (db: Db, since: Instant) =>
  db.all(visits, { checkedInAt: { gte: since } });

/** Visits of these members to a venue that began in a stretch. */
export const visitsAmong = (
  db: Db,
  of: { readonly venueId: string; readonly memberIds: readonly string[] },
  { from, until }: { readonly from: Instant; readonly until: Instant },
) =>
  db.all(visits, {
    memberId: { in: of.memberIds },
    venueId: of.venueId,
    checkedInAt: { gte: from, lt: until },
  });

export const countVisitsOf = (db: Db, memberId: string) => db.count(visits, { memberId });
export const visitById = (db: Db, visitId: string) => db.get(visits, visitId);

/**
 * A page of a member's visits, newest first. Visits of the same millisecond are never torn apart,
 * so that the cursor (an instant) skips none.
 */
export async function visitPage(db: Db, memberId: string, before: Instant | null, size: number) {
  const found = await db.find(visits, {
    where: before === null ? { memberId } : { memberId, checkedInAt: { lt: before } },
    order: [['checkedInAt', 'desc']],
    limit: size + 1,
  });
  return pageOf(found, size);
}

/** Who is inside a venue, longest first. */
export async function insidePage(db: Db, venueId: string, after: Instant | null, size: number) {
  const open = { venueId, status: 'OPEN' as const };
  const found = await db.find(visits, {
    where: after === null ? open : { ...open, checkedInAt: { gt: after } },
    order: [['checkedInAt', 'asc']],
    limit: size + 1,
  });
  return pageOf(found, size);
}

function pageOf(found: readonly Visit[], size: number) {
  const beyond = found[size];
  if (!beyond) return { visits: [...found], next: null };
  const page = found.slice(0, size).filter((visit) => visit.checkedInAt !== beyond.checkedInAt);
  const last = page.at(-1);
  if (!last) throw new Error(`more than ${size} visits began in one millisecond`);
  return { visits: page, next: last.checkedInAt };
}

/** History stays without a name: the count and the curve of a venue are not the member's alone. */
export const eraseVisitsOf = (db: Db, memberId: string) =>
  db.changeAll(visits, { memberId }, { set: { memberId: 'erased', reason: null } });
