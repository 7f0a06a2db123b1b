import { id } from '@shared/contracts/scalars';
import { ROLES } from '@shared/domain/member';
import { LEVELS } from '@shared/domain/membership';
import * as z from 'zod';
import { collection } from './db';

/**
 * Who an openid is, in one read: role, campus and status are written here too, and a change of
 * one rewrites all identities of the member in one transaction. The id is the openid.
 */
const identity = z.object({
  _id: z.string().min(1),
  memberId: id,
  role: z.enum(ROLES),
  /** The campus that a member of staff or a campus admin serves. */
  campusId: id.nullable(),
  /** The campus whose student the member is. */
  studentOf: id.nullable().default(null),
  /** The campus that lets the member teach now. */
  coachOf: id.nullable().default(null),
  /** The membership's level: what it pays of a price is known without another read. */
  level: z.enum(LEVELS).nullable().default(null),
  status: z.enum(['ACTIVE', 'DISABLED']),
});
export type Identity = z.output<typeof identity>;
export const identities = collection('identities', identity);
