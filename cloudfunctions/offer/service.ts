import { dayKindOf } from '@shared/base/holidays';
import { type ClubDate, clubDayStart, clubWeekdayOf, type Instant } from '@shared/base/time';
import { refusalToBook, type Sport } from '@shared/domain/booking';
import type { WeeklyHours } from '@shared/domain/hours';
import { pricesOf, type Quote, quoteOf, type SlotPrice } from '@shared/domain/price';
import type { DaySpan } from '@shared/domain/slots';
import type { RefusalCode } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { type Court, type Offer, offers } from './store';

export type { Court, Offer } from './store';

export const offerOf = (db: Db, venueId: string) => db.get(offers, venueId);

export const offerIn = (tx: Transaction, venueId: string) => tx.get(offers, venueId);

/** An edit of a venue changes the offer's copy in the same transaction. */
export async function keepVenueCopy(
  tx: Transaction,
  venue: {
    readonly _id: string;
    readonly campusId: string;
    readonly name: string;
    readonly hours: WeeklyHours;
    readonly suspended: boolean;
  },
): Promise<void> {
  const { _id, campusId, name, hours, suspended } = venue;
  await tx.change(offers, _id, { set: { campusId, venue: { name, hours, suspended } } });
}

/** Everything that is for sale somewhere: what the tab 预约 chooses from. */
export const allOffers = (db: Db) => db.all(offers, { onSale: true });

/** The offers of a campus, or of all; whether they are on sale or not. */
export const offersOfCampus = (db: Db, campusId: string | null) =>
  db.all(offers, campusId === null ? {} : { campusId });

/** What can be booked of a day: nothing where nothing is for sale. */
export const openOn = (offer: Offer, date: ClubDate): DaySpan | null =>
  offer.onSale ? hoursOn(offer, date) : null;

/** What is open on a day, for sale or not: the venue's week unless the manager set that date. */
export function hoursOn(offer: Offer, date: ClubDate): DaySpan | null {
  if (offer.venue.suspended) return null;
  const set = offer.days.find((day) => day.date === date);
  const hours = set ? set.hours : offer.venue.hours[clubWeekdayOf(clubDayStart(date))];
  return hours ? { from: hours.opens, until: hours.closes } : null;
}

export const dayPrices = (offer: Offer, sport: Sport, date: ClubDate, span: DaySpan): SlotPrice[] =>
  pricesOf(offer.prices[sport] ?? { base: 0, rules: [] }, dayKindOf(date), span);

export interface Wanted extends DaySpan {
  readonly courtId: string;
  readonly date: ClubDate;
  readonly places: number;
}

export interface Plan {
  readonly offer: Offer;
  readonly court: Court;
  readonly want: Wanted;
  readonly quote: Quote;
}

/** What a wish costs on which court, or why it is not for sale; whether it is free the claims say. */
export function planOf(
  offer: Offer,
  want: Wanted,
  facts: { readonly now: Instant; readonly percent: number; readonly series?: boolean },
): Plan | RefusalCode {
  const court = offer.courts.find(({ id }) => id === want.courtId);
  if (!court) return 'COURT_NOT_FOUND';
  if (court.status !== 'OPEN') return 'NOT_ON_SALE';
  const { limits } = offer;
  const open = openOn(offer, want.date);
  const { now, percent, series = false } = facts;
  const refusal = refusalToBook(want, { limits, open, now, series });
  if (refusal) return refusal;
  const places = court.kind === 'COURT' ? 1 : want.places;
  const quote = quoteOf(dayPrices(offer, court.sport, want.date, want), { places, percent });
  return { offer, court, want: { ...want, places }, quote };
}
