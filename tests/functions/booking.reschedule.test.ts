import type { Fen } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, day } from '../domain/clock';
import { BADMINTON, book, COURT_1, clock, fill, TODAY } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, outcome } from './club';
import { expectCourtsInOrder } from './courtsInOrder';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());
afterEach(async () => {
  await expectCourtsInOrder(club);
  await expectLedgerInOrder(club);
});

const TOMORROW = day('2026-03-15');
const balance = async (who = 'lin') => (await club.as(who).wallet.home({})).balance;
const COURT_2 = `${BADMINTON}-2`;

interface To {
  readonly courtId?: string;
  readonly date?: ClubDate;
  readonly from?: number;
  readonly until?: number;
  readonly difference?: number;
  readonly channel?: 'WALLET' | 'WECHAT';
  readonly requestId?: string;
}

/** Two half-hours at 14:00 tomorrow, paid from the wallet. */
async function booked(who = 'lin') {
  await fill(money, who);
  return (await book(club, who, { date: TOMORROW })).booking;
}

const move = (bookingId: string, to: To) =>
  club.as('lin').booking.reschedule({
    bookingId,
    courtId: to.courtId ?? COURT_1,
    date: to.date ?? TOMORROW,
    from: to.from ?? clock(16),
    until: to.until ?? clock(17),
    expectedDifference: (to.difference ?? 0) as Fen,
    channel: to.channel ?? 'WALLET',
    requestId: to.requestId ?? 'move-1',
  });

/** What is claimed of the first court tomorrow. */
async function courtDay() {
  const days = await club.documents('slot_days', { subject: `court:${COURT_1}` });
  const day = days.find(({ date }) => date === TOMORROW);
  if (!day) throw new Error('nothing is claimed');
  const { claims, ...rest } = day;
  return { claims: claims as { kind: string }[], rest };
}

describe('a booking moves', () => {
  test('at the same price: the old place is free, nothing is paid, the code stays', async () => {
    const { id } = await booked();
    const before = await club.document('bookings', id);
    const { booking } = await move(id, { courtId: COURT_2 });
    expect(booking).toMatchObject({ status: 'BOOKED', courtId: COURT_2, from: clock(16) });
    expect(booking).toMatchObject({ paid: 6_000, refunded: 0 });
    expect((await club.document('bookings', id))?.code).toBe(before?.code);
    expect(await balance()).toBe(14_000);
    await fill(money, 'may');
    expect(await outcome(book(club, 'may', { date: TOMORROW }))).toBe('ok');
  });

  test('to overlapping slots of the same court', async () => {
    const { id } = await booked();
    const to = { from: clock(14, 30), until: clock(15, 30) };
    expect((await move(id, to)).booking).toMatchObject(to);
  });

  test('and back, and away again: each freed place is offered anew', async () => {
    const { id } = await booked();
    await move(id, { requestId: 'a' });
    await move(id, { from: clock(14), until: clock(15), requestId: 'b' });
    const { booking } = await move(id, { requestId: 'c' });
    expect(booking.from).toBe(clock(16));
    expect(await club.documents('outbox', { kind: 'offerFreed' })).toEqual([]);
  });

  test('to more: only the difference is paid, and a lost reply pays it once', async () => {
    const { id } = await booked();
    const to: To = { until: clock(18), difference: 6_000 };
    expect(await outcome(move(id, { ...to, difference: 5_000 }))).toBe('PRICE_CHANGED');
    await move(id, to);
    const { booking } = await move(id, to);
    expect(booking).toMatchObject({ paid: 12_000, until: clock(18) });
    expect(await balance()).toBe(8_000);
    const { refund } = await club.as('lin').booking.detail({ bookingId: id });
    await club
      .as('lin')
      .booking.cancel({ bookingId: id, expected: refund.amount, following: false });
    expect(await balance()).toBe(20_000);
    expect(await club.documents('refunds')).toHaveLength(2);
  });

  test('to less: the rest comes back at once, and cancelling later gives back what is left', async () => {
    const { id } = await booked();
    await move(id, { until: clock(16, 30), difference: -3_000 });
    expect(await balance()).toBe(17_000);
    const { refund } = await club.as('lin').booking.detail({ bookingId: id });
    expect(refund.amount).toBe(3_000);
    await club
      .as('lin')
      .booking.cancel({ bookingId: id, expected: 3_000 as Fen, following: false });
    expect(await balance()).toBe(20_000);
  });

  test('brings back nothing that was lost before: the percent of that moment stays the most', async () => {
    const { id } = await booked();
    // Eleven hours before the start: half.
    club.cloud.clock.jump(at('2026-03-15 03:00'));
    const later = { date: day('2026-03-21') };
    expect(await outcome(move(id, { ...later, until: clock(16, 30), difference: -3_000 }))).toBe(
      'PRICE_CHANGED',
    );
    await move(id, { ...later, until: clock(16, 30), difference: -1_500 });
    const { booking, refund } = await club.as('lin').booking.detail({ bookingId: id });
    expect(booking).toMatchObject({ paid: 6_000, refunded: 1_500 });
    expect(refund).toMatchObject({ percent: 50, amount: 1_500 });
    await move(id, { ...later, from: clock(17), until: clock(17, 30), requestId: 'move-2' });
    await club
      .as('lin')
      .booking.cancel({ bookingId: id, expected: 1_500 as Fen, following: false });
    expect(await balance()).toBe(17_000);
  });

  test('never to a taken slot, beyond the day’s limit, to more than the wallet holds, or once begun', async () => {
    const { id } = await booked();
    await fill(money, 'may');
    await book(club, 'may', { date: TOMORROW, from: clock(16), until: clock(17) });
    expect(await outcome(move(id, {}))).toBe('SLOT_TAKEN');
    await book(club, 'lin', { from: clock(16), until: clock(18) });
    const today = { date: TODAY, from: clock(19), until: clock(20) };
    expect(await outcome(move(id, today))).toBe('DAY_LIMIT');
    const dear = { from: clock(18), until: clock(20), difference: 6_000 };
    expect(await outcome(move(id, dear))).toBe('INSUFFICIENT_BALANCE');
    expect(await club.document('bookings', id)).toMatchObject({ from: clock(14), paid: 6_000 });
    club.cloud.clock.jump(at('2026-03-15 14:00'));
    expect(await outcome(move(id, { from: clock(18), until: clock(19) }))).toBe('BOOKING_STARTED');
  });
});

