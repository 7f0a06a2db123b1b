/** Alipay says money in yuan, as text with two decimals; here it is kept in whole fen. */
export const yuanOf = (fen: number): string =>
  `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** `88`, `88.8` or `88.88`, 0.01 to 100 000 000. */
export const YUAN = /^(?:0|[1-9]\d{0,8})(?:\.\d{1,2})?$/;
const MOST = 100_000_000_00;

/** Fen of a text that YUAN lets through, digit by digit: no fraction is ever rounded. */
export function fenOf(yuan: string): number {
  const [whole = '0', decimals = ''] = yuan.split('.');
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

export const isAmount = (yuan: string): boolean =>
  YUAN.test(yuan) && fenOf(yuan) >= 1 && fenOf(yuan) <= MOST;
