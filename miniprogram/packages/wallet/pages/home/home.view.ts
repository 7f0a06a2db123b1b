import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant, plus } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { OrderView } from '@shared/contracts/wallet';
import { ORDER_KIND_WORDS } from '@shared/domain/order';
import { WITHDRAWAL_WINDOW } from '@shared/domain/wallet';
import { REFUSALS } from '@shared/refusals';
import { type ExpiryRow, expiryRows, pointsText } from '../../../../words/points';
import { type LineRow, lineRow } from '../../order/line.view';
import { timeLeft } from '../../order/order.view';

export type Wallet = Awaited<ReturnType<Api['wallet']['home']>>;
type Withdrawable = Wallet['withdrawable'][number];

/** An order that waits for payment. */
export interface PendingRow {
  readonly id: string;
  readonly what: string;
  readonly amount: string;
  /** `还剩 14:32`, or that it is about to close. */
  readonly left: string;
  readonly payable: boolean;
}

/** A top-up of the last seven days of which something is unspent. */
export interface WithdrawableRow {
  readonly id: string;
  readonly what: string;
  readonly unspent: string;
  /** Until when it can be taken back. */
  readonly until: string;
}

export interface WalletView {
  readonly balance: string;
  /** Empty when nothing is frozen. */
  readonly frozen: string;
  /** Why nothing can be topped up; empty when it can. */
  readonly closed: string;
  readonly pending: readonly PendingRow[];
  readonly withdrawable: readonly WithdrawableRow[];
  readonly recent: readonly LineRow[];
  readonly points: string;
  /** Points that expire next, by month; the membership's page has the rest. */
  readonly expiring: readonly ExpiryRow[];
}

const EXPIRY_MONTHS = 3;

export function walletView(wallet: Wallet, now: Instant): WalletView {
  return {
    balance: formatYuan(wallet.balance),
    frozen: wallet.frozen > 0 ? formatYuan(wallet.frozen) : '',
    closed: wallet.topupEnabled ? '' : REFUSALS.TOPUP_DISABLED,
    pending: wallet.pending.map((order) => pendingRow(order, now)),
    withdrawable: wallet.withdrawable.filter(({ unspent }) => unspent > 0).map(withdrawableRow),
    recent: wallet.recent.map((line) => lineRow(line, 'M 月 D 日 HH:mm')),
    points: pointsText(wallet.points.usable),
    expiring: expiryRows(wallet.points.expiring).slice(0, EXPIRY_MONTHS),
  };
}

function withdrawableRow({ orderId, paidAt, amount, unspent }: Withdrawable): WithdrawableRow {
  return {
    id: orderId,
    what: `${formatClub(paidAt, 'M 月 D 日')}充值 ${formatYuan(amount)}`,
    unspent: formatYuan(unspent),
    until: `${formatClub(plus(paidAt, WITHDRAWAL_WINDOW), 'M 月 D 日 HH:mm')} 前可退`,
  };
}

export function pendingRow(order: OrderView, now: Instant): PendingRow {
  const left = timeLeft(order, now);
  return {
    id: order.id,
    what: ORDER_KIND_WORDS[order.kind],
    amount: formatYuan(order.amount),
    left: left ? `还剩 ${left}` : '正在关闭',
    payable: left !== '',
  };
}

/** An order on the screen has come to its end: the wallet has to be asked for anew. */
export const isOutdated = ({ pending }: Wallet, now: Instant) =>
  pending.some(({ expiresAt }) => expiresAt <= now);
