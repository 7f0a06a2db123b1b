import type { Instant } from '@shared/base/time';
import { memberMoney } from '@shared/domain/ledger';
import { advanceOrder, isReversible } from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { reverseEntry } from '../ledger/service';
import { reversalIdOf } from './refunding';
import { type Order, orders, refunds } from './store';

/**
 * Takes back an entry that the desk made by mistake: the entry that handed the order over is
 * reversed, and the order ends. False when it was reversed before.
 *
 * It leaves a refund that has succeeded, so that a day's takings, the list of refunds, the order's
 * file and what is left of the order all read one document, and none has a case of its own for it.
 *
 * @param handedOver the reason of the entry that is reversed
 * @throws Refusal ORDER_NOT_FOUND, NOT_REVERSIBLE, or SPENT_ALREADY when the wallet holds less
 */
export async function reverseOrder(
  tx: Transaction,
  ask: { readonly orderId: string; readonly handedOver: (order: Order) => string },
  at: Instant,
): Promise<boolean> {
  const order = await tx.get(orders, ask.orderId);
  if (!order) throw new Refusal('ORDER_NOT_FOUND');
  if (order.status === 'REVERSED') return false;
  const { _id: orderId, memberId, campusId, channel, amount } = order;
  if (!isReversible(order) || memberId === null) throw new Refusal('NOT_REVERSIBLE');
  const reason = `reverse:${orderId}`;
  const short = await reverseEntry(tx, { reason, of: ask.handedOver(order), at, orderId });
  if (short) throw new Refusal('SPENT_ALREADY');
  const status = advanceOrder(order.status, 'reverse');
  await tx.put(orders, { ...order, status, refunded: amount });
  await tx.put(refunds, {
    ...{ _id: reversalIdOf(orderId), orderId, memberId, campusId, channel, amount },
    from: memberMoney(memberId),
    reason: '前台收款冲正',
    status: 'SUCCESS',
    createdAt: at,
    endedAt: at,
    sendingUntil: null,
    askedAt: null,
    overDesk: false,
  });
  return true;
}
