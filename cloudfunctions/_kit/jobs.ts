import { type Instant, plus } from '@shared/base/time';
import { count, instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection } from './db';
import type { Context } from './serve';

export interface Job {
  readonly name: string;
  /** A job runs once in every period of this length, counted from the epoch. */
  readonly every: number;
  /** How long nobody else may begin it: longer than it can take. */
  readonly lease: number;
  readonly run: (context: Context) => Promise<unknown>;
}

const lease = z.object({
  /** Number of the newest period that was begun, counted from the epoch. */
  period: z.int(),
  done: z.boolean(),
  /** Until then nobody else begins the job. */
  until: instant,
});
type Lease = z.output<typeof lease>;

/**
 * Who runs which job: one document a timer, because a minute in which nothing is due should cost
 * one read. `version` guards it: of two timers at once, one takes the jobs.
 */
const jobLeases = collection(
  'job_leases',
  z.object({ _id: z.string(), version: count, leases: z.record(z.string(), lease) }),
);

/** Whether a job has to begin now: its period is new, or was begun and not finished in its lease. */
const isDue = (job: Job, lease: Lease | undefined, now: Instant): boolean => {
  if (!lease) return true;
  const period = Math.floor(now / job.every);
  // The clock was set back: what was done is still to come. One period ahead is only a quicker clock.
  if (lease.period > period + 1) return true;
  return lease.done ? lease.period < period : lease.until <= now;
};

const leaseOf = (job: Job, now: Instant, done: boolean): Lease => ({
  period: Math.floor(now / job.every),
  done,
  until: plus(now, job.lease),
});

/**
 * Runs what is due and free of a timer's jobs. A job of this period that was begun and not finished (a crash) is
 * begun again once its lease is over; one that failed does not keep the others from running.
 *
 * @returns the names of the jobs that ran to their end
 */
export async function runDueJobs(
  timer: string,
  jobs: readonly Job[],
  context: Context,
): Promise<string[]> {
  const { db, now } = context;
  const known = await db.get(jobLeases, timer);
  const due = jobs.filter((job) => isDue(job, known?.leases[job.name], now));
  const taken = due.length > 0 ? await take(context, timer, known, due) : null;
  if (!taken) return [];
  const ran: Job[] = [];
  for (const job of due) {
    try {
      await job.run(context);
      ran.push(job);
    } catch (fault) {
      context.platform.reportFault(fault, job.name);
    }
  }
  await finish(context, timer, taken, ran);
  return ran.map((job) => job.name);
}

type Leases = Readonly<Record<string, Lease>>;
interface Known {
  readonly version: number;
  readonly leases: Leases;
}

const withLeases = (leases: Leases, jobs: readonly Job[], now: Instant, done: boolean): Leases => ({
  ...leases,
  ...Object.fromEntries(jobs.map((job) => [job.name, leaseOf(job, now, done)])),
});

/** The leases with ours among them, or null when another timer was quicker: it has the jobs. */
async function take({ db, now }: Context, timer: string, known: Known | null, due: readonly Job[]) {
  const leases = withLeases(known?.leases ?? {}, due, now, false);
  const version = (known?.version ?? 0) + 1;
  const ours = known
    ? await db.changeIf(
        jobLeases,
        { _id: timer, version: known.version },
        { set: { leases, version } },
      )
    : await db.insert(jobLeases, { _id: timer, version, leases });
  return ours ? { version, leases } : null;
}

const MOST_ATTEMPTS = 5;

/** Writes down what is done. If that fails for good, the jobs run again: all of them may. */
async function finish(
  { db, now }: Context,
  timer: string,
  taken: Known,
  ran: readonly Job[],
): Promise<void> {
  let known: Known | null = taken;
  for (let attempt = 0; known && attempt < MOST_ATTEMPTS; attempt += 1) {
    const before: Known = known;
    // A later timer may have begun the next period of a job meanwhile: that is its to finish.
    const still = ran.filter(
      (job) => before.leases[job.name]?.period === Math.floor(now / job.every),
    );
    const leases = withLeases(before.leases, still, now, true);
    const change = { set: { leases, version: before.version + 1 } };
    if (await db.changeIf(jobLeases, { _id: timer, version: before.version }, change)) return;
    known = await db.get(jobLeases, timer);
  }
}
