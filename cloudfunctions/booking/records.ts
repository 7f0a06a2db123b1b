import type { ClubDate, Instant } from '@shared/base/time';
import { isLive } from '@shared/domain/booking';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { courtSubject, eraseClaimsOf } from '../slots/service';
import { type Booking, bookings, reviews, serieses, standings, waits } from './store';
import { bookingView } from './views';
import { IN_LINE, leaveLine } from './waiting';

/** Whether a member has a booking that is not over: it has to be settled before the account ends. */
export async function hasLiveBookings(db: Db, memberId: string, now: Instant): Promise<boolean> {
  const coming = await db.all(bookings, { memberId, endAt: { gt: now } });
  return coming.some(({ status }) => isLive(status));
}

const CONFIRMED = ['BOOKED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW'] as const;

/** A venue's bookings of these days that were paid for and not called off; who missed one had it. */
export const confirmedOn = (
  db: Db,
  venueId: string,
  { from, until }: { readonly from: ClubDate; readonly until: ClubDate },
) => db.all(bookings, { venueId, date: { gte: from, lte: until }, status: { in: CONFIRMED } });

/** All that is stored about a member's bookings, for the member; joined ones are somebody else's. */
export async function recordOf(db: Db, memberId: string) {
  const [own, said] = await Promise.all([
    db.all(bookings, { memberId }),
    db.all(reviews, { memberId }),
  ]);
  return {
    bookings: own.sort((a, b) => b.startAt - a.startAt).map((one) => bookingView(one, memberId)),
    reviews: said.map(({ _id, venueId, stars, text, at }) => ({
      bookingId: _id,
      venueId,
      stars,
      text,
      at,
    })),
  };
}

const ERASED = 'erased';

/** Bookings and reviews stay without the person; what only served the person goes. */
export async function eraseBookingsOf(context: Context, memberId: string): Promise<void> {
  const { db } = context;
  const own = await db.all(bookings, { memberId });
  const days = own.map(({ courtId, venueId, date }) => ({
    subject: courtSubject(courtId, venueId),
    date,
  }));
  await eraseClaimsOf(db, memberId, days);
  await db.changeAll(bookings, { memberId }, { set: { memberId: ERASED, ip: null } });
  for (const { _id, companions } of await db.all(bookings, { companions: memberId })) {
    const others = companions.filter((id) => id !== memberId);
    await db.changeIf(bookings, { _id }, { set: { companions: others } });
  }
  await db.changeAll(reviews, { memberId }, { set: { memberId: ERASED } });
  // A place that is kept goes to the next in line.
  for (const { _id } of await db.all(waits, { memberId, status: { in: IN_LINE } })) {
    await leaveLine(context, _id, memberId);
  }
  await db.removeAll(waits, { memberId });
  await db.removeAll(standings, { _id: memberId });
  for (const seriesId of new Set(own.flatMap((one: Booking) => one.seriesId ?? []))) {
    await db.changeIf(serieses, { _id: seriesId }, { set: { memberId: ERASED } });
  }
}

const STOOD = ['BOOKED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW'] as const;

/** Bookings that were made since a moment and paid, for how sought a venue is. */
export async function paidSince(db: Db, since: Instant) {
  const made = await db.all(bookings, { createdAt: { gte: since }, status: { in: STOOD } });
  return made.map(({ venueId, createdAt }) => ({ venueId, at: createdAt }));
}

const GOOD = 4;

/** Good reviews since a moment, for how sought a venue is. */
export async function goodReviewsSince(db: Db, since: Instant) {
  const said = await db.all(reviews, { at: { gte: since }, stars: { gte: GOOD } });
  return said.map(({ venueId, at }) => ({ venueId, at }));
}
