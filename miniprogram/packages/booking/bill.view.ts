import { fen, formatYuan } from '@shared/base/money';
import type { BookingView } from '@shared/contracts/bookingViews';
import type { Quote } from '@shared/domain/price';

export interface BillRow {
  /** Where it stands: of one price there may be two names, and of one name two prices. */
  readonly id: number;
  readonly label: string;
  /** How the amount comes about: `¥30.00 × 2 个半小时`. */
  readonly note: string;
  readonly value: string;
}

export interface BillView {
  readonly rows: readonly BillRow[];
  readonly total: string;
  /** What was paid and what came back; empty before. */
  readonly settled: readonly BillRow[];
}

/** What a booking costs, line by line, for so many places. */
export function billView({ lines, discount, total }: Quote, places: number): BillView {
  const rows = lines.map(({ name, slots, fen: amount }) => {
    const each = formatYuan(fen(Math.round(amount / (slots * places))));
    const people = places > 1 ? ` × ${places} 人` : '';
    const note = `${each} × ${slots} 个半小时${people}`;
    return { label: name, note, value: formatYuan(amount) };
  });
  const off = { label: '会员优惠', note: '', value: formatYuan(fen(-discount)) };
  return {
    rows: numbered(discount > 0 ? [...rows, off] : rows),
    total: formatYuan(total),
    settled: [],
  };
}

const numbered = (rows: readonly Omit<BillRow, 'id'>[]) => rows.map((row, id) => ({ ...row, id }));

/** The bill of a booking with what was paid and what came back. */
export function settledBill({ quote, places, paid, refunded }: BookingView): BillView {
  const bill = billView(quote, places);
  const settled = [
    { label: '已付', note: '', value: paid > 0 ? formatYuan(paid) : '' },
    { label: '已退', note: '', value: refunded > 0 ? formatYuan(refunded) : '' },
  ];
  return { ...bill, settled: numbered(settled.filter(({ value }) => value !== '')) };
}
