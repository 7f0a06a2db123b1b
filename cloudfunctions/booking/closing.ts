import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  DAY,
  type Instant,
  MINUTE,
} from '@shared/base/time';
import { MINUTES_A_DAY } from '@shared/domain/hours';
import { type DaySpan, isOnGrid } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import { recordAudit } from '../audit/service';
import type { Court } from '../offer/service';
import type { Clerk } from './standing';
import { type Closure, closures } from './store';

export type { Closure } from './store';

/** A renovation of a quarter; what lasts longer is a court in repair. */
const LONGEST = 92 * DAY;
interface ClosedDay extends DaySpan {
  readonly date: ClubDate;
}

/** The days of a closure, with the part of each that is closed. */
export function closedDays({ from, until }: Pick<Closure, 'from' | 'until'>): ClosedDay[] {
  const first = clubDateOf(from);
  const count = Math.ceil((until - clubDayStart(first)) / DAY);
  return Array.from({ length: count }, (_, index) => {
    const date = addDays(first, index);
    const start = clubDayStart(date);
    return {
      date,
      from: Math.max(0, (from - start) / MINUTE),
      until: Math.min(MINUTES_A_DAY, (until - start) / MINUTE),
    };
  });
}

/** Whether a closure can be: whole half-hours, not over yet, not for ever. */
export const isClosable = (span: Pick<Closure, 'from' | 'until'>, now: Instant): boolean =>
  span.from < span.until &&
  span.until > now &&
  span.until - span.from <= LONGEST &&
  closedDays(span).every(isOnGrid);

export interface ClosureAsked {
  readonly id: string;
  readonly venue: { readonly _id: string; readonly campusId: string };
  /** None where a venue without courts is closed as a whole. */
  readonly courts: readonly Court[];
  readonly whole: boolean;
  readonly from: Instant;
  readonly until: Instant;
  readonly reason: string;
}

/** Writes a closure down; asked again under the same id, it answers the one that exists. */
export function createClosure(db: Db, ask: ClosureAsked, { actorId, at }: Clerk) {
  const { id, venue, courts, whole, from, until, reason } = ask;
  const { campusId } = venue;
  const closure: Closure = {
    _id: id,
    campusId,
    venueId: venue._id,
    courtIds: courts.map((court) => court.id),
    courtNames: courts.map(({ name }) => name),
    ...{ whole, from, until, reason },
    by: actorId,
    at,
    affected: 0,
    steps: 0,
    turnAt: at,
    done: false,
    reopened: false,
  };
  return db.transaction(async (tx) => {
    const known = await tx.get(closures, id);
    if (known) return known;
    await tx.put(closures, closure);
    const what = { action: 'courts.close', targetId: id, detail: reason } as const;
    await recordAudit(tx, { key: `closure:${id}`, at, actorId, campusId, ...what });
    return closure;
  });
}

/** Ends a closure early; whom it sent away stays away. Its claims go next. */
export function reopenClosure(db: Db, closureId: string, { actorId, at }: Clerk) {
  return db.transaction(async (tx) => {
    const closure = await tx.get(closures, closureId);
    if (!closure) throw new Refusal('CLOSURE_NOT_FOUND');
    if (closure.reopened) return closure;
    const { steps, campusId } = closure;
    const reopened: Closure = {
      ...closure,
      ...{ reopened: true, reopenedAt: at, done: false, steps: steps + 1 },
    };
    await tx.put(closures, reopened);
    const what = { action: 'courts.reopen', targetId: closureId, detail: '' } as const;
    await recordAudit(tx, { key: `closure:${closureId}:reopen`, at, actorId, campusId, ...what });
    return reopened;
  });
}

export const closureById = (db: Db, closureId: string) => db.get(closures, closureId);

/** A venue's closures that are not over. */
export const closuresOf = async (db: Db, venueId: string, now: Instant) =>
  (await db.all(closures, { venueId, until: { gt: now } })).sort((a, b) => a.from - b.from);

/**
 * Closures of a whole venue, those that are over too, or not over at `after`; one that was ended early
 * until then.
 */
export async function wholeClosuresOf(db: Db, venueId: string, after: Instant | null = null) {
  const known = await db.all(closures, {
    ...{ venueId, whole: true },
    ...(after !== null && { until: { gt: after } }),
  });
  return known.flatMap((closure): Closure[] => {
    const { from, reopened, reopenedAt = from } = closure;
    if (!reopened) return [closure];
    return from < reopenedAt ? [{ ...closure, until: reopenedAt }] : [];
  });
}
