/** Money: a whole number of fen (分). Never yuan, never a fraction. */
export type Fen = number & { readonly __fen: true };

/** Club points (积分): a whole number, never bought back for money. */
export type Points = number & { readonly __points: true };

export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of fen: ${amount}`);
  return amount as Fen;
}

export function points(amount: number): Points {
  if (!Number.isSafeInteger(amount)) {
    throw new RangeError(`not a whole number of points: ${amount}`);
  }
  return amount as Points;
}

/** `12.50`, `-0.05`: integer arithmetic throughout, so nothing is ever rounded. */
export function yuanText(amount: Fen): string {
  const sign = amount < 0 ? '-' : '';
  const whole = Math.abs(amount);
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** `¥12.50`, `-¥0.05`. */
export const formatYuan = (amount: Fen): string =>
  amount < 0 ? `-¥${yuanText(fen(-amount))}` : `¥${yuanText(amount)}`;

const YUAN = /^(0|[1-9]\d{0,8})(?:\.(\d{1,2}))?$/;

/** What somebody typed or a channel sent in yuan, as fen; null when it is not an amount to the fen. */
export function fenOfYuan(text: string): Fen | null {
  const [, whole, part = ''] = YUAN.exec(text.trim()) ?? [];
  return whole === undefined ? null : fen(Number(whole) * 100 + Number(part.padEnd(2, '0')));
}
