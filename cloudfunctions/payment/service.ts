import { SECOND } from '@shared/base/time';
import { budgetOf } from '../_kit/budget';
import { doNow, drainOutbox, type OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import type { Patience } from '../order/patience';
import {
  followRefunds,
  fulfilmentOf,
  markAsked,
  type Order,
  openOrders,
  orderById,
  orderOutbox,
  refundOutbox,
} from '../order/service';
import { shippingOutbox } from '../order/shipping';
import { channelOf, openChannels } from './channels';
import { abandon, ask } from './paying';
import { SELLERS } from './sellers';

export { channelOf, hasChannel, openChannels, phoneChannel } from './channels';
export { askAboutGivenUp } from './givenUp';
export { abandon, ask, askAnyway, clearly, payable, scannable } from './paying';
export { SELLERS } from './sellers';

/**
 * What payments leave to be done. Made when it is asked for: functions that only share a file with
 * those that ask then carry neither the channels nor their keys.
 */
const paymentOutbox = (): OutboxHandlers => ({
  ...orderOutbox(SELLERS),
  ...refundOutbox(channelOf),
});

/** Everything of money that the timer does; the upload needs a permission that only it has. */
export const paymentTimerOutbox = (): OutboxHandlers => ({
  ...paymentOutbox(),
  ...shippingOutbox,
});

/** Somebody waits for the answer, and what is due may be anybody's. */
const WHILE_SOMEBODY_WAITS = 3 * SECOND;

/** Does what a payment left to be done, at once; if it cannot be done now, the timer does it. */
export async function followPayment(context: Context): Promise<void> {
  const { platform, newId } = context;
  const limits = { mayGoOn: budgetOf(WHILE_SOMEBODY_WAITS) };
  await drainOutbox(paymentOutbox(), context, limits).catch((fault) =>
    platform.reportFault(fault, newId()),
  );
}

/**
 * A payment that has come in is handed over before it is shown, also while another call is about to
 * do so; answers the order as it stands then.
 */
export async function handedOver(context: Context, order: Order): Promise<Order> {
  if (order.paidAt === null || order.fulfilledAt !== null) return order;
  await doNow(orderOutbox(SELLERS), context, fulfilmentOf(order._id, context.now));
  return (await orderById(context.db, order._id)) ?? order;
}

const MOST_ORDERS = 50;

/**
 * Asks the channels about every order that is open, so that a lost notification costs a minute, and
 * closes what has expired, at the channel first.
 */
export async function followOpenOrders(context: Context, patience: Patience): Promise<void> {
  const { db, now, platform } = context;
  for (const channel of openChannels(context)) {
    const asked: string[] = [];
    for (const order of await openOrders(db, channel, MOST_ORDERS)) {
      if (!patience.mayAsk(channel)) break;
      asked.push(order._id);
      const follow = order.expiresAt <= now ? abandon : ask;
      // One order that cannot be asked about keeps no other waiting.
      await patience
        .asking(channel, () => follow(context, order))
        .catch((fault) => platform.reportFault(fault, order._id));
    }
    if (asked.length > 0) await markAsked(db, asked, now);
  }
}

/** Asks the channels about every refund that is under way. */
export const followOpenRefunds = (context: Context, patience: Patience) =>
  followRefunds(context, channelOf, patience);
