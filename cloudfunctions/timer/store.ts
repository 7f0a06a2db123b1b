import { count, instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from '../_kit/db';

const lease = z.object({
  /** Number of the newest period that was begun, counted from the epoch. */
  period: z.int(),
  done: z.boolean(),
  /** Until then nobody else begins the job. */
  until: instant,
});
export type Lease = z.output<typeof lease>;

/**
 * Who runs which job: one document, `jobs`, because a minute in which nothing is due should cost
 * one read. `version` guards it: of two timers at once, one takes the jobs.
 */
export const jobLeases = collection(
  'job_leases',
  z.object({ _id: z.literal('jobs'), version: count, leases: z.record(z.string(), lease) }),
);
