import type { Fen } from '@shared/base/money';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, day } from '../domain/clock';
import {
  BADMINTON,
  book,
  bookTomorrow,
  COURT_1,
  clock,
  fill,
  moveBooking,
  TODAY,
  TOMORROW,
  type To,
} from './booking';
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

const balance = async (who = 'lin') => (await club.as(who).wallet.home({})).balance;
const booked = () => bookTomorrow(money);
const move = (bookingId: string, to: To) => moveBooking(club, bookingId, to);

const COURT_2 = `${BADMINTON}-2`;

describe('a booking moves', () => {
  test('at the same price: the old place is free, nothing is paid, the code stays', async () => {
    const { id } = await booked();
    const { inviteToken } = await club.as('lin').booking.detail({ bookingId: id });
    await club.as('may').booking.join({ token: String(inviteToken) });
    const before = await club.document('bookings', id);
    const { booking } = await move(id, { courtId: COURT_2 });
    expect(booking).toMatchObject({ status: 'BOOKED', courtId: COURT_2, from: clock(16) });
    expect(booking).toMatchObject({ paid: 6_000, refunded: 0 });
    expect((await club.document('bookings', id))?.code).toBe(before?.code);
    await move(id, { courtId: COURT_2 });
    // Who organised it and who comes along, each once.
    const letters = await club.documents('messages', { kind: 'CHANGED' });
    expect(letters.map(({ memberId }) => memberId).sort()).toEqual(['m-lin', 'm-may']);
    expect(letters[0]?.body).toMatch(/^改到 .* 2 号场，3月15日 16:00–17:00$/);
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

  test('once by one form: sent again after another move, it changes and gives back nothing', async () => {
    const { id } = await booked();
    const cheaper: To = { until: clock(16, 30), difference: -3_000, requestId: 'a' };
    const same: To = { courtId: COURT_2, requestId: 'c' };
    await move(id, cheaper);
    await move(id, { from: clock(18), until: clock(19), difference: 3_000, requestId: 'b' });
    const { booking } = await move(id, cheaper);
    expect(booking).toMatchObject({ from: clock(18), paid: 9_000, refunded: 3_000 });
    await move(id, { ...same, from: clock(18), until: clock(19) });
    await move(id, { from: clock(20), until: clock(21), requestId: 'd' });
    expect((await move(id, { ...same, from: clock(18), until: clock(19) })).booking).toMatchObject({
      courtId: COURT_1,
      from: clock(20),
    });
    expect(await balance()).toBe(14_000);
    expect(await club.documents('refunds')).toHaveLength(1);
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
