import type { OrderView, PaymentParams } from '@shared/contracts/wallet';
import { isOnline } from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { type ChannelPayment, ChannelRefused, ChannelUnknown, OrderPaid } from '../order/channel';
import {
  closeOrder,
  keepPrepayId,
  type Order,
  orderById,
  orderView,
  PaymentMismatch,
  settlePayment,
} from '../order/service';
import { channelOf, hasChannel, phoneChannel } from './channels';
import { SELLERS } from './sellers';

/** A channel that says no, or nothing clear, is a refusal to the person and a fault to us. */
export async function clearly<T>({ platform, newId }: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ChannelUnknown || error instanceof ChannelRefused)) throw error;
    platform.reportFault(error, newId());
    throw new Refusal('PAYMENT_UNAVAILABLE');
  }
}

/** What the phone needs to pay an open order now. Asked again, it leads to the same payment. */
export async function payable(
  context: Context,
  order: Order,
): Promise<{ order: OrderView; payment: PaymentParams }> {
  const prepayId = await handleOf(context, order);
  return { order: orderView(order), payment: phoneChannel().paymentOf(prepayId, context.now) };
}

/** The text of the code that the payer's Alipay scans. Asked again, it is the same code. */
export async function scannable(
  context: Context,
  order: Order,
): Promise<{ order: OrderView; code: string }> {
  return { code: await handleOf(context, order), order: orderView(order) };
}

/** The channel's handle of an order that can be paid now. */
async function handleOf(context: Context, order: Order): Promise<string> {
  const { db, now } = context;
  if (order.paidAt !== null) throw new Refusal('ORDER_ALREADY_PAID');
  if (order.status !== 'PENDING' || order.expiresAt <= now) throw new Refusal('ORDER_CLOSED');
  if (order.prepayId !== null) return order.prepayId;
  const channel = channelOf(order.channel);
  const { _id: orderId, amount, description, openid, expiresAt } = order;
  const asked = { orderId, amount, description, openid, expiresAt };
  const { prepayId } = await prepared(context, order, () => channel.prepare(asked));
  if (await keepPrepayId(db, orderId, prepayId)) return prepayId;
  const known = await orderById(db, orderId);
  // The same handle, kept by a call beside this one.
  if (known?.status === 'PENDING') return known.prepayId ?? prepayId;
  if (known?.paidAt != null) throw new Refusal('ORDER_ALREADY_PAID');
  await closeAgain(context, order);
  throw new Refusal('ORDER_CLOSED');
}

/**
 * Closes at the channel what was closed here while it was being made there. If that fails, nobody
 * has its handle, and it ends with the order's time.
 */
async function closeAgain(context: Context, order: Order): Promise<void> {
  try {
    await channelOf(order.channel).close(order._id);
    await withdrawCode(context, order);
  } catch (fault) {
    if (fault instanceof OrderPaid) await askAnyway(context, order);
    else context.platform.reportFault(fault, order._id);
  }
}

/** Somebody may have paid while we asked for another way to pay: then that is what counts. */
async function prepared<T>(context: Context, order: Order, work: () => Promise<T>): Promise<T> {
  try {
    return await clearly(context, work);
  } catch (error) {
    if (!(error instanceof OrderPaid)) throw error;
    await ask(context, order);
    throw new Refusal('ORDER_ALREADY_PAID');
  }
}

/**
 * How an order stands, asked of the channel while it is open: what the phone says of a payment is
 * no proof. Without a clear answer, or a channel to ask, the order is shown as we know it.
 */
export async function ask(context: Context, order: Order): Promise<Order> {
  if (order.status !== 'PENDING' || !hasChannel(context, order.channel)) return order;
  return (await askAnyway(context, order)) ?? order;
}

/**
 * Asks the channel about an order whatever we believe of it: money may have come in for one that is
 * closed here. Null when there is no clear answer.
 */
export async function askAnyway(context: Context, order: Order): Promise<Order | null> {
  const { db, now, platform, newId } = context;
  const channel = channelOf(order.channel);
  try {
    const found = await channel.query(order._id);
    if (found.state === 'PAID') await settle(context, order, found);
    else if (found.state === 'FAILED') return closeOrder(context, SELLERS, order._id, 'fail');
    // An Alipay code that nobody scanned is unknown there: only when its time is over it is closed.
    else if (order.expiresAt <= now && found.state !== 'UNPAID') {
      return closeOrder(context, SELLERS, order._id, 'expire');
    }
  } catch (error) {
    if (!(error instanceof ChannelUnknown || error instanceof ChannelRefused)) throw error;
    platform.reportFault(error, newId());
    return null;
  }
  return orderById(db, order._id);
}

/** Gives an unpaid order up: at the channel first, so that nobody pays what we have closed. */
export async function abandon(context: Context, order: Order): Promise<Order> {
  if (order.status !== 'PENDING') return order;
  try {
    if (isOnline(order.channel)) {
      const channel = channelOf(order.channel);
      await clearly(context, () => channel.close(order._id));
    }
  } catch (error) {
    if (error instanceof OrderPaid) return ask(context, order);
    throw error;
  }
  const event = order.expiresAt <= context.now ? 'expire' : 'cancel';
  const closed = await closeOrder(context, SELLERS, order._id, event);
  if (closed.paidAt === null && event === 'cancel') await withdrawCode(context, closed);
  return closed;
}

/**
 * Takes away what somebody could still scan. If that fails, the code ends with the order's time, and
 * what is paid until then is a late payment.
 */
async function withdrawCode({ platform }: Context, { _id, channel }: Order): Promise<void> {
  if (!isOnline(channel)) return;
  await channelOf(channel)
    .withdrawCode?.(_id)
    .catch((fault) => platform.reportFault(fault, _id));
}

async function settle(context: Context, order: Order, found: ChannelPayment): Promise<void> {
  const { transactionId, amount, paidAt, payer = null } = found;
  if (transactionId === null || amount === null || paidAt === null) {
    throw new Error(`order ${order._id} is paid without saying how`);
  }
  const { _id: orderId, channel } = order;
  // Read again: we may have settled it, and given it back, since the order was read.
  if (found.returned && (await orderById(context.db, orderId))?.paidAt === null) {
    // We give nothing back that we do not know as paid: somebody did at the channel, and crediting
    // it would pay twice. A person looks.
    throw new PaymentMismatch(`order ${orderId} went back before it was settled`);
  }
  await settlePayment(context, { orderId, channel, transactionId, amount, paidAt, payer });
}
