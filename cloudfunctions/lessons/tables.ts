import type { ClubDate } from '@shared/base/time';
import type { Sport } from '@shared/domain/booking';
import { type DaySpan, SLOT_MINUTES } from '@shared/domain/slots';
import { hoursOn, type Offer } from '../offer/service';

export interface Table {
  readonly id: string;
  readonly name: string;
  readonly venueId: string;
  readonly venueName: string;
}

/** The tables that lessons of a sport are given on; in repair or by the place none are. */
export const tablesOf = (offer: Offer, sport: Sport): Table[] =>
  offer.courts
    .filter((court) => court.sport === sport && court.kind === 'COURT' && court.status === 'OPEN')
    .map(({ id, name }) => ({ id, name, venueId: offer._id, venueName: offer.venue.name }));

const byName = (a: Table, b: Table) =>
  a.venueId.localeCompare(b.venueId) || a.name.localeCompare(b.name, 'zh', { numeric: true });

/** The tables whose venue is open for the whole of a span, whether they are for sale or not. */
export function tablesOpen(
  offers: readonly Offer[],
  sport: Sport,
  want: DaySpan & { readonly date: ClubDate },
): Table[] {
  const open = offers.filter((offer) => {
    const hours = hoursOn(offer, want.date);
    return hours !== null && hours.from <= want.from && want.until <= hours.until;
  });
  return open.flatMap((offer) => tablesOf(offer, sport)).sort(byName);
}

/** When the venues that have tables are open on a day, each on the grid. */
export const hoursOfTables = (offers: readonly Offer[], sport: Sport, date: ClubDate): DaySpan[] =>
  offers.flatMap((offer) => {
    const hours = hoursOn(offer, date);
    if (!hours || tablesOf(offer, sport).length === 0) return [];
    const from = Math.ceil(hours.from / SLOT_MINUTES) * SLOT_MINUTES;
    const until = Math.floor(hours.until / SLOT_MINUTES) * SLOT_MINUTES;
    return from < until ? [{ from, until }] : [];
  });
