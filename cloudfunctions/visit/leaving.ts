import type { Instant } from '@shared/base/time';
import type { VisitEnding } from '@shared/domain/visit';
import type { Db, Transaction } from '../_kit/db';
import { freeSeats } from '../venue/service';
import { closedVisit, endOf, writeEnd } from './presence';
import { presences, type Visit, visits } from './store';

export interface Leaving {
  readonly memberId: string;
  readonly visitId: string;
  readonly ending: VisitEnding;
  readonly reason: string | null;
  readonly now: Instant;
  readonly also?: (tx: Transaction) => Promise<void>;
}

/** A visit that is over, and whether challenges may count it. */
export type Left = Visit & { readonly playing: boolean };

/** Ends a member's open visit in the transaction; null when that visit is not the open one (any more). */
export async function endVisit(tx: Transaction, leaving: Leaving): Promise<Left | null> {
  const { memberId, visitId, ending, reason, now } = leaving;
  const presence = await tx.get(presences, memberId);
  const open = presence?.open;
  if (!presence || !open || open.visitId !== visitId) return null;
  const end = endOf(open, ending, now);
  await tx.put(presences, { ...presence, open: null });
  await leaving.also?.(tx);
  await writeEnd(tx, open, end, reason);
  return { ...closedVisit(memberId, open, end), reason, playing: presence.playing };
}

/**
 * Ends a visit and gives the seat back. Between the two a crash leaves the board one too high,
 * which the recount repairs.
 */
export async function leave(db: Db, leaving: Leaving): Promise<Left | null> {
  const closed = await db.transaction((tx) => endVisit(tx, leaving));
  if (closed) await freeSeats(db, closed.venueId, 1, leaving.now);
  return closed;
}

const BATCH = 200;
const AT_ONCE = 8;

/**
 * Ends every visit whose closing time or longest stay has come, and does `after` with each. Running it
 * twice ends nothing twice.
 */
export async function closeOverdueVisits(
  db: Db,
  now: Instant,
  after: (visit: Left) => Promise<unknown> = async () => undefined,
): Promise<number> {
  let ended = 0;
  for (;;) {
    const overdue = await db.find(visits, {
      where: { status: 'OPEN', deadline: { lte: now } },
      order: [['deadline', 'asc']],
      limit: BATCH,
    });
    const freed = new Map<string, number>();
    for (let i = 0; i < overdue.length; i += AT_ONCE) {
      const closed = await Promise.all(
        overdue.slice(i, i + AT_ONCE).map((visit) => closeOverdue(db, visit, now)),
      );
      for (const visit of closed) {
        if (visit) await after(visit);
        if (visit) freed.set(visit.venueId, (freed.get(visit.venueId) ?? 0) + 1);
      }
    }
    for (const [venueId, seats] of freed) {
      await freeSeats(db, venueId, seats, now);
      ended += seats;
    }
    // Nothing ended although something was due: others are at it, or it needs a look. Next minute.
    if (overdue.length < BATCH || freed.size === 0) return ended;
  }
}

const closeOverdue = (db: Db, visit: Visit, now: Instant) =>
  db.transaction((tx) =>
    endVisit(tx, {
      memberId: visit.memberId,
      visitId: visit._id,
      ending: visit.deadlineEnding,
      reason: null,
      now,
    }),
  );
