import { type Fen, fen } from '../base/money';
import { DAY, type Instant } from '../base/time';

export const WALLET_REFUSALS = {
  TOPUP_AMOUNT_INVALID: '充值金额不在可充值的范围内，请重新填写',
  WALLET_LIMIT: '充值后会超过钱包余额上限，请减少充值金额',
  TOO_MANY_OPEN: '还有几笔充值没有支付，请先支付或取消',
  TOPUP_DISABLED: '本馆暂未开通线上充值，请到前台办理',
  WITHDRAWAL_WINDOW_OVER: '这笔充值已超过 7 天，不能无理由退款，请联系场馆管理员',
  STORED_VALUE_OFF: '储值功能还没有开通，不能收款，请联系管理员',
  OWN_WALLET: '不能给自己充值，请让同事操作',
  WITHDRAW_AT_DESK: '这笔充值是在前台付的，不能线上退回，请联系场馆管理员',
  AMOUNTS_DIFFER: '两次填写的金额不一样，请重新核对',
  SETTLE_WALLET_FIRST: '钱包里还有余额或未完成的订单，请先退款或用完再注销',
  NOTHING_TO_WITHDRAW: '这笔充值已经用完，可以在明细里查看去向',
} as const;

/** Limits of the wallet, all in fen; a club may set its own. */
export interface WalletLimits {
  readonly leastTopup: number;
  readonly mostTopup: number;
  readonly mostBalance: number;
}

/** Rule 42 of the training system; ¥5,000 is what the law allows a named prepaid card. */
export const DEFAULT_WALLET_LIMITS: WalletLimits = {
  leastTopup: 1,
  mostTopup: 1_000_000,
  mostBalance: 500_000,
};

/** Each open order is asked about every minute until it expires. */
export const MOST_OPEN_TOPUPS = 5;

/** Since 2025-05-01 a prepayment may be taken back without reason for seven days. */
export const WITHDRAWAL_WINDOW = 7 * DAY;

/** Why a wallet that holds `balance` (frozen included) may not be topped up by `amount`. */
export function refusalToTopUp(
  ask: { readonly amount: number; readonly balance: number },
  limits: WalletLimits = DEFAULT_WALLET_LIMITS,
) {
  const { amount, balance } = ask;
  const whole = Number.isSafeInteger(amount);
  if (!whole || amount < limits.leastTopup || amount > limits.mostTopup) {
    return 'TOPUP_AMOUNT_INVALID';
  }
  return balance + amount > limits.mostBalance ? 'WALLET_LIMIT' : null;
}

export interface Topup {
  readonly orderId: string;
  /** What of it was credited and not taken back. */
  readonly amount: Fen;
  readonly paidAt: Instant;
}

/**
 * What is unspent of each top-up. Spending uses the oldest first, so what is left of the balance
 * lies in the newest: no lot has to be kept, and a payment touches one balance only.
 */
export function unspentOf(topups: readonly Topup[], balance: number): Map<string, Fen> {
  const unspent = new Map<string, Fen>();
  let left = Math.max(0, balance);
  for (const topup of [...topups].sort((a, b) => b.paidAt - a.paidAt)) {
    const part = Math.min(left, topup.amount);
    unspent.set(topup.orderId, fen(part));
    left -= part;
  }
  return unspent;
}

/** Why the unspent part of a top-up may not be taken back, or null. The last instant counts. */
export function refusalToWithdraw(topup: Topup, unspent: number, now: Instant) {
  if (now > topup.paidAt + WITHDRAWAL_WINDOW) return 'WITHDRAWAL_WINDOW_OVER';
  return unspent > 0 ? null : 'NOTHING_TO_WITHDRAW';
}
