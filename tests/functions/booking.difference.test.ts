import type { Fen } from '@shared/base/money';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BADMINTON,
  book,
  bookTomorrow,
  COURT_1,
  clock,
  fill,
  moveBooking,
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

/** What is claimed of the first court tomorrow. */
async function courtDay() {
  const days = await club.documents('slot_days', { subject: `court:${COURT_1}` });
  const day = days.find(({ date }) => date === TOMORROW);
  if (!day) throw new Error('nothing is claimed');
  const { claims, ...rest } = day;
  return { claims: claims as { kind: string }[], rest };
}

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
    expect(await club.documents('messages', { kind: 'CHANGED' })).toMatchObject([
      { memberId: 'm-lin', title: '改期没有成功' },
    ]);
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
