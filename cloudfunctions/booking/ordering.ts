import type { Fen } from '@shared/base/money';
import type { Paying } from '@shared/contracts/bookingViews';
import { isLive } from '@shared/domain/booking';
import { dueOf } from '@shared/domain/refund';
import { Refusal } from '@shared/refusals';
import { isDuplicate } from '../_kit/cloudErrors';
import type { Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { offerOf, type Plan, type Wanted } from '../offer/service';
import { type Order, putOrder } from '../order/service';
import {
  type Buyer,
  channelOrderId,
  expectPrice,
  instantOrderId,
  newBooking,
  orderOf,
  payNow,
  takeSlots,
} from './creating';
import { freezeFor, isMoneyOnly, type Means, withMeans } from './means';
import { type PayBy, paidAnswer, payFromWallet, payOnPhone, phoneAnswer } from './paying';
import { expectWelcome, planFor } from './planning';
import { type Booking, bookings } from './store';

export interface Ordered {
  readonly venueId: string;
  readonly want: Wanted;
  readonly expected: Fen;
  readonly channel: PayBy;
  readonly means: Means;
  readonly requestId: string;
}

/**
 * A member books: the slots, the booking, the order and, from the wallet, the payment are one
 * commit. When the wallet holds too little, the slots are kept for the time of an order.
 */
export async function order(
  context: Context,
  asked: Ordered,
  buyer: Buyer & { readonly memberId: string },
): Promise<Paying> {
  const { memberId, openid } = buyer;
  const [offer] = await Promise.all([
    offerOf(context.db, asked.venueId),
    expectWelcome(context, memberId),
  ]);
  const plan = planFor(offer, asked.want, { now: context.now, level: buyer.level });
  if (isMoneyOnly(asked.means)) expectPrice(asked.expected, plan.quote.total);
  const bookingId = `B${idOfRequest(memberId, asked.requestId)}`;
  const fresh = newBooking(bookingId, plan, { buyer, now: context.now });
  const { booking, made, short } = await begin(context, { fresh, plan, asked, openid });
  if (made) return phoneAnswer(context, booking, made);
  if (short) return { ...paidAnswer(booking, memberId), short };
  if (booking.status !== 'PENDING_PAY') {
    // It had its life: a form that is sent again books nothing a second time.
    if (!isLive(booking.status)) throw new Refusal('BOOKING_CLOSED');
    return paidAnswer(booking, memberId);
  }
  // A second try of a form whose first reply was lost: it goes on where that one stood.
  const payer = { memberId, openid };
  if (asked.channel === 'WECHAT') return payOnPhone(context, booking._id, payer);
  const later = await payFromWallet(context, booking._id, payer);
  return typeof later === 'string' ? paidAnswer(booking, memberId) : later;
}

interface Beginning {
  readonly fresh: Booking;
  readonly plan: Plan;
  readonly asked: Ordered;
  readonly openid: string;
}

interface Begun {
  readonly booking: Booking;
  /** The order that was made to be paid in WeChat's sheet. */
  readonly made: Order | null;
  /** Whether the wallet holds too little. */
  readonly short: boolean;
}

/**
 * Writes the booking in one commit, or finds the one that this form made. Its slots may have gone
 * since (closed, cancelled, moved), so the booking itself is created and never overwritten: to look
 * for it first would cost everybody a request.
 */
async function begin(context: Context, beginning: Beginning): Promise<Begun> {
  const { db } = context;
  try {
    return await db.transaction((tx) => take(tx, beginning));
  } catch (fault) {
    const known =
      fault instanceof Refusal || isDuplicate(fault)
        ? await db.get(bookings, beginning.fresh._id)
        : null;
    if (!known) throw fault;
    return { booking: known, made: null, short: false };
  }
}

async function take(tx: Transaction, beginning: Beginning): Promise<Begun> {
  const { plan, asked, openid } = beginning;
  const now = beginning.fresh.createdAt;
  const known = await takeSlots(tx, beginning.fresh, plan);
  if (known) return { booking: known, made: null, short: false };
  const fresh = await meansOf(tx, beginning);
  // What costs nothing needs no sheet.
  if (asked.channel === 'WECHAT' && dueOf(fresh) > 0) {
    const orderId = channelOrderId(fresh);
    const made = orderOf(fresh, { orderId, channel: 'WECHAT', openid, now });
    const booking: Booking = { ...fresh, orderId, tries: 1 };
    await freezeFor(tx, fresh);
    await tx.create(bookings, booking);
    await putOrder(tx, made);
    return { booking, made, short: false };
  }
  const orderId = instantOrderId(fresh._id);
  const order = orderOf(fresh, { orderId, channel: 'WALLET', openid, now });
  const short = await payNow(tx, fresh, { order, at: now, fresh: true });
  if (short) {
    await freezeFor(tx, fresh);
    await tx.create(bookings, fresh);
  }
  const booking: Booking = short ? fresh : { ...fresh, status: 'BOOKED', paid: order.amount };
  return { booking, made: null, short: short !== null };
}

/** The booking with the coupon and the points that pay a part of it; what the page showed is due. */
async function meansOf(tx: Transaction, { fresh, asked }: Beginning): Promise<Booking> {
  if (isMoneyOnly(asked.means)) return fresh;
  const booking = await withMeans(tx, fresh, asked.means);
  expectPrice(asked.expected, dueOf(booking));
  return booking;
}
