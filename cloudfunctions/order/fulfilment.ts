import { type Instant, MINUTE, plus } from '@shared/base/time';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { type Order, orders } from './store';

/** The deed that hands an order over. */
export const fulfilmentOf = (orderId: string, at: Instant) => ({
  key: `order:${orderId}:fulfil`,
  kind: 'fulfilOrder',
  payload: { orderId },
  at,
});

/**
 * Leaves a code that is given up to be asked about when nobody can scan it any more: Alipay may never
 * have heard that it is, and its word of a payment may be lost.
 */
export async function leaveGivenUp(tx: Transaction, order: Order, at: Instant): Promise<void> {
  const { _id: orderId, channel, expiresAt } = order;
  if (channel !== 'ALIPAY') return;
  const [key, dueAt] = [`order:${orderId}:givenUp`, plus(expiresAt, MINUTE)];
  await leaveInOutbox(tx, { key, kind: 'askGivenUp', payload: { orderId }, at, dueAt });
}

/**
 * Leaves a paid order to be handed over now: the deed is gone, or was pushed back after failures.
 * Left for one that is handed over meanwhile, it does nothing. False when there is nothing to do.
 */
export async function leaveFulfilment(tx: Transaction, orderId: string, at: Instant) {
  const order = await tx.need(orders, orderId);
  if (order.status !== 'PAID' || order.fulfilledAt !== null) return false;
  await leaveInOutbox(tx, fulfilmentOf(orderId, at));
  return true;
}
