import type { OrderView, PaymentParams } from '@shared/contracts/wallet';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { ChannelRefused, ChannelUnknown, OrderPaid } from '../order/channel';
import {
  closeOrder,
  keepPrepayId,
  type Order,
  orderById,
  orderView,
  settlePayment,
} from '../order/service';
import { openWechatChannel } from '../wechatPay/channel';

/** The channel, or the refusal that it is not there for us. */
export function channel() {
  const opened = openWechatChannel();
  if (!opened) throw new Refusal('PAYMENT_UNAVAILABLE');
  return opened;
}

/** A channel that says no, or nothing clear, is a refusal to the person and a fault to us. */
async function clearly<T>({ platform, newId }: Context, work: () => Promise<T>): Promise<T> {
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
  const { db, now } = context;
  if (order.paidAt !== null) throw new Refusal('ORDER_ALREADY_PAID');
  if (order.status !== 'PENDING' || order.expiresAt <= now) throw new Refusal('ORDER_CLOSED');
  const wechat = channel();
  const { _id: orderId, amount, description, openid, expiresAt } = order;
  let { prepayId } = order;
  if (prepayId === null) {
    const asked = { orderId, amount, description, openid, expiresAt };
    prepayId = (await prepared(context, order, () => wechat.prepare(asked))).prepayId;
    await keepPrepayId(db, orderId, prepayId);
  }
  return { order: orderView(order), payment: wechat.paymentOf(prepayId, now) };
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
 * no proof. Without a clear answer the order is shown as we know it.
 */
export async function ask(context: Context, order: Order): Promise<Order> {
  if (order.status !== 'PENDING') return order;
  const wechat = channel();
  try {
    const found = await wechat.query(order._id);
    if (found.state === 'PAID') await settle(context, order, found);
    else if (order.expiresAt <= context.now && found.state !== 'UNPAID') {
      return closeOrder(context.db, order._id, 'expire');
    }
  } catch (error) {
    if (!(error instanceof ChannelUnknown)) throw error;
    context.platform.reportFault(error, context.newId());
  }
  return (await orderById(context.db, order._id)) ?? order;
}

/** Gives an unpaid order up: at the channel first, so that nobody pays what we have closed. */
export async function abandon(context: Context, order: Order): Promise<Order> {
  if (order.status !== 'PENDING') return order;
  const wechat = channel();
  try {
    await clearly(context, () => wechat.close(order._id));
  } catch (error) {
    if (error instanceof OrderPaid) return ask(context, order);
    throw error;
  }
  const event = order.expiresAt <= context.now ? 'expire' : 'cancel';
  return closeOrder(context.db, order._id, event);
}

type Found = Awaited<ReturnType<ReturnType<typeof channel>['query']>>;

async function settle(context: Context, order: Order, found: Found): Promise<void> {
  const { transactionId, amount, paidAt } = found;
  if (transactionId === null || amount === null || paidAt === null) {
    throw new Error(`order ${order._id} is paid without saying how`);
  }
  const { _id: orderId } = order;
  await settlePayment(context, { orderId, channel: 'WECHAT', transactionId, amount, paidAt });
}
