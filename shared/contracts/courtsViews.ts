import * as z from 'zod';
import { DAY_KINDS } from '../base/holidays';
import { COURT_KINDS } from '../domain/booking';
import { bookingView, daySpan, sport } from './bookingViews';
import { clubDate, count, id, instant, text } from './scalars';

/** A booking as the desk sees it. */
export const sheetRow = z.object({
  booking: bookingView,
  /** The member, masked, or the walk-in's name. */
  who: z.string(),
  walkIn: z.boolean(),
  maskedPhone: z.string().nullable(),
  companions: count,
  code: z.string(),
  waived: z.boolean(),
  /** By the desk or in the app. */
  source: z.enum(['APP', 'DESK']),
  may: z.object({
    verify: z.boolean(),
    cancel: z.boolean(),
    noShow: z.boolean(),
    waive: z.boolean(),
    /** Whether it waits for an Alipay payment: its code may be shown again. */
    showCode: z.boolean(),
  }),
});
export type SheetRow = z.output<typeof sheetRow>;

const courtForm = z.object({
  /** Null for a new one. */
  id: id.nullable(),
  name: text(1, 20),
  sport,
  kind: z.enum(COURT_KINDS),
  capacity: z.int().min(1).max(500),
  /** REPAIR is not for sale; what is booked stays booked. */
  status: z.enum(['OPEN', 'REPAIR']),
});
const priceRule = daySpan.extend({
  days: z.array(z.enum(DAY_KINDS)).min(1),
  fen: z.int().min(0).max(1_000_000),
  name: text(1, 10),
});
const priceList = z.object({
  base: z.int().min(0).max(1_000_000),
  rules: z.array(priceRule).max(20),
});
const openDay = z.object({ opens: z.int(), closes: z.int() }).nullable();

/** All that a venue offers for booking. */
export const offerForm = z.object({
  onSale: z.boolean(),
  courts: z.array(courtForm).max(60),
  prices: z.partialRecord(sport, priceList),
  limits: z.object({
    daysAhead: z.int().min(1).max(30),
    releaseMinute: z.int().min(0).max(1439),
    mostMinutes: z.int().min(30).max(480),
  }),
  tiers: z
    .array(z.object({ hours: z.int().min(0).max(720), percent: z.int().min(0).max(100) }))
    .max(6),
  seriesAllowed: z.boolean(),
  /** Opening on single dates; null is closed. */
  days: z.array(z.object({ date: clubDate, hours: openDay, note: text(0, 20) })).max(60),
});
export type OfferForm = z.input<typeof offerForm>;

export const closureView = z.object({
  id,
  courtNames: z.array(z.string()),
  /** The whole venue. */
  whole: z.boolean(),
  from: instant,
  until: instant,
  reason: z.string(),
  /** How many bookings it cancelled. */
  affected: count,
  /** Whether everybody has been told and refunded; the timer goes on until it is. */
  done: z.boolean(),
  reopened: z.boolean(),
});
export type ClosureView = z.output<typeof closureView>;
