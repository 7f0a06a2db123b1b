import * as z from 'zod';
import { BOOKING_STATUSES, COURT_KINDS, SPORTS } from '../domain/booking';
import { type Contract, procedure } from './procedure';
import { clubDate, clubMonth, count, id, instant, text } from './scalars';
import { fenAmount, orderView, paymentParams } from './wallet';

export const sport = z.enum(SPORTS);
const minuteOfDay = z
  .int()
  .min(0)
  .max(24 * 60);
/** [from, until) in minutes of the club's day. */
export const daySpan = z.object({ from: minuteOfDay, until: minuteOfDay });

export const priceLine = z.object({ name: z.string(), slots: count, fen: fenAmount });
export const quoteView = z.object({
  lines: z.array(priceLine),
  gross: fenAmount,
  discount: fenAmount,
  total: fenAmount,
});

/**
 * A court's day: one letter a half-hour from the grid's `from` on. `f` free, `t` taken, `m` mine,
 * `p` past, `x` not for sale. For places, `f` also says how many are left.
 */
const courtDay = z.object({
  id,
  name: z.string(),
  sport,
  kind: z.enum(COURT_KINDS),
  capacity: z.int(),
  cells: z.string(),
  /** Places left a half-hour; courts have none. */
  left: z.array(z.int()).nullable(),
  /** Why parts are not for sale. */
  closed: z.array(daySpan.extend({ why: z.string() })),
});
export type CourtDay = z.output<typeof courtDay>;

/** Until so many hours before the start this share goes back. */
const refundTier = z.object({ hours: z.number(), percent: z.int() });

/** What half-hours cost on a day, one entry for each half-hour of the grid. */
const slotPriceView = z.object({ fen: z.int(), name: z.string() });

const gridView = z.object({
  venueId: id,
  date: clubDate,
  sport,
  /** The grid's rows, minutes of the day; null on a day of rest. */
  open: daySpan.nullable(),
  /** Why nothing is for sale that day; null when something is. */
  closed: z.string().nullable(),
  courts: z.array(courtDay),
  prices: z.array(slotPriceView),
  /** What the caller's level pays of it. */
  percent: z.int(),
  seriesAllowed: z.boolean(),
  /** What cancelling gives back. */
  tiers: z.array(refundTier),
});
export type GridView = z.output<typeof gridView>;

const companion = z.object({
  memberId: id,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
});

export const bookingView = z.object({
  id,
  venueId: id,
  venueName: z.string(),
  courtId: id,
  courtName: z.string(),
  sport,
  kind: z.enum(COURT_KINDS),
  date: clubDate,
  from: minuteOfDay,
  until: minuteOfDay,
  places: z.int(),
  startAt: instant,
  endAt: instant,
  status: z.enum(BOOKING_STATUSES),
  quote: quoteView,
  paid: fenAmount,
  refunded: fenAmount,
  /** Until when it is kept without payment. */
  expiresAt: instant,
  seriesId: id.nullable(),
  /** Whether it is the caller's own, or one that the caller was invited to. */
  mine: z.boolean(),
});
export type BookingView = z.output<typeof bookingView>;

const bookingDetail = z.object({
  booking: bookingView,
  /** Fifteen digits for the desk; null until it is paid, and for companions. */
  code: z.string().nullable(),
  organiser: z.object({ nickname: z.string(), avatarUrl: z.string().nullable() }),
  companions: z.array(companion),
  /** The caller's own id among them: by it a companion leaves. */
  you: id,
  /** What a friend's share card carries; null when nobody can be invited (any more). */
  inviteToken: z.string().nullable(),
  /** Where the calendar file is; null when it is over, or the installation has no HTTP access. */
  calendarUrl: z.string().nullable(),
  address: z.string(),
  phone: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  /** What cancelling now gives back, and the tiers that count for this booking. */
  refund: z.object({
    percent: z.int(),
    amount: fenAmount,
    tiers: z.array(refundTier),
    /** Of a series: this one and all later ones, each by its own tier; null without later ones. */
    following: z.object({ count, amount: fenAmount }).nullable(),
  }),
  may: z.object({
    pay: z.boolean(),
    cancel: z.boolean(),
    reschedule: z.boolean(),
    rate: z.boolean(),
    invite: z.boolean(),
    leave: z.boolean(),
  }),
  /** The unpaid order, when there is one to resume. */
  order: orderView.nullable(),
  review: z.object({ stars: z.int(), text: z.string() }).nullable(),
  balance: fenAmount,
  now: instant,
});
export type BookingDetail = z.output<typeof bookingDetail>;

const ask = z.object({ venueId: id, courtId: id, date: clubDate }).extend(daySpan.shape);
const payBy = z.enum(['WALLET', 'WECHAT']);

