import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import type { BookingView } from '@shared/contracts/bookingViews';
import type { BookingWish } from '../../../../services/bookingWish';

const weekdayOf = (date: ClubDate) => clubWeekdayOf(clubDayStart(date));

/** The same time on the same court, on the next such day of the week that has not begun. */
export function wishOfAgain(booking: BookingView, now: Instant): BookingWish {
  const { venueId, sport, courtId, from, until } = booking;
  const today = clubDateOf(now);
  const ahead = (weekdayOf(booking.date) - weekdayOf(today) + 7) % 7;
  const near = addDays(today, ahead);
  const begun = plus(clubDayStart(near), from * MINUTE) <= now;
  const date = begun ? addDays(near, 7) : near;
  return { venueId, sport, date, time: { courtId, from, until } };
}
