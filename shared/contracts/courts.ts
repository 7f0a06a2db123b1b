import * as z from 'zod';
import { daySpan } from './bookingViews';
import { closureView, offerForm, sheetRow } from './courtsViews';
import { type Contract, procedure } from './procedure';
import { clubDate, count, id, instant, text } from './scalars';
import { fenAmount, orderView } from './wallet';

const SERVED = ['VENUE_NOT_FOUND'] as const;
const SERVED_BOOKING = ['BOOKING_NOT_FOUND'] as const;

/** Courts as the desk and management see them. */
export const courtsContract = {
  /** A day's sheet of one venue. */
  sheet: procedure({
    caller: 'staff',
    input: z.object({ venueId: id.nullable(), date: clubDate.nullable() }),
    output: z.object({
      venues: z.array(z.object({ id, name: z.string() })),
      venueId: id.nullable(),
      date: clubDate,
      rows: z.array(sheetRow),
      /** Whether the caller is management, who may give back a part of what was played. */
      manages: z.boolean(),
      now: instant,
    }),
    refuses: SERVED,
  }),
  /** Books for a member (found by the cashier) or a walk-in who pays at the desk. */
  book: procedure({
    caller: 'staff',
    input: z
      .object({ venueId: id, courtId: id, date: clubDate })
      .extend(daySpan.shape)
      .extend({
        places: z.int().min(1).max(4),
        memberId: id.nullable(),
        customer: z.object({ name: text(1, 20), phone: z.string().max(20) }).nullable(),
        channel: z.enum(['CASH', 'BANK', 'ALIPAY']),
        expected: fenAmount,
        requestId: id,
      })
      .refine(({ memberId, customer }) => (memberId === null) !== (customer === null)),
    output: z.object({
      row: sheetRow,
      /** For Alipay: what the payer scans. */
      code: z.string().nullable(),
      order: orderView.nullable(),
      now: instant,
    }),
    refuses: [
      ...SERVED,
      'COURT_NOT_FOUND',
      'MEMBER_NOT_FOUND',
      'ACCOUNT_DISABLED',
      'SLOT_INVALID',
      'SLOT_PAST',
      'NOT_RELEASED',
      'NOT_ON_SALE',
      'SLOT_TAKEN',
      'DAY_LIMIT',
      'BOOKING_BANNED',
      'PRICE_CHANGED',
      'PAYMENT_UNAVAILABLE',
    ],
  }),
  /** How a booking stands, the channel asked: what the desk polls while somebody scans. */
  order: procedure({
    caller: 'staff',
    input: z.object({ bookingId: id }),
    output: z.object({ row: sheetRow, order: orderView.nullable(), now: instant }),
    refuses: SERVED_BOOKING,
  }),
  /** The Alipay code of a booking that the desk made and nobody paid yet, to be scanned. */
  payCode: procedure({
    caller: 'staff',
    input: z.object({ bookingId: id }),
    output: z.object({ row: sheetRow, code: z.string(), now: instant }),
    refuses: [...SERVED_BOOKING, 'ORDER_CLOSED', 'ORDER_ALREADY_PAID', 'PAYMENT_UNAVAILABLE'],
  }),
  /** Reads a booking's code: lets in from 30 minutes before the start to the end. */
  verify: procedure({
    caller: 'staff',
    input: z.object({ code: z.string().max(60) }),
    output: sheetRow,
    refuses: [
      'BOOKING_CODE_INVALID',
      'OTHER_VENUE_BOOKING',
      'TOO_EARLY_TO_VERIFY',
      'BOOKING_ENDED',
      'BOOKING_CLOSED',
    ],
  }),
  /** Whole refund, whatever the tiers say. */
  cancel: procedure({
    caller: 'staff',
    input: z.object({ bookingId: id, reason: text(0, 200) }),
    output: sheetRow,
    refuses: [
      ...SERVED_BOOKING,
      'REASON_REQUIRED',
      'BOOKING_VERIFIED',
      'BOOKING_CLOSED',
      'REFUND_UNDER_WAY',
      'PAYMENT_UNAVAILABLE',
    ],
  }),
  markNoShow: procedure({
    caller: 'staff',
    input: z.object({ bookingId: id }),
    output: sheetRow,
    refuses: [...SERVED_BOOKING, 'BOOKING_CLOSED', 'BOOKING_NOT_STARTED'],
  }),
  /** Takes a no-show back. */
  waive: procedure({
    caller: 'staff',
    input: z.object({ bookingId: id, reason: text(0, 200) }),
    output: sheetRow,
    refuses: [...SERVED_BOOKING, 'REASON_REQUIRED', 'BOOKING_CLOSED'],
  }),
  /** Goodwill: gives back a part of what a booking that was played cost, and the points that it earned. */
  refund: procedure({
    caller: 'admin',
    input: z.object({
      bookingId: id,
      /** Fen. */
      amount: z.int().min(1),
      reason: text(0, 200),
      requestId: id,
    }),
    output: sheetRow,
    refuses: [
      ...SERVED_BOOKING,
      'REASON_REQUIRED',
      'BOOKING_CLOSED',
      'REFUND_TOO_MUCH',
      'REFUND_UNDER_WAY',
      'MEMBER_NOT_FOUND',
    ],
  }),
  /** What a venue offers, for editing. */
  offer: procedure({
    caller: 'admin',
    input: z.object({ venueId: id }),
    output: z.object({
      venueId: id,
      venueName: z.string(),
      version: count,
      offer: offerForm,
      closures: z.array(closureView),
      now: instant,
    }),
    refuses: SERVED,
  }),
  saveOffer: procedure({
    caller: 'admin',
    input: z.object({ venueId: id, version: count, offer: offerForm }),
    output: z.object({ version: count }),
    refuses: [
      ...SERVED,
      'STALE_EDIT',
      'HOURS_INVALID',
      'COURT_IN_USE',
      'COURT_ON_SALE',
      'COURT_TOO_SMALL',
      'PRICE_RULE_INVALID',
    ],
  }),
  /** Closes courts (null: the venue) for a period: who is affected is told, refunded and offered others. */
  close: procedure({
    caller: 'admin',
    input: z.object({
      venueId: id,
      courtIds: z.array(id).max(60).nullable(),
      from: instant,
      until: instant,
      reason: text(0, 100),
      requestId: id,
    }),
    output: closureView,
    refuses: [...SERVED, 'COURT_NOT_FOUND', 'CLOSURE_INVALID', 'REASON_REQUIRED'],
  }),
  /** Ends a closure early; what it cancelled stays cancelled. */
  reopen: procedure({
    caller: 'admin',
    input: z.object({ closureId: id }),
    output: closureView,
    refuses: ['CLOSURE_NOT_FOUND'],
  }),
} satisfies Contract;
