import { HOUR, MINUTE, SECOND } from '@shared/base/time';
import type { Job } from '../_kit/jobs';
import { drainOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import {
  followRefunds,
  openOrders,
  orderOutbox,
  refundOutbox,
  settlePayment,
  settleRefund,
} from '../order/service';
import { abandon, ask, channel } from '../wallet/paying';
import { topupSeller } from '../wallet/service';
import { forgetSettledNotifications, processInbox } from '../wechatPay/inbox';

const LEASE = 58 * SECOND;
const MOST_ORDERS = 50;

/**
 * Asks the channel about every order that is open, so that a lost notification costs a minute, and
 * closes what has expired, at the channel first.
 */
async function followOpenOrders(context: Context): Promise<void> {
  for (const order of await openOrders(context.db, 'WECHAT', MOST_ORDERS)) {
    try {
      if (order.expiresAt <= context.now) await abandon(context, order);
      else await ask(context, order);
    } catch (fault) {
      // One order that cannot be asked about keeps no other waiting.
      context.platform.reportFault(fault, order._id);
    }
  }
}

/** What happens to payments by itself, in the order of a minute. */
export const PAY_JOBS: readonly Job[] = [
  {
    name: 'processInbox',
    every: MINUTE,
    lease: LEASE,
    run: (context) => processInbox(context, settlePayment, { settleRefund }),
  },
  { name: 'followOpenOrders', every: MINUTE, lease: LEASE, run: followOpenOrders },
  {
    name: 'followRefunds',
    every: MINUTE,
    lease: LEASE,
    run: (context) => followRefunds(context, channel()),
  },
  {
    name: 'forgetNotifications',
    every: HOUR,
    lease: LEASE,
    run: ({ db, now }) => forgetSettledNotifications(db, now),
  },
  {
    name: 'drainOrders',
    every: MINUTE,
    lease: LEASE,
    run: (context) =>
      drainOutbox({ ...orderOutbox({ TOPUP: topupSeller }), ...refundOutbox(channel) }, context),
  },
];
