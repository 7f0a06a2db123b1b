import { venueBoard } from '@shared/contracts/board';
import { count, fileId, id, instant, storedHours } from '@shared/contracts/scalars';
import { CAMPUS_KINDS } from '@shared/domain/venue';
import * as z from 'zod';
import { collection } from '../_kit/db';

const campus = z.object({
  _id: id,
  name: z.string(),
  kind: z.enum(CAMPUS_KINDS),
  address: z.string(),
  contactPerson: z.string(),
  contactPhone: z.string(),
  /** Empty for a campus that is older than the field. */
  contactEmail: z.string().default(''),
  version: count,
});
export type Campus = z.output<typeof campus>;
export const campuses = collection('campuses', campus);

const venue = z.object({
  _id: id,
  campusId: id,
  name: z.string(),
  address: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  phone: z.string(),
  capacity: count,
  longestStayMinutes: count,
  suspended: z.boolean(),
  hours: storedHours,
  pictureFileId: fileId.nullable(),
  /** Signs the door codes of this venue; never leaves the server. */
  doorKey: z.string().min(16),
  version: count,
});
export type Venue = z.output<typeof venue>;
export const venues = collection('venues', venue);

/** The board is the counter: changed by guarded atomic updates outside transactions. */
export const venueBoards = collection('venue_boards', venueBoard);

const favourite = z.object({ _id: z.string(), memberId: id, venueId: id, at: instant });
export const favourites = collection('favourites', favourite);
export const favouriteId = (memberId: string, venueId: string) => `${memberId}_${venueId}`;

/** A headcount every ten minutes: the curve of a day, and what forecasts learn from. */
export const venueSamples = collection(
  'venue_samples',
  z.object({ _id: z.string(), venueId: id, at: instant, headcount: count, capacity: count }),
);

/** The order by heat, computed each hour; one document, `heat`. */
export const rankings = collection(
  'rankings',
  z.object({
    _id: z.literal('heat'),
    at: instant,
    scores: z.array(z.object({ venueId: id, score: z.number() })),
  }),
);
