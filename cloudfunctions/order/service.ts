import type { Fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { OrderView } from '@shared/contracts/wallet';
import { advanceOrder, type Channel, nextOrderStatus, type OrderKind } from '@shared/domain/order';
import type { Db, Transaction } from '../_kit/db';
import { leaveInOutbox, type OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { type Order, orders } from './store';

export {
  followRefunds,
  mayRefund,
  refundById,
  refundOutbox,
  settleRefund,
  startRefund,
} from './refunding';
export type { Order } from './store';

/**
 * What a domain that sells something gives: `fulfil` hands over what was paid for, in the
 * transaction that marks it; called exactly once an order. Answers whether it still can.
 */
export interface Seller {
  readonly fulfil: (tx: Transaction, order: Order, at: Instant) => Promise<boolean>;
}
export type Sellers = Readonly<Record<OrderKind, Seller>>;

export const orderView = (order: Order): OrderView => ({
  id: order._id,
  kind: order.kind,
  channel: order.channel,
  status: order.status,
  amount: order.amount,
  refunded: order.refunded,
  createdAt: order.createdAt,
  expiresAt: order.expiresAt,
  paidAt: order.paidAt,
});

export const orderById = (db: Db, orderId: string) => db.get(orders, orderId);
export const orderIn = (tx: Transaction, orderId: string) => tx.get(orders, orderId);

/** Writes a new order; asked again under the same id, it answers the one that exists. */
export function createOrder(db: Db, order: Order): Promise<Order> {
  return db.transaction(async (tx) => {
    const known = await tx.get(orders, order._id);
    if (known) return known;
    await tx.put(orders, order);
    return order;
  });
}

/** Keeps the channel's handle, so that an order left open can be resumed. */
export const keepPrepayId = (db: Db, orderId: string, prepayId: string) =>
  db.changeIf(orders, { _id: orderId, status: 'PENDING' }, { set: { prepayId } });

export interface Payment {
  readonly orderId: string;
  readonly channel: Channel;
  readonly transactionId: string;
  readonly amount: Fen;
  readonly paidAt: Instant;
}

/**
 * Money came in: marks the order paid and leaves its fulfilment in the outbox, in one commit.
 * Told again, it does nothing. A payment that does not match its order is a fault: it stays where
 * it was reported, for a person to look at.
 */
export async function settlePayment(context: Context, payment: Payment): Promise<void> {
  const { db, now } = context;
  await db.transaction(async (tx) => {
    const order = await tx.get(orders, payment.orderId);
    if (!order) throw new Error(`a payment for an order that does not exist: ${payment.orderId}`);
    if (order.paidAt !== null) return;
    if (order.amount !== payment.amount || order.channel !== payment.channel) {
      throw new Error(`the payment does not match order ${order._id}`);
    }
    const late = nextOrderStatus(order.status, 'pay') === null;
    const status = advanceOrder(order.status, late ? 'latePay' : 'pay');
    const { transactionId, paidAt } = payment;
    await tx.put(orders, { ...order, status, transactionId, paidAt });
    const payload = { orderId: order._id };
    await leaveInOutbox(tx, {
      key: `order:${order._id}:fulfil`,
      kind: 'fulfilOrder',
      payload,
      at: now,
    });
  });
}

/** Kinds of the outbox that need the channel's keys, or follow from it: `payTimer` does them. */
export const PAYMENT_DEEDS = ['fulfilOrder', 'sendRefund'] as const;

/** What a paid order left to be done. Done twice, it does nothing the second time. */
export const orderOutbox = (sellers: Sellers): OutboxHandlers => ({
  async fulfilOrder(payload, { db, now }) {
    const { orderId } = payload as { orderId: string };
    await db.transaction(async (tx) => {
      const order = await tx.need(orders, orderId);
      if (order.fulfilledAt !== null || order.status !== 'PAID') return;
      const done = await sellers[order.kind].fulfil(tx, order, now);
      if (!done) throw new Error(`order ${orderId} was paid and cannot be fulfilled`);
      await tx.put(orders, { ...order, fulfilledAt: now });
    });
  },
});

/** Closes an order that nobody paid; answers the order as it stands then. */
export function closeOrder(db: Db, orderId: string, event: 'expire' | 'cancel'): Promise<Order> {
  return db.transaction(async (tx) => {
    const order = await tx.need(orders, orderId);
    const status = nextOrderStatus(order.status, event);
    if (!status) return order;
    const closed: Order = { ...order, status };
    await tx.put(orders, closed);
    return closed;
  });
}

export const ordersOf = (db: Db, memberId: string) => db.all(orders, { memberId });

/** Trade records stay, as the law wants; whose WeChat identity paid does not. */
export const eraseOrdersOf = (db: Db, memberId: string) =>
  db.changeAll(orders, { memberId }, { set: { openid: 'erased' } });

export const pendingOrdersOf = (db: Db, memberId: string) =>
  db.find(orders, {
    where: { memberId, status: 'PENDING' },
    order: [['createdAt', 'desc']],
    limit: 20,
  });

/** Top-ups that were credited since a moment, for the seven days in which they may be taken back. */
export const paidOrdersOf = (db: Db, memberId: string, kind: OrderKind, since: Instant) =>
  db.all(orders, { memberId, kind, paidAt: { gte: since } });

/** Open orders, the oldest first: what a timer asks the channel about. */
export const openOrders = (db: Db, channel: Channel, limit: number) =>
  db.find(orders, {
    where: { channel, status: 'PENDING' },
    order: [['createdAt', 'asc']],
    limit,
  });
