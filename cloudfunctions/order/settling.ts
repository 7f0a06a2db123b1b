import type { Fen } from '@shared/base/money';
import { type Instant, MINUTE, plus } from '@shared/base/time';
import { advanceOrder, type Channel, nextOrderStatus } from '@shared/domain/order';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { ChannelUnknown } from './channel';
import { fulfilmentOf } from './fulfilment';
import { type Order, orders } from './store';

export interface Payment {
  readonly orderId: string;
  readonly channel: Channel;
  readonly transactionId: string;
  readonly amount: Fen;
  readonly paidAt: Instant;
  /** Who paid, as the channel knows them; null when it does not say. */
  readonly payer: string | null;
}

/** What the channel has of an order is not what we have: a person looks, and nothing moves. */
export class PaymentMismatch extends Error {
  override readonly name = 'PaymentMismatch';
}

/** Longer than a function may run: by then a code that was being withdrawn has been. */
const WITHDRAWING = MINUTE;

/**
 * Money came in: marks the order paid and leaves its fulfilment in the outbox, in one commit.
 * Told again, it does nothing. A payment that does not match its order, or is a second one for it,
 * is a fault: it stays where it was reported, for a person to look at.
 *
 * @throws PaymentMismatch, or ChannelUnknown when it has to be told again later
 */
export async function settlePayment(context: Context, payment: Payment): Promise<void> {
  const { db, now } = context;
  await db.transaction(async (tx) => {
    const order = await tx.get(orders, payment.orderId);
    if (!order) throw new PaymentMismatch(`a payment for no order: ${payment.orderId}`);
    expectToFit(order, payment);
    if (order.paidAt !== null) return;
    const late = nextOrderStatus(order.status, 'pay') === null;
    // Alipay may be giving it back this very moment: told again later, it says what has become of it.
    if (order.channel === 'ALIPAY' && now < plus(order.closedAt ?? (0 as Instant), WITHDRAWING)) {
      throw new ChannelUnknown(`order ${order._id} was closed a moment ago`);
    }
    const status = advanceOrder(order.status, late ? 'latePay' : 'pay');
    const { transactionId, paidAt } = payment;
    await tx.put(orders, { ...order, status, transactionId, paidAt });
    await leaveInOutbox(tx, fulfilmentOf(order._id, now));
  });
}

/** Whose account is gone, and who pays at the desk, is known by no identity of the channel's. */
const NOBODY: readonly string[] = ['', 'erased'];

function expectToFit(order: Order, payment: Payment): void {
  const { _id, amount, channel, openid } = order;
  const asked = NOBODY.includes(openid) ? null : openid;
  const other =
    (amount !== payment.amount && 'amount') ||
    (channel !== payment.channel && 'channel') ||
    (asked !== null && payment.payer !== null && asked !== payment.payer && 'payer') ||
    (order.paidAt !== null && isAnother(order.transactionId, payment) && 'transaction') ||
    null;
  if (other) throw new PaymentMismatch(`a payment does not match order ${_id}: another ${other}`);
}

/** Money that came in for what was paid before: dropped, nobody would ever give it back. */
const isAnother = (known: string | null, { transactionId }: Payment): boolean =>
  known !== null && known !== transactionId;
