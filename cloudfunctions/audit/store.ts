import { id, instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** Append-only: who did what, and why; docs/decisions/0007 says what is here and what is not. */
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
    /** Where the call came from, IPv4 or IPv6; null for a timer, and for what is older than this. */
    ip: z.string().max(45).nullable().default(null),
  }),
);
