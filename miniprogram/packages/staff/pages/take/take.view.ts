import { type Fen, fen, formatYuan } from '@shared/base/money';
import type { PayerView } from '@shared/contracts/cashier';
import { CHANNEL_WORDS, type Channel } from '@shared/domain/order';
import { DEFAULT_WALLET_LIMITS } from '@shared/domain/wallet';
import { REFUSALS } from '@shared/refusals';
import { newRequestId } from '../../../../services/requestId';
import { typedFen } from '../../../../words/money';

/** Who pays, and at which desk: what the till hands to the form. */
export interface Counter {
  readonly payer: PayerView;
  readonly campusId: string;
  readonly campusName: string;
  /** Whether the club takes Alipay. */
  readonly alipay: boolean;
}

export type Method = 'CASH' | 'BANK' | 'ALIPAY';

/** The form as it was filled in. */
export interface Form {
  readonly typed: string;
  readonly again: string;
  readonly method: Method;
}

export interface TakeView {
  readonly methods: readonly {
    readonly id: Method;
    readonly label: string;
    readonly chosen: boolean;
  }[];
  readonly balance: string;
  readonly room: string;
  /** Why the amount cannot be taken; empty when it can, or nothing was typed yet. */
  readonly wrong: string;
  /** That the second amount is another one, as soon as it cannot become the first any more. */
  readonly wrongAgain: string;
  readonly after: string;
  readonly button: string;
  /** Fen to take; null while the button rests. */
  readonly amount: Fen | null;
}

export function takeView(form: Form, { payer, alipay }: Counter): TakeView {
  const { typed, again, method } = form;
  const amount = typedFen(typed);
  const wrong = wrongWith(typed, payer);
  const same = amount !== null && typedFen(again) === amount;
  const valid = same && wrong === '';
  const methods: readonly Method[] = alipay ? ['CASH', 'BANK', 'ALIPAY'] : ['CASH', 'BANK'];
  return {
    methods: methods.map((id) => ({ id, label: CHANNEL_WORDS[id], chosen: id === method })),
    balance: formatYuan(payer.balance),
    room: formatYuan(payer.room),
    wrong,
    wrongAgain: same || typed.trim().startsWith(again.trim()) ? '' : REFUSALS.AMOUNTS_DIFFER,
    after: valid ? `收款后余额 ${formatYuan(fen(payer.balance + amount))}` : '',
    button: buttonText(method, valid ? amount : null),
    amount: valid ? amount : null,
  };
}

function wrongWith(typed: string, { room }: PayerView): string {
  if (typed.trim() === '') return '';
  const amount = typedFen(typed);
  if (amount === null) return '请输入金额，最多两位小数，例如 88.80';
  if (amount < DEFAULT_WALLET_LIMITS.leastTopup) return REFUSALS.TOPUP_AMOUNT_INVALID;
  return amount > room ? `钱包最多还能收 ${formatYuan(room)}，请减少金额` : '';
}

function buttonText(method: Method, amount: Fen | null): string {
  const what = method === 'ALIPAY' ? '出示付款码' : '确认收款';
  return amount === null ? what : `${what} ${formatYuan(amount)}`;
}

/** What is sent: its id stays with it, however often it is sent. */
export interface Request {
  readonly requestId: string;
  readonly amount: Fen;
  readonly channel: Channel;
}

/** The same request for the same money by the same way; anything else is another receipt. */
export function requestFor(amount: Fen, channel: Method, before: Request | null): Request {
  return before?.amount === amount && before.channel === channel
    ? before
    : { requestId: newRequestId(), amount, channel };
}
