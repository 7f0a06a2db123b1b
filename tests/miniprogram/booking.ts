import { fen, points } from '@shared/base/money';
import { type ClubDate, clubDayStart, HOUR, MINUTE, plus } from '@shared/base/time';
import type { BookingDetail, BookingView } from '@shared/contracts/bookingViews';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import type { Opened } from '../../miniprogram/pages/booking/booking.view';

export const TODAY = '2026-03-14' as ClubDate;
/** Saturday at ten. */
export const now = plus(clubDayStart(TODAY), 10 * HOUR);

export const saturday = (hours: number) => plus(clubDayStart(TODAY), hours * HOUR);

/** Of a booking that neither points nor a coupon pay a part of. */
export const MONEY_ALONE = {
  pointsUsed: points(0),
  pointsBack: points(0),
  couponOff: fen(0),
  couponBack: false,
};

/** A booked court, 14:00 to 15:00 today, for ¥60.00. */
export const booking = (part: Partial<BookingView> = {}): BookingView => ({
  id: 'b1',
  venueId: 'v-1',
  venueName: '中心羽毛球馆',
  courtId: 'c-1',
  courtName: '1 号场',
  sport: 'BADMINTON',
  kind: 'COURT',
  date: TODAY,
  from: 840,
  until: 900,
  places: 1,
  startAt: saturday(14),
  endAt: saturday(15),
  status: 'BOOKED',
  quote: {
    lines: [{ name: '周末', slots: 2, fen: fen(6_000) }],
    gross: fen(6_000),
    discount: fen(0),
    total: fen(6_000),
  },
  paid: fen(6_000),
  refunded: fen(0),
  ...MONEY_ALONE,
  expiresAt: plus(now, 15 * MINUTE),
  seriesId: null,
  mine: true,
  ...part,
});

const MAY_NOTHING = {
  pay: false,
  cancel: false,
  reschedule: false,
  rate: false,
  invite: false,
  leave: false,
};

export function detail(
  part: Partial<BookingView> = {},
  {
    may = {},
    ...rest
  }: Partial<Omit<BookingDetail, 'may'>> & {
    readonly may?: Partial<BookingDetail['may']>;
  } = {},
): BookingDetail {
  return {
    booking: booking(part),
    code: null,
    organiser: { nickname: '林小满', avatarUrl: null },
    companions: [],
    you: 'm-lin',
    inviteToken: null,
    calendarUrl: null,
    address: '滨江路 88 号',
    phone: '0571-5550 1000',
    latitude: 30,
    longitude: 120,
    refund: {
      ...{ percent: 0, amount: fen(0), points: points(0), coupon: false },
      ...{ tiers: [...DEFAULT_TIERS], following: null },
    },
    order: null,
    review: null,
    balance: fen(0),
    now,
    ...rest,
    may: { ...MAY_NOTHING, ...may },
  };
}

/** A grid from 14:00 to 16:00 of one court: `cells` are its four half-hours. */
export const opened = (
  cells: string,
  {
    left = null,
    prices = [3_000, 3_000, 3_000, 3_000],
  }: {
    readonly left?: number[] | null;
    readonly prices?: readonly number[];
  } = {},
): Opened => ({
  registered: true,
  venues: [{ id: 'v-1', name: '中心羽毛球馆', sports: ['BADMINTON'] }],
  days: [{ date: TODAY, released: true }],
  releaseMinute: 420,
  means: null,
  now,
  grid: {
    venueId: 'v-1',
    date: TODAY,
    sport: 'BADMINTON',
    open: { from: 840, until: 960 },
    closed: null,
    courts: [
      {
        ...{ id: 'c-1', name: '1 号场', sport: 'BADMINTON', capacity: left ? 12 : 1, cells, left },
        ...{ kind: left ? 'PLACES' : 'COURT', closed: [] },
      },
    ],
    prices: prices.map((each) => ({ fen: each, name: each > 3_000 ? '高峰' : '周末' })),
    percent: 100,
    seriesAllowed: true,
    tiers: [...DEFAULT_TIERS],
  },
});
