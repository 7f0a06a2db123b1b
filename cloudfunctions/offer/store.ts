import { offerForm } from '@shared/contracts/courtsViews';
import { count, id, storedHours } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from '../_kit/db';

const court = offerForm.shape.courts.element.extend({ id });
export type Court = z.output<typeof court>;

/**
 * All that a venue offers for booking, in one document: opening a grid reads it and the day's
 * claims, nothing else. `venue` is a copy that an edit of the venue rewrites in its transaction.
 */
const offer = offerForm.extend({
  _id: id,
  campusId: id,
  venue: z.object({ name: z.string(), hours: storedHours, suspended: z.boolean() }),
  courts: z.array(court),
  version: count,
});
export type Offer = z.output<typeof offer>;
export const offers = collection('offers', offer);
