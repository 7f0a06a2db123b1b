import type { DayKind } from '../base/holidays';
import { type Fen, fen } from '../base/money';
import { type DaySpan, slotsOf } from './slots';

/** When it costs otherwise than usual; the last rule of a list that fits a half-hour counts. */
export interface PriceRule extends DaySpan {
  readonly days: readonly DayKind[];
  /** For half an hour and one place. */
  readonly fen: number;
  /** What it is called on the bill: 高峰, 周末, 节假日 … */
  readonly name: string;
}

export interface PriceList {
  /** Of half an hour and one place when no rule fits. */
  readonly base: number;
  readonly rules: readonly PriceRule[];
}

/** What half an hour costs, and why. */
export interface SlotPrice {
  readonly fen: number;
  readonly name: string;
}

export const BASE_PRICE_NAME = '基础价';

export function slotPrice(list: PriceList, kind: DayKind, minute: number): SlotPrice {
  const fitting = list.rules.filter(
    ({ days, from, until }) => days.includes(kind) && from <= minute && minute < until,
  );
  const rule = fitting.at(-1);
  return rule ? { fen: rule.fen, name: rule.name } : { fen: list.base, name: BASE_PRICE_NAME };
}

/** A line of the bill: so many half-hours at one price. */
export interface PriceLine {
  readonly name: string;
  readonly slots: number;
  readonly fen: Fen;
}

export interface Quote {
  readonly lines: readonly PriceLine[];
  /** Before the discount. */
  readonly gross: Fen;
  /** What the level takes off. */
  readonly discount: Fen;
  readonly total: Fen;
}

/**
 * The bill of a span. `percent` is what the member's level pays of it; half a fen is rounded up, in
 * the club's favour only once for the whole bill.
 */
export function quoteOf(
  prices: readonly SlotPrice[],
  { places, percent }: { readonly places: number; readonly percent: number },
): Quote {
  const lines = new Map<string, PriceLine>();
  for (const { fen: each, name } of prices) {
    const key = `${name}:${each}`;
    const known = lines.get(key);
    const amount = fen((known?.fen ?? 0) + each * places);
    lines.set(key, { name, slots: (known?.slots ?? 0) + 1, fen: amount });
  }
  const gross = fen([...lines.values()].reduce((sum, line) => sum + line.fen, 0));
  const total = fen(Math.round((gross * percent) / 100));
  return { lines: [...lines.values()], gross, discount: fen(gross - total), total };
}

/** What each half-hour of a span costs. */
export const pricesOf = (list: PriceList, kind: DayKind, span: DaySpan): SlotPrice[] =>
  slotsOf(span).map((minute) => slotPrice(list, kind, minute));
