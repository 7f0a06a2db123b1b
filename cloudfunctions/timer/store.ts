import { instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** Who runs a job, until when, and which of its periods is done. The id is the job's name. */
export const jobLeases = collection(
  'job_leases',
  z.object({
    _id: z.string(),
    /** Number of the newest period that was begun, counted from the epoch. */
    period: z.int(),
    done: z.boolean(),
    until: instant,
  }),
);
