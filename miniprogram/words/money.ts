import { type Fen, formatYuan } from '@shared/base/money';

/** `+¥200.00`, `-¥12.50`: a gain says that it is one. */
export const signedYuan = (amount: Fen) =>
  amount > 0 ? `+${formatYuan(amount)}` : formatYuan(amount);
