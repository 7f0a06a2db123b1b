import { type Instant, plus } from '@shared/base/time';
import { RATING_WINDOW } from '@shared/domain/booking';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { rewardReview } from '../membership/service';
import { type Booking, bookings, ratings, reviews } from './store';

export const isRatable = (booking: Booking, now: Instant) =>
  booking.status === 'COMPLETED' && now <= plus(booking.endAt, RATING_WINDOW);

/** One review a booking; the venue's sums change in the same commit. */
export const rate = (
  { db, now }: Context,
  { bookingId, stars, text }: { bookingId: string; stars: number; text: string },
  memberId: string,
): Promise<Booking> =>
  db.transaction(async (tx) => {
    const booking = await tx.get(bookings, bookingId);
    if (booking?.memberId !== memberId) throw new Refusal('BOOKING_NOT_FOUND');
    if (booking.rated) throw new Refusal('RATED_ALREADY');
    if (!isRatable(booking, now)) throw new Refusal('NOT_RATABLE');
    const { venueId } = booking;
    const rated = { ...booking, rated: true };
    await tx.put(bookings, rated);
    await tx.put(reviews, { _id: bookingId, venueId, memberId, stars, text, at: now });
    const known = await tx.change(ratings, venueId, { increase: { count: 1, stars } });
    if (!known) await tx.put(ratings, { _id: venueId, count: 1, stars });
    await rewardReview(tx, { id: bookingId, memberId, campusId: booking.campusId }, now);
    return rated;
  });

/** What people think of a venue, to a tenth of a star; null while nobody said. */
export async function ratingOf(db: Db, venueId: string) {
  const sums = await db.get(ratings, venueId);
  if (!sums || sums.count === 0) return null;
  return { count: sums.count, average: Math.round((sums.stars / sums.count) * 10) / 10 };
}
