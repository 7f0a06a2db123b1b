import {
  addDays,
  type ClubDate,
  type ClubMonth,
  clubDayStart,
  clubMonthOf,
} from '@shared/base/time';
import type { Sport } from '@shared/domain/booking';
import { minutesOf } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import { offerOf } from '../offer/service';
import { courtSubject, venueDaysBetween } from '../slots/service';
import { gridSpan } from './views';

/** The days of a month, in order. */
function datesOf(month: ClubMonth): ClubDate[] {
  const dates: ClubDate[] = [];
  for (let date = `${month}-01` as ClubDate; clubMonthOf(clubDayStart(date)) === month; ) {
    dates.push(date);
    date = addDays(date, 1);
  }
  return dates;
}

/** How busy each day of a month is: the claimed share of what is open, in whole percent. */
export async function monthOf(
  db: Db,
  { venueId, month, sport }: { venueId: string; month: ClubMonth; sport: Sport | null },
) {
  const dates = datesOf(month);
  const [first = `${month}-01` as ClubDate] = dates;
  const last = dates.at(-1) ?? first;
  const [offer, claimed] = await Promise.all([
    offerOf(db, venueId),
    venueDaysBetween(db, venueId, first, last),
  ]);
  if (!offer) throw new Refusal('VENUE_NOT_FOUND');
  const courts = offer.courts.filter(
    (court) => court.status === 'OPEN' && (sport === null || court.sport === sport),
  );
  const subjects = new Set(courts.map(({ id }) => courtSubject(id, venueId).key));
  const capacity = courts.reduce((sum, court) => sum + court.capacity, 0);
  const taken = new Map<ClubDate, number>();
  for (const { subject, date, minutes } of claimed) {
    if (subjects.has(subject)) taken.set(date, (taken.get(date) ?? 0) + minutes);
  }
  return dates.map((date) => {
    const span = gridSpan(offer, date);
    const all = span ? minutesOf(span) * capacity : 0;
    const share = all === 0 ? 0 : (taken.get(date) ?? 0) / all;
    return { date, percent: Math.min(100, Math.round(share * 100)), open: all > 0 };
  });
}
