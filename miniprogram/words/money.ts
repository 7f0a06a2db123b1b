import { type Fen, fenOfYuan, formatYuan } from '@shared/base/money';

/** `+¥200.00`, `-¥12.50`: a gain says that it is one. */
export const signedYuan = (amount: Fen) =>
  amount > 0 ? `+${formatYuan(amount)}` : formatYuan(amount);

/** What was typed so far as fen: `88.` and `.5` are on their way to an amount. Null when it is none. */
export const typedFen = (typed: string): Fen | null =>
  fenOfYuan(typed.trim().replace(/^\./, '0.').replace(/\.$/, ''));
