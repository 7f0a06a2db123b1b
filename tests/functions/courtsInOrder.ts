import type { BookingStatus } from '@shared/domain/booking';
import { expect } from 'vitest';
import type { Club } from './club';

interface Span {
  readonly courtId: string;
  readonly date: string;
  readonly from: number;
  readonly until: number;
}

interface Claim {
  readonly ownerId: string;
  readonly kind: string;
  readonly from: number;
  readonly until: number;
  readonly places: number;
}

export interface Stored extends Span {
  readonly _id: string;
  readonly memberId: string | null;
  readonly sport: string;
  readonly status: BookingStatus;
  readonly places: number;
  readonly paid: number;
  readonly refunded: number;
  readonly pointsUsed?: number;
  readonly pointsBack?: number;
  readonly seriesId: string | null;
  readonly couponId?: string | null;
  readonly couponBack?: boolean;
  readonly paidBy: readonly string[];
  readonly change: Span | null;
}

const HOLDING: readonly BookingStatus[] = ['PENDING_PAY', 'BOOKED', 'CHECKED_IN'];
/** What is over has kept its place in the past; what a no-show was is nobody else's either. */
const MAY_HOLD: readonly BookingStatus[] = [...HOLDING, 'COMPLETED', 'NO_SHOW'];

const textOf = (subject: string, { date, from, until }: Omit<Span, 'courtId'>, owner: string) =>
  `${subject} ${date} ${from}-${until} ${owner}`;

/** What a booking has to hold: its court and its member's day, and those it is about to move to. */
function heldBy(booking: Stored): string[] {
  const { _id, memberId, sport, change } = booking;
  const held = (span: Span, owner: string) => [
    textOf(`court:${span.courtId}`, span, owner),
    ...(memberId === null ? [] : [textOf(`member:${memberId}:${sport}`, span, owner)]),
  ];
  return [...held(booking, _id), ...(change ? held(change, `${_id}~change`) : [])];
}

/**
 * The courts are in order: claims are exactly those of live bookings and of offered waits, those in
 * line are known to the days they wait for, nothing is kept for a line that has been asked, no court
 * has more at once than its capacity, no member's day more than its limit, and what was paid for
 * bookings is what their orders say.
 */
export async function expectCourtsInOrder(club: Club): Promise<void> {
  const bookings = (await club.documents('bookings')) as unknown as Stored[];
  const days = await club.documents('slot_days');
  const waits = await club.documents('booking_waits', { status: 'OFFERED' });
  const offers = await club.documents('offers');
  const capacity = new Map(
    offers.flatMap(({ courts }) =>
      (courts as { id: string; capacity: number }[]).map((one) => [
        `court:${one.id}`,
        one.capacity,
      ]),
    ),
  );
  const limits = offers.map((offer) => offer.limits as { readonly mostMinutes: number });
  const mostMinutes = Math.max(...limits.map((one) => one.mostMinutes));
  await expectLinesKnown(club, days);
  const claimed: string[] = [];
  for (const { subject, date, claims } of days) {
    const all = claims as Claim[];
    for (const claim of all.filter(({ kind }) => kind !== 'CLOSURE')) {
      claimed.push(textOf(String(subject), { ...claim, date: String(date) }, claim.ownerId));
    }
    const most = capacity.get(String(subject));
    for (const { from } of most === undefined ? [] : all) {
      const now = all.filter((one) => one.from <= from && from < one.until);
      expect(now.reduce((sum, { places }) => sum + places, 0)).toBeLessThanOrEqual(Number(most));
    }
    const own = all.filter(({ ownerId }) => !ownerId.endsWith('~change'));
    const minutes = own.reduce((sum, { from, until }) => sum + until - from, 0);
    if (String(subject).startsWith('member:')) expect(minutes).toBeLessThanOrEqual(mostMinutes);
  }
  const must = bookings.filter(({ status }) => HOLDING.includes(status)).flatMap(heldBy);
  const may = bookings.filter(({ status }) => MAY_HOLD.includes(status)).flatMap(heldBy);
  const offered = waits.map((wait) =>
    textOf(`court:${wait.courtId}`, wait as unknown as Span, String(wait._id)),
  );
  expect(claimed.filter((one) => !may.includes(one) && !offered.includes(one))).toEqual([]);
  expect([...must, ...offered].filter((one) => !claimed.includes(one))).toEqual([]);
  expect(new Set(claimed).size).toBe(claimed.length);
  await expectPaidFor(club, bookings);
}

