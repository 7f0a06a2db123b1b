import { type Fen, fen, type Points } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import type { Paying, SeriesDate } from '@shared/contracts/bookingViews';
import { refusalToBook } from '@shared/domain/booking';
import { limitsFor } from '@shared/domain/membership';
import { dueOf } from '@shared/domain/refund';
import { refusalToRepeat, weeklyDates } from '@shared/domain/series';
import { type DaySpan, fits, minutesOf } from '@shared/domain/slots';
import { Refusal, type RefusalCode } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { type Court, type Offer, offerOf, type Plan } from '../offer/service';
import { type Order, orderIn, putOrder } from '../order/service';
import { claimsOfSubject, claimsOnDays, memberSubject } from '../slots/service';
import { type Buyer, expectPrice, newBooking, takeSlots } from './creating';
import { asOne, freezeFor, withPoints } from './means';
import { expectPayable, giveUp, type PayBy, type Payer, paidAnswer, phoneAnswer } from './paying';
import { expectWelcome, planFor, planForLevel } from './planning';
import {
  bookingsOf,
  dueOfSeries,
  instantSeriesOrder,
  nextSeriesOrder,
  orderOfSeries,
  paySeriesNow,
} from './series';
import { type Booking, bookings, type Series, serieses } from './store';

export interface Repeating extends DaySpan {
  readonly venueId: string;
  readonly places: number;
}

async function repeatingOffer({ db }: Context, venueId: string): Promise<Offer> {
  const offer = await offerOf(db, venueId);
  if (!offer) throw new Refusal('VENUE_NOT_FOUND');
  if (!offer.seriesAllowed) throw new Refusal('SERIES_OFF');
  return offer;
}

/**
 * Every date of a weekly series: whether it can be booked as asked, and which courts could stand in.
 *
 * @throws Refusal VENUE_NOT_FOUND, SERIES_OFF, COURT_NOT_FOUND, SLOT_INVALID, NOT_RELEASED
 */
export async function checkSeries(
  context: Context,
  asked: Repeating & {
    readonly courtId: string;
    readonly date: ClubDate;
    readonly weeks: number;
  },
  { memberId, level }: Pick<Buyer, 'level'> & { readonly memberId: string },
): Promise<SeriesDate[]> {
  const { db } = context;
  const offer = await repeatingOffer(context, asked.venueId);
  const court = offer.courts.find(({ id }) => id === asked.courtId);
  if (!court) throw new Refusal('COURT_NOT_FOUND');
  const { date: first, from, until } = asked;
  const limits = limitsFor(offer.limits, level);
  const facts = { limits, open: { from, until }, now: context.now, series: true };
  if (refusalToBook({ date: first, from, until }, facts) === 'SLOT_INVALID') {
    throw new Refusal('SLOT_INVALID');
  }
  const dates = weeklyDates(first, asked.weeks);
  const refusal = refusalToRepeat(dates, facts);
  if (refusal) throw new Refusal(refusal);
  const [claimed, mine] = await Promise.all([
    claimsOnDays(db, offer._id, dates),
    claimsOfSubject(db, memberSubject(memberId, court.sport), dates),
  ]);
  return dates.map((date) => {
    const planned = (one: Court) =>
      planForLevel(
        offer,
        { ...asked, date, courtId: one.id },
        { now: context.now, level, series: true },
      );
    const isFree = (one: Court) => {
      const plan = planned(one);
      if (typeof plan === 'string') return false;
      return fits(claimed(date, one.id), plan.want, one.capacity);
    };
    const minutes = mine(date).reduce((sum, one) => sum + minutesOf(one), minutesOf(asked));
    const plan = planned(court);
    const others = offer.courts.filter(
      (one) => one.sport === court.sport && one.kind === court.kind && one.id !== court.id,
    );
    return {
      date,
      refusal: refusalOf(plan, { free: isFree(court), full: minutes > offer.limits.mostMinutes }),
      others: others.filter(isFree).map(({ id, name }) => ({ id, name })),
      // Courts of one sport cost the same: one that is closed can be stood in for at this price.
      total: [plan, ...others.map(planned)].find(isPlan)?.quote.total ?? fen(0),
    };
  });
}

const isPlan = (plan: Plan | RefusalCode): plan is Plan => typeof plan !== 'string';

function refusalOf(
  plan: Plan | RefusalCode,
  { free, full }: { free: boolean; full: boolean },
): RefusalCode | null {
  if (typeof plan === 'string') return plan;
  if (full) return 'DAY_LIMIT';
  return free ? null : 'SLOT_TAKEN';
}

export interface SeriesOrdered extends Repeating {
  readonly dates: readonly { readonly date: ClubDate; readonly courtId: string }[];
  /** What the page showed as due in money, and the points that pay the rest. */
  readonly expected: Fen;
  readonly points: Points;
  readonly channel: PayBy;
  readonly requestId: string;
}

/**
 * Books the dates that were kept: all slots, bookings and the order are one commit, and from the
 * wallet the payment, too. When the wallet holds too little, all is kept for the time of an order.
 */
