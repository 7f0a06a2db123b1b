import * as z from 'zod';
import { FEWEST_SERIES_WEEKS, MOST_SERIES_WEEKS } from '../domain/booking';
import { BOOK_REFUSALS, MEANS_REFUSALS, PAY_REFUSALS, POINTS_REFUSALS } from './bookingRefusals';
import {
  bookingCursor,
  bookingDetail,
  bookingView,
  daySpan,
  openView,
  paying,
  seriesDate,
  sport,
  waitView,
} from './bookingViews';
import { type Contract, procedure } from './procedure';
import { clubDate, clubMonth, count, id, instant, text } from './scalars';
import { fenAmount } from './wallet';

export { sport } from './bookingViews';

const ask = z.object({ venueId: id, courtId: id, date: clubDate }).extend(daySpan.shape);
const payBy = z.enum(['WALLET', 'WECHAT']);
const mostPoints = z.int().min(0).max(1_000_000);
const seriesWeeks = z.int().min(FEWEST_SERIES_WEEKS).max(MOST_SERIES_WEEKS);

const own = z.object({ bookingId: id });

export const bookingContract = {
  /** The tab 预约 in one call: the venues, the days and one grid. What is not asked for is chosen. */
  open: procedure({
    caller: 'anyone',
    input: z.object({
      venueId: id.nullable(),
      sport: sport.nullable(),
      date: clubDate.nullable(),
      /** Whether the page is about to pay: it wants to know with what. */
      means: z.boolean().optional(),
    }),
    output: openView,
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
  /**
   * Takes the slots and pays, or keeps them for fifteen minutes. `expected` is what was shown as due
   * in money: the price without what the coupon and the points take off.
   */
  create: procedure({
    caller: 'member',
    input: ask.extend({
      places: z.int().min(1).max(4),
      expected: fenAmount,
      channel: payBy,
      points: mostPoints.optional(),
      couponId: id.nullable().optional(),
      requestId: id,
    }),
    output: paying,
    refuses: [
      ...BOOK_REFUSALS,
      ...MEANS_REFUSALS,
      'ORDER_CLOSED',
      'ORDER_ALREADY_PAID',
      'PAYMENT_UNAVAILABLE',
    ],
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
    input: own.extend({
      expected: fenAmount,
      following: z.boolean(),
      /** Whether the page said that the coupon comes back: without it, it is another refund. */
      coupon: z.boolean().optional(),
    }),
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
    input: ask.extend({ weeks: seriesWeeks, places: z.int().min(1).max(4) }),
    output: z.object({ dates: z.array(seriesDate), now: instant }),
    refuses: ['VENUE_NOT_FOUND', 'COURT_NOT_FOUND', 'SERIES_OFF', 'SLOT_INVALID', 'NOT_RELEASED'],
  }),
  /**
   * Books the dates that were kept, each on its court, with one payment; all or nothing. `expected` as
   * of `create`; a coupon is for a single booking.
   */
  createSeries: procedure({
    caller: 'member',
    input: ask.omit({ courtId: true, date: true }).extend({
      dates: z
        .array(z.object({ date: clubDate, courtId: id }))
        .min(FEWEST_SERIES_WEEKS)
        .max(MOST_SERIES_WEEKS),
      places: z.int().min(1).max(4),
      expected: fenAmount,
      channel: payBy,
      points: mostPoints.optional(),
      requestId: id,
    }),
    output: paying,
    refuses: [
      ...BOOK_REFUSALS,
      ...POINTS_REFUSALS,
      'SERIES_OFF',
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
