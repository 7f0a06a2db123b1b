import type { Fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { OrderView } from '@shared/contracts/wallet';
import { advanceOrder, nextOrderStatus, type OrderKind } from '@shared/domain/order';
import { Refusal, type RefusalCode } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import type { OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { takenInAt } from './accounts';
import { leaveGivenUp } from './fulfilment';
import { startRefund } from './refunding';
import { type Order, orders } from './store';

export { takenInAt } from './accounts';
export { fulfilmentOf, leaveFulfilment } from './fulfilment';
export * from './listing';
export { ordersPaidBy } from './logging';
export type { CampusScope, Span } from './movements';
export {
  creditRefund,
  hasEnded,
  leftTheClub,
  mayRefund,
  refundById,
  refundIn,
  settleRefund,
  startRefund,
} from './refunding';
export { reverseOrder } from './reversing';
export { followRefunds, refundOutbox, sendRefund } from './sending';
export { type Payment, PaymentMismatch, settlePayment } from './settling';
export type { Order, Refund } from './store';

/** What a domain that sells something gives. */
export interface Seller {
  /**
   * Hands over what was paid for, in the transaction that marks it, and moves the money on from
   * `takenInAt(order)`. Answers why it cannot (any more); then it has written nothing.
   */
  readonly fulfil: (tx: Transaction, order: Order, at: Instant) => Promise<RefusalCode | null>;
  /**
   * Lets go of what was kept for an order that nobody paid, or whose payment goes back because it
   * could not be handed over, in the transaction that decides it.
   */
  readonly release: (tx: Transaction, order: Order, at: Instant) => Promise<void>;
}
export type Sellers = Readonly<Record<OrderKind, Seller>>;

export const orderView = (order: Order): OrderView => ({
  id: order._id,
  kind: order.kind,
  channel: order.channel,
  status: order.status,
  amount: order.amount,
  refunded: order.refunded,
  subjectId: order.subjectId,
  createdAt: order.createdAt,
  expiresAt: order.expiresAt,
  paidAt: order.paidAt,
});

export const orderById = (db: Db, orderId: string) => db.get(orders, orderId);
export const orderIn = (tx: Transaction, orderId: string) => tx.get(orders, orderId);

/** Everything of a new order that nobody paid yet. */
export const newOrder = (
  what: Pick<Order, '_id' | 'memberId' | 'kind' | 'channel' | 'amount' | 'description'> &
    Pick<Order, 'openid' | 'createdAt' | 'expiresAt'> &
    Partial<Pick<Order, 'campusId' | 'operatorId' | 'subjectId' | 'note'>>,
): Order => ({
  campusId: null,
  ip: null,
  operatorId: null,
  subjectId: null,
  note: '',
  ...what,
  status: 'PENDING',
  refunded: 0 as Fen,
  refunding: 0 as Fen,
  prepayId: null,
  askedAt: null,
  refundableAt: null,
  paidAt: null,
  transactionId: null,
  closedAt: null,
  fulfilledAt: null,
});

/**
 * Writes a new order; asked again under the same id, it answers the one that exists. `admit` may
 * refuse it, or write what is kept for it, in the same transaction.
 *
 * @throws Refusal whatever `admit` answers
 */
export function createOrder(
  db: Db,
  order: Order,
  admit: (tx: Transaction) => Promise<RefusalCode | null> = async () => null,
): Promise<Order> {
  return db.transaction(async (tx) => {
    const known = await tx.get(orders, order._id);
    if (known) return known;
    const refusal = await admit(tx);
    if (refusal) throw new Refusal(refusal);
    await tx.put(orders, { ...order, ip: tx.origin });
    return order;
  });
}

/** Writes a new order in the caller's transaction; one that exists fails it. */
export const putOrder = (tx: Transaction, order: Order) =>
  tx.create(orders, { ...order, ip: tx.origin });

/**
 * A new order whose money is here already (the wallet, cash, a transfer): paid and handed over in
 * the caller's transaction.
 *
 * @throws Refusal what the seller answers, or that the wallet holds too little
 */
export async function sell(
  tx: Transaction,
  order: Order,
  sellers: Sellers,
  at: Instant,
): Promise<Order> {
  const paid: Order = { ...order, status: advanceOrder(order.status, 'pay'), paidAt: at };
  const refusal = await sellers[order.kind].fulfil(tx, paid, at);
  if (refusal) throw new Refusal(refusal);
  const done: Order = { ...paid, fulfilledAt: at };
  await tx.put(orders, done);
  return done;
}

/** Keeps the channel's handle, so that an order left open can be resumed. */
export const keepPrepayId = (db: Db, orderId: string, prepayId: string) =>
  db.changeIf(orders, { _id: orderId, status: 'PENDING' }, { set: { prepayId } });

/** Kinds of the outbox that need the channel's keys, or follow from it: `payTimer` does them. */
export const PAYMENT_DEEDS = ['fulfilOrder', 'askGivenUp', 'sendRefund', 'uploadShipping'] as const;

/**
 * What a paid order left to be done. Done twice, it does nothing the second time. What cannot be
 * handed over any more goes back in full, by itself.
 */
export const orderOutbox = (sellers: Sellers): OutboxHandlers => ({
  async fulfilOrder(payload, { db, now }) {
    const { orderId } = payload as { orderId: string };
    await db.transaction(async (tx) => {
      const order = await tx.need(orders, orderId);
      if (order.fulfilledAt !== null || order.status !== 'PAID') return;
      const refusal = await sellers[order.kind].fulfil(tx, order, now);
      if (!refusal) {
        await tx.put(orders, { ...order, fulfilledAt: now });
        return;
      }
      const { amount } = order;
      const refundId = `R${orderId}`;
      const from = takenInAt(order);
      const reason = '无法交付，已自动全额退款';
      await startRefund(tx, { refundId, order, amount, from, reason }, now);
      await sellers[order.kind].release(tx, order, now);
    });
  },
});

/**
 * Closes an order that nobody paid and lets go of what was kept for it; answers the order as it
 * stands then.
 */
export function closeOrder(
  { db, now }: Context,
  sellers: Sellers,
  orderId: string,
  event: 'expire' | 'cancel' | 'fail',
): Promise<Order> {
  return db.transaction(async (tx) => {
    const order = await tx.need(orders, orderId);
    const status = nextOrderStatus(order.status, event);
    if (!status) return order;
    const closed: Order = { ...order, status, closedAt: now };
    await tx.put(orders, closed);
    await sellers[order.kind].release(tx, closed, now);
    if (event === 'cancel') await leaveGivenUp(tx, closed, now);
    return closed;
  });
}

export const ordersOf = (db: Db, memberId: string) => db.all(orders, { memberId });

/** Trade records stay, as the law wants; whose WeChat identity paid, and from where, does not. */
export const eraseOrdersOf = (db: Db, memberId: string) =>
  db.changeAll(orders, { memberId }, { set: { openid: 'erased', ip: null } });

export const pendingOrdersOf = (db: Db, memberId: string) =>
  db.find(orders, {
    where: { memberId, status: 'PENDING' },
    order: [['createdAt', 'desc']],
    limit: 20,
  });

/** Top-ups that were credited since a moment, for the seven days in which they may be taken back. */
export const paidOrdersOf = (db: Db, memberId: string, kind: OrderKind, since: Instant) =>
  db.all(orders, { memberId, kind, paidAt: { gte: since } });

/** More than a desk takes in on a day. */
const MOST_OF_A_DAY = 500;

/** What the clerks of a campus took, by orders made since a moment, newest first. */
export const deskOrders = (db: Db, campusId: string, since: Instant) =>
  db.find(orders, {
    where: { campusId, operatorId: { ne: null }, createdAt: { gte: since } },
    order: [['createdAt', 'desc']],
    limit: MOST_OF_A_DAY,
  });
