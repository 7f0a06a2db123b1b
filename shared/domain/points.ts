import { type Fen, fen, type Points, points } from '../base/money';
import { addDays, addMonths, type ClubDate, type ClubMonth, clubMonthSpan } from '../base/time';
import type { OrderKind } from './order';

export const POINTS_REFUSALS = {
  POINTS_NOT_HERE: '这类订单不能用积分抵扣，请直接付款',
  POINTS_TOO_FEW: '每单至少要用 100 积分抵扣',
  POINTS_TOO_MANY: '积分最多抵扣订单金额的三成，请减少后再试',
  POINTS_REASON_REQUIRED: '请填写调整积分的原因',
} as const;

/** Points that were earned on one club day and not yet used: they expire together. */
export interface Lot {
  readonly day: ClubDate;
  readonly left: Points;
}

const LIFE_MONTHS = 12;

/**
 * The last day on which points earned on a day can be used: twelve months later, or the last day of
 * that month where it is shorter.
 */
export function lastDayOf(earned: ClubDate): ClubDate {
  const year = Number(earned.slice(0, 4)) + LIFE_MONTHS / 12;
  const same = `${year}${earned.slice(4)}` as ClubDate;
  return earned.endsWith('-02-29') ? (`${year}-02-28` as ClubDate) : same;
}

/** The newest day whose points are over on `today`; points of later days still count. */
export function lastExpiredDay(today: ClubDate): ClubDate {
  const year = Number(today.slice(0, 4)) - LIFE_MONTHS / 12;
  if (today.endsWith('-02-29')) return `${year}-02-28` as ClubDate;
  return addDays(`${year}${today.slice(4)}` as ClubDate, -1);
}

export const isExpired = ({ day }: Pick<Lot, 'day'>, today: ClubDate) => lastDayOf(day) < today;

export const sumOfLots = (lots: readonly Lot[]): Points =>
  points(lots.reduce((sum, { left }) => sum + left, 0));

/** Lots, the oldest first, one a day. */
export function addLots(lots: readonly Lot[], more: readonly Lot[]): Lot[] {
  const byDay = new Map(lots.map(({ day, left }) => [day, left as number]));
  for (const { day, left } of more) byDay.set(day, (byDay.get(day) ?? 0) + left);
  return [...byDay]
    .filter(([, left]) => left > 0)
    .map(([day, left]) => ({ day, left: points(left) }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

export interface Taken {
  readonly taken: readonly Lot[];
  readonly rest: readonly Lot[];
}

/**
 * Takes an amount out of lots, the oldest first (or those of one day before any other); null when
 * they hold less.
 */
export function takeLots(
  lots: readonly Lot[],
  amount: Points,
  firstDay: ClubDate | null = null,
): Taken | null {
  if (sumOfLots(lots) < amount) return null;
  const ordered = [...lots].sort((a, b) => {
    if (a.day === firstDay || b.day === firstDay) return a.day === firstDay ? -1 : 1;
    return a.day < b.day ? -1 : 1;
  });
  const taken: Lot[] = [];
  let wanted: number = amount;
  for (const { day, left } of ordered) {
    const part = Math.min(left, wanted);
    if (part > 0) taken.push({ day, left: points(part) });
    wanted -= part;
  }
  const out = new Map(taken.map(({ day, left }) => [day, left as number]));
  const rest = lots
    .map(({ day, left }) => ({ day, left: points(left - (out.get(day) ?? 0)) }))
    .filter(({ left }) => left > 0);
  return { taken: addLots([], taken), rest };
}

export const usableLots = (lots: readonly Lot[], today: ClubDate): Lot[] =>
  lots.filter((lot) => !isExpired(lot, today));

/** What can be used on a day. */
export const usableOn = (lots: readonly Lot[], today: ClubDate): Points =>
  sumOfLots(usableLots(lots, today));

/** How many points expire in which month, the next first. */
export function expiryByMonth(lots: readonly Lot[]): { month: ClubMonth; amount: Points }[] {
  const months = new Map<ClubMonth, number>();
  for (const { day, left } of lots) {
    const month = lastDayOf(day).slice(0, 7) as ClubMonth;
    months.set(month, (months.get(month) ?? 0) + left);
  }
  return [...months]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, amount]) => ({ month, amount: points(amount) }));
}

/** Points of one month that are about to go. */
export interface Expiring {
  readonly month: ClubMonth;
  readonly amount: Points;
  /** The last days on which the first and the last of them can be used. */
  readonly first: ClubDate;
  readonly last: ClubDate;
}

/** The same day a month before, or the last of that month where it is shorter. */
function monthBefore(date: ClubDate): ClubDate {
  const month = addMonths(date.slice(0, 7) as ClubMonth, -1);
  const same = `${month}${date.slice(7)}` as ClubDate;
  const { last } = clubMonthSpan(month);
  return same < last ? same : last;
}

