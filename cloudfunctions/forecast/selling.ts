import { addDays, clubDateOf, HOUR, type Instant } from '@shared/base/time';
import { clubHourOf, instantOf } from '@shared/domain/forecast/clubCalendar';
import { DAY_HOURS, type Hour } from '@shared/domain/forecast/history';
import { aheadAt, type Commitment, midnightsMissing } from '@shared/domain/forecast/sold';
import type { Db } from '../_kit/db';
import { confirmedOn } from '../booking/service';
import { lessonsBetween } from '../lessons/service';
import type { Venue } from '../venue/service';
import { dayId, soldNights } from './store';

const hoursOf = (at: Instant) => (at - instantOf(0)) / HOUR;

const TAUGHT = ['CONFIRMED', 'CANCEL_PENDING', 'COMPLETED'];
/** A table reaches so many days beyond its own. */
const DAYS_BEYOND = 7;

/** Whom bookings and lessons bring on the days from one midnight to the last of another's table. */
async function commitmentsOf(
  db: Db,
  { _id: venueId, campusId }: Venue,
  { from, until }: { readonly from: Hour; readonly until: Hour },
): Promise<Commitment[]> {
  const end = instantOf(until + (DAYS_BEYOND + 1) * DAY_HOURS);
  const days = {
    from: clubDateOf(instantOf(from)),
    until: addDays(clubDateOf(instantOf(until)), DAYS_BEYOND),
  };
  const [booked, lessons] = await Promise.all([
    confirmedOn(db, venueId, days),
    lessonsBetween(db, { campusId, from: instantOf(from), until: end }),
  ]);
  const taught = lessons.filter(
    (lesson) => lesson.venueId === venueId && TAUGHT.includes(lesson.status),
  );
  return [
    ...booked.map((one) => ({
      from: hoursOf(one.startAt),
      until: hoursOf(one.endAt),
      people: Math.max(one.places, 1 + one.companions.length),
      knownFrom: clubHourOf(one.createdAt),
    })),
    // The coach does not check in.
    ...taught.map((lesson) => ({
      from: hoursOf(lesson.startAt),
      until: hoursOf(lesson.endAt),
      people: 1,
      knownFrom: clubHourOf(lesson.confirmedAt ?? lesson.createdAt),
    })),
  ];
}

/**
 * Writes down what is sold of the days ahead as it is known tonight. Nights on which nobody looked
 * are made up for from what is still there: what was called off since is not in them.
 */
export async function noteSold(
  db: Db,
  venue: Venue,
  { noted, from, until }: { noted: ReadonlySet<Hour>; from: Hour; until: Hour },
) {
  const missing = midnightsMissing(noted, { from, until });
  const [first] = missing;
  if (first === undefined) return [];
  const commitments = await commitmentsOf(db, venue, { from: first, until });
  const nights = missing.map((midnight) => aheadAt(midnight, commitments));
  for (const { midnight, people } of nights) {
    const date = clubDateOf(instantOf(midnight));
    const _id = dayId(venue._id, date);
    await db.insert(soldNights, { _id, venueId: venue._id, date, people: [...people] });
  }
  return nights;
}
