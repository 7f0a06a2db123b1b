import type { booksContract } from '@shared/contracts/books';
import { isOnline } from '@shared/domain/order';
import { idOfRequest } from '../_kit/requests';
import type { Context, Member, ServerHandlers } from '../_kit/serve';
import {
  leaveFulfilment,
  type Order,
  orderById,
  orderByNumber,
  ordersPage,
  orderView,
  refundsOf,
  reverseOrder,
} from '../order/service';
import { abandon, askAnyway, followPayment, handedOver } from '../payment/service';
import { payBackTopup, topupReason, topupsFrom } from '../wallet/service';
import { audited, reasonOf, recordAsked } from './audited';
import { handsOn, orderFile } from './file';
import { scopeOf, seen } from './scope';
import { payersOf } from './views';

type Books = ServerHandlers<typeof booksContract>;

const PAGE = 30;

const seenOrder = async ({ db }: Context, caller: Member, orderId: string): Promise<Order> =>
  seen(caller, await orderById(db, orderId));

/** The order as it stands after something was done with it. */
async function fileOf(context: Context, caller: Member, orderId: string) {
  return orderFile(context, await seenOrder(context, caller, orderId));
}

/** Looking at orders, and what is done with one by hand. */
export const orderHandlers: Pick<
  Books,
  'order' | 'orders' | 'query' | 'close' | 'fulfil' | 'reverse' | 'payBack'
> = {
  async order({ input, caller, context }) {
    return orderFile(context, seen(caller, await orderByNumber(context.db, input.number)));
  },

  async orders({ input, caller, context: { db, now } }) {
    const page = await ordersPage(db, scopeOf(caller), input.before, PAGE);
    const { nameOf } = await payersOf(db, page.orders);
    const orders = page.orders.map((order) => ({
      order: orderView(order),
      maskedName: nameOf(order),
    }));
    return { orders, next: page.next, now };
  },

  async query({ input: { orderId }, caller, context, refuse }) {
    const order = await seenOrder(context, caller, orderId);
    if (!handsOn(order, []).query) return orderFile(context, order);
    const { campusId } = order;
    await recordAsked(caller, context, { action: 'books.query', targetId: orderId, campusId });
    const known = await askAnyway(context, order);
    if (!known) throw refuse('PAYMENT_UNAVAILABLE');
    await handedOver(context, known);
    return fileOf(context, caller, orderId);
  },

  async close({ input: { orderId }, caller, context }) {
    const order = await seenOrder(context, caller, orderId);
    if (!handsOn(order, []).close) return orderFile(context, order);
    const { campusId } = order;
    await recordAsked(caller, context, { action: 'books.close', targetId: orderId, campusId });
    await handedOver(context, await abandon(context, order));
    return fileOf(context, caller, orderId);
  },

  async fulfil({ input: { orderId }, caller, context }) {
    const { db, now } = context;
    const order = await seenOrder(context, caller, orderId);
    if (handsOn(order, await refundsOf(db, orderId)).fulfil) {
      const { campusId } = order;
      const deed = { action: 'books.fulfil', targetId: orderId, campusId } as const;
      const audit = audited(caller, context, deed);
      await db.transaction(async (tx) => {
        if (await leaveFulfilment(tx, orderId, now)) await audit(tx);
      });
      await followPayment(context);
    }
    return fileOf(context, caller, orderId);
  },

  async reverse({ input: { orderId, reason }, caller, context }) {
    const { db, now } = context;
    const { campusId } = await seenOrder(context, caller, orderId);
    const deed = {
      action: 'books.reverse',
      targetId: orderId,
      campusId,
      reason: reasonOf(reason),
    } as const;
    const audit = audited(caller, context, deed);
    const asked = { orderId, handedOver: ({ _id }: Order) => topupReason(_id) };
    await db.transaction(async (tx) => {
      if (await reverseOrder(tx, asked, now)) await audit(tx);
    });
    return fileOf(context, caller, orderId);
  },

  async payBack({ input, caller, context }) {
    const { db, now } = context;
    const { orderId, amount, requestId } = input;
    const reason = reasonOf(input.reason);
    const order = await seenOrder(context, caller, orderId);
    const deed = {
      action: 'books.payBack',
      targetId: orderId,
      campusId: order.campusId,
      reason,
    } as const;
    const audit = audited(caller, context, deed);
    const refundId = `D${idOfRequest(orderId, requestId)}`;
    const topups = await topupsFrom(db, order);
    const asked = { orderId, refundId, amount, topups };
    await db.transaction(async (tx) => {
      if (await payBackTopup(tx, asked, now)) await audit(tx);
    });
    if (isOnline(order.channel)) await followPayment(context);
    return fileOf(context, caller, orderId);
  },
};
