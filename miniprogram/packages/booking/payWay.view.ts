import { type Fen, fen, formatYuan } from '@shared/base/money';

export type PayBy = 'WALLET' | 'WECHAT';

export interface PayWay {
  readonly by: PayBy;
  readonly word: string;
  readonly note: string;
  readonly chosen: boolean;
}

/** The ways to pay; what the wallet holds is told where it is known. */
export function payWays(chosen: PayBy, balance: Fen | null): PayWay[] {
  const held = balance === null ? '不够时场地保留 15 分钟' : `余额 ${formatYuan(balance)}`;
  return [
    { by: 'WALLET', word: '余额支付', note: held, chosen: chosen === 'WALLET' },
    { by: 'WECHAT', word: '微信支付', note: '', chosen: chosen === 'WECHAT' },
  ];
}

/** What the button says; an amount that is not known is not told. */
export function payWord(by: PayBy, amount: Fen | null): string {
  if (amount === 0) return '确认预订';
  const word = by === 'WALLET' ? '余额支付' : '微信支付';
  return amount === null ? word : `${word} ${formatYuan(amount)}`;
}

/** What is missing in the wallet; null when it holds enough, or nobody knows. */
export const missingFen = (amount: Fen | null, balance: Fen): Fen | null =>
  amount !== null && balance < amount ? fen(amount - balance) : null;
