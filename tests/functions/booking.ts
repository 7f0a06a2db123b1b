import type { Fen } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import type { Paying } from '@shared/contracts/bookingViews';
import type { Club } from './club';
import type { MoneyClub } from './money';

export const BADMINTON = 'v-centre-badminton';
export const COURT_1 = `${BADMINTON}-1`;
/** The seeded club's clock stands at ten on this Saturday. */
export const TODAY = '2026-03-14' as ClubDate;

/** Half past `hours`: minutes of the day. */
export const clock = (hours: number, minutes = 0) => hours * 60 + minutes;

export interface Wish {
  readonly venueId?: string;
  readonly courtId?: string;
  readonly date?: ClubDate;
  readonly from?: number;
  readonly until?: number;
  readonly places?: number;
  readonly channel?: 'WALLET' | 'WECHAT';
  readonly requestId?: string;
  readonly points?: number;
  readonly couponId?: string;
  /** What the page showed as due; the price without the points when absent. */
  readonly expected?: Fen;
}

let made = 0;

/** Books as the page does: looks at the grid for the price, then takes the slots. */
export async function book(club: Club, who: string, wish: Wish = {}): Promise<Paying> {
  const { venueId = BADMINTON, courtId = COURT_1, date = TODAY } = wish;
  const { from = clock(14), until = clock(15), places = 1, channel = 'WALLET' } = wish;
  made += 1;
  const { requestId = `request-${made}`, points = 0, couponId = null } = wish;
  const api = club.as(who).booking;
  const price = () => priceOf(club, who, { venueId, date, from, until, places });
  const expected = wish.expected ?? (((await price()) - points) as Fen);
  const span = { venueId, courtId, date, from, until, places };
  return api.create({ ...span, channel, requestId, expected, points, couponId });
}

/** What the grid says that a span costs. */
export async function priceOf(
  club: Club,
  who: string,
  ask: { venueId: string; date: ClubDate; from: number; until: number; places?: number },
): Promise<Fen> {
  const { venueId, date, from, until, places = 1 } = ask;
  const { grid } = await club.as(who).booking.open({ venueId, sport: null, date });
  if (!grid?.open) return 0 as Fen;
  const first = (from - grid.open.from) / 30;
  const slots = grid.prices.slice(first, first + (until - from) / 30);
  return (slots.reduce((sum, slot) => sum + slot.fen, 0) * places) as Fen;
}

/** Puts money into somebody's wallet, through WeChat as it is done on the phone. */
export async function fill(money: MoneyClub, who: string, amount = 20_000): Promise<void> {
  made += 1;
  const wallet = money.club.as(who).wallet;
  const { order, payment } = await wallet.topUp({ amount, requestId: `fill-${made}` });
  money.pay(who, payment);
  await money.wechat.idle();
  await wallet.order({ orderId: order.id });
}

export const TOMORROW = '2026-03-15' as ClubDate;

/** Two half-hours at 14:00 tomorrow, paid from the wallet that is filled for it. */
export async function bookTomorrow(money: MoneyClub, who = 'lin') {
  await fill(money, who);
  return (await book(money.club, who, { date: TOMORROW })).booking;
}

export interface To {
  readonly courtId?: string;
  readonly date?: ClubDate;
  readonly from?: number;
  readonly until?: number;
  readonly difference?: number;
  readonly channel?: 'WALLET' | 'WECHAT';
  readonly requestId?: string;
}

/** Lin moves a booking: to 16:00 tomorrow on the first court, unless it is said otherwise. */
export const moveBooking = (club: Club, bookingId: string, to: To) =>
  club.as('lin').booking.reschedule({
    bookingId,
    courtId: to.courtId ?? COURT_1,
    date: to.date ?? TOMORROW,
    from: to.from ?? clock(16),
    until: to.until ?? clock(17),
    expectedDifference: (to.difference ?? 0) as Fen,
    channel: to.channel ?? 'WALLET',
    requestId: to.requestId ?? 'move-1',
  });
