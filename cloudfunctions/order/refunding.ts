import { type Fen, fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { channelMoney, memberMoney, type Posting, refundingMoney } from '@shared/domain/ledger';
import { advanceOrder, CHANNELS, nextOrderStatus } from '@shared/domain/order';
import * as z from 'zod';
import { collection, type Db, type Transaction } from '../_kit/db';
import { leaveInOutbox, type OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { move } from '../ledger/service';
import type { ChannelRefund, PaymentChannel } from './channel';
import { type Order, orders } from './store';

/** Money on its way back. A retry keeps the id, which the channel knows it by: a new one pays twice. */
const refund = z.object({
  _id: id,
  orderId: id,
  memberId: id,
  channel: z.enum(CHANNELS),
  amount: fenAmount,
  reason: z.string().max(80),
  /** ABNORMAL waits for a person: the channel could not hand the money over. */
  status: z.enum(['OPEN', 'SUCCESS', 'CLOSED', 'ABNORMAL']),
  createdAt: instant,
  endedAt: instant.nullable(),
});
export type Refund = z.output<typeof refund>;
export const refunds = collection('refunds', refund);

/**
 * Takes money out of the member's wallet and leaves it to be sent back through the channel it came
 * by, in the transaction of whoever decided it. Answers why not, if there is too little.
 */
export async function startRefund(
  tx: Transaction,
  ask: {
    readonly refundId: string;
    readonly order: Order;
    readonly amount: Fen;
    readonly reason: string;
  },
  at: Instant,
) {
  const { refundId, order, amount, reason } = ask;
  const { _id: orderId, memberId, channel } = order;
  const postings: Posting[] = [
    { from: memberMoney(memberId), to: refundingMoney(channel), amount },
  ];
  const short = await move(tx, { reason: `refund:${refundId}:start`, postings, at });
  if (short) return short;
  await tx.put(orders, { ...order, status: advanceOrder(order.status, 'refund') });
  const opened = { orderId, memberId, channel, amount, reason, createdAt: at, endedAt: null };
  await tx.put(refunds, { _id: refundId, ...opened, status: 'OPEN' });
  const key = `refund:${refundId}:send`;
  await leaveInOutbox(tx, { key, kind: 'sendRefund', payload: { refundId }, at });
  return null;
}

export interface RefundTold {
  readonly refundId: string;
  readonly state: ChannelRefund['state'];
}

/** The channel says how a refund stands. Told again, or told of one that has ended, nothing happens. */
export async function settleRefund(context: Context, told: RefundTold): Promise<void> {
  const { db, now } = context;
  const { refundId, state } = told;
  if (state === 'PROCESSING') return;
  await db.transaction(async (tx) => {
    const known = await tx.get(refunds, refundId);
    if (!known) throw new Error(`a refund that is not ours: ${refundId}`);
    const ended = known.status === 'SUCCESS' || known.status === 'CLOSED';
    if (ended || known.status === state) return;
    await tx.put(refunds, { ...known, status: state, endedAt: now });
    if (state !== 'ABNORMAL') await finish(tx, known, state, now);
  });
}

/** What a refund that ended means for the ledger and its order. */
async function finish(tx: Transaction, ended: Refund, state: 'SUCCESS' | 'CLOSED', at: Instant) {
  const { _id: refundId, orderId, memberId, channel, amount } = ended;
  const order = await tx.need(orders, orderId);
  const gone = state === 'SUCCESS';
  const to = gone ? channelMoney(channel) : memberMoney(memberId);
  const postings: Posting[] = [{ from: refundingMoney(channel), to, amount }];
  const reason = `refund:${refundId}:${gone ? 'done' : 'back'}`;
  await move(tx, { reason, postings, at });
  const refunded = fen(order.refunded + (gone ? amount : 0));
  const event =
    refunded === order.amount ? 'refundedAll' : refunded > 0 ? 'refundedPart' : 'refundFailed';
  await tx.put(orders, { ...order, refunded, status: advanceOrder(order.status, event) });
}

/** Sends what was left to be sent. Sent again under the same id, the channel pays once. */
export const refundOutbox = (openChannel: () => PaymentChannel): OutboxHandlers => ({
  async sendRefund(payload, context) {
    const { refundId } = payload as { refundId: string };
    const { db } = context;
    const known = await db.get(refunds, refundId);
    if (!known) throw new Error(`refunds/${refundId} should exist`);
    const order = await db.get(orders, known.orderId);
    if (!order) throw new Error(`orders/${known.orderId} should exist`);
    const { orderId, amount, reason } = known;
    const asked = { orderId, refundId, amount, total: order.amount, reason };
    const { state } = await openChannel().refund(asked);
    await settleRefund(context, { refundId, state });
  },
});

const MOST = 50;

/** Asks the channel about refunds under way, so that a lost notification costs a minute. */
export async function followRefunds(context: Context, channel: PaymentChannel): Promise<void> {
  const open = await context.db.find(refunds, {
    where: { status: 'OPEN' },
    order: [['createdAt', 'asc']],
    limit: MOST,
  });
  for (const { _id: refundId } of open) {
    try {
      const found = await channel.queryRefund(refundId);
      // Unknown there: the outbox has not sent it yet, and will.
      if (found) await settleRefund(context, { refundId, state: found.state });
    } catch (fault) {
      context.platform.reportFault(fault, refundId);
    }
  }
}

export const mayRefund = (order: Order): boolean =>
  nextOrderStatus(order.status, 'refund') !== null;

export const refundById = (db: Db, refundId: string) => db.get(refunds, refundId);
