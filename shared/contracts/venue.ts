import * as z from 'zod';
import { CAMPUS_KINDS } from '../domain/venue';
import { forecastError, forecastView, trend } from './forecast';
import { type Contract, procedure } from './procedure';
import { count, id, instant, storedHours } from './scalars';

/** A visit that is going on, as its member sees it. */
export const openVisitView = z.object({
  id,
  venueId: id,
  venueName: z.string(),
  checkedInAt: instant,
  /** When it ends by itself: closing time or the longest stay. */
  deadline: instant,
});

/** Whether the doors are open, and when that changes next. */
export const openingView = z.object({
  open: z.boolean(),
  suspended: z.boolean(),
  /** Closing time when open; next opening when closed; null when it rests all week or is suspended. */
  changesAt: instant.nullable(),
});

export const venueCard = z.object({
  id,
  campusId: id,
  name: z.string(),
  pictureUrl: z.string().nullable(),
  headcount: count,
  capacity: count,
  opening: openingView,
  /** Place in the heat ranking, 1 is the hottest. */
  heatRank: z.int().min(1),
  favourite: z.boolean(),
  trend,
  /** Of its forecast. */
  error: forecastError,
});

export const campusView = z.object({ id, name: z.string(), kind: z.enum(CAMPUS_KINDS) });

const curvePoint = z.object({ at: instant, headcount: count });

export type OpenVisitView = z.output<typeof openVisitView>;
export type OpeningView = z.output<typeof openingView>;
export type VenueCard = z.output<typeof venueCard>;
export type CampusView = z.output<typeof campusView>;
export type CurvePoint = z.output<typeof curvePoint>;

export const venueContract = {
  /** Everything the tab 场馆 shows, in one call. */
  list: procedure({
    caller: 'anyone',
    input: z.object({}),
    output: z.object({
      registered: z.boolean(),
      campuses: z.array(campusView),
      venues: z.array(venueCard),
      openVisit: openVisitView.nullable(),
      now: instant,
    }),
    refuses: [],
  }),
  /** One venue's page. */
  detail: procedure({
    caller: 'anyone',
    input: z.object({ id }),
    output: z.object({
      registered: z.boolean(),
      venue: venueCard.extend({
        campusName: z.string(),
        address: z.string(),
        latitude: z.number(),
        longitude: z.number(),
        phone: z.string(),
        longestStayMinutes: z.int(),
        hours: storedHours,
      }),
      /** What people think of it, to a tenth of a star; null while nobody said. */
      rating: z.object({ count, average: z.number().min(1).max(5) }).nullable(),
      /** Whether it offers courts in the tab 预约. */
      bookable: z.boolean(),
      /** Today's opening; null on a day of rest. The curve lies inside it. */
      today: z.object({ opensAt: instant, closesAt: instant }).nullable(),
      /** Samples of today, every ten minutes, oldest first. */
      curve: z.array(curvePoint),
      /** How the day and the week will go on; null while there is too little to say anything. */
      forecast: forecastView.nullable(),
      /** Whether the caller is told when it is quiet. */
      waiting: z.boolean(),
      /** The whole venue is closed beside its hours, now or later today. */
      closure: z.object({ from: instant, until: instant, reason: z.string() }).nullable(),
      openVisit: openVisitView.nullable(),
      now: instant,
    }),
    refuses: ['VENUE_NOT_FOUND'],
  }),
  setFavourite: procedure({
    caller: 'member',
    input: z.object({ id, favourite: z.boolean() }),
    output: z.object({ favourite: z.boolean() }),
    refuses: ['VENUE_NOT_FOUND'],
  }),
} satisfies Contract;
