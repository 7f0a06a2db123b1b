import { clubDate, id } from '@shared/contracts/scalars';
import { CLAIM_KINDS } from '@shared/domain/slots';
import * as z from 'zod';
import { collection } from '../_kit/db';

const minute = z
  .int()
  .min(0)
  .max(24 * 60);

const claim = z.object({
  ownerId: z.string().min(1).max(80),
  kind: z.enum(CLAIM_KINDS),
  memberId: id.nullable(),
  from: minute,
  until: minute,
  places: z.int().min(1),
  courtId: id.optional(),
});

/**
 * All that occupies one subject (a court, a coach, a member) on one day: one document, so that a
 * booking of four half-hours is one write and two who race for one meet in it.
 */
const slotDay = z.object({
  /** `subject:date`. */
  _id: z.string().max(140),
  subject: z.string().max(120),
  /** The venue whose grid shows it; null for people. */
  venueId: id.nullable(),
  date: clubDate,
  claims: z.array(claim),
  /** Who waits for what of it: what is let go of there is kept for them before it is for sale. */
  line: z
    .array(z.object({ ownerId: claim.shape.ownerId, from: minute, until: minute }))
    .default([]),
  /** Sum of places × minutes, for how busy a day is. */
  minutes: z.int().min(0),
});
export type SlotDay = z.output<typeof slotDay>;
export const slotDays = collection('slot_days', slotDay);

export const slotDayId = (subject: string, date: string) => `${subject}:${date}`;
