import * as z from 'zod';
import { SPECIAL_DAYS } from '../domain/forecast/days';
import { TRENDS } from '../domain/forecast/outlook';
import { type Contract, procedure } from './procedure';
import { clubDate, count, id, instant, text } from './scalars';

/** People expected: one in ten ends up below `low`, one in ten above `high`. */
const expected = z.object({
  middle: z.number().min(0),
  low: z.number().min(0),
  high: z.number().min(0),
});

/** Whether a venue fills or empties within the hour; null while nobody knows. */
export const trend = z.enum(TRENDS).nullable();
/** Mean error of the last four weeks, people; null while it is new. */
export const forecastError = z.number().min(0).nullable();

/** What a venue's page says of the hours and days to come. */
export const forecastView = z.object({
  /** The rest of today in steps of ten minutes, corrected by who is inside now; closed is left out. */
  ahead: z.array(expected.extend({ at: instant })),
  /** The quietest hours that are left of today. */
  quiet: z.array(z.object({ at: instant, people: count })),
  /** Seven days, today the first: the open hours from `first` on. */
  week: z.array(
    z.object({
      date: clubDate,
      first: count,
      hours: z.array(expected),
      /** An event that a manager has marked: the forecast knows nothing of it. */
      event: z.string().nullable(),
    }),
  ),
  /** Whether it rests on venues like it, because its own history is short. */
  borrowed: z.boolean(),
});
export type ForecastView = z.output<typeof forecastView>;

const special = z.object({ date: clubDate, kind: z.enum(SPECIAL_DAYS), note: z.string() });
export type SpecialView = z.output<typeof special>;

const people = z.number().min(0).nullable();
const byDistance = <T extends z.ZodType>(of: T) =>
  z.object({ '1h': of, '3h': of, '24h': of, '168h': of });

/** A venue's forecast against what came, over eight weeks. */
const report = z.object({
  venueName: z.string(),
  capacity: count,
  /** When the model learned last; null while there is none. */
  trainedAt: instant.nullable(),
  /** Day by day, means over the open hours: who came, and what was said so many hours before. */
  days: z.array(z.object({ date: clubDate, came: people, said: byDistance(people) })),
  /** Mean error in people and as a share of who came, and week by week, the newest last. */
  errors: byDistance(
    z.object({ people, share: z.number().min(0).nullable(), weeks: z.array(people) }),
  ),
  /** What is odd about the counter, in words. */
  oddities: z.array(z.string()),
  /** Marked days of the last eight weeks and of those to come. */
  special: z.array(special),
  weather: z.object({
    wanted: z.boolean(),
    /** Whether this installation has a feed. */
    available: z.boolean(),
  }),
  now: instant,
});
export type ForecastReport = z.output<typeof report>;

/** What a member asks of a forecast, and what a manager sees of it. */
export const forecastContract = {
  /** Tells the member once when the venue is quiet today; or does not any more. */
  awaitQuiet: procedure({
    caller: 'member',
    input: z.object({ venueId: id, wanted: z.boolean() }),
    output: z.object({ waiting: z.boolean() }),
    refuses: [
      'VENUE_NOT_FOUND',
      'VENUE_CLOSED',
      'VENUE_SUSPENDED',
      'QUIET_ALREADY',
      'QUIET_TOO_LATE',
    ],
  }),
  /** The venues that the caller looks after, and whether their counters are sound. */
  venues: procedure({
    caller: 'admin',
    input: z.object({}),
    output: z.object({
      venues: z.array(
        z.object({ id, name: z.string(), error: forecastError, oddities: z.array(z.string()) }),
      ),
    }),
    refuses: [],
  }),
  report: procedure({
    caller: 'admin',
    input: z.object({ venueId: id }),
    output: report,
    refuses: ['VENUE_NOT_FOUND'],
  }),
  /** Says what a day is like; null takes it back. */
  markDay: procedure({
    caller: 'admin',
    input: z.object({
      venueId: id,
      date: clubDate,
      special: z.object({ kind: z.enum(SPECIAL_DAYS), note: text(0, 20) }).nullable(),
    }),
    output: z.object({ special: z.array(special) }),
    refuses: ['VENUE_NOT_FOUND', 'DAY_TOO_FAR'],
  }),
  /** Lets a venue's forecast look at the weather, or leaves it off. */
  setWeather: procedure({
    caller: 'admin',
    input: z.object({ venueId: id, wanted: z.boolean() }),
    output: z.object({ wanted: z.boolean() }),
    refuses: ['VENUE_NOT_FOUND', 'NO_WEATHER_FEED'],
  }),
} satisfies Contract;
