import { type Fen, fen } from '@shared/base/money';
import { type Instant, plus } from '@shared/base/time';
import type { StatementLine } from '@shared/contracts/wallet';
import { channelMoney, frozenMoney, memberMoney } from '@shared/domain/ledger';
import { refusalToWithdraw, type Topup, unspentOf, WITHDRAWAL_WINDOW } from '@shared/domain/wallet';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import {
  balanceIn,
  balanceOf,
  closeBalance,
  entriesOf,
  gainOf,
  type LedgerEntry,
  move,
} from '../ledger/service';
import {
  mayRefund,
  orderIn,
  ordersOf,
  orderView,
  paidOrdersOf,
  pendingOrdersOf,
  type Seller,
  startRefund,
} from '../order/service';

const TOPUP = 'topup:';

/** A paid top-up becomes balance: what the channel owes us is the member's. */
export const topupSeller: Seller = {
  async fulfil(tx, order, at) {
    const { memberId, channel, amount } = order;
    const postings = [{ from: channelMoney(channel), to: memberMoney(memberId), amount }];
    await move(tx, { reason: `${TOPUP}${order._id}`, postings, at });
    return true;
  },
};

/**
 * Takes an empty wallet away with its account. Money in it, or an order that may still be paid, has
 * to be settled first.
 *
 * @throws Refusal SETTLE_WALLET_FIRST
 */
export async function closeWallet(tx: Transaction, memberId: string): Promise<void> {
  for (const account of [memberMoney(memberId), frozenMoney(memberId)]) {
    if (!(await closeBalance(tx, account))) throw new Refusal('SETTLE_WALLET_FIRST');
  }
}

/** Whether an order of the member waits for payment: money may come in for it at any moment. */
export const awaitsPayment = async (db: Db, memberId: string): Promise<boolean> =>
  (await pendingOrdersOf(db, memberId)).length > 0;

/** The top-ups that may still be taken back: credited in the last seven days. */
export async function recentTopups(db: Db, memberId: string, now: Instant): Promise<Topup[]> {
  const paid = await paidOrdersOf(db, memberId, 'TOPUP', plus(now, -WITHDRAWAL_WINDOW));
  return paid.flatMap(({ _id: orderId, amount, refunded, paidAt, fulfilledAt }) =>
    paidAt === null || fulfilledAt === null
      ? []
      : [{ orderId, amount: fen(amount - refunded), paidAt }],
  );
}

/**
 * Takes the unspent part of a top-up back, in the transaction that finds out how much that is.
 *
 * @throws Refusal ORDER_NOT_FOUND, REFUND_UNDER_WAY, WITHDRAWAL_WINDOW_OVER, NOTHING_TO_WITHDRAW
 */
export async function withdraw(
  tx: Transaction,
  ask: {
    readonly memberId: string;
    readonly orderId: string;
    readonly refundId: string;
    readonly topups: readonly Topup[];
  },
  now: Instant,
): Promise<Fen> {
  const { memberId, orderId, refundId, topups } = ask;
  const order = await orderIn(tx, orderId);
  if (order?.memberId !== memberId || order.kind !== 'TOPUP') throw new Refusal('ORDER_NOT_FOUND');
  if (!mayRefund(order)) throw new Refusal('REFUND_UNDER_WAY');
  const topup = topups.find((one) => one.orderId === orderId);
  if (!topup) throw new Refusal('WITHDRAWAL_WINDOW_OVER');
  const unspent = unspentOf(topups, await balanceIn(tx, memberMoney(memberId)));
  const amount = unspent.get(orderId) ?? fen(0);
  const refusal = refusalToWithdraw(topup, amount, now);
  if (refusal) throw new Refusal(refusal);
  const short = await startRefund(tx, { refundId, order, amount, reason: '充值七天内退回' }, now);
  if (short) throw new Refusal(short);
  return amount;
}

/** Everything that is stored about a member's money, for the member. */
export async function walletRecord(db: Db, memberId: string) {
  const account = memberMoney(memberId);
  const [available, frozen, entries, orders] = await Promise.all([
    balanceOf(db, account),
    balanceOf(db, frozenMoney(memberId)),
    entriesOf(db, account),
    ordersOf(db, memberId),
  ]);
  return {
    money: fen(available + frozen),
    entries: entries.map((entry) => ({
      reason: entry._id,
      at: entry.at,
      amount: fen(gainOf(entry, account)),
    })),
    orders: orders.map(orderView),
  };
}

/** An entry of the ledger as a line of the member's statement. */
export function statementLine(entry: LedgerEntry, memberId: string): StatementLine {
  const amount: Fen = fen(gainOf(entry, memberMoney(memberId)));
  const topup = entry._id.startsWith(TOPUP);
  const withdrawn = entry._id.startsWith('refund:');
  return {
    id: entry._id,
    at: entry.at,
    kind: topup ? 'TOPUP' : withdrawn ? 'WITHDRAWAL' : amount > 0 ? 'REFUND' : 'SPENDING',
    amount,
    orderId: topup ? entry._id.slice(TOPUP.length) : null,
  };
}
