import { DAY, HOUR, MINUTE, plus, SECOND } from '@shared/base/time';
import { HEAT_MEMORY } from '@shared/domain/heat';
import type { Job } from '../_kit/jobs';
import { drainOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
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
  challengeOutbox,
  endChallenges,
  followBoards,
  pushMinutes,
  RECOUNT_EVERY,
  rankCampuses,
  recountChallenges,
} from '../challenges/service';
import { expireCoupons } from '../coupons/service';
import { forecastOutbox, tellQuiet } from '../forecast/service';
import {
  completeLessons,
  expireCancels,
  expireLessons,
  lessonOutbox,
  remindLessons,
} from '../lessons/service';
import { memberOutbox } from '../member/erasing';
import { forgetUsedCodes } from '../member/service';
import { membershipOutbox } from '../membership/service';
import { messageOutbox } from '../message/service';
import { PAYMENT_DEEDS } from '../order/service';
import { expirePoints, lookAtAccounts, remindExpiry } from '../points/service';
import { trainingOutbox } from '../training/outbox';
import { expireChanges } from '../training/voting';
import { rankHeat, SAMPLE_EVERY, sampleHeadcounts } from '../venue/service';
import { checkInsSince, closeOverdueVisits, recountBoards, visitOutbox } from '../visit/service';

/**
 * Longer than the timer may run (55 s), and over when the next minute's timer comes, even if that
 * one is quicker to start: what failed is tried again then, not two minutes later.
 */
const LEASE = 58 * SECOND;

/** A lesson that is over has moved its student's challenges. */
async function completeAndPush(context: Context): Promise<void> {
  for (const studentId of await completeLessons(context)) await pushMinutes(context, studentId);
}

/** All that happens by itself, in the order of a minute: visits end before anybody is counted. */
export const JOBS: readonly Job[] = [
  {
    name: 'closeOverdueVisits',
    every: MINUTE,
    lease: LEASE,
    run: (context) =>
      closeOverdueVisits(context.db, context.now, async ({ memberId, playing }) => {
        if (playing) await pushMinutes(context, memberId);
      }),
  },
  // Whom a closure sends away has not missed anything.
  { name: 'finishClosures', every: MINUTE, lease: LEASE, run: finishClosures },
  { name: 'endBookings', every: MINUTE, lease: LEASE, run: endBookings },
  { name: 'remindBookings', every: MINUTE, lease: LEASE, run: remindBookings },
  { name: 'expireLessons', every: MINUTE, lease: LEASE, run: expireLessons },
  // Before they end: whose cancelling nobody answered took place.
  { name: 'expireCancels', every: MINUTE, lease: LEASE, run: expireCancels },
  { name: 'remindLessons', every: MINUTE, lease: LEASE, run: remindLessons },
  { name: 'completeLessons', every: MINUTE, lease: LEASE, run: completeAndPush },
  {
    name: 'recountBoards',
    every: MINUTE,
    lease: LEASE,
    run: ({ db, now }) => recountBoards(db, now),
  },
  { name: 'expireChanges', every: MINUTE, lease: LEASE, run: expireChanges },
  // After visits and lessons have ended, before the outbox: what is won is paid in the same minute.
  { name: 'endChallenges', every: MINUTE, lease: LEASE, run: endChallenges },
  { name: 'followBoards', every: MINUTE, lease: LEASE, run: followBoards },
  // Before the outbox: a level that was reached is given in the same minute.
  { name: 'lookAtAccounts', every: MINUTE, lease: LEASE, run: lookAtAccounts },
  // Before the outbox: the next in line is offered the place in the same minute.
  { name: 'lapseOffers', every: MINUTE, lease: LEASE, run: lapseOffers },
  // Before the outbox: its message goes out in the same minute.
  { name: 'tellQuiet', every: 5 * MINUTE, lease: LEASE, run: tellQuiet },
  {
    name: 'drainOutbox',
    every: MINUTE,
    lease: LEASE,
    run: (context) =>
      drainOutbox(
        {
          ...memberOutbox,
          ...membershipOutbox,
          ...visitOutbox,
          ...bookingOutbox,
          ...lessonOutbox,
          ...trainingOutbox,
          ...messageOutbox,
          ...challengeOutbox,
          ...forecastOutbox,
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
  // The day turns at the club's midnight, which is no end of a period: an hour in which nothing is over
  // costs one look.
  { name: 'expirePoints', every: HOUR, lease: LEASE, run: expirePoints },
  // At eight in the morning: the periods of a day begin there.
  { name: 'remindExpiry', every: DAY, lease: LEASE, run: remindExpiry },
  { name: 'expireCoupons', every: DAY, lease: LEASE, run: expireCoupons },
  { name: 'recountChallenges', every: RECOUNT_EVERY, lease: LEASE, run: recountChallenges },
  { name: 'rankCampuses', every: RECOUNT_EVERY, lease: LEASE, run: rankCampuses },
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
