import * as z from 'zod';
import { VISIT_ENDINGS, VISIT_METHODS, VISIT_STATUSES } from '../domain/visit';
import { type Contract, procedure } from './procedure';
import { count, id, instant, pointsAmount } from './scalars';
import { openVisitView } from './venue';

/** A visit in its member's list. */
export const visitView = z.object({
  id,
  venueId: id,
  venueName: z.string(),
  status: z.enum(VISIT_STATUSES),
  method: z.enum(VISIT_METHODS),
  checkedInAt: instant,
  /** When an open visit ends by itself. */
  deadline: instant,
  checkedOutAt: instant.nullable(),
  /** How it ended; null while open. */
  ending: z.enum(VISIT_ENDINGS).nullable(),
  /** What the desk wrote when it ended the visit. */
  reason: z.string().nullable(),
  minutes: count,
  points: pointsAmount,
});
export type VisitView = z.output<typeof visitView>;

/** What a check-in earned; null when today was rewarded before. */
export const rewardView = z.object({
  points: pointsAmount,
  /** The part that a milestone gave, zero on most days. */
  milestone: pointsAmount,
  streakDays: count,
});

export const visitContract = {
  checkIn: procedure({
    caller: 'member',
    input: z.object({
      /** The text of the scanned code, as it is. */
      code: z.string().max(400),
      /** Given on a venue's page: another venue's code is refused there. */
      venueId: id.optional(),
    }),
    output: z.object({
      visit: openVisitView,
      /** Asked again while inside, for example after a lost reply: nothing new happened. */
      repeated: z.boolean(),
      reward: rewardView.nullable(),
      /** The visit elsewhere that this check-in closed. */
      left: z.object({ venueId: id, venueName: z.string(), minutes: count }).nullable(),
    }),
    refuses: [
      'DOOR_CODE_INVALID',
      'DOOR_CODE_EXPIRED',
      'DOOR_CODE_OTHER_VENUE',
      'VENUE_CLOSED',
      'VENUE_SUSPENDED',
      'VENUE_FULL',
    ],
  }),
  /** Asked again for a visit that is over, it answers how that visit ended. */
  checkOut: procedure({
    caller: 'member',
    input: z.object({ visitId: id }),
    output: visitView,
    refuses: ['VISIT_NOT_FOUND'],
  }),
  /** The member's visits, newest first, twenty a page. */
  list: procedure({
    caller: 'member',
    input: z.object({ before: instant.nullable() }),
    output: z.object({ visits: z.array(visitView), next: instant.nullable() }),
    refuses: [],
  }),
} satisfies Contract;
