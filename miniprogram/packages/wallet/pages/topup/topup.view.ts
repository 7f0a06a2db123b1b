import { type Fen, fen, fenOfYuan, formatYuan } from '@shared/base/money';
import type { OrderView } from '@shared/contracts/wallet';
import { refusalToTopUp } from '@shared/domain/wallet';
import { REFUSALS } from '@shared/refusals';
import { newRequestId } from '../../../../services/requestId';
import { typedFen } from '../../../../words/money';
import type { Wallet } from '../home/home.view';

/** Amounts to tap, in whole yuan as they are typed. */
const QUICK_AMOUNTS = ['50', '100', '200', '500'];

export interface TopupView {
  readonly choices: readonly {
    readonly yuan: string;
    readonly label: string;
    readonly chosen: boolean;
  }[];
  /** Before anything is typed: how much can be. */
  readonly room: string;
  /** Why the amount cannot be topped up; empty when it can, or nothing was typed yet. */
  readonly wrong: string;
  /** What the button says; it rests unless `amount` is one that can be topped up. */
  readonly button: string;
  readonly after: string;
  readonly amount: Fen | null;
}

/** The form as it stands with `typed` in its field. */
export function topupView(typed: string, wallet: Wallet): TopupView {
  const amount = typedFen(typed);
  const wrong = wrongWith(typed, wallet);
  const valid = amount !== null && wrong === '';
  return {
    choices: QUICK_AMOUNTS.map((yuan) => ({
      yuan,
      label: `¥${yuan}`,
      chosen: amount === fenOfYuan(yuan),
    })),
    room: roomText(wallet),
    wrong,
    button: valid ? `微信支付 ${formatYuan(amount)}` : '微信支付',
    after: valid ? `充值后余额 ${formatYuan(fen(wallet.balance + amount))}` : '',
    amount: valid ? amount : null,
  };
}

function wrongWith(typed: string, wallet: Wallet): string {
  if (typed.trim() === '') return '';
  const amount = typedFen(typed);
  if (amount === null) return '请输入金额，最多两位小数，例如 88.80';
  const refusal = refusalToTopUp({ amount, balance: spokenFor(wallet) }, wallet.limits);
  return refusal ? REFUSALS[refusal] : '';
}

/** What the wallet holds or may still come to hold: open orders can be paid any moment. */
const spokenFor = ({ balance, frozen, pending }: Wallet) =>
  pending.reduce((sum, { amount }) => sum + amount, balance + frozen);

function roomText(wallet: Wallet): string {
  const { leastTopup, mostTopup, mostBalance } = wallet.limits;
  const most = Math.min(mostTopup, mostBalance - spokenFor(wallet));
  if (most < leastTopup) return REFUSALS.WALLET_LIMIT;
  const room = `最少 ${formatYuan(fen(leastTopup))}，最多还能充 ${formatYuan(fen(most))}`;
  return wallet.pending.length > 0 ? `${room}（待支付的订单也算在内）` : room;
}

/** A request to top up: its id stays with its amount, however often it is sent. */
export interface Request {
  readonly requestId: string;
  readonly amount: Fen;
}

/** The same request for the same amount; another amount is another order. */
export function requestFor(amount: Fen, before: Request | null): Request {
  return before?.amount === amount ? before : { requestId: newRequestId(), amount };
}

/**
 * The balance to show after a payment, or empty while its credit is not in the statement: an amount
 * that is not in the wallet yet must not be missing from a balance shown beside it.
 */
export function creditedBalance(order: OrderView, wallet: Wallet): string {
  const credited = wallet.recent.some(
    ({ orderId, kind }) => orderId === order.id && kind === 'TOPUP',
  );
  return credited ? formatYuan(wallet.balance) : '';
}
