import { count, id, instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** A password as it is kept: what it takes to compute it again, and what has to come out. */
const passwordHash = z.object({
  /** scrypt's cost, block size and parallelism: a later version may ask for more. */
  N: z.int(),
  r: z.int(),
  p: z.int(),
  /** Both base64. */
  salt: z.string().min(16),
  key: z.string().min(16),
});
export type PasswordHash = z.output<typeof passwordHash>;

/** The id is the username in lower case, so that two members never share one. */
const credential = z.object({
  _id: z.string().min(1).max(50),
  memberId: id,
  hash: passwordHash,
  /** Tries since the last right one, each written down before the password was looked at. */
  tries: count,
  /** When the last of them was made. */
  triedAt: instant,
  createdAt: instant,
  changedAt: instant,
});
export type Credential = z.output<typeof credential>;
export const credentials = collection('credentials', credential);
