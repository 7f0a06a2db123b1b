import { type Fen, fen } from '@shared/base/money';
import { type Instant, plus } from '@shared/base/time';
import { memberMoney } from '@shared/domain/ledger';
import { isOnline, mayPayBack, refundableOf } from '@shared/domain/order';
import { type Topup, unspentOf, WITHDRAWAL_WINDOW } from '@shared/domain/wallet';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { balanceIn, balanceOf } from '../ledger/service';
import { type Order, orderIn, paidOrdersOf, refundIn, startRefund } from '../order/service';

/** The top-ups of a member that were credited since a moment, as far as they did not go back. */
async function topupsSince(db: Db, memberId: string, since: Instant) {
  const paid = await paidOrdersOf(db, memberId, 'TOPUP', since);
  return paid.flatMap((order) => {
    const { _id: orderId, channel, status, paidAt, fulfilledAt } = order;
    if (paidAt === null || fulfilledAt === null || status === 'REVERSED') return [];
    return [{ orderId, channel, amount: refundableOf(order), paidAt }];
  });
}

/** The top-ups that may still be taken back: credited in the last seven days. */
export const recentTopups = (db: Db, memberId: string, now: Instant) =>
  topupsSince(db, memberId, plus(now, -WITHDRAWAL_WINDOW));

/** A top-up and those after it: what is left of the balance lies in the newest. */
export const topupsFrom = (db: Db, { memberId, paidAt }: Order) =>
  memberId === null || paidAt === null ? [] : topupsSince(db, memberId, paidAt);

/** What of a top-up still lies in the wallet and may be given back; 0 of any other order. */
export async function unspentTopup(db: Db, order: Order): Promise<Fen> {
  const { _id, memberId } = order;
  if (memberId === null || !mayPayBack(order)) return fen(0);
  const [topups, balance] = await Promise.all([
    topupsFrom(db, order),
    balanceOf(db, memberMoney(memberId)),
  ]);
  return unspentOf(topups, balance).get(_id) ?? fen(0);
}

/**
 * Gives unspent money of a top-up back the way it came, however long ago that was, in the
 * transaction that finds out how much that is: over the desk, or (to be followed) by the channel.
 * False when this was done before, under the same id.
 *
 * @throws Refusal ORDER_NOT_FOUND, NOT_REVERSIBLE, REFUND_UNDER_WAY, REFUND_TOO_MUCH
 */
export async function payBackTopup(
  tx: Transaction,
  ask: {
    readonly orderId: string;
    readonly refundId: string;
    readonly amount: number;
    readonly topups: readonly Topup[];
  },
  now: Instant,
): Promise<boolean> {
  const { orderId, refundId, topups } = ask;
  if (await refundIn(tx, refundId)) return false;
  const order = await orderIn(tx, orderId);
  if (!order) throw new Refusal('ORDER_NOT_FOUND');
  if (order.status === 'REFUNDING') throw new Refusal('REFUND_UNDER_WAY');
  if (order.memberId === null || !mayPayBack(order)) throw new Refusal('NOT_REVERSIBLE');
  const from = memberMoney(order.memberId);
  // The top-ups were read before this transaction: the order says what of it is left now.
  const unspent = unspentOf(topups, await balanceIn(tx, from)).get(orderId) ?? 0;
  if (ask.amount > Math.min(unspent, refundableOf(order))) throw new Refusal('REFUND_TOO_MUCH');
  const amount = fen(ask.amount);
  const overDesk = !isOnline(order.channel);
  const reason = overDesk ? '前台退回未用余额' : '退回未用余额';
  const asked = { refundId, order, amount, from, reason, overDesk };
  const short = await startRefund(tx, asked, now);
  if (short) throw new Refusal('REFUND_TOO_MUCH');
  return true;
}
