import { type Fen, fen, formatYuan } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { StatementLine } from '@shared/contracts/wallet';
import { frozenMoney, memberMoney } from '@shared/domain/ledger';
import { isOnline, refundableOf } from '@shared/domain/order';
import {
  MOST_OPEN_TOPUPS,
  refusalToTopUp,
  refusalToWithdraw,
  type Topup,
  unspentOf,
} from '@shared/domain/wallet';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { recordAudit } from '../audit/service';
import {
  balanceIn,
  balanceOf,
  closeBalance,
  entriesOf,
  gainOf,
  type LedgerEntry,
  move,
} from '../ledger/service';
import { memberInTransaction } from '../member/service';
import {
  hasOpenOrders,
  mayRefund,
  type Order,
  orderIn,
  ordersOf,
  orderView,
  refundIn,
  type Seller,
  startRefund,
  takenInAt,
} from '../order/service';
import { leaveShipping } from '../order/shipping';
import { intakes } from './intakes';
import { walletLimits } from './settings';

export { payBackTopup, recentTopups, topupsFrom, unspentTopup } from './payingBack';

const TOPUP = 'topup:';
/** The reason of the entry that credits a top-up. */
export const topupReason = (orderId: string) => `${TOPUP}${orderId}`;

/** What the payer reads of a top-up. */
export const TOPUP_DESCRIPTION = '场边钱包充值';

/** Logistics type of what is not delivered but credited; WeChat releases the money after two days. */
const VIRTUAL = 3;

/** A paid top-up becomes balance: what the channel owes us, or the desk took, is the member's. */
export const topupSeller: Seller = {
  async fulfil(tx, order, at) {
    const { _id: orderId, memberId, amount } = order;
    const member = memberId === null ? null : await memberInTransaction(tx, memberId);
    // The account was ended while the money was on its way: it goes back.
    if (!member) return 'MEMBER_NOT_FOUND';
    const postings = [{ from: takenInAt(order), to: memberMoney(member._id), amount }];
    await move(tx, { reason: topupReason(orderId), postings, at, orderId });
    if (isOnline(order.channel)) await forgetIntake(tx, order);
    if (order.channel === 'WECHAT') {
      const goods = { logisticsType: VIRTUAL, itemDescription: order.description } as const;
      await leaveShipping(tx, { orderId, ...goods, at });
    }
    return null;
  },
  release: forgetIntake,
};

/**
 * Why a top-up may not be taken in, or null: then it counts against the limit until it is credited
 * or given up. Decided by documents of this transaction, so two phones at once do not pass it.
 */
export async function admitTopup(tx: Transaction, order: Order, now: Instant) {
  const { memberId, amount } = order;
  if (memberId === null) throw new Error(`order ${order._id} tops up nobody's wallet`);
  const known = await tx.get(intakes, memberId);
  const open = (known?.open ?? []).filter(({ until }) => until > now);
  if (isOnline(order.channel) && open.length >= MOST_OPEN_TOPUPS) return 'TOO_MANY_OPEN';
  const available = await balanceIn(tx, memberMoney(memberId));
  const frozen = await balanceIn(tx, frozenMoney(memberId));
  const coming = open.reduce((sum, one) => sum + one.amount, 0);
  const balance = available + frozen + coming;
  const refusal = refusalToTopUp({ amount, balance }, walletLimits());
  if (refusal) return refusal;
  const added = { orderId: order._id, amount, until: order.expiresAt };
  // Money at the desk is credited in this transaction: nothing is kept for it, and the write is
  // only there so that an order of the member's phone at the same instant conflicts.
  const kept = isOnline(order.channel) ? [...open, added] : open;
  await tx.put(intakes, { _id: memberId, open: kept });
  return null;
}

/** What a member can spend, and how much more may be taken in before the wallet is full. */
export async function roomOf(db: Db, memberId: string, now: Instant) {
  const [balance, frozen, known] = await Promise.all([
    balanceOf(db, memberMoney(memberId)),
    balanceOf(db, frozenMoney(memberId)),
    db.get(intakes, memberId),
  ]);
  const open = (known?.open ?? []).filter(({ until }) => until > now);
  const coming = open.reduce((sum, { amount }) => sum + amount, 0);
  const room = walletLimits().mostBalance - balance - frozen - coming;
  return { balance: fen(balance), room: fen(Math.max(0, room)) };
}

async function forgetIntake(tx: Transaction, { _id, memberId }: Order): Promise<void> {
  const known = memberId === null ? null : await tx.get(intakes, memberId);
  if (!known) return;
  await tx.put(intakes, { ...known, open: known.open.filter(({ orderId }) => orderId !== _id) });
}

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
  await tx.remove(intakes, memberId);
}

/** Whether money of the member may come in, or come back to the wallet, at any moment. */
export const awaitsMoney = hasOpenOrders;

/**
 * Takes the unspent part of a top-up back, in the transaction that finds out how much that is. Asked
 * again under the same id, it answers what was taken back.
 *
 * @throws Refusal ORDER_NOT_FOUND, WITHDRAW_AT_DESK, REFUND_UNDER_WAY, WITHDRAWAL_WINDOW_OVER, NOTHING_TO_WITHDRAW
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
  // The reply to an earlier try was lost: what it took back is the answer again.
  const known = await refundIn(tx, refundId);
  if (known) return known.amount;
  const order = await orderIn(tx, orderId);
  if (order?.memberId !== memberId || order.kind !== 'TOPUP') throw new Refusal('ORDER_NOT_FOUND');
  // What was handed over the desk cannot be sent back by a phone.
  if (!isOnline(order.channel)) throw new Refusal('WITHDRAW_AT_DESK');
  if (!mayRefund(order)) throw new Refusal('REFUND_UNDER_WAY');
  const topup = topups.find((one) => one.orderId === orderId);
  if (!topup) throw new Refusal('WITHDRAWAL_WINDOW_OVER');
  const unspent = unspentOf(topups, await balanceIn(tx, memberMoney(memberId)));
  // The top-ups were read before this transaction: the order says what of it is left now.
  const amount = fen(Math.min(unspent.get(orderId) ?? 0, refundableOf(order)));
  const refusal = refusalToWithdraw(topup, amount, now);
  if (refusal) throw new Refusal(refusal);
  const from = memberMoney(memberId);
  const asked = { refundId, order, amount, from, reason: '充值七天内退回' };
  const short = await startRefund(tx, asked, now);
  if (short) throw new Refusal(short);
  const entry = { at: now, actorId: memberId, campusId: order.campusId, targetId: orderId };
  const detail = formatYuan(amount);
  await recordAudit(tx, {
    key: `withdraw:${refundId}`,
    action: 'wallet.withdraw',
    ...entry,
    detail,
  });
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

function kindOf(reason: string, amount: number): StatementLine['kind'] {
  if (reason.startsWith(TOPUP)) return 'TOPUP';
  if (reason.startsWith('reverse:')) return 'REVERSAL';
  if (amount > 0) return 'REFUND';
  return reason.startsWith('refund:') ? 'WITHDRAWAL' : 'SPENDING';
}

const OF_A_LESSON = /^lesson:([^:]+):/;

/** An entry of the ledger as a line of the member's statement. */
export function statementLine(entry: LedgerEntry, memberId: string): StatementLine {
  const amount: Fen = fen(gainOf(entry, memberMoney(memberId)));
  return {
    id: entry._id,
    at: entry.at,
    kind: kindOf(entry._id, amount),
    amount,
    orderId: entry.orderId ?? null,
    lessonId: OF_A_LESSON.exec(entry._id)?.[1] ?? null,
  };
}
