import { HOUR, MINUTE, plus, SECOND } from '@shared/base/time';
import { HEAT_MEMORY } from '@shared/domain/heat';
import type { Job } from '../_kit/jobs';
import { drainOutbox } from '../_kit/outbox';
import { forgetUsedCodes, memberOutbox } from '../member/service';
import { PAYMENT_DEEDS } from '../order/service';
import { rankHeat, SAMPLE_EVERY, sampleHeadcounts } from '../venue/service';
import { checkInsSince, closeOverdueVisits, recountBoards, visitOutbox } from '../visit/service';

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
    run: (context) => drainOutbox({ ...memberOutbox, ...visitOutbox }, context, PAYMENT_DEEDS),
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