/** What came of paying: `payment` is for WeChat's sheet; `short` says that the wallet holds too little. */
const paying = z.object({
  booking: bookingView,
  payment: paymentParams.nullable(),
  order: orderView.nullable(),
  short: z.boolean(),
});
export type Paying = z.output<typeof paying>;

const BOOK_REFUSALS = [
  'VENUE_NOT_FOUND',
  'COURT_NOT_FOUND',
  'SLOT_INVALID',
  'SLOT_PAST',
  'NOT_RELEASED',
  'NOT_ON_SALE',
  'SLOT_TAKEN',
  'DAY_LIMIT',
  'BOOKING_BANNED',
  'PRICE_CHANGED',
] as const;
const PAY_REFUSALS = [
  'BOOKING_CLOSED',
  'INSUFFICIENT_BALANCE',
  'ORDER_CLOSED',
  'ORDER_ALREADY_PAID',
  'PAYMENT_UNAVAILABLE',
] as const;
const own = z.object({ bookingId: id });

const seriesDate = z.object({
  date: clubDate,
  /** Null when it can be booked as asked. */
  refusal: z.string().nullable(),
  /** Courts of the same sport that are free then. */
  others: z.array(z.object({ id, name: z.string() })),
  total: fenAmount,
});
export type SeriesDate = z.output<typeof seriesDate>;

const waitView = z.object({
  id,
  venueId: id,
  venueName: z.string(),
  courtId: id,
  courtName: z.string(),
  sport,
  date: clubDate,
  from: minuteOfDay,
  until: minuteOfDay,
  status: z.enum(['WAITING', 'OFFERED', 'TAKEN', 'LAPSED', 'LEFT']),
  /** Until when the place is kept for the caller. */
  offeredUntil: instant.nullable(),
  /** How many are in line before the caller. */
  ahead: count,
});
export type WaitView = z.output<typeof waitView>;

/** The last one shown: several may end at one moment. */
const bookingCursor = z.object({ endAt: instant, id });
export type BookingCursor = z.output<typeof bookingCursor>;

