import { HOUR, MINUTE, plus } from '@shared/base/time';
import { HEAT_MEMORY } from '@shared/domain/heat';
import { drainOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { forgetUsedCodes, memberOutbox } from '../member/service';
import { rankHeat, SAMPLE_EVERY, sampleHeadcounts } from '../venue/service';
import { checkInsSince, closeOverdueVisits, recountBoards } from '../visit/service';
import { jobLeases } from './store';

export interface Job {
  readonly name: string;
  /** A job runs once in every period of this length, counted from the epoch. */
  readonly every: number;
  /** How long nobody else may begin it: longer than it can take. */
  readonly lease: number;
  readonly run: (context: Context) => Promise<unknown>;
}

/** All that happens by itself, in the order of a minute: visits end before anybody is counted. */
export const JOBS: readonly Job[] = [
  {
    name: 'closeOverdueVisits',
    every: MINUTE,
    lease: MINUTE,
    run: ({ db, now }) => closeOverdueVisits(db, now),
  },
  {
    name: 'recountBoards',
    every: MINUTE,
    lease: MINUTE,
    run: ({ db, now }) => recountBoards(db, now),
  },
  {
    name: 'drainOutbox',
    every: MINUTE,
    lease: MINUTE,
    run: (context) => drainOutbox(memberOutbox, context),
  },
  {
    name: 'sampleHeadcounts',
    every: SAMPLE_EVERY,
    lease: MINUTE,
    run: ({ db, now }) => sampleHeadcounts(db, now),
  },
  {
    name: 'rankHeat',
    every: HOUR,
    lease: 2 * MINUTE,
    run: async ({ db, now }) => {
      const recent = await checkInsSince(db, plus(now, -HEAT_MEMORY));
      const checkIns = recent.map(({ venueId, checkedInAt }) => ({ venueId, at: checkedInAt }));
      await rankHeat(db, now, checkIns);
    },
  },
  {
    name: 'forgetUsedCodes',
    every: HOUR,
    lease: MINUTE,
    run: ({ db, now }) => forgetUsedCodes(db, now),
  },
];

/**
 * Runs what is due and free. A job of this period that was begun and not finished (a crash) is
 * begun again once its lease is over; one that failed does not keep the others from running.
 *
 * @returns the names of the jobs that ran to their end
 */
export async function runDueJobs(jobs: readonly Job[], context: Context): Promise<string[]> {
  const leases = await context.db.all(jobLeases, {});
  const leaseOf = new Map(leases.map((lease) => [lease._id, lease]));
  const ran: string[] = [];
  for (const job of jobs) {
    const period = Math.floor(context.now / job.every);
    const known = leaseOf.get(job.name) ?? null;
    if (known && known.period >= period && known.done) continue;
    if (!(await take(context, job, period, known !== null))) continue;
    try {
      await job.run(context);
      await context.db.changeIf(jobLeases, { _id: job.name, period }, { set: { done: true } });
      ran.push(job.name);
    } catch (fault) {
      context.platform.reportFault(fault, job.name);
    }
  }
  return ran;
}

async function take({ db, now }: Context, job: Job, period: number, known: boolean) {
  const until = plus(now, job.lease);
  const lease = { period, done: false, until };
  if (!known) return db.insert(jobLeases, { _id: job.name, ...lease });
  // A finished period needs no waiting; an unfinished one belongs to its holder until the lease ends.
  return (
    (await db.changeIf(
      jobLeases,
      { _id: job.name, done: true, period: { lt: period } },
      { set: lease },
    )) || (await db.changeIf(jobLeases, { _id: job.name, until: { lte: now } }, { set: lease }))
  );
}
