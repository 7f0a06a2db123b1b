import { fen, points } from '@shared/base/money';
import { daySpan, quoteView, sport } from '@shared/contracts/bookingViews';
import { offerForm } from '@shared/contracts/courtsViews';
import { clubDate, count, id, instant, pointsAmount } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { BOOKING_STATUSES, COURT_KINDS } from '@shared/domain/booking';
import * as z from 'zod';
import { collection } from '../_kit/db';

const place = z
  .object({ courtId: id, courtName: z.string(), date: clubDate })
  .extend(daySpan.shape);
export type Place = z.output<typeof place>;

const booking = place.extend({
  _id: id,
  memberId: id.nullable(),
  /** A walk-in, as the desk wrote them down. */
  customer: z.object({ name: z.string(), phone: z.string() }).nullable(),
  campusId: id,
  venueId: id,
  venueName: z.string(),
  sport,
  kind: z.enum(COURT_KINDS),
  places: z.int().min(1),
  startAt: instant,
  endAt: instant,
  status: z.enum(BOOKING_STATUSES),
  quote: quoteView,
  paid: fenAmount,
  refunded: fenAmount,
  /** Points that pay a part of its present price; how many of them came back when it ended. */
  pointsUsed: pointsAmount.default(points(0)),
  pointsBack: pointsAmount.default(points(0)),
  /** Under what they are set aside, and used up when it is paid. */
  pointsHold: z.string().nullable().default(null),
  /** The coupon that pays a part of it, what it takes off, and whether the member has it again. */
  couponId: id.nullable().default(null),
  couponOff: fenAmount.default(fen(0)),
  couponBack: z.boolean().default(false),
  /** The refund tiers in force when it was booked: they are the ones that count. */
  tiers: offerForm.shape.tiers,
  /** The most percent that goes back: a move keeps what would have come back at that moment. */
  ceiling: z.int().min(0).max(100).default(100),
  /** Fifteen digits, unique. */
  code: z.string().length(15),
  /** Signs what may be passed on: invitations and the calendar's address. Never leaves the server. */
  secret: z.string().min(16),
  companions: z.array(id),
  /** How often the organiser took somebody out. */
  removals: count.optional(),
  seriesId: id.nullable(),
  /** The order that may still be paid, if there is one. */
  orderId: id.nullable(),
  /** Orders that were opened for it at a channel: the next one needs a new number. */
  tries: count,
  /** Every order that was paid for it, oldest first: refunds go back through them. */
  paidBy: z.array(id),
  /** Another place that is kept for it until the difference is paid. */
  change: place.extend({ quote: quoteView, orderId: id, expiresAt: instant }).nullable(),
  source: z.enum(['APP', 'DESK']),
  operatorId: id.nullable(),
  /** Where it was made from, for the log. */
  ip: z.string().max(45).nullable().default(null),
  createdAt: instant,
  expiresAt: instant,
  verifiedAt: instant.nullable(),
  missedAt: instant.nullable(),
  waived: z.boolean(),
  remindedAt: instant.nullable(),
  rated: z.boolean(),
  /** Points that its organiser earned by it: for so much money, when, and how many went again. */
  earned: z
    .object({ points: pointsAmount, of: fenAmount, reversed: pointsAmount, at: instant })
    .optional(),
  /** Forms that have moved it, by their orders' numbers; the newest few, so that none does twice. */
  moves: z.array(id).optional(),
  /** How often it has moved, however few of the forms are kept: calendars want a number that rises. */
  timesMoved: count.optional(),
});
export type Booking = z.output<typeof booking>;
export const bookings = collection('bookings', booking);

/** Several bookings that are paid together. */
const series = z.object({
  _id: id,
  memberId: id,
  bookingIds: z.array(id),
  total: fenAmount,
  /** Points that pay a part of it, all under one hold; each booking knows its share. */
  pointsUsed: pointsAmount.default(points(0)),
  /** Orders that were opened for it at a channel: the next one needs a new number. */
  tries: count,
  createdAt: instant,
});
export type Series = z.output<typeof series>;
export const serieses = collection('booking_series', series);

/** A member who did not come; the newest few, for the ban. */
const standing = z.object({
  _id: id,
  misses: z.array(z.object({ bookingId: id, at: instant })),
});
export type Standing = z.output<typeof standing>;
export const standings = collection('booking_standings', standing);

/** Somebody in line for taken slots. */
const wait = place.extend({
  _id: id,
  memberId: id,
  venueId: id,
  venueName: z.string(),
  sport,
  places: z.int().min(1),
  status: z.enum(['WAITING', 'OFFERED', 'TAKEN', 'LAPSED', 'LEFT']),
  since: instant,
  offeredUntil: instant.nullable(),
});
export type Wait = z.output<typeof wait>;
export const waits = collection('booking_waits', wait);

/** A stretch in which courts are closed. */
const closure = z.object({
  _id: id,
  campusId: id,
  venueId: id,
  courtIds: z.array(id),
  courtNames: z.array(z.string()),
  whole: z.boolean(),
  from: instant,
  until: instant,
  reason: z.string(),
  by: id,
  at: instant,
  affected: count,
  /** Each step writes it: one that does not know of a reopening fails on it. */
  steps: count,
  /** When it was last gone on with: the timer takes first whoever waits longest. */
  turnAt: instant,
  /** Nothing is left to be done, for the closing or for the reopening. */
  done: z.boolean(),
  reopened: z.boolean(),
  /** When it was ended early; not written before 2026-11-23. */
  reopenedAt: instant.optional(),
});
export type Closure = z.output<typeof closure>;
export const closures = collection('closures', closure);

/** One review a booking; the id is the booking's. */
const review = z.object({
  _id: id,
  venueId: id,
  memberId: id,
  stars: z.int().min(1).max(5),
  text: z.string(),
  at: instant,
});
export type Review = z.output<typeof review>;
export const reviews = collection('reviews', review);

/** Sums of a venue's stars, so that its page reads one document. */
export const ratings = collection('venue_ratings', z.object({ _id: id, count, stars: count }));
