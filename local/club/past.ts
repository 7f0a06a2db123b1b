import { dayKindOf } from '@shared/base/holidays';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  type Instant,
} from '@shared/base/time';
import { type Chance, chanceFrom } from './chance';
import { VENUES } from './venues';

type Venue = (typeof VENUES)[number];

/** Five weeks and a day: the first night has three weeks to learn from, and the rest judge it. */
export const PAST_DAYS = 36;
const HOURS = 24;

const bump = (hour: number, middle: number, width: number) =>
  Math.exp(-(((hour - middle) / width) ** 2));

/** How full an hour is; about 1 on a Saturday at ten, when the stage opens. */
function fullness(hour: number, peaks: { readonly evening: number }, isFree: boolean): number {
  const middle = hour + 0.5;
  if (isFree) return 0.2 + 0.7 * bump(middle, 10.5, 2.2) + 0.75 * bump(middle, 15.5, 2.5);
  return 0.12 + 0.3 * bump(middle, 9.5, 1.8) + 1.15 * bump(middle, peaks.evening, 1.9);
}

/** A day in hours, as the night after it would have kept it. */
function dayOf(venue: Venue, date: ClubDate, chance: Chance, peaks: { readonly evening: number }) {
  const hours = venue.hours[clubWeekdayOf(clubDayStart(date))];
  const kind = dayKindOf(date);
  const level = (0.92 + 0.16 * chance.next()) * (kind === 'HOLIDAY' ? 0.6 : 1);
  const open = Array.from({ length: HOURS }, (_, hour) =>
    Number(!!hours && hour * 60 + 30 >= hours.opens && hour * 60 + 30 <= hours.closes),
  );
  // Nobody usual is inside of a venue that is closed when the stage opens.
  const size = venue.inside || venue.capacity * 0.5;
  const counts = open.map((isOpen, hour) => {
    const noise = 0.92 + 0.16 * chance.next();
    const people = size * level * noise * fullness(hour, peaks, kind !== 'WEEKDAY');
    return isOpen ? Number(Math.min(venue.capacity, people).toFixed(2)) : 0;
  });
  return { _id: `${venue._id}_${date}`, venueId: venue._id, date, counts, open };
}

/**
 * What came in the weeks before, venue by venue: the timer has counted every ten minutes, and each
 * night has kept the day in hours.
 */
export function pastDays(now: Instant, venues: readonly Venue[], days: number) {
  return venues.flatMap((venue) => {
    const chance = chanceFrom(9000 + VENUES.indexOf(venue));
    const peaks = { evening: 18.5 + 1.5 * chance.next() };
    return Array.from({ length: days }, (_, index) =>
      dayOf(venue, addDays(clubDateOf(now), index - days), chance, peaks),
    );
  });
}
