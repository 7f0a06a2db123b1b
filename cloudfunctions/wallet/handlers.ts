import { createHash } from 'node:crypto';
import { fen } from '@shared/base/money';
import { addDays, clubDateOf, clubDayStart, clubMonthSpan, type Instant } from '@shared/base/time';
import type { walletContract } from '@shared/contracts/wallet';
import { frozenMoney, memberMoney } from '@shared/domain/ledger';
import { isOnline, orderExpiry } from '@shared/domain/order';
import { expiryByMonth, usableLots } from '@shared/domain/points';
import { unspentOf } from '@shared/domain/wallet';
import type { Context, ServerHandlers } from '../_kit/serve';
import { balanceOf, entriesOf, newestEntriesOf } from '../ledger/service';
import {
  createOrder,
  newOrder,
  type Order,
  orderById,
  orderView,
  pendingOrdersOf,
} from '../order/service';
import { abandon, ask, followPayment, handedOver, payable } from '../payment/service';
import { accountOf, usableIn } from '../points/service';
import { admitTopup, recentTopups, statementLine, TOPUP_DESCRIPTION, withdraw } from './service';
import { topupEnabled, walletLimits } from './settings';

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

export const walletHandlers: ServerHandlers<typeof walletContract> = {
  async home({ caller, context: { db, now } }) {
    const { memberId } = caller.identity;
    const account = memberMoney(memberId);
    const [balance, frozen, pending, topups, newest, earned] = await Promise.all([
      balanceOf(db, account),
      balanceOf(db, frozenMoney(memberId)),
      pendingOrdersOf(db, memberId),
      recentTopups(db, memberId, now),
      newestEntriesOf(db, account, RECENT),
      accountOf(db, memberId),
    ]);
    const unspent = unspentOf(topups, balance);
    return {
      balance: fen(balance),
      frozen: fen(frozen),
      topupEnabled: topupEnabled(),
      limits: walletLimits(),
      pending: pending.filter(({ expiresAt }) => expiresAt > now).map(orderView),
      withdrawable: topups
        .filter(({ channel }) => isOnline(channel))
        .map((topup) => ({ ...topup, unspent: unspent.get(topup.orderId) ?? fen(0) })),
      recent: newest.map((entry) => statementLine(entry, memberId)),
      points: {
        usable: usableIn(earned, now),
        expiring: expiryByMonth(usableLots(earned.lots, clubDateOf(now))),
      },
      now,
    };
  },

  async topUp({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    if (!topupEnabled()) throw refuse('TOPUP_DISABLED');
    const _id = orderIdOf(memberId, input.requestId);
    const order = newOrder({
      _id,
      memberId,
      kind: 'TOPUP',
      channel: 'WECHAT',
      amount: fen(input.amount),
      description: TOPUP_DESCRIPTION,
      openid: caller.openid,
      createdAt: now,
      expiresAt: orderExpiry(now),
    });
    const known = await createOrder(db, order, (tx) => admitTopup(tx, order, now));
    return payable(context, known);
  },

  async resume({ input, caller, context, refuse }) {
    const order = await ownOrder(context, input.orderId, caller.identity.memberId, refuse);
    return payable(context, order);
  },

  async order({ input, caller, context, refuse }) {
    const order = await ownOrder(context, input.orderId, caller.identity.memberId, refuse);
    const known = await ask(context, order);
    return orderView(await handedOver(context, known));
  },

  async cancel({ input, caller, context, refuse }) {
    const order = await ownOrder(context, input.orderId, caller.identity.memberId, refuse);
    const known = await abandon(context, order);
    return orderView(await handedOver(context, known));
  },

  async withdraw({ input, caller, context, refuse }) {
    const { db, now } = context;
    const { memberId } = caller.identity;
    const { orderId } = input;
    await ownOrder(context, orderId, memberId, refuse);
    // Not an R, with which the refund of a top-up that cannot be credited begins.
    const refundId = `W${orderIdOf(memberId, input.requestId)}`;
    const topups = await recentTopups(db, memberId, now);
    const asked = { memberId, orderId, refundId, topups };
    const amount = await db.transaction((tx) => withdraw(tx, asked, now));
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
