import { id, instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** Append-only: who in the club changed what, and why. */
export const auditEntries = collection(
  'audit_entries',
  z.object({
    _id: z.string().min(1).max(200),
    at: instant,
    actorId: id,
    campusId: id.nullable(),
    /** A verb with its domain: `visit.checkOut`, `club.appoint`. */
    action: z.string(),
    targetId: z.string(),
    detail: z.string().max(500),
  }),
);
