import { createHash } from 'node:crypto';
import { fen } from '@shared/base/money';
import { addDays, clubDayStart, clubMonthSpan, type Instant } from '@shared/base/time';
import type { walletContract } from '@shared/contracts/wallet';
import { frozenMoney, memberMoney } from '@shared/domain/ledger';
import { orderExpiry } from '@shared/domain/order';
import { DEFAULT_WALLET_LIMITS, refusalToTopUp, unspentOf } from '@shared/domain/wallet';
import { drainOutbox } from '../_kit/outbox';
import type { Context, ServerHandlers } from '../_kit/serve';
import { balanceOf, entriesOf, newestEntriesOf } from '../ledger/service';
import {
  createOrder,
  type Order,
  orderById,
  orderOutbox,
  orderView,
  pendingOrdersOf,
  refundById,
  refundOutbox,
} from '../order/service';
import { abandon, ask, channel, payable } from './paying';
import { recentTopups, statementLine, topupSeller, withdraw } from './service';
import { topupEnabled } from './settings';

const RECENT = 8;

/** ≤ 32 characters; the same form sent twice is the same order. */
const orderIdOf = (memberId: string, requestId: string) =>
  `T${createHash('sha256').update(`${memberId}:${requestId}`).digest('hex').slice(0, 28)}`;

/** The caller's own order, or a refusal. */
async function ownOrder(
  { db }: Context,
  orderId: string,
  memberId: string,
  refuse: (code: 'ORDER_NOT_FOUND') => Error,
): Promise<Order> {
  const order = await orderById(db, orderId);
  if (order?.memberId !== memberId) throw refuse('ORDER_NOT_FOUND');
  return order;
}

/** What a payment left to be done, at once; if it cannot be done now, the timer does it. */
async function followPayment(context: Context): Promise<void> {
  const { platform, newId } = context;
  const handlers = { ...orderOutbox({ TOPUP: topupSeller }), ...refundOutbox(channel) };
  await drainOutbox(handlers, context).catch((fault) => platform.reportFault(fault, newId()));
}

export const walletHandlers: ServerHandlers<typeof walletContract> = {
  async home({ caller, context: { db, now } }) {
    const { memberId } = caller.identity;
    const account = memberMoney(memberId);
    const [balance, frozen, pending, topups, newest] = await Promise.all([
      balanceOf(db, account),
      balanceOf(db, frozenMoney(memberId)),
      pendingOrdersOf(db, memberId),
      recentTopups(db, memberId, now),
      newestEntriesOf(db, account, RECENT),
    ]);
    const unspent = unspentOf(topups, balance);
    return {
      balance: fen(balance),
      frozen: fen(frozen),
      topupEnabled: topupEnabled(),
      limits: DEFAULT_WALLET_LIMITS,
      pending: pending.filter(({ expiresAt }) => expiresAt > now).map(orderView),
      withdrawable: topups.map((topup) => ({
        ...topup,
        unspent: unspent.get(topup.orderId) ?? fen(0),
      })),
      recent: newest.map((entry) => statementLine(entry, memberId)),
      now,
    };
  },

  async topUp({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    if (!topupEnabled()) throw refuse('TOPUP_DISABLED');
    const _id = orderIdOf(memberId, input.requestId);
    const [available, frozen, pending] = await Promise.all([
      balanceOf(db, memberMoney(memberId)),
      balanceOf(db, frozenMoney(memberId)),
      pendingOrdersOf(db, memberId),
    ]);
    const { amount } = input;
    // What may still be paid counts, or two open orders together would pass the limit.
    const coming = pending
      .filter((order) => order._id !== _id && order.expiresAt > now)
      .reduce((sum, order) => sum + order.amount, 0);
    const refusal = refusalToTopUp({ amount, balance: available + frozen + coming });
    if (refusal) throw refuse(refusal);
    const order = await createOrder(db, {
      _id,
      memberId,
      kind: 'TOPUP',
      channel: 'WECHAT',
      status: 'PENDING',
      amount: fen(amount),
      refunded: fen(0),
      description: '场边钱包充值',
      openid: caller.openid,
      prepayId: null,
      createdAt: now,
      expiresAt: orderExpiry(now),
      paidAt: null,
      transactionId: null,
      fulfilledAt: null,
    });
    return payable(context, order);
  },

  async resume({ input, caller, context, refuse }) {
    const order = await ownOrder(context, input.orderId, caller.identity.memberId, refuse);
    return payable(context, order);
  },

  async order({ input, caller, context, refuse }) {
    const order = await ownOrder(context, input.orderId, caller.identity.memberId, refuse);
    const known = await ask(context, order);
    if (known.paidAt !== null && known.fulfilledAt === null) await followPayment(context);
    return orderView(known);
  },

  async cancel({ input, caller, context, refuse }) {
    const order = await ownOrder(context, input.orderId, caller.identity.memberId, refuse);
    const known = await abandon(context, order);
    if (known.paidAt !== null && known.fulfilledAt === null) await followPayment(context);
    return orderView(known);
  },

  async withdraw({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    const { orderId } = input;
    await ownOrder(context, orderId, memberId, refuse);
    const refundId = `R${orderIdOf(memberId, input.requestId)}`;
    const before = await refundById(db, refundId);
    // The reply to an earlier try was lost: what it took back is the answer again.
    const amount =
      before?.amount ??
      (await (async () => {
        const topups = await recentTopups(db, memberId, now);
        return db.transaction((tx) => withdraw(tx, { memberId, orderId, refundId, topups }, now));
      })());
    await followPayment(context);
    const order = await ownOrder(context, orderId, memberId, refuse);
    return { order: orderView(order), amount };
  },

  async statement({ input: { month, kind }, caller, context: { db } }) {
    const { memberId } = caller.identity;
    const { first, last } = clubMonthSpan(month);
    const span = { from: clubDayStart(first), until: clubDayStart(addDays(last, 1)) as Instant };
    const entries = await entriesOf(db, memberMoney(memberId), span);
    const lines = entries.map((entry) => statementLine(entry, memberId)).reverse();
    return { month, lines: lines.filter((line) => kind === null || line.kind === kind) };
  },
};
