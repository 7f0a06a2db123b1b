import * as z from 'zod';
import { type Contract, procedure } from './procedure';
import { count, id, instant } from './scalars';

const deskVenue = z.object({
  id,
  campusName: z.string(),
  name: z.string(),
  headcount: count,
  capacity: count,
  open: z.boolean(),
});
export type DeskVenue = z.output<typeof deskVenue>;

/** Someone inside, as the desk sees them. */
const insideView = z.object({
  visitId: id,
  maskedName: z.string(),
  checkedInAt: instant,
  deadline: instant,
});
export type InsideView = z.output<typeof insideView>;

export const deskContract = {
  /** The venues that the caller's desk serves. */
  home: procedure({
    caller: 'staff',
    input: z.object({}),
    output: z.object({ venues: z.array(deskVenue), now: instant }),
    refuses: [],
  }),
  /** The door screen: codes of this window and the next few, so that a short outage does not blank it. */
  doorCodes: procedure({
    caller: 'staff',
    input: z.object({ venueId: id }),
    output: z.object({
      venue: deskVenue,
      codes: z.array(z.object({ from: instant, until: instant, text: z.string() })),
      now: instant,
    }),
    refuses: ['VENUE_NOT_FOUND'],
  }),
  /** A member's code read by the desk: lets the member in, or out when inside this venue. */
  scan: procedure({
    caller: 'staff',
    input: z.object({ venueId: id, code: z.string().max(400) }),
    output: z.object({
      result: z.enum(['ADMITTED', 'LET_OUT']),
      maskedName: z.string(),
      /** Minutes of the visit that ended. */
      minutes: count,
      points: count,
      left: z.object({ venueName: z.string(), minutes: count }).nullable(),
    }),
    refuses: [
      'VENUE_NOT_FOUND',
      'MEMBER_CODE_INVALID',
      'MEMBER_CODE_EXPIRED',
      'MEMBER_CODE_USED',
      'ACCOUNT_DISABLED',
      'VENUE_CLOSED',
      'VENUE_SUSPENDED',
      'VENUE_FULL',
    ],
  }),
  inside: procedure({
    caller: 'staff',
    input: z.object({ venueId: id, after: instant.nullable() }),
    output: z.object({
      venue: deskVenue,
      /** Who has been inside longest comes first, a hundred a page. */
      people: z.array(insideView),
      next: instant.nullable(),
      now: instant,
    }),
    refuses: ['VENUE_NOT_FOUND'],
  }),
  /** Corrects the count: ends somebody's visit, with a reason. */
  checkOut: procedure({
    caller: 'staff',
    input: z.object({ visitId: id, reason: z.string().max(400) }),
    output: z.object({ maskedName: z.string(), minutes: count }),
    refuses: ['VISIT_NOT_FOUND', 'VISIT_ENDED', 'REASON_REQUIRED'],
  }),
} satisfies Contract;
