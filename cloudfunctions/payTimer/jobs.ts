import { HOUR, MINUTE, SECOND } from '@shared/base/time';
import type { Channel } from '@shared/domain/order';
import { budgetOf } from '../_kit/budget';
import type { Job } from '../_kit/jobs';
import { drainOutbox } from '../_kit/outbox';
import { expireBookings } from '../booking/service';
import { alarmOnStuck, checkBooks, closeLedgerDay } from '../bookkeeping/service';
import { patienceOf } from '../order/patience';
import { settleRefund } from '../order/service';
import { forgetSettledNotifications, processInbox } from '../payment/inbox';
import {
  abandon,
  askAboutGivenUp,
  followOpenOrders,
  followOpenRefunds,
  paymentTimerOutbox,
} from '../payment/service';
import { settleTold } from '../payment/told';
import { reconcileYesterday } from '../reconciliation/service';

const LEASE = 58 * SECOND;

/** For each job that asks channels, and for all of a run: of the 55 s that the timer has. */
const EACH = 8 * SECOND;
const ALL = 35 * SECOND;

/**
 * What happens to payments by itself in one run of the timer, in the order of a minute. While a
 * channel is silent all of it is reached all the same: the jobs of a run share what they know of it.
 */
export function payJobs(): readonly Job[] {
  const silent = new Set<Channel>();
  const mayReconcile = budgetOf(ALL);
  const patience = () => patienceOf(EACH, silent);
  return [
    // The first: whatever else is stuck, somebody hears of it.
    every(10 * MINUTE, 'alarmOnStuck', alarmOnStuck),
    every(MINUTE, 'processInbox', (context) => {
      const { mayGoOn } = patience();
      return processInbox(context, settleTold, { settleRefund, mayGoOn });
    }),
    every(MINUTE, 'followOpenOrders', (context) => followOpenOrders(context, patience())),
    every(MINUTE, 'expireBookings', (context) => {
      const { mayAsk, asking } = patience();
      return expireBookings(context, async (_, order) => {
        const { channel } = order;
        return mayAsk(channel) ? asking(channel, () => abandon(context, order)) : 'NOT_NOW';
      });
    }),
    every(MINUTE, 'followRefunds', (context) => followOpenRefunds(context, patience())),
    every(HOUR, 'forgetNotifications', ({ db, now }) => forgetSettledNotifications(db, now)),
    every(MINUTE, 'askAboutGivenUp', (context) => askAboutGivenUp(context, patience())),
    every(MINUTE, 'drainOrders', (context) =>
      drainOutbox(paymentTimerOutbox(), context, { mayGoOn: patience().mayGoOn }),
    ),
    every(HOUR, 'closeLedgerDay', closeLedgerDay),
    every(HOUR, 'checkBooks', checkBooks),
    // The last: it may take long, and nobody waits for it.
    every(10 * MINUTE, 'reconcileYesterday', (context) =>
      reconcileYesterday(context, mayReconcile),
    ),
  ];
}

const every = (period: number, name: string, run: Job['run']): Job => ({
  name,
  every: period,
  lease: LEASE,
  run,
});
