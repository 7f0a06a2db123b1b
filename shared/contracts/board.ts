import * as z from 'zod';
import { count, id, instant } from './scalars';

/** The one public document of a venue: what every phone watches. Changed by functions only. */
export const venueBoard = z.object({
  _id: id,
  headcount: count,
  capacity: count,
  /** capacity − headcount: guarded, so that nobody is admitted beyond capacity. */
  free: count,
  /** Grows with every change; a recount repairs only while it stands still. */
  version: count,
  at: instant,
});
export type VenueBoard = z.output<typeof venueBoard>;
