import { MINUTE, plus } from '@shared/base/time';
import type { OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import type { PaymentChannel } from './channel';
import type { Patience } from './patience';
import { settleRefund } from './refunding';
import { orders, type Refund, refunds } from './store';

type ChannelOf = (channel: Refund['channel']) => PaymentChannel;

/** Longer than a function may run: by then what it sent has reached the channel or never will. */
const SENDING = 2 * MINUTE;

/**
 * Sends a refund under way. Sent again under the same id, the channel pays once; one that ended, or
 * waits for a person, is not sent: its money may be in the member's wallet by now.
 */
export async function sendRefund(context: Context, refundId: string, channelOf: ChannelOf) {
  const { db, now } = context;
  const known = await db.get(refunds, refundId);
  if (!known) throw new Error(`refunds/${refundId} should exist`);
  if (known.status !== 'OPEN') return;
  const order = await db.get(orders, known.orderId);
  if (!order) throw new Error(`orders/${known.orderId} should exist`);
  const { orderId, amount, reason, channel } = known;
  const through = channelOf(channel);
  // Written before it goes out: a person who gives the money elsewhere writes the same document.
  const sending = { set: { sendingUntil: plus(now, SENDING) } };
  if (!(await db.changeIf(refunds, { _id: refundId, status: 'OPEN' }, sending))) {
    const { status } = (await db.get(refunds, refundId)) ?? {};
    if (status !== 'OPEN') return;
  }
  const asked = { orderId, refundId, amount, total: order.amount, reason };
  const { state } = await through.refund(asked);
  await settleRefund(context, { refundId, state });
}

/** Sends what was left to be sent. */
export const refundOutbox = (channelOf: ChannelOf): OutboxHandlers => ({
  sendRefund: (payload, context) =>
    sendRefund(context, (payload as { refundId: string }).refundId, channelOf),
});

const MOST = 50;

/**
 * Asks the channels about refunds under way, so that a lost notification costs a minute: those first
 * that it asked about longest ago, because banks may keep many for days.
 */
export async function followRefunds(
  context: Context,
  channelOf: ChannelOf,
  { mayGoOn, mayAsk, asking }: Patience,
): Promise<void> {
  const { db, now } = context;
  const open = await db.find(refunds, {
    where: { status: 'OPEN' },
    order: [
      ['askedAt', 'asc'],
      ['createdAt', 'asc'],
    ],
    limit: MOST,
  });
  const hadTheirTurn: string[] = [];
  for (const { _id: refundId, orderId, channel } of open) {
    if (!mayGoOn()) break;
    hadTheirTurn.push(refundId);
    // Those of a channel that is silent go to the end, too: another's may wait behind them.
    if (!mayAsk(channel)) continue;
    try {
      const ask = () => channelOf(channel).queryRefund({ orderId, refundId });
      const found = await asking(channel, ask);
      // Unknown there: the outbox has not sent it yet, and will.
      if (found) await settleRefund(context, { refundId, state: found.state });
    } catch (fault) {
      context.platform.reportFault(fault, refundId);
    }
  }
  if (hadTheirTurn.length === 0) return;
  await db.changeAll(refunds, { _id: { in: hadTheirTurn } }, { set: { askedAt: now } });
}
