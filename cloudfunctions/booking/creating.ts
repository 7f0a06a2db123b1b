import { randomBytes, randomInt } from 'node:crypto';
import { type Fen, fen, points } from '@shared/base/money';
import { earlier, type Instant } from '@shared/base/time';
import type { Level } from '@shared/domain/membership';
import { ORDER_LIFE, orderExpiry } from '@shared/domain/order';
import { dueOf } from '@shared/domain/refund';
import { endOf, startOf } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Plan } from '../offer/service';
import { newOrder, type Order, putOrder } from '../order/service';
import { occupy } from './claiming';
import { descriptionOf } from './letters';
import { handOver, type PaidBy } from './selling';
import { type Booking, bookings } from './store';

/** Fifteen digits that nobody guesses: 10^15 of them for some thousand bookings. */
const newCode = () =>
  `${randomInt(1_000_000, 10_000_000)}${String(randomInt(0, 100_000_000)).padStart(8, '0')}`;

export interface Buyer {
  readonly memberId: string | null;
  /** What it pays of the price; null all of it. */
  readonly level: Level | null;
  readonly customer: Booking['customer'];
  readonly openid: string;
  readonly source: Booking['source'];
  readonly operatorId: string | null;
  readonly ip: string | null;
}

/** A booking as it begins: nothing taken, nothing paid. */
export function newBooking(
  bookingId: string,
  { offer, court, want, quote }: Plan,
  { buyer, seriesId = null, now }: { buyer: Buyer; seriesId?: string | null; now: Instant },
): Booking {
  const { date, from, until, places } = want;
  const { memberId, customer, source, operatorId, ip } = buyer;
  const startAt = startOf(date, want);
  return {
    _id: bookingId,
    memberId,
    customer,
    campusId: offer.campusId,
    venueId: offer._id,
    venueName: offer.venue.name,
    courtId: court.id,
    courtName: court.name,
    sport: court.sport,
    kind: court.kind,
    date,
    from,
    until,
    places,
    startAt,
    endAt: endOf(date, want),
    status: 'PENDING_PAY',
    quote: { ...quote, lines: [...quote.lines] },
    paid: fen(0),
    refunded: fen(0),
    pointsUsed: points(0),
    pointsBack: points(0),
    pointsHold: null,
    couponId: null,
    couponOff: fen(0),
    couponBack: false,
    tiers: offer.tiers,
    ceiling: 100,
    code: newCode(),
    secret: randomBytes(24).toString('base64url'),
    companions: [],
    seriesId,
    orderId: null,
    tries: 0,
    paidBy: [],
    change: null,
    source,
    operatorId,
    ip,
    createdAt: now,
    // Nobody keeps a court unpaid until after it was played on.
    expiresAt: earlier(orderExpiry(now), endOf(date, want)),
    verifiedAt: null,
    missedAt: null,
    waived: false,
    remindedAt: null,
    rated: false,
  };
}

/** The number of a booking's order of what is paid at once: a second try finds the first. */
export const instantOrderId = (bookingId: string) => `W${bookingId}`;
/** The number of its next order at a channel, which knows the earlier ones for ever. */
export const channelOrderId = ({ _id, tries }: Pick<Booking, '_id' | 'tries'>) =>
  `P${_id}_${tries + 1}`;

/** The order of what a booking is to be paid in money. */
export const orderOf = (
  booking: Booking,
  pays: {
    readonly orderId: string;
    readonly channel: Order['channel'];
    readonly openid: string;
    readonly now: Instant;
  },
): Order =>
  newOrder({
    _id: pays.orderId,
    memberId: booking.memberId,
    kind: 'BOOKING',
    channel: pays.channel,
    amount: dueOf(booking),
    description: descriptionOf(booking),
    openid: pays.openid,
    createdAt: pays.now,
    expiresAt: earlier((pays.now + ORDER_LIFE) as Instant, booking.expiresAt),
    campusId: booking.campusId,
    operatorId: booking.operatorId,
    subjectId: booking._id,
  });

/**
 * Of money that is here already: the order is paid and handed over in this transaction. A `fresh`
 * booking is written for the first time: one that exists fails it.
 */
export async function payNow(
  tx: Transaction,
  booking: Booking,
  { order, at, fresh = false }: Omit<PaidBy, 'amount'>,
) {
  const paid: Order = { ...order, status: 'PAID', paidAt: at, fulfilledAt: at };
  const short = await handOver(tx, booking, { order: paid, amount: order.amount, at, fresh });
  if (!short) await putOrder(tx, paid);
  return short;
}

/**
 * Takes what a new booking needs; answers the booking that exists when this one was made before.
 *
 * @throws Refusal SLOT_TAKEN, DAY_LIMIT
 */
export async function takeSlots(
  tx: Transaction,
  booking: Booking,
  plan: Plan,
): Promise<Booking | null> {
  const { capacity } = plan.court;
  const { mostMinutes } = plan.offer.limits;
  const ask = { ...booking, ownerId: booking._id, capacity, mostMinutes, at: booking.createdAt };
  const got = await occupy(tx, ask);
  if (got === 'MINE') return tx.need(bookings, booking._id);
  if (got !== 'CLAIMED') throw new Refusal(got);
  return null;
}

/** What the page showed must be what is charged. */
export function expectPrice(shown: Fen, total: Fen): void {
  if (shown !== total) throw new Refusal('PRICE_CHANGED');
}
