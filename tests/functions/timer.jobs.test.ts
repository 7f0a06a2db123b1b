import tcb from '@cloudbase/node-sdk';
import { HOUR, type Instant, MINUTE } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cloudDb } from '../../cloudfunctions/_kit/cloudDb';
import { type Job, runDueJobs } from '../../cloudfunctions/_kit/jobs';
import type { Context } from '../../cloudfunctions/_kit/serve';
import { at } from '../domain/clock';
import { type Club, openClub } from './club';

let club: Club;
let db: Context['db'];
const faults: string[] = [];

beforeAll(async () => {
  club = await openClub();
  Object.assign(process.env, club.cloud.sdkEnv(), { SILENCE: 'true' });
  db = cloudDb(tcb.init({ env: 'local' }).database());
});
afterAll(() => club.close());
beforeEach(async () => {
  faults.length = 0;
  for (const { _id } of await club.documents('job_leases')) {
    await club.removeDocument('job_leases', String(_id));
  }
});

/** The timer's context at a moment of our choosing, over the real SDK. */
const contextAt = (now: Instant): Context => ({
  db,
  now,
  newId: () => 'unused',
  platform: {
    wallCode: () => Promise.reject(new Error('unused')),
    sendSubscribe: () => Promise.reject(new Error('unused')),
    deleteFiles: () => Promise.reject(new Error('unused')),
    uploadShipping: () => Promise.reject(new Error('unused')),
    phoneNumber: () => Promise.reject(new Error('unused')),
    reportFault: (_, job) => faults.push(job),
  },
});

function counting(name: string, every: number, lease: number, work = async () => {}) {
  const ran: Instant[] = [];
  const job: Job = {
    name,
    every,
    lease,
    run: async ({ now }) => {
      ran.push(now);
      await work();
    },
  };
  return { job, ran };
}

const TEN = at('2026-03-14 10:00');
const after = (minutes: number) => (TEN + minutes * MINUTE) as Instant;

test('each job runs once in each of its periods', async () => {
  const minutely = counting('minutely', MINUTE, MINUTE);
  const hourly = counting('hourly', HOUR, 2 * MINUTE);
  for (let minute = 0; minute <= 61; minute += 1) {
    await runDueJobs('jobs', [minutely.job, hourly.job], contextAt(after(minute)));
    if (minute % 20 === 0) {
      expect(
        await runDueJobs('jobs', [minutely.job, hourly.job], contextAt(after(minute))),
      ).toEqual([]);
    }
  }
  expect(minutely.ran).toHaveLength(62);
  expect(hourly.ran).toEqual([TEN, after(60)]);
});

test('a minute in which nothing ran is caught up with once, not as often as it was missed', async () => {
  const minutely = counting('minutely', MINUTE, MINUTE);
  await runDueJobs('jobs', [minutely.job], contextAt(TEN));
  await runDueJobs('jobs', [minutely.job], contextAt(after(500)));
  expect(minutely.ran).toEqual([TEN, after(500)]);
});

test('two timers at once run every job once', async () => {
  const jobs = ['one', 'two', 'three'].map((name) => counting(name, MINUTE, MINUTE));
  for (const minute of [0, 1, 2]) {
    const context = contextAt(after(minute));
    await Promise.all(
      [1, 2, 3].map(() =>
        runDueJobs(
          'jobs',
          jobs.map(({ job }) => job),
          context,
        ),
      ),
    );
  }
  for (const { ran } of jobs) expect(ran).toEqual([TEN, after(1), after(2)]);
});

test('a job that fails is reported, keeps no other from running and is tried again after its lease', async () => {
  let broken = true;
  const failing = counting('failing', HOUR, 2 * MINUTE, async () => {
    if (broken) throw new Error('no luck');
  });
  const other = counting('other', HOUR, MINUTE);
  const jobs = [failing.job, other.job];
  expect(await runDueJobs('jobs', jobs, contextAt(TEN))).toEqual(['other']);
  expect(faults).toEqual(['failing']);
  expect(await runDueJobs('jobs', jobs, contextAt(after(1)))).toEqual([]);
  broken = false;
  expect(await runDueJobs('jobs', jobs, contextAt(after(2)))).toEqual(['failing']);
  expect(await runDueJobs('jobs', jobs, contextAt(after(3)))).toEqual([]);
  expect(other.ran).toEqual([TEN]);
});

test('a job that takes long is left to whoever runs it until the lease ends', async () => {
  let finish = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun = () => {};
  const running = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const slow = counting('slow', HOUR, 2 * MINUTE, async () => {
    begun();
    await ended;
  });
  const quick = counting('quick', MINUTE, MINUTE);
  const first = runDueJobs('jobs', [slow.job, quick.job], contextAt(TEN));
  await running;
  expect(await runDueJobs('jobs', [slow.job, quick.job], contextAt(after(1)))).toEqual(['quick']);
  finish();
  expect(await first).toContain('slow');
  expect(await runDueJobs('jobs', [slow.job], contextAt(after(2)))).toEqual([]);
  expect(slow.ran).toEqual([TEN]);
});
