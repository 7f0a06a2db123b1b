import { addDays, clubDateOf, clubDayStart, type Instant } from '@shared/base/time';
import type { VenueBoard } from '@shared/contracts/board';
import type { OpeningView, VenueCard } from '@shared/contracts/venue';
import { nextOpening, openSpanAt } from '@shared/domain/hours';
import { type Forecast, glanceOf } from '../forecast/service';
import type { Venue } from './store';

/** Whether the doors are open, and when that changes next. */
export function openingOf(venue: Venue, now: Instant): OpeningView {
  if (venue.suspended) return { open: false, suspended: true, changesAt: null };
  const span = openSpanAt(venue.hours, now);
  const changesAt = span ? span.closesAt : nextOpening(venue.hours, now);
  return { open: span !== null, suspended: false, changesAt };
}

/** The closure of this moment, or else the next one of today. */
export function closureToday(
  closures: readonly { readonly from: Instant; readonly until: Instant; readonly reason: string }[],
  now: Instant,
) {
  const tomorrow = clubDayStart(addDays(clubDateOf(now), 1));
  const [next] = closures
    .filter(({ from, until }) => now < until && from < tomorrow)
    .sort((a, b) => a.from - b.from);
  return next ? { from: next.from, until: next.until, reason: next.reason } : null;
}

export interface CardFacts {
  readonly board: VenueBoard | null;
  /** Venue ids, hottest first; a venue newer than the ranking comes after all of them. */
  readonly heat: readonly string[];
  readonly favourite: boolean;
  readonly forecast: Forecast | null;
  readonly now: Instant;
}

export function venueCardOf(venue: Venue, facts: CardFacts): VenueCard {
  const { board, heat } = facts;
  const place = heat.indexOf(venue._id);
  const opening = openingOf(venue, facts.now);
  return {
    id: venue._id,
    campusId: venue.campusId,
    name: venue.name,
    pictureUrl: venue.pictureFileId,
    headcount: board?.headcount ?? 0,
    capacity: board?.capacity ?? venue.capacity,
    opening,
    heatRank: (place >= 0 ? place : heat.length) + 1,
    favourite: facts.favourite,
    ...glanceOf(facts.forecast, venue, { open: opening.open, now: facts.now }),
  };
}
