/** Club points (积分): a whole number, never bought back for money. */
export type Points = number & { readonly __points: true };

export function points(amount: number): Points {
  if (!Number.isSafeInteger(amount)) {
    throw new RangeError(`not a whole number of points: ${amount}`);
  }
  return amount as Points;
}
