import { type Fen, fen, formatYuan } from '@shared/base/money';
import { clubDayStart, formatClub } from '@shared/base/time';
import type { BookingView, CourtDay, GridView } from '@shared/contracts/bookingViews';
import { clockText } from '@shared/domain/hours';
import { type Moved, moveOf } from '@shared/domain/refund';
import { SLOT_MINUTES } from '@shared/domain/slots';
import { afterDrag, type Selection } from '../../../../components/slot-grid/choice.view';
import { quoteOfChoice } from '../../../../pages/booking/booking.view';
import { type PayBy, type PayWay, payWays } from '../../payWay.view';

/**
 * The grid as a booking that moves sees it: what it occupies itself is free, a half-hour without
 * room for all of its places is taken, and courts of another kind are not there.
 */
export function gridForMove(grid: GridView, booking: BookingView): GridView {
  const courts = grid.courts
    .filter(({ kind }) => kind === booking.kind)
    .map((court) => courtForMove(grid, court, booking));
  return { ...grid, courts };
}

function courtForMove(grid: GridView, court: CourtDay, booking: BookingView): CourtDay {
  const here = court.id === booking.courtId && grid.date === booking.date;
  const own = (row: number) => {
    const minute = (grid.open?.from ?? 0) + row * SLOT_MINUTES;
    return here && booking.from <= minute && minute < booking.until;
  };
  const left = court.left?.map((free, row) => free + (own(row) ? booking.places : 0)) ?? null;
  const cells = [...court.cells].map((letter, row) => {
    if (letter === 'm' && own(row)) return 'f';
    const room = left?.[row];
    return letter === 'f' && room !== undefined && room < booking.places ? 't' : letter;
  });
  return { ...court, left, cells: cells.join('') };
}

/** A choice that was begun elsewhere becomes as long as the booking is, where there is room. */
export function suggested(
  grid: GridView,
  { before, tapped }: { readonly before: Selection | null; readonly tapped: Selection | null },
  booking: BookingView,
): Selection | null {
  if (!tapped || tapped.until - tapped.from > SLOT_MINUTES) return tapped;
  const touches =
    before?.courtId === tapped.courtId &&
    before.from <= tapped.from &&
    tapped.until <= before.until;
  if (touches) return tapped;
  const rows = (booking.until - booking.from) / SLOT_MINUTES - 1;
  return afterDrag(grid, tapped, { end: 'until', rows });
}

/** What another place means for money, points and the coupon. The server computes it again. */
export function moneyOf(
  grid: GridView,
  choice: Selection,
  { booking, percent }: { readonly booking: BookingView; readonly percent: number },
): Moved {
  const { total } = quoteOfChoice(grid, choice, booking.places);
  return moveOf(booking, total, percent);
}

const isAt = (booking: BookingView, date: string, choice: Selection) =>
  booking.date === date &&
  booking.courtId === choice.courtId &&
  booking.from === choice.from &&
  booking.until === choice.until;

/** `3 月 14 日 14:00–15:00 3 号场`. */
function placeText(date: GridView['date'], span: { from: number; until: number }, court: string) {
  const day = formatClub(clubDayStart(date), 'M 月 D 日');
  return `${day} ${clockText(span.from)}–${clockText(span.until)} ${court}`;
}

/** Where the booking is now: its time, and its court below. */
export const presentPlace = (booking: BookingView) =>
  placeText(booking.date, booking, booking.courtName);

export interface MoveBar {
  readonly what: string;
  /** `补差价 ¥10.00`, `退回 ¥10.00`, `不用补差价`. */
  readonly difference: string;
  readonly amount: Fen;
  /** Empty unless something is to be paid. */
  readonly ways: readonly PayWay[];
  readonly button: string;
  /** Where it is already. */
  readonly same: boolean;
}

/** The bar at the thumb: what a choice means for the booking and its money. */
export function moveBar(
  grid: GridView,
  choice: Selection,
  facts: {
    readonly booking: BookingView;
    /** How much of what is cheaper comes back now. */
    readonly percent: number;
    readonly by: PayBy;
    readonly balance: Fen;
  },
): MoveBar {
  const { booking, by, balance } = facts;
  const court = grid.courts.find(({ id }) => id === choice.courtId)?.name ?? '';
  const money = moneyOf(grid, choice, facts);
  const amount = money.difference;
  const same = isAt(booking, grid.date, choice);
  return {
    what: placeText(grid.date, choice, court),
    difference: same ? '这就是现在的时段' : differenceText(money),
    amount,
    ways: amount > 0 && !same ? payWays(by, balance) : [],
    button: amount > 0 ? '补差价并改期' : '改到这里',
    same,
  };
}

function differenceText({ difference, points }: Moved): string {
  if (difference > 0) return `补差价 ${formatYuan(difference)}`;
  const back = [
    ...(difference < 0 ? [formatYuan(fen(-difference))] : []),
    ...(points > 0 ? [`${points} 积分`] : []),
  ];
  return back.length > 0 ? `退回 ${back.join(' 和 ')}` : '不用补差价';
}

/** What is asked before a booking is moved. */
export function moveQuestion({ what, difference, amount, ways }: MoveBar): string {
  const way = ways.find(({ chosen }) => chosen)?.word;
  const money = way ? `${way}${difference}` : difference;
  const back = amount < 0 ? '，按原来的支付方式退' : '';
  return `改到 ${what}，${money}${back}。`;
}

/** The cheapest way that works: from the wallet where it holds enough. */
export const firstWay = (amount: Fen, balance: Fen): PayBy =>
  balance >= amount ? 'WALLET' : 'WECHAT';
