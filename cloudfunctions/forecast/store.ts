import { clubDate, count, id, instant } from '@shared/contracts/scalars';
import { SPECIAL_DAYS } from '@shared/domain/forecast/days';
import * as z from 'zod';
import { collection } from '../_kit/db';

const hour = z.int();
const byHour = <T extends z.ZodType>(of: T) => z.array(of).length(24);

/** A venue's day in hours: what is left of its ten-minute samples, for years. */
const headcountDay = z.object({
  /** `venueId_date`. */
  _id: z.string(),
  venueId: id,
  date: clubDate,
  counts: byHour(z.number().min(0).nullable()),
  open: byHour(z.int().min(0).max(1)),
});
export type HeadcountDay = z.output<typeof headcountDay>;
export const headcountDays = collection('headcount_days', headcountDay);
export const dayId = (venueId: string, date: string) => `${venueId}_${date}`;

/** People with a booking or lesson in the 192 hours after a midnight, as it was known then. */
const soldNight = z.object({
  /** `venueId_date`. */
  _id: z.string(),
  venueId: id,
  date: clubDate,
  people: z.array(z.number().min(0)).length(192),
});
export const soldNights = collection('sold_nights', soldNight);

/** What a manager says of a day. */
const specialDay = z.object({
  /** `venueId_date`. */
  _id: z.string(),
  venueId: id,
  date: clubDate,
  kind: z.enum(SPECIAL_DAYS),
  note: z.string(),
  by: id,
  at: instant,
});
export type SpecialDayDoc = z.output<typeof specialDay>;
export const specialDays = collection('special_days', specialDay);

const drift = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('STUCK'), hours: count, count: z.number() }),
  z.object({ kind: z.literal('NIGHT_COUNTS'), hours: count }),
  z.object({ kind: z.literal('LEVEL'), ratio: z.number() }),
  z.object({ kind: z.literal('SILENT'), hours: count }),
]);

/**
 * All that is served: one document, and so one moment at which a night's forecasts take the place of
 * the last one's. What is inside of a venue is JSON: a request unpacks the one that it asks for.
 */
const forecast = z.object({
  _id: z.literal('current'),
  /** Names the documents of the run that wrote it. */
  version: z.string(),
  /** The midnight that its tables begin with, hours since 1970 at the club. */
  midnight: hour,
  at: instant,
  modelId: z.string().nullable(),
  trainedAt: hour.nullable(),
  /** The nights that a record still looks back to, oldest first. */
  nights: z.array(z.object({ midnight: hour, _id: z.string() })),
  venues: z.record(
    z.string(),
    z.object({
      /** A Table; null while there is too little to say anything. */
      table: z.string().nullable(),
      /** Mean error three hours ahead over four weeks, people; null while it is new. */
      error: z.number().min(0).nullable(),
      drifts: z.array(drift),
      /** Events that are marked ahead: the table knows nothing of them. */
      events: z.array(z.object({ date: clubDate, note: z.string() })),
    }),
  ),
});
export type Forecast = z.output<typeof forecast>;
export const forecasts = collection('forecasts', forecast);

/** The tables of a night, JSON by venue: what a record is made of when the day has come. */
export const forecastNights = collection(
  'forecast_nights',
  z.object({ _id: z.string(), midnight: hour, tables: z.record(z.string(), z.string()) }),
);

/** What was said of a venue and how right it was: a TrackRecord as JSON. */
export const forecastRecords = collection(
  'forecast_records',
  z.object({ _id: z.string(), version: z.string(), venueId: id, record: z.string() }),
);
export const recordId = (venueId: string, version: string) => `${venueId}_${version}`;

/** A training that is going on, or the model that came out of it: JSON. */
const learned = z.object({
  /** The midnight it is trained at. */
  _id: z.string(),
  /** Tells the data that it learns from: of other data it begins anew. */
  of: z.string(),
  json: z.string(),
});
export const trainings = collection('forecast_trainings', learned);
export const models = collection('forecast_models', learned);

/** Who wants to hear when a venue is quiet. */
const quietWait = z.object({
  /** `memberId_venueId`. */
  _id: z.string(),
  memberId: id,
  venueId: id,
  since: instant,
  /** Closing time: nobody is told the next day. */
  until: instant,
});
export const quietWaits = collection('quiet_waits', quietWait);
export const quietWaitId = (memberId: string, venueId: string) => `${memberId}_${venueId}`;

/** What a manager has set for a venue's forecast. */
export const forecastSettings = collection(
  'forecast_settings',
  z.object({ _id: id, weather: z.boolean() }),
);

/** A weather forecast as it was issued, hour by hour: never changed to what came. */
export const weatherIssues = collection(
  'weather_issues',
  z.object({
    /** `venueId_issuedAt`. */
    _id: z.string(),
    venueId: id,
    issuedAt: hour,
    from: hour,
    temperature: z.array(z.number().nullable()),
    rain: z.array(z.number().nullable()),
    cloud: z.array(z.number().nullable()),
  }),
);