describe('a difference that is paid in WeChat’s sheet', () => {
  const dearer: To = { until: clock(18), difference: 6_000, channel: 'WECHAT' };

  test('keeps both places until it is paid, then only the new one', async () => {
    const { id } = await booked();
    const { payment, booking } = await move(id, dearer);
    expect(booking).toMatchObject({ from: clock(14), status: 'BOOKED' });
    if (!payment) throw new Error('no sheet');
    await fill(money, 'may');
    await expectCourtsInOrder(club);
    expect(await outcome(book(club, 'may', { date: TOMORROW }))).toBe('SLOT_TAKEN');
    const there = { date: TOMORROW, from: clock(17), until: clock(18) };
    expect(await outcome(book(club, 'may', there))).toBe('SLOT_TAKEN');
    money.pay('lin', payment);
    await money.wechat.idle();
    const { booking: moved } = await club.as('lin').booking.detail({ bookingId: id });
    expect(moved).toMatchObject({ from: clock(16), until: clock(18), paid: 12_000 });
    expect(await outcome(book(club, 'may', { date: TOMORROW }))).toBe('ok');
  });

  test('whose price fell meanwhile is paid no more: it moves at once and keeps nothing twice', async () => {
    const { id } = await booked();
    const { payment } = await move(id, dearer);
    if (!payment) throw new Error('no sheet');
    const offer = await club.document('offers', BADMINTON);
    if (!offer) throw new Error('no offer');
    const prices = { BADMINTON: { base: 1_500, rules: [] } };
    await club.cloud.load('offers', [{ ...offer, prices }]);
    const { booking } = await move(id, { ...dearer, difference: 0, requestId: 'cheaper' });
    expect(booking).toMatchObject({ from: clock(16), until: clock(18), paid: 6_000 });
    expect(await club.document('bookings', id)).toMatchObject({ change: null });
    expect(() => money.pay('lin', payment)).toThrow();
  });

  test('paid when the place has been closed meanwhile: the money goes back, nobody stands there', async () => {
    const { id } = await booked();
    const { payment } = await move(id, dearer);
    if (!payment) throw new Error('no sheet');
    // The closure has its claim, and has not come to those who stand there yet.
    const { claims, rest } = await courtDay();
    const span = { from: clock(16), until: clock(18), places: 1, memberId: null };
    const closed = [...claims, { ownerId: 'closing', kind: 'CLOSURE', ...span }];
    await club.cloud.load('slot_days', [{ ...rest, claims: closed }]);
    money.pay('lin', payment);
    await money.wechat.idle();
    expect(await club.document('bookings', id)).toMatchObject({ from: clock(14), change: null });
    expect(await club.documents('orders', { kind: 'BOOKING_CHANGE' })).toMatchObject([
      { status: 'REFUNDING' },
    ]);
    const after = await courtDay();
    const mine = after.claims.filter(({ kind }) => kind !== 'CLOSURE');
    await club.cloud.load('slot_days', [{ ...after.rest, claims: mine }]);
  });

  test('that nobody pays lets go of the new place after fifteen minutes', async () => {
    const { id } = await booked();
    await move(id, dearer);
    await club.passMinutes(17);
    expect(await club.document('bookings', id)).toMatchObject({ change: null, from: clock(14) });
    await fill(money, 'may');
    const there = { date: TOMORROW, from: clock(16), until: clock(17) };
    expect(await outcome(book(club, 'may', there))).toBe('ok');
  });

  test('another wish takes its place, and the first sheet pays nothing any more', async () => {
    const { id } = await booked();
    const first = await move(id, dearer);
    const { booking } = await move(id, { from: clock(10), until: clock(11), requestId: 'other' });
    expect(booking).toMatchObject({ from: clock(10), paid: 6_000 });
    const { payment } = first;
    if (!payment) throw new Error('no sheet');
    expect(() => money.pay('lin', payment)).toThrow();
  });

  test('cancelled meanwhile: both places are free, and money that comes in goes back', async () => {
    const { id } = await booked();
    const { payment } = await move(id, dearer);
    if (!payment) throw new Error('no sheet');
    await club
      .as('lin')
      .booking.cancel({ bookingId: id, expected: 6_000 as Fen, following: false });
    expect(await club.document('bookings', id)).toMatchObject({
      status: 'CANCELLED',
      change: null,
    });
    expect(() => money.pay('lin', payment)).toThrow();
    expect(await balance()).toBe(20_000);
  });
});
