import { DAY, plus } from '@shared/base/time';
import { drainOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { OrderPaid } from '../order/channel';
import type { Patience } from '../order/patience';
import { type Order, orderById, PaymentMismatch } from '../order/service';
import { channelOf, hasChannel } from './channels';
import { askAnyway } from './paying';

/** Longer nobody asks: the day's bill has told a person of what was paid. */
const LONGEST = 7 * DAY;

/**
 * Asks about codes that were given up, when their time is over: what was paid for one is handed over,
 * or goes back. Nobody waits for it, so only the timer does it, and not of a channel that is silent.
 */
export function askAboutGivenUp(context: Context, patience: Patience): Promise<number> {
  const askGivenUp = async (payload: Readonly<Record<string, unknown>>, of: Context) => {
    const order = await orderById(of.db, String(payload.orderId));
    if (!order || order.paidAt !== null || !hasChannel(of, order.channel)) return;
    try {
      await patience.asking(order.channel, () => closeOrSettle(of, order));
    } catch (fault) {
      // To ask again would change nothing: a person looks, at the day's bill.
      const hopeless = fault instanceof PaymentMismatch || of.now >= plus(order.expiresAt, LONGEST);
      if (!hopeless) throw fault;
      of.platform.reportFault(fault, order._id);
    }
  };
  return drainOutbox({ askGivenUp }, context, { mayGoOn: () => patience.mayAsk('ALIPAY') });
}

/** A trade that somebody began to pay at the last moment is closed, so that it ends as well. */
async function closeOrSettle(context: Context, order: Order): Promise<void> {
  try {
    await channelOf(order.channel).close(order._id);
  } catch (fault) {
    if (!(fault instanceof OrderPaid)) throw fault;
    if (!(await askAnyway(context, order))) throw fault;
  }
}
