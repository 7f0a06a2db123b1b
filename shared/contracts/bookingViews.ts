import * as z from 'zod';
import { BOOKING_STATUSES, COURT_KINDS, SPORTS } from '../domain/booking';
import { clubDate, count, id, instant, pointsAmount } from './scalars';
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

export const gridView = z.object({
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

/** What a member can pay a part of a booking with. */
export const meansView = z.object({
  points: pointsAmount,
  /** Coupons that can be used now, those that end first before the others. */
  coupons: z.array(
    z.object({ id, name: z.string(), off: fenAmount, least: fenAmount, validUntil: instant }),
  ),
});
export type MeansView = z.output<typeof meansView>;

/** The tab 预约: the venues, the days and one grid. */
export const openView = z.object({
  registered: z.boolean(),
  venues: z.array(z.object({ id, name: z.string(), sports: z.array(sport) })),
  days: z.array(z.object({ date: clubDate, released: z.boolean() })),
  /** When the furthest day is released, minutes of the day. */
  releaseMinute: z.int(),
  grid: gridView.nullable(),
  /** Null unless it was asked for, and for who is no member. */
  means: meansView.nullable(),
  now: instant,
});

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
  /** Points that pay a part of the price, and how many of them came back at its end. */
  pointsUsed: pointsAmount,
  pointsBack: pointsAmount,
  /** What a coupon takes off it, and whether the member has the coupon again. */
  couponOff: fenAmount,
  couponBack: z.boolean(),
  /** Until when it is kept without payment. */
  expiresAt: instant,
  seriesId: id.nullable(),
  /** Whether it is the caller's own, or one that the caller was invited to. */
  mine: z.boolean(),
});
export type BookingView = z.output<typeof bookingView>;

export const bookingDetail = z.object({
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
    points: pointsAmount,
    coupon: z.boolean(),
    tiers: z.array(refundTier),
    /** Of a series: this one and all later ones, each by its own tier; null without later ones. */
    following: z.object({ count, amount: fenAmount, points: pointsAmount }).nullable(),
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

/** What came of paying: `payment` is for WeChat's sheet; `short` says that the wallet holds too little. */
export const paying = z.object({
  booking: bookingView,
  payment: paymentParams.nullable(),
  order: orderView.nullable(),
  short: z.boolean(),
});
export type Paying = z.output<typeof paying>;

export const seriesDate = z.object({
  date: clubDate,
  /** Null when it can be booked as asked. */
  refusal: z.string().nullable(),
  /** Courts of the same sport that are free then. */
  others: z.array(z.object({ id, name: z.string() })),
  total: fenAmount,
});
export type SeriesDate = z.output<typeof seriesDate>;

export const waitView = z.object({
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
export const bookingCursor = z.object({ endAt: instant, id });
export type BookingCursor = z.output<typeof bookingCursor>;
