import { type Fen, fen, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { type Back, backOf, NOTHING_BACK } from '@shared/domain/refund';
import { Refusal, type RefusalCode } from '@shared/refusals';
import * as z from 'zod';
import type { Db, Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { ceilingOf } from './changing';
import { recordCancelled } from './logging';
import { cancelBooking } from './refunding';
import { type Booking, bookings } from './store';
import { hasArrived } from './verifying';

/** What cancelling now gives back of what was paid and did not go back yet. */
export function refundNow(booking: Booking, now: Instant): { percent: number; back: Back } {
  const percent = ceilingOf(booking, now);
  const { status } = booking;
  const isUnpaid = status === 'PENDING_PAY' || status === 'CLOSED';
  return { percent, back: isUnpaid ? NOTHING_BACK : backOf(booking, percent) };
}

/** Why a booking can be neither moved nor given up by its member (any more). */
export function refusalToChange(booking: Booking, now: Instant): RefusalCode | null {
  if (booking.verifiedAt !== null || booking.status === 'CHECKED_IN') return 'BOOKING_VERIFIED';
  if (now >= booking.startAt) return 'BOOKING_STARTED';
  return booking.status === 'BOOKED' ? null : 'BOOKING_CLOSED';
}

/** This one and all later ones of its series that stand and did not begin, the earliest first. */
export async function followingOf(db: Db, booking: Booking, now: Instant): Promise<Booking[]> {
  const { seriesId } = booking;
  if (seriesId === null) return [booking];
  const all = await db.all(bookings, { seriesId, startAt: { gte: booking.startAt } });
  return all
    .filter((one) => one._id === booking._id || refusalToChange(one, now) === null)
    .sort((a, b) => a.startAt - b.startAt);
}

/** The money and the points that all of them give back now, each by its own tier. */
export function refundOfAll(all: readonly Booking[], now: Instant) {
  const backs = all.map((one) => refundNow(one, now).back);
  return {
    amount: fen(backs.reduce((sum, { money }) => sum + money, 0)),
    points: points(backs.reduce((sum, back) => sum + back.points, 0)),
  };
}

export interface Cancel {
  readonly expected: Fen;
  readonly following: boolean;
  /** Whether the page said that the coupon comes back. */
  readonly coupon?: boolean | undefined;
}

/**
 * The member gives a paid booking up: one commit. Of a series, the later ones follow through the
 * outbox, by the tiers of this moment: what was decided is finished whatever happens.
 *
 * @throws Refusal BOOKING_VERIFIED, BOOKING_STARTED, BOOKING_CLOSED, REFUND_CHANGED
 */
export async function cancelPaid(
  { db, now }: Context,
  booking: Booking,
  { expected, following, coupon = false }: Cancel,
): Promise<void> {
  if (await hasArrived(db, booking, now)) throw new Refusal('BOOKING_VERIFIED');
  const all = following ? await followingOf(db, booking, now) : [booking];
  const { amount: others } = refundOfAll(
    all.filter(({ _id }) => _id !== booking._id),
    now,
  );
  await db.transaction(async (tx) => {
    const known = await tx.need(bookings, booking._id);
    // A second try of a form whose first reply was lost.
    if (known.status === 'CANCELLED') return;
    const refusal = refusalToChange(known, now);
    if (refusal) throw new Refusal(refusal);
    const { back } = refundNow(known, now);
    const isLess = coupon && !back.coupon;
    if (back.money + others !== expected || isLess) throw new Refusal('REFUND_CHANGED');
    await cancelBooking(tx, known, { back, reason: '', at: now });
    await recordCancelled(tx, known, now);
    if (all.length > 1) await leaveFollowing(tx, all, now);
  });
}

const followingSchema = z.object({ bookingIds: z.array(z.string()), at: z.int() });

const leaveFollowing = (tx: Transaction, all: readonly Booking[], at: Instant) => {
  const [first, ...later] = all.map(({ _id }) => _id);
  const payload = { bookingIds: later, at };
  return leaveInOutbox(tx, { key: `following:${first}`, kind: 'cancelFollowing', payload, at });
};

/** Cancels what follows of a series, each in a transaction of its own, by the tiers of when it was decided. */
export async function cancelFollowing(payload: unknown, { db, now }: Context): Promise<void> {
  const { bookingIds, at } = followingSchema.parse(payload);
  const decided = at as Instant;
  const faults: unknown[] = [];
  for (const bookingId of bookingIds) {
    const done = db.transaction(async (tx) => {
      const known = await tx.need(bookings, bookingId);
      if (refusalToChange(known, decided) !== null) return;
      const { back } = refundNow(known, decided);
      // The entry belongs to the day on which it is written: the other may be closed by now.
      await cancelBooking(tx, known, { back, reason: '', at: now });
      await recordCancelled(tx, known, now);
    });
    // One that fails keeps no later one standing.
    await done.catch((fault) => faults.push(fault));
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} were not cancelled`);
}
