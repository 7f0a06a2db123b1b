import { type Fen, fen, formatYuan, type Points, points } from '@shared/base/money';
import type { BookingView } from '@shared/contracts/bookingViews';
import { fenOfPoints } from '@shared/domain/points';
import type { Quote } from '@shared/domain/price';
import { dueOf } from '@shared/domain/refund';

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

/** What a coupon and points pay of a price. */
export interface PaidBeside {
  readonly couponOff: Fen;
  readonly pointsUsed: Points;
}

const MONEY_ALONE: PaidBeside = { couponOff: fen(0), pointsUsed: points(0) };

/** What a booking costs, line by line, for so many places; the total is what is due in money. */
export function billView(quote: Quote, places: number, beside = MONEY_ALONE): BillView {
  const { lines, discount } = quote;
  const { couponOff, pointsUsed } = beside;
  const rows = lines.map(({ name, slots, fen: amount }) => {
    const each = formatYuan(fen(Math.round(amount / (slots * places))));
    const people = places > 1 ? ` × ${places} 人` : '';
    const note = `${each} × ${slots} 个半小时${people}`;
    return { label: name, note, value: formatYuan(amount) };
  });
  const less = [
    { label: '会员优惠', note: '', off: discount },
    { label: '优惠券', note: '', off: couponOff },
    { label: '积分抵扣', note: `${pointsUsed} 积分`, off: fenOfPoints(pointsUsed) },
  ];
  const taken = less
    .filter(({ off }) => off > 0)
    .map(({ off, ...row }) => ({ ...row, value: formatYuan(fen(-off)) }));
  return {
    rows: numbered([...rows, ...taken]),
    total: formatYuan(dueOf({ quote, couponOff, pointsUsed })),
    settled: [],
  };
}

const numbered = (rows: readonly Omit<BillRow, 'id'>[]) => rows.map((row, id) => ({ ...row, id }));

/** The bill of a booking with what was paid and what came back. */
export function settledBill(booking: BookingView): BillView {
  const { quote, places, paid, refunded, pointsBack, couponBack } = booking;
  const bill = billView(quote, places, booking);
  const settled = [
    { label: '已付', note: '', value: paid > 0 ? formatYuan(paid) : '' },
    { label: '已退', note: '', value: refunded > 0 ? formatYuan(refunded) : '' },
    { label: '退回积分', note: '', value: pointsBack > 0 ? `${pointsBack}` : '' },
    { label: '优惠券', note: '', value: couponBack ? '已退回' : '' },
  ];
  return { ...bill, settled: numbered(settled.filter(({ value }) => value !== '')) };
}
