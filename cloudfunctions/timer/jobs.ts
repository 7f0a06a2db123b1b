import { DAY, HOUR, MINUTE, plus, SECOND } from '@shared/base/time';
import { HEAT_MEMORY } from '@shared/domain/heat';
import type { Job } from '../_kit/jobs';
import { drainOutbox } from '../_kit/outbox';
import { forgetLog } from '../audit/forgetting';
import { finishClosures } from '../booking/clearing';
import { endBookings, remindBookings } from '../booking/ending';
import {
  bookingOutbox,
  forgetWaits,
  forgetWalkIns,
  goodReviewsSince,
  lapseOffers,
  paidSince,
} from '../booking/service';
import {
  completeLessons,
  expireCancels,
  expireLessons,
  lessonOutbox,
  remindLessons,
} from '../lessons/service';
import { memberOutbox } from '../member/erasing';
import { forgetUsedCodes } from '../member/service';
import { messageOutbox } from '../message/service';
import { PAYMENT_DEEDS } from '../order/service';
import { trainingOutbox } from '../training/outbox';
import { expireChanges } from '../training/voting';
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
  // Whom a closure sends away has not missed anything.
  { name: 'finishClosures', every: MINUTE, lease: LEASE, run: finishClosures },
  { name: 'endBookings', every: MINUTE, lease: LEASE, run: endBookings },
  { name: 'remindBookings', every: MINUTE, lease: LEASE, run: remindBookings },
  { name: 'expireLessons', every: MINUTE, lease: LEASE, run: expireLessons },
  // Before they end: whose cancelling nobody answered took place.
  { name: 'expireCancels', every: MINUTE, lease: LEASE, run: expireCancels },
  { name: 'remindLessons', every: MINUTE, lease: LEASE, run: remindLessons },
  { name: 'completeLessons', every: MINUTE, lease: LEASE, run: completeLessons },
  {
    name: 'recountBoards',
    every: MINUTE,
    lease: LEASE,
    run: ({ db, now }) => recountBoards(db, now),
  },
  { name: 'expireChanges', every: MINUTE, lease: LEASE, run: expireChanges },
  // Before the outbox: the next in line is offered the place in the same minute.
  { name: 'lapseOffers', every: MINUTE, lease: LEASE, run: lapseOffers },
  {
    name: 'drainOutbox',
    every: MINUTE,
    lease: LEASE,
    run: (context) =>
      drainOutbox(
        {
          ...memberOutbox,
          ...visitOutbox,
          ...bookingOutbox,
          ...lessonOutbox,
          ...trainingOutbox,
          ...messageOutbox,
        },
        context,
        { elsewhere: PAYMENT_DEEDS },
      ),
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
      const since = plus(now, -HEAT_MEMORY);
      const recent = await checkInsSince(db, since);
      const checkIns = recent.map(({ venueId, checkedInAt }) => ({ venueId, at: checkedInAt }));
      const [bookings, reviews] = await Promise.all([
        paidSince(db, since),
        goodReviewsSince(db, since),
      ]);
      await rankHeat(db, now, { CHECK_IN: checkIns, BOOKING_PAID: bookings, REVIEW_4: reviews });
    },
  },
  {
    name: 'forgetUsedCodes',
    every: HOUR,
    lease: LEASE,
    run: ({ db, now }) => forgetUsedCodes(db, now),
  },
  { name: 'forgetWaits', every: HOUR, lease: LEASE, run: forgetWaits },
  { name: 'forgetLog', every: DAY, lease: LEASE, run: forgetLog },
  { name: 'forgetWalkIns', every: HOUR, lease: LEASE, run: forgetWalkIns },
];
