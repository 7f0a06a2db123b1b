import { type Instant, MINUTE, plus } from '@shared/base/time';
import type { VisitDocument } from './history';
import type { VENUES } from './venues';

const EVERY = 10 * MINUTE;

/** The samples that the timer would have taken this morning: whoever was inside at each moment. */
export function morningSamples(
  venue: (typeof VENUES)[number],
  visits: readonly VisitDocument[],
  span: { readonly opensAt: Instant; readonly now: Instant },
) {
  const samples = [];
  for (let at = span.opensAt; at <= span.now; at = plus(at, EVERY)) {
    const inside = visits.filter(
      ({ checkedInAt, checkedOutAt }) =>
        checkedInAt <= at && (checkedOutAt === null || checkedOutAt > at),
    );
    samples.push({
      _id: `${venue._id}_${at}`,
      venueId: venue._id,
      at,
      headcount: Math.min(inside.length, venue.capacity),
      capacity: venue.capacity,
    });
  }
  return samples;
}