/** A day that did not know of somebody in line would sell past them. */
async function expectLinesKnown(club: Club, days: readonly Record<string, unknown>[]) {
  const waiting = await club.documents('booking_waits', { status: 'WAITING' });
  const known = days.flatMap(({ line = [], ...day }) =>
    (line as Claim[]).map((one) =>
      textOf(String(day.subject), { ...one, date: String(day.date) }, one.ownerId),
    ),
  );
  const wanted = waiting.map((wait) =>
    textOf(`court:${wait.courtId}`, wait as unknown as Span, String(wait._id)),
  );
  expect(wanted.filter((one) => !known.includes(one))).toEqual([]);
}

/** Every paid booking stands or went back; every order of bookings was handed over or went back. */
export async function expectPaidFor(club: Club, bookings: readonly Stored[]): Promise<void> {
  const orders = await club.documents('orders');
  const refunds = await club.documents('refunds');
  for (const order of orders) {
    if (!String(order.kind).startsWith('BOOKING') || order.paidAt === null) continue;
    const users = bookings.filter(({ paidBy }) => paidBy.includes(String(order._id)));
    const back = refunds
      .filter(({ orderId, status }) => orderId === order._id && status !== 'CLOSED')
      .reduce((sum, { amount }) => sum + Number(amount), 0);
    if (order.fulfilledAt === null)
      expect([back, users], String(order._id)).toEqual([order.amount, []]);
    else expect(users.length, String(order._id)).toBeGreaterThan(0);
    expect(back).toBeLessThanOrEqual(Number(order.amount));
  }
  for (const { _id, paid, refunded, status } of bookings) {
    expect(refunded, _id).toBeLessThanOrEqual(paid);
    if (status === 'PENDING_PAY' || status === 'CLOSED') expect(paid, _id).toBe(0);
  }
  const revenue = (await club.documents('ledger_entries')).flatMap(
    ({ postings }) => postings as { from: string; to: string; amount: number }[],
  );
  const isOurs = (account: string) => /^fen:revenue:.*:BOOKING$/.test(account);
  const earned = revenue.reduce(
    (sum, { from, to, amount }) => sum + (isOurs(to) ? amount : 0) - (isOurs(from) ? amount : 0),
    0,
  );
  const kept = bookings.reduce((sum, { paid, refunded }) => sum + paid - refunded, 0);
  expect(earned).toBe(kept);
  await expectMeansFor(club, bookings);
}

const UNPAID: readonly BookingStatus[] = ['PENDING_PAY', 'CLOSED'];

/**
 * Points that bookings used went to the house and nowhere else, those of unpaid ones are set aside
 * while they may still be paid, and a coupon is used by the one booking that has it.
 */
async function expectMeansFor(club: Club, bookings: readonly Stored[]): Promise<void> {
  const paid = bookings.filter(
    ({ status, paidBy }) => !UNPAID.includes(status) && paidBy.length > 0,
  );
  const left = paid.map(({ pointsUsed = 0, pointsBack = 0 }) => pointsUsed - pointsBack);
  const holds = await club.documents('point_holds');
  const ours = holds.filter(({ _id }) => String(_id).startsWith('booking:'));
  const used = ours.filter(({ status }) => status === 'CONSUMED');
  const spent = used.reduce((sum, one) => sum + Number(one.amount) - Number(one.returned), 0);
  expect(left.every((amount) => amount >= 0)).toBe(true);
  expect(spent).toBe(left.reduce((sum, amount) => sum + amount, 0));
  const waiting = bookings.filter(
    (one) => one.status === 'PENDING_PAY' && (one.pointsUsed ?? 0) > 0,
  );
  const placed = ours.filter(({ status }) => status === 'PLACED').map(({ _id }) => String(_id));
  // Of a series all under one.
  const asked = new Set(waiting.map(({ _id, seriesId }) => `booking:${seriesId ?? _id}`));
  expect(placed.sort()).toEqual([...asked].sort());
  const withCoupon = [...paid, ...bookings.filter(({ status }) => status === 'PENDING_PAY')]
    .filter(({ couponId = null, couponBack = false }) => couponId !== null && !couponBack)
    .map(({ _id, couponId }) => `${couponId} ${_id}`);
  const coupons = (await club.documents('coupons')).flatMap(({ _id, used: by }) =>
    by ? [`${_id} ${(by as { orderId: string }).orderId}`] : [],
  );
  expect([...new Set(withCoupon)].sort()).toEqual(coupons.sort());
}
