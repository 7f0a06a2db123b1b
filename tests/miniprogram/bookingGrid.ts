import { fen } from '@shared/base/money';
import { type ClubDate, clubDayStart, HOUR, plus } from '@shared/base/time';
import type { BookingView, CourtDay, GridView } from '@shared/contracts/bookingViews';
import { BASE_PRICE_NAME } from '@shared/domain/price';
import { MONEY_ALONE } from './booking';

export const TODAY = '2026-03-14' as ClubDate;
export const NOW = plus(clubDayStart(TODAY), 10 * HOUR);

/** Half past `hours`: minutes of the day. */
export const clock = (hours: number, minutes = 0) => hours * 60 + minutes;

export function court(id: string, cells: string, part: Partial<CourtDay> = {}): CourtDay {
  const base = { sport: 'BADMINTON', kind: 'COURT', capacity: 1, left: null, closed: [] } as const;
  return { id, name: `${id} 号场`, ...base, closed: [], cells, ...part };
}

/** A grid from nine o'clock on, as long as its courts' cells; ¥30 for half an hour. */
export function gridOf(courts: readonly CourtDay[], part: Partial<GridView> = {}): GridView {
  const rows = courts[0]?.cells.length ?? 0;
  return {
    venueId: 'v',
    date: TODAY,
    sport: 'BADMINTON',
    open: { from: clock(9), until: clock(9) + rows * 30 },
    closed: null,
    courts: [...courts],
    prices: Array.from({ length: rows }, () => ({ fen: 3_000, name: BASE_PRICE_NAME })),
    percent: 100,
    tiers: [],
    seriesAllowed: true,
    ...part,
  };
}

/** Lin's hour on court 1, eleven to twelve, paid. */
export function booking(part: Partial<BookingView> = {}): BookingView {
  return {
    id: 'b1',
    venueId: 'v',
    venueName: '中心羽毛球馆',
    courtId: '1',
    courtName: '1 号场',
    sport: 'BADMINTON',
    kind: 'COURT',
    date: TODAY,
    from: clock(11),
    until: clock(12),
    places: 1,
    startAt: plus(clubDayStart(TODAY), 11 * HOUR),
    endAt: plus(clubDayStart(TODAY), 12 * HOUR),
    status: 'BOOKED',
    quote: { lines: [], gross: fen(6_000), discount: fen(0), total: fen(6_000) },
    paid: fen(6_000),
    refunded: fen(0),
    ...MONEY_ALONE,
    expiresAt: NOW,
    seriesId: null,
    mine: true,
    ...part,
  };
}