export const bookingContract = {
  /** The tab 预约 in one call: the venues, the days and one grid. What is not asked for is chosen. */
  open: procedure({
    caller: 'anyone',
    input: z.object({
      venueId: id.nullable(),
      sport: sport.nullable(),
      date: clubDate.nullable(),
    }),
    output: z.object({
      registered: z.boolean(),
      venues: z.array(z.object({ id, name: z.string(), sports: z.array(sport) })),
      days: z.array(z.object({ date: clubDate, released: z.boolean() })),
      /** When the furthest day is released, minutes of the day. */
      releaseMinute: z.int(),
      grid: gridView.nullable(),
      now: instant,
    }),
    refuses: ['VENUE_NOT_FOUND'],
  }),
  /** How busy each day of a month is: the booked share of what is open, in percent. */
  month: procedure({
    caller: 'anyone',
    input: z.object({ venueId: id, month: clubMonth, sport: sport.nullable() }),
    output: z.object({
      month: clubMonth,
      days: z.array(z.object({ date: clubDate, percent: z.int(), open: z.boolean() })),
      now: instant,
    }),
    refuses: ['VENUE_NOT_FOUND'],
  }),
  /** Takes the slots and pays, or keeps them for fifteen minutes. `expected` is the price shown. */
  create: procedure({
    caller: 'member',
    input: ask.extend({
      places: z.int().min(1).max(4),
      expected: fenAmount,
      channel: payBy,
      requestId: id,
    }),
    output: paying,
    refuses: [...BOOK_REFUSALS, 'ORDER_CLOSED', 'ORDER_ALREADY_PAID', 'PAYMENT_UNAVAILABLE'],
  }),
  /** Pays a booking that is kept, by either way. */
  pay: procedure({
    caller: 'member',
    input: own.extend({ channel: payBy }),
    output: paying,
    refuses: ['BOOKING_NOT_FOUND', ...PAY_REFUSALS],
  }),
  /** How a booking and its open order stand, the channel asked. */
  detail: procedure({
    caller: 'member',
    input: own,
    output: bookingDetail,
    refuses: ['BOOKING_NOT_FOUND'],
  }),
  /** COMING: not over yet, the next first; PAST: the latest first, 20 a page. Also joined ones. */
  mine: procedure({
    caller: 'member',
    input: z.object({ when: z.enum(['COMING', 'PAST']), before: bookingCursor.nullable() }),
    output: z.object({
      bookings: z.array(bookingView),
      waits: z.array(waitView),
      next: bookingCursor.nullable(),
      now: instant,
    }),
    refuses: [],
  }),
  /** Cancels with the refund that was shown; an unpaid one is just let go. */
  cancel: procedure({
    caller: 'member',
    input: own.extend({ expected: fenAmount, following: z.boolean() }),
    output: bookingDetail,
    refuses: [
      'BOOKING_NOT_FOUND',
      'BOOKING_VERIFIED',
      'BOOKING_STARTED',
      'BOOKING_CLOSED',
      'REFUND_CHANGED',
      'REFUND_UNDER_WAY',
      'PAYMENT_UNAVAILABLE',
    ],
  }),
  /** Moves a paid booking; only the difference is paid (positive) or comes back (negative). */
  reschedule: procedure({
    caller: 'member',
    input: own.extend(ask.omit({ venueId: true }).shape).extend({
      expectedDifference: fenAmount,
      channel: payBy,
      requestId: id,
    }),
    output: paying,
    refuses: [
      ...BOOK_REFUSALS,
      'BOOKING_NOT_FOUND',
      'BOOKING_VERIFIED',
      'BOOKING_STARTED',
      'BOOKING_CLOSED',
      'REFUND_UNDER_WAY',
      'INSUFFICIENT_BALANCE',
      'PAYMENT_UNAVAILABLE',
      'ORDER_CLOSED',
      'ORDER_ALREADY_PAID',
    ],
  }),
  /** What the friend who opened the card sees before joining. */
  invitation: procedure({
    caller: 'anyone',
    input: z.object({ token: z.string().max(200) }),
    output: z.object({
      bookingId: id,
      venueName: z.string(),
      courtName: z.string(),
      sport,
      startAt: instant,
      endAt: instant,
      organiser: z.object({ nickname: z.string(), avatarUrl: z.string().nullable() }),
      companions: count,
      joined: z.boolean(),
      full: z.boolean(),
      registered: z.boolean(),
      now: instant,
    }),
    refuses: ['BOOKING_NOT_FOUND', 'BOOKING_CLOSED'],
  }),
  join: procedure({
    caller: 'member',
    input: z.object({ token: z.string().max(200) }),
    output: bookingDetail,
    refuses: ['BOOKING_NOT_FOUND', 'BOOKING_CLOSED', 'BOOKING_STARTED', 'COMPANIONS_FULL'],
  }),
  /** Takes a companion out: the organiser anyone, a companion only themselves. */
  removeCompanion: procedure({
    caller: 'member',
    input: own.extend({ memberId: id }),
    output: bookingDetail,
    refuses: ['BOOKING_NOT_FOUND', 'BOOKING_STARTED'],
  }),
  rate: procedure({
    caller: 'member',
    input: own.extend({ stars: z.int().min(1).max(5), text: text(0, 200) }),
    output: bookingDetail,
    refuses: ['BOOKING_NOT_FOUND', 'NOT_RATABLE', 'RATED_ALREADY'],
  }),
  /** Checks every date of a weekly series. */
  checkSeries: procedure({
    caller: 'member',
    input: ask.extend({ weeks: z.int().min(2).max(12), places: z.int().min(1).max(4) }),
    output: z.object({ dates: z.array(seriesDate), now: instant }),
    refuses: ['VENUE_NOT_FOUND', 'COURT_NOT_FOUND', 'SERIES_OFF', 'SLOT_INVALID'],
  }),
  /** Books the dates that were kept, each on its court, with one payment; all or nothing. */
  createSeries: procedure({
    caller: 'member',
    input: ask.omit({ courtId: true, date: true }).extend({
      dates: z
        .array(z.object({ date: clubDate, courtId: id }))
        .min(1)
        .max(12),
      places: z.int().min(1).max(4),
      expected: fenAmount,
      channel: payBy,
      requestId: id,
    }),
    output: paying,
    refuses: [
      ...BOOK_REFUSALS,
      'SERIES_OFF',
      'SERIES_EMPTY',
      'ORDER_CLOSED',
      'ORDER_ALREADY_PAID',
      'PAYMENT_UNAVAILABLE',
    ],
  }),
  /** Gets in line for taken slots. */
  wait: procedure({
    caller: 'member',
    input: ask,
    output: waitView,
    refuses: [
      'BOOKING_BANNED',
      'VENUE_NOT_FOUND',
      'COURT_NOT_FOUND',
      'SLOT_INVALID',
      'SLOT_PAST',
      'NOT_RELEASED',
      'NOT_ON_SALE',
      'SLOT_FREE',
      'WAIT_EXISTS',
    ],
  }),
  leaveWait: procedure({
    caller: 'member',
    input: z.object({ waitId: id }),
    output: z.object({ left: z.literal(true) }),
    refuses: [],
  }),
} satisfies Contract;
