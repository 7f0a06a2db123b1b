import type { Instant } from '@shared/base/time';
import type { AuditAction } from '@shared/domain/audit';
import type { Db, Transaction } from '../_kit/db';
import { recordAudit } from '../audit/service';
import { descriptionOf } from './letters';
import { type Booking, bookings } from './store';

/** Writes down what a member did with the own booking; what the desk does, it writes down itself. */
export async function recordOwn(
  tx: Transaction,
  booking: Booking,
  what: { readonly key: string; readonly at: Instant; readonly action: AuditAction },
): Promise<void> {
  const { _id: targetId, memberId: actorId, campusId } = booking;
  if (actorId === null) return;
  await recordAudit(tx, { ...what, actorId, campusId, targetId, detail: descriptionOf(booking) });
}

export const recordCancelled = (tx: Transaction, booking: Booking, at: Instant) =>
  recordOwn(tx, booking, { key: `booking:${booking._id}:cancel`, at, action: 'booking.cancel' });

/**
 * Bookings that members made themselves, newest first, for the log: making one is at the limit of
 * its requests, and the booking itself says who made it, when, and what.
 */
export async function bookingsMade(
  db: Db,
  ask: { campusId: string | null; from: Instant; until: Instant; limit: number },
) {
  const { campusId, from, until, limit } = ask;
  const where = { source: 'APP', createdAt: { gte: from, lt: until } } as const;
  const found = await db.find(bookings, {
    where: { ...where, ...(campusId !== null && { campusId }) },
    order: [['createdAt', 'desc']],
    limit,
  });
  return found.map((booking) => ({
    id: `booking:${booking._id}:create`,
    at: booking.createdAt,
    actorId: booking.memberId,
    campusId: booking.campusId,
    targetId: booking._id,
    detail: descriptionOf(booking),
    ip: booking.ip,
  }));
}
