import { DAY, type Instant, plus } from '@shared/base/time';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox, type OutboxHandlers } from '../_kit/outbox';
import { orders } from './store';

export interface Shipped {
  readonly orderId: string;
  /** 3: virtual, 4: picked up or consumed on the spot. */
  readonly logisticsType: 3 | 4;
  readonly itemDescription: string;
}

/**
 * Leaves WeChat to be told that what was paid for has been handed over, in the transaction in which
 * it was: without it WeChat keeps the money.
 */
export const leaveShipping = (tx: Transaction, { at, ...shipped }: Shipped & { at: Instant }) =>
  leaveInOutbox(tx, {
    key: `order:${shipped.orderId}:ship`,
    kind: 'uploadShipping',
    payload: { ...shipped, at },
    at,
  });

/** What fails shows among the deeds that wait for a person; longer than this nobody comes. */
const PATIENCE = 7 * DAY;

/**
 * Tells WeChat. Told twice, WeChat answers that it knows. What it still refuses a week after the
 * handing over is said once more and ends: WeChat pays out all the same when a person uploads it by
 * hand on the merchant's page.
 */
export const shippingOutbox: OutboxHandlers = {
  async uploadShipping(payload, { db, now, platform }) {
    const { orderId, logisticsType, itemDescription, at } = payload as unknown as Shipped & {
      readonly at: Instant;
    };
    const order = await db.get(orders, orderId);
    if (order?.channel !== 'WECHAT' || order.transactionId === null) return;
    // Whose account is gone has no identity any more that WeChat could be told.
    if (order.openid === 'erased') return;
    // What went back whole cannot be shipped any more, and no money waits for it.
    if (order.status === 'REFUNDED') return;
    const { transactionId, openid } = order;
    const asked = { transactionId, openid, logisticsType, itemDescription, at };
    try {
      if ((await platform.uploadShipping(asked)) === 'DONE') return;
      throw new Error(`WeChat does not know payment ${transactionId} yet`);
    } catch (fault) {
      if (now < plus(at, PATIENCE)) throw fault;
      const cause = fault instanceof Error ? fault.message : String(fault);
      const alarm = { name: 'ALARM', shippingGivenUp: orderId, transactionId, cause };
      platform.reportFault(JSON.stringify(alarm), orderId);
    }
  },
};
