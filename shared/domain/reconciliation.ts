import { type Fen, fen } from '../base/money';
import { addDays, type ClubDate, clubDayStart, HOUR, type Instant, plus } from '../base/time';

export const RECONCILIATION_REFUSALS = {
  NO_RECONCILIATION: '这一天还没有对账，可以先点重新对账',
  BILL_NOT_READY: '对账单次日 10 点后才能下载，请到时再试',
} as const;

/** How a channel's day differs from ours. */
export const DIFFERENCE_KINDS = [
  'PAYMENT_ONLY_THEIRS',
  'PAYMENT_ONLY_OURS',
  'PAYMENT_AMOUNT',
  'REFUND_ONLY_THEIRS',
  'REFUND_ONLY_OURS',
  'REFUND_AMOUNT',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** What it is, and what to do about it. */
export const DIFFERENCE_WORDS = {
  PAYMENT_ONLY_THEIRS: {
    what: '渠道有收款，账上没有',
    advice: '先查询这笔订单，查到付款会自动入账；查不到时请联系渠道核实',
  },
  PAYMENT_ONLY_OURS: {
    what: '账上有收款，渠道没有',
    advice: '请到商户平台核对这笔交易，确认没有收款后联系技术人员',
  },
  PAYMENT_AMOUNT: {
    what: '收款金额不一致',
    advice: '请到商户平台核对实收金额，再联系技术人员更正',
  },
  REFUND_ONLY_THEIRS: {
    what: '渠道有退款，账上没有',
    advice: '可能有人在商户平台直接退了款，请核实后在这里注明',
  },
  REFUND_ONLY_OURS: {
    what: '账上有退款，渠道没有',
    advice: '请在退款页重新发送这笔退款，编号不变，不会重复退',
  },
  REFUND_AMOUNT: {
    what: '退款金额不一致',
    advice: '请到商户平台核对实退金额，再联系技术人员更正',
  },
} as const satisfies Record<DifferenceKind, { what: string; advice: string }>;

/** Money that moved on a day, as either side has it; `refundId` null is a payment. */
export interface Movement {
  readonly orderId: string;
  readonly refundId: string | null;
  readonly amount: Fen;
}

export interface Difference {
  /** The same difference found again has the same id. */
  readonly id: string;
  readonly kind: DifferenceKind;
  readonly orderId: string;
  readonly refundId: string | null;
  readonly ours: Fen | null;
  readonly theirs: Fen | null;
}

/** What moved, whoever tells of it. */
const keyOf = ({ orderId, refundId }: Movement) => `${orderId}\n${refundId ?? ''}`;

interface Sides {
  readonly of: Movement;
  readonly ours: Fen[];
  readonly theirs: Fen[];
}

/**
 * Every movement that one side has and the other has not, or has with another amount. What a side
 * has twice the other must have twice. Sorted, so that the same days make the same list.
 */
export function differencesOf(
  ours: readonly Movement[],
  theirs: readonly Movement[],
): Difference[] {
  const sides = new Map<string, Sides>();
  const sidesOf = (of: Movement): Sides => {
    const known = sides.get(keyOf(of)) ?? { of, ours: [], theirs: [] };
    sides.set(keyOf(of), known);
    return known;
  };
  for (const movement of ours) sidesOf(movement).ours.push(movement.amount);
  for (const movement of theirs) sidesOf(movement).theirs.push(movement.amount);
  const sorted = [...sides].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, of]) => of);
  return withOwnIds(sorted.flatMap(unmatched));
}

function unmatched({ of, ours, theirs }: Sides): Difference[] {
  const left = without(ours, theirs);
  const right = without(theirs, ours);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, n) =>
    differenceOf(of, left[n] ?? null, right[n] ?? null),
  );
}

/** The amounts that are left when each of the others has taken one of its kind away. */
function without(amounts: readonly Fen[], others: readonly Fen[]): Fen[] {
  const rest = [...others];
  const left = amounts.filter((amount) => {
    const place = rest.indexOf(amount);
    if (place >= 0) rest.splice(place, 1);
    return place < 0;
  });
  return left.sort((a, b) => a - b);
}

function differenceOf(of: Movement, ours: Fen | null, theirs: Fen | null): Difference {
  const { orderId, refundId } = of;
  const side = theirs === null ? 'ONLY_OURS' : ours === null ? 'ONLY_THEIRS' : 'AMOUNT';
  const kind = `${refundId === null ? 'PAYMENT' : 'REFUND'}_${side}` as const;
  return { id: `${kind}:${refundId ?? orderId}`, kind, orderId, refundId, ours, theirs };
}

/** The second difference of one kind about one number gets a number of its own. */
function withOwnIds(differences: readonly Difference[]): Difference[] {
  const seen = new Map<string, number>();
  return differences.map((difference) => {
    const times = (seen.get(difference.id) ?? 0) + 1;
    seen.set(difference.id, times);
    return times === 1 ? difference : { ...difference, id: `${difference.id}#${times}` };
  });
}

/** What moved on a day, added up. */
export interface MovementSums {
  readonly count: number;
  readonly amount: Fen;
  readonly refunds: number;
  readonly refunded: Fen;
}

export const NO_MOVEMENT: MovementSums = { count: 0, amount: fen(0), refunds: 0, refunded: fen(0) };

/** Sums with these movements added. */
export function sumsWith(sums: MovementSums, movements: readonly Movement[]): MovementSums {
  const of = (part: readonly Movement[]) => part.reduce((total, { amount }) => total + amount, 0);
  const paid = movements.filter(({ refundId }) => refundId === null);
  const back = movements.filter(({ refundId }) => refundId !== null);
  return {
    count: sums.count + paid.length,
    amount: fen(sums.amount + of(paid)),
    refunds: sums.refunds + back.length,
    refunded: fen(sums.refunded + of(back)),
  };
}

/** When a channel has told all of a day: ten o'clock on the next. */
export const billReadyAt = (date: ClubDate): Instant =>
  plus(clubDayStart(addDays(date, 1)), 10 * HOUR);
