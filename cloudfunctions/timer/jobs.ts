import { HOUR, type Instant, MINUTE, plus, SECOND } from '@shared/base/time';
import { HEAT_MEMORY } from '@shared/domain/heat';
import type { Db } from '../_kit/db';
import { drainOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { forgetUsedCodes, memberOutbox } from '../member/service';
import { rankHeat, SAMPLE_EVERY, sampleHeadcounts } from '../venue/service';
import { checkInsSince, closeOverdueVisits, recountBoards, visitOutbox } from '../visit/service';
import { jobLeases, type Lease } from './store';

export interface Job {
  readonly name: string;
  /** A job runs once in every period of this length, counted from the epoch. */
  readonly every: number;
  /** How long nobody else may begin it: longer than it can take. */
  readonly lease: number;
  readonly run: (context: Context) => Promise<unknown>;
}

/**
 * Longer than the timer may run (55 s), and over when the next minute's timer comes, even if that
 * one is quicker to start: what failed is tried again then, not two minutes later.
 */
const LEASE = 58 * SECOND;

/** All that happens by itself, in the order of a minute: visits end before anybody is counted. */
export const JOBS: readonly Job[] = [
  {
    name: 'closeOverdueVisits',
    every: MINUTE,
    lease: LEASE,
    run: ({ db, now }) => closeOverdueVisits(db, now),
  },
  {
    name: 'recountBoards',
    every: MINUTE,
    lease: LEASE,
    run: ({ db, now }) => recountBoards(db, now),
  },
  {
    name: 'drainOutbox',
    every: MINUTE,
    lease: LEASE,
    run: (context) => drainOutbox({ ...memberOutbox, ...visitOutbox }, context, 'all'),
  },
  {
    name: 'sampleHeadcounts',
    every: SAMPLE_EVERY,
    lease: LEASE,
    run: ({ db, now }) => sampleHeadcounts(db, now),
  },
  {
    name: 'rankHeat',
    every: HOUR,
    lease: LEASE,
    run: async ({ db, now }) => {
      const recent = await checkInsSince(db, plus(now, -HEAT_MEMORY));
      const checkIns = recent.map(({ venueId, checkedInAt }) => ({ venueId, at: checkedInAt }));
      await rankHeat(db, now, checkIns);
    },
  },
  {
    name: 'forgetUsedCodes',
    every: HOUR,
    lease: LEASE,
    run: ({ db, now }) => forgetUsedCodes(db, now),
  },
];

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
 * Runs what is due and free. A job of this period that was begun and not finished (a crash) is
 * begun again once its lease is over; one that failed does not keep the others from running.
 *
 * @returns the names of the jobs that ran to their end
 */
export async function runDueJobs(jobs: readonly Job[], context: Context): Promise<string[]> {
  const { db, now } = context;
  const known = await db.get(jobLeases, 'jobs');
  const due = jobs.filter((job) => isDue(job, known?.leases[job.name], now));
  const taken = due.length > 0 ? await take(db, known, due, now) : null;
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
  await finish(db, taken, ran, now);
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
async function take(db: Db, known: Known | null, due: readonly Job[], now: Instant) {
  const leases = withLeases(known?.leases ?? {}, due, now, false);
  const version = (known?.version ?? 0) + 1;
  const ours = known
    ? await db.changeIf(
        jobLeases,
        { _id: 'jobs', version: known.version },
        { set: { leases, version } },
      )
    : await db.insert(jobLeases, { _id: 'jobs', version, leases });
  return ours ? { version, leases } : null;
}

const MOST_ATTEMPTS = 5;

/** Writes down what is done. If that fails for good, the jobs run again: all of them may. */
async function finish(db: Db, taken: Known, ran: readonly Job[], now: Instant): Promise<void> {
  let known: Known | null = taken;
  for (let attempt = 0; known && attempt < MOST_ATTEMPTS; attempt += 1) {
    const before: Known = known;
    // A later timer may have begun the next period of a job meanwhile: that is its to finish.
    const still = ran.filter(
      (job) => before.leases[job.name]?.period === Math.floor(now / job.every),
    );
    const leases = withLeases(before.leases, still, now, true);
    const change = { set: { leases, version: before.version + 1 } };
    if (await db.changeIf(jobLeases, { _id: 'jobs', version: before.version }, change)) return;
    known = await db.get(jobLeases, 'jobs');
  }
}
