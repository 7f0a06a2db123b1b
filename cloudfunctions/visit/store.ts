import { clubDate, count, id, instant, pointsAmount } from '@shared/contracts/scalars';
import { VISIT_ENDINGS, VISIT_METHODS, VISIT_STATUSES } from '@shared/domain/visit';
import * as z from 'zod';
import { collection } from '../_kit/db';

const visit = z.object({
  _id: id,
  memberId: id,
  venueId: id,
  /** As it was called then. */
  venueName: z.string(),
  status: z.enum(VISIT_STATUSES),
  method: z.enum(VISIT_METHODS),
  checkedInAt: instant,
  /** When it ends by itself, and why. */
  deadline: instant,
  deadlineEnding: z.enum(['CLOSING', 'LONGEST_STAY']),
  checkedOutAt: instant.nullable(),
  ending: z.enum(VISIT_ENDINGS).nullable(),
  reason: z.string().nullable(),
  minutes: count,
  points: pointsAmount,
});
export type Visit = z.output<typeof visit>;
export const visits = collection('visits', visit);

const openVisit = visit
  .pick({
    venueId: true,
    venueName: true,
    method: true,
    checkedInAt: true,
    deadline: true,
    deadlineEnding: true,
    points: true,
  })
  .extend({ visitId: id });
export type OpenVisit = z.output<typeof openVisit>;

/**
 * Where a member is: the one document that every check-in and check-out of a member writes, so
 * that two phones of one member cannot be in two places. The id is the member's.
 */
const presence = z.object({
  _id: id,
  open: openVisit.nullable(),
  streakDays: count,
  lastDay: clubDate.nullable(),
  /** Whether challenges may count what happens here: without any nobody has to look for them. */
  playing: z.boolean().default(false),
});
export type Presence = z.output<typeof presence>;
export const presences = collection('presences', presence);

/** What the last recount found wrong with a board; repaired when the next one agrees. */
export const recounts = collection(
  'recounts',
  z.object({ _id: id, version: count, openVisits: count, at: instant }),
);

export const noPresence = (memberId: string): Presence => ({
  _id: memberId,
  open: null,
  streakDays: 0,
  lastDay: null,
  playing: false,
});