export async function orderSeries(
  context: Context,
  asked: SeriesOrdered,
  buyer: Buyer & { readonly memberId: string },
): Promise<Paying> {
  const { db, now } = context;
  const { memberId, openid, level } = buyer;
  const seriesId = `S${idOfRequest(memberId, asked.requestId)}`;
  if (await db.get(serieses, seriesId)) return paySeries(context, seriesId, asked.channel, buyer);
  const [offer] = await Promise.all([
    repeatingOffer(context, asked.venueId),
    expectWelcome(context, memberId),
  ]);
  const dates = [...asked.dates].sort((a, b) => (a.date < b.date ? -1 : 1));
  const days = dates.map(({ date }) => date);
  const refusal = refusalToRepeat(days, { limits: limitsFor(offer.limits, level), now });
  if (refusal) throw new Refusal(refusal);
  const plans = dates.map(({ date, courtId }) =>
    planFor(offer, { ...asked, date, courtId }, { now, level, series: true }),
  );
  if (new Set(plans.map(({ court }) => court.sport)).size > 1) throw new Refusal('COURT_NOT_FOUND');
  const total = fen(plans.reduce((sum, { quote }) => sum + quote.total, 0));
  const drafts = plans.map((plan, index) => ({
    plan,
    booking: newBooking(`${seriesId}_${index + 1}`, plan, { buyer, seriesId, now }),
  }));
  const bookingIds = drafts.map(({ booking }) => booking._id);
  const kept = { _id: seriesId, memberId, bookingIds, total, tries: 0, createdAt: now };
  const series: Series = { ...kept, pointsUsed: asked.points };
  expectPrice(asked.expected, dueOfSeries(series));
  const all = withPoints(
    series,
    drafts.map(({ booking }) => booking),
  );
  const short = await db.transaction(async (tx) => {
    if (await tx.get(serieses, seriesId)) return null;
    await tx.put(serieses, series);
    for (const { plan, booking } of drafts) await takeSlots(tx, booking, plan);
    return begin(tx, { series, all, channel: total > 0 ? asked.channel : 'WALLET', openid });
  });
  if (short === null) return paySeries(context, seriesId, asked.channel, buyer);
  const [first] = all;
  if (!first) throw new Error(`series ${seriesId} is empty`);
  return { ...paidAnswer(first, memberId), short: true };
}

interface Beginning {
  readonly series: Series;
  readonly all: readonly Booking[];
  readonly channel: PayBy;
  readonly openid: string;
}

/** Writes new bookings as they are paid, or with the order that is to pay them. */
async function begin(tx: Transaction, { series, all, channel, openid }: Beginning) {
  const now = series.createdAt;
  if (channel === 'WECHAT') {
    await freezeFor(tx, asOne(series, all));
    await openOrder(tx, { series, all, channel, openid }, now);
    return null;
  }
  const orderId = instantSeriesOrder(series._id);
  const order = orderOfSeries(series, all, { orderId, channel: 'WALLET', openid, now });
  const short = await paySeriesNow(tx, series, { all, order, at: now, fresh: true });
  if (short) {
    await freezeFor(tx, asOne(series, all));
    for (const booking of all) await tx.put(bookings, booking);
  }
  return short;
}

async function openOrder(
  tx: Transaction,
  { series, all, openid }: Beginning,
  now: Booking['createdAt'],
): Promise<Order> {
  const orderId = nextSeriesOrder(series);
  const order = orderOfSeries(series, all, { orderId, channel: 'WECHAT', openid, now });
  await tx.put(serieses, { ...series, tries: series.tries + 1 });
  for (const booking of all) await tx.put(bookings, { ...booking, orderId });
  await putOrder(tx, order);
  return order;
}

/** Pays a series that is kept, in the way asked for; another way that was begun is given up first. */
export async function paySeries(
  context: Context,
  seriesId: string,
  channel: PayBy,
  payer: Payer,
): Promise<Paying> {
  const { db, now } = context;
  const { memberId, openid } = payer;
  const found = await db.transaction(async (tx) => {
    const series = await tx.need(serieses, seriesId);
    const all = await bookingsOf(tx, series);
    const [first] = all;
    if (!first) throw new Error(`series ${seriesId} is empty`);
    if (first.paidBy.length > 0) return { first, order: null };
    for (const booking of all) expectPayable(booking, now);
    const open = first.orderId === null ? null : await orderIn(tx, first.orderId);
    if (open) return { first, order: open };
    const beginning = { series, all, channel, openid };
    if (channel === 'WECHAT') return { first, order: await openOrder(tx, beginning, now) };
    const orderId = instantSeriesOrder(seriesId);
    const order = orderOfSeries(series, all, { orderId, channel: 'WALLET', openid, now });
    const short = await paySeriesNow(tx, series, { all, order, at: now });
    if (short) throw new Refusal(short);
    return { first: { ...first, status: 'BOOKED' as const, paid: dueOf(first) }, order: null };
  });
  const { first, order } = found;
  if (!order) return paidAnswer(first, memberId);
  if (channel === 'WECHAT') return phoneAnswer(context, first, order);
  // The order lets go of the bookings first: closing it must not free their slots.
  const kept = { seriesId, orderId: order._id, status: 'PENDING_PAY' } as const;
  await db.changeAll(bookings, kept, { set: { orderId: null } });
  if (!(await giveUp(context, order._id))) return paySeries(context, seriesId, channel, payer);
  return paidAnswer((await db.get(bookings, first._id)) ?? first, memberId);
}
