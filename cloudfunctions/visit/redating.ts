import type { Instant } from '@shared/base/time';
import { redatedDeadline } from '@shared/domain/visit';
import type { Db } from '../_kit/db';
import type { OutboxHandlers } from '../_kit/outbox';
import { type Venue, venueOf } from '../venue/service';
import { presences, visits } from './store';

/** Gives every visit that is going on in a venue the end that its new hours and longest stay say. */
async function redateVisits(db: Db, venue: Venue, now: Instant): Promise<void> {
  const open = await db.all(visits, { venueId: venue._id, status: 'OPEN' });
  for (const { _id: visitId, memberId, checkedInAt } of open) {
    const { at: deadline, ending: deadlineEnding } = redatedDeadline(venue, checkedInAt, now);
    await db.transaction(async (tx) => {
      const presence = await tx.get(presences, memberId);
      if (presence?.open?.visitId !== visitId) return;
      if (presence.open.deadline === deadline) return;
      await tx.put(presences, {
        ...presence,
        open: { ...presence.open, deadline, deadlineEnding },
      });
      await tx.change(visits, visitId, { set: { deadline, deadlineEnding } });
    });
  }
}

/** What follows an edit of a venue. Done twice, it changes nothing the second time. */
export const visitOutbox: OutboxHandlers = {
  async redateVisits(payload, { db, now }) {
    const venue = await venueOf(db, (payload as { venueId: string }).venueId);
    if (venue) await redateVisits(db, venue, now);
  },
};
