import type { OnlineChannel } from '@shared/domain/order';
import type { Context } from '../_kit/serve';
import { orderById, settlePayment } from '../order/service';
import { channelOf } from './channels';
import { processInbox, receive, type SettlePayment, type Told } from './inbox';
import { followPayment } from './service';

/**
 * Settles what a channel told of. An order that is closed here is asked about first: Alipay gives
 * back by itself what came in while a code was cancelled, and its notification may be the later.
 */
export const settleTold: SettlePayment = async (context, payment) => {
  const { orderId, channel } = payment;
  const order = await orderById(context.db, orderId);
  if (channel !== 'ALIPAY' || !order || order.status === 'PENDING' || order.paidAt !== null) {
    return settlePayment(context, payment);
  }
  const found = await channelOf(channel).query(orderId);
  if (found.state === 'CLOSED') return;
  const { state, transactionId, amount, paidAt, payer = null } = found;
  if (state !== 'PAID' || transactionId === null || amount === null || paidAt === null) {
    throw new Error(`order ${orderId} is told to be paid and asked about it is not`);
  }
  await settlePayment(context, { orderId, channel, transactionId, amount, paidAt, payer });
};

/** Hands over at once what was paid for; if that fails, the timer does it. */
const settleAndFulfil: SettlePayment = async (context, payment) => {
  await settleTold(context, payment);
  await followPayment(context);
};

/** The channels wait five seconds for our answer, and getting it to them takes some of that. */
const ANSWERED_WITHIN = 3500;

/** The ms that are left for an answer, counted from the moment at which this is called. */
export function answerTime(): () => number {
  const started = performance.now();
  return () => ANSWERED_WITHIN - (performance.now() - started);
}

interface Taken {
  readonly channel: OnlineChannel;
  readonly told: Told;
  /** The ms that are left; what is not settled by then the timer settles. */
  readonly left: () => number;
}

/** Keeps a notification that was vouched for, and tries to settle it at once. */
export async function takeTold(context: Context, { channel, told, left }: Taken): Promise<void> {
  if (!(await receive(context, channel, told)) || left() <= 0) return;
  await within(left(), processInbox(context, settleAndFulfil, { only: told.id }), context);
}

/** Waits for work that may be left to others, whether it fails or takes too long. */
async function within(ms: number, work: Promise<unknown>, { platform, newId }: Context) {
  const done = work.catch((fault) => platform.reportFault(fault, newId()));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}
