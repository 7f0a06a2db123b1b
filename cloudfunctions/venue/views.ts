import type { Instant } from '@shared/base/time';
import type { VenueBoard } from '@shared/contracts/board';
import type { OpeningView, VenueCard } from '@shared/contracts/venue';
import { nextOpening, openSpanAt } from '@shared/domain/hours';
import type { Venue } from './store';

/** Whether the doors are open, and when that changes next. */
export function openingOf(venue: Venue, now: Instant): OpeningView {
  if (venue.suspended) return { open: false, suspended: true, changesAt: null };
  const span = openSpanAt(venue.hours, now);
  const changesAt = span ? span.closesAt : nextOpening(venue.hours, now);
  return { open: span !== null, suspended: false, changesAt };
}

export interface CardFacts {
  readonly board: VenueBoard | null;
  /** Zero-based place in the heat ranking; −1 when the venue is newer than the ranking. */
  readonly heatPlace: number;
  readonly favourite: boolean;
  readonly venues: number;
  readonly now: Instant;
}

export function venueCardOf(venue: Venue, facts: CardFacts): VenueCard {
  const { board, heatPlace } = facts;
  return {
    id: venue._id,
    campusId: venue.campusId,
    name: venue.name,
    pictureUrl: venue.pictureFileId,
    headcount: board?.headcount ?? 0,
    capacity: board?.capacity ?? venue.capacity,
    opening: openingOf(venue, facts.now),
    heatRank: heatPlace >= 0 ? heatPlace + 1 : facts.venues,
    favourite: facts.favourite,
  };
}