/**
 * What a member has to be reminded of on a day: the months after `told` whose first points go within
 * a month, each with all of its points.
 */
export function expiringSoon(
  lots: readonly Lot[],
  today: ClubDate,
  told: ClubMonth | null,
): Expiring[] {
  const months = new Map<ClubMonth, Lot[]>();
  for (const lot of lots.filter((one) => !isExpired(one, today))) {
    const month = lastDayOf(lot.day).slice(0, 7) as ClubMonth;
    months.set(month, [...(months.get(month) ?? []), lot]);
  }
  return [...months].flatMap(([month, some]) => {
    const days = some.map(({ day }) => lastDayOf(day)).sort();
    const [first, last] = [days[0], days.at(-1)];
    if (!first || !last || monthBefore(first) > today) return [];
    return told !== null && month <= told ? [] : [{ month, amount: sumOfLots(some), first, last }];
  });
}

/**
 * Who may have points that go within a month: those whose oldest are not after this text. The end of
 * a month, however many days it has.
 */
export const newestToRemind = (today: ClubDate): ClubDate =>
  `${addMonths(today.slice(0, 7) as ClubMonth, 1 - LIFE_MONTHS)}-31` as ClubDate;

/** A hundred points are one yuan: a point takes a fen off. */
export const FEN_PER_POINT = 1;
export const LEAST_POINTS = 100;
export const MOST_POINTS_PERCENT = 30;

/** Kinds of orders that points may pay a part of: the difference of a move is paid in money. */
const PAYABLE: readonly OrderKind[] = ['BOOKING', 'BOOKING_SERIES'];

/** The most points that an order of this price takes: a whole number, never above thirty percent. */
export const mostPointsFor = (price: Fen): Points =>
  points(Math.floor((price * MOST_POINTS_PERCENT) / 100 / FEN_PER_POINT));

/** How many points somebody with so many may use for a price: 0 when the least is not reached. */
export function usablePointsFor(price: Fen, available: Points): Points {
  const most = Math.min(mostPointsFor(price), available);
  return points(most >= LEAST_POINTS ? most : 0);
}

export const fenOfPoints = (amount: Points): Fen => fen(amount * FEN_PER_POINT);

/** What of an order's points pays each of the prices that it is made of: in proportion, to the point. */
export function pointsByPrice(prices: readonly Fen[], amount: Points): Points[] {
  const total = prices.reduce((sum, price) => sum + price, 0);
  let before = 0;
  const upTo = (sum: number) => (total === 0 ? 0 : Math.floor((amount * sum) / total));
  return prices.map((price) => {
    const share = upTo(before + price) - upTo(before);
    before += price;
    return points(share);
  });
}

/** Why so many points cannot pay a part of an order, or null. None at all is always right. */
export function refusalToUsePoints(
  ask: { readonly kind: OrderKind; readonly price: Fen; readonly amount: Points },
  available: Points,
) {
  const { kind, price, amount } = ask;
  if (amount === 0) return null;
  if (!PAYABLE.includes(kind)) return 'POINTS_NOT_HERE';
  if (amount < LEAST_POINTS) return 'POINTS_TOO_FEW';
  if (amount > mostPointsFor(price)) return 'POINTS_TOO_MANY';
  return amount > available ? 'INSUFFICIENT_POINTS' : null;
}

/** What a campus gives points for. */
export interface EarnRules {
  /** Points for each yuan that was paid and consumed. */
  readonly perYuan: number;
  /** At least so many for a completed booking that cost something. */
  readonly leastBooking: number;
  /** For the review of a completed booking. */
  readonly review: number;
  /** For a friend who completes a first booking. */
  readonly invitation: number;
}
export const DEFAULT_EARN_RULES: EarnRules = {
  perYuan: 1,
  leastBooking: 10,
  review: 50,
  invitation: 200,
};

/** No slip of the hand ruins a campus: the most that each rule may be, and 0 the least. */
export const MOST_EARNED = {
  perYuan: 10,
  leastBooking: 100,
  review: 500,
  invitation: 2_000,
} as const satisfies EarnRules;

/** Points that are given or taken by hand at once, and the characters of the reason. */
export const ADJUSTMENT = { most: 100_000, reason: { least: 2, most: 60 } } as const;

/** What the service that was paid for and consumed earns: whole yuan count. */
export function earnedBy(rules: EarnRules, paid: Fen, kind: 'BOOKING' | 'LESSON'): Points {
  if (paid <= 0) return points(0);
  const each = Math.floor(paid / 100) * rules.perYuan;
  return points(kind === 'BOOKING' ? Math.max(rules.leastBooking, each) : each);
}

/** What of earned points goes when a part of what was paid comes back: to the point, rounded down. */
export function reversedBy(
  earned: Points,
  { paid, refunded }: { readonly paid: Fen; readonly refunded: Fen },
): Points {
  if (paid <= 0) return points(0);
  return refunded >= paid ? earned : points(Math.floor((earned * refunded) / paid));
}
