import type { Fen } from '@shared/base/money';
import { addDays, type ClubDate, MINUTE } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { day } from '../domain/clock';
import { BADMINTON, book, COURT_1, clock, fill } from './booking';
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

const TUESDAY = day('2026-03-17');
const hour = { from: clock(14), until: clock(15) };
const balance = async (who = 'lin') => (await club.as(who).wallet.home({})).balance;

const check = (weeks: number, date: ClubDate = TUESDAY) =>
  club.as('lin').booking.checkSeries({
    ...{ venueId: BADMINTON, courtId: COURT_1, date, weeks, places: 1 },
    ...hour,
  });

interface Wish {
  readonly expected: number;
  readonly channel?: 'WALLET' | 'WECHAT';
  readonly requestId?: string;
  readonly dates: readonly { readonly date: ClubDate; readonly courtId: string }[];
}
const create = ({ dates, expected, channel = 'WALLET', requestId = 'series-1' }: Wish) =>
  club.as('lin').booking.createSeries({
    ...{ venueId: BADMINTON, places: 1, channel, requestId, ...hour },
    expected: expected as Fen,
    dates: [...dates],
  });

const weekly = (weeks: number) =>
  Array.from({ length: weeks }, (_, week) => ({
    date: addDays(TUESDAY, week * 7),
    courtId: COURT_1,
  }));
const statuses = async () =>
  (await club.documents('bookings'))
    .sort((a, b) => Number(a.startAt) - Number(b.startAt))
    .map(({ status }) => status);

test('twelve weeks in one payment: each with a code of its own, and a second tap changes nothing', async () => {
  for (let times = 0; times < 3; times += 1) await fill(money, 'lin');
  const { dates } = await check(12);
  expect(dates.map(({ refusal }) => refusal)).toEqual(Array.from({ length: 12 }, () => null));
  const expected = dates.reduce((sum, { total }) => sum + total, 0);
  expect(await outcome(create({ dates: weekly(12), expected: expected - 1 }))).toBe(
    'PRICE_CHANGED',
  );
  await create({ dates: weekly(12), expected });
  await create({ dates: weekly(12), expected });
  const made = await club.documents('bookings');
  expect(made).toHaveLength(12);
  expect(new Set(made.map(({ code }) => code)).size).toBe(12);
  expect(await balance()).toBe(60_000 - expected);
  const orders = await club.documents('orders', { kind: 'BOOKING_SERIES' });
  expect(orders).toMatchObject([{ amount: expected, status: 'PAID' }]);
});

test('a clash is shown with the courts that are free then; moved there, the series stands', async () => {
  await fill(money, 'may');
  await fill(money, 'lin');
  const taken = addDays(TUESDAY, 0);
  await book(club, 'may', { date: taken, ...hour });
  const { dates } = await check(3);
  expect(dates.map(({ refusal }) => refusal)).toEqual(['SLOT_TAKEN', null, null]);
  const [instead] = dates[0]?.others ?? [];
  expect(instead?.id).not.toBe(COURT_1);
  const expected = dates.reduce((sum, { total }) => sum + total, 0);
  expect(await outcome(create({ dates: weekly(3), expected }))).toBe('SLOT_TAKEN');
  expect(await club.documents('bookings', { memberId: 'm-lin' })).toEqual([]);
  const moved = weekly(3).map((one, week) =>
    week === 0 ? { ...one, courtId: String(instead?.id) } : one,
  );
  expect(await outcome(create({ dates: moved, expected }))).toBe('ok');
});

test('whose first week is taken and skipped is booked as it was checked', async () => {
  await fill(money, 'may');
  await fill(money, 'lin');
  const furthest = day('2026-03-21');
  await book(club, 'may', { date: furthest, ...hour });
  const { dates } = await check(3, furthest);
  expect(dates.map(({ refusal }) => refusal)).toEqual(['SLOT_TAKEN', null, null]);
  const kept = dates.slice(1);
  const expected = kept.reduce((sum, { total }) => sum + total, 0);
  const wish = kept.map(({ date }) => ({ date, courtId: COURT_1 }));
  expect(await outcome(create({ dates: wish, expected }))).toBe('ok');
});

test('on a weekday that is not released is told when it is looked at, not when it is paid', async () => {
  const offer = await club.document('offers', BADMINTON);
  if (!offer) throw new Error('no offer');
  const limits = { daysAhead: 2, releaseMinute: 420, mostMinutes: 120 };
  await club.cloud.load('offers', [{ ...offer, limits }]);
  expect(await outcome(check(3))).toBe('NOT_RELEASED');
  expect(await outcome(create({ dates: weekly(3), expected: 0 }))).toBe('NOT_RELEASED');
  expect(await outcome(check(3, day('2026-03-16')))).toBe('ok');
});

test('paid in WeChat’s sheet all stand; unpaid all are let go together', async () => {
  const expected = (await check(3)).dates.reduce((sum, { total }) => sum + total, 0);
  const wish = { dates: weekly(3), expected, channel: 'WECHAT' } as const;
  const { payment } = await create(wish);
  expect(await statuses()).toEqual(['PENDING_PAY', 'PENDING_PAY', 'PENDING_PAY']);
  await club.passMinutes(16);
  expect(await statuses()).toEqual(['CLOSED', 'CLOSED', 'CLOSED']);
  if (!payment) throw new Error('no sheet');
  const again = await create({ ...wish, requestId: 'series-2' });
  if (!again.payment) throw new Error('no sheet');
  money.pay('lin', again.payment);
  await money.wechat.idle();
  const { booking } = await club.as('lin').booking.detail({ bookingId: again.booking.id });
  expect(booking.status).toBe('BOOKED');
  expect((await statuses()).filter((status) => status === 'BOOKED')).toHaveLength(3);
});

test('kept for want of money, it is paid as a whole after a top-up, by another way, too', async () => {
  const expected = (await check(2)).dates.reduce((sum, { total }) => sum + total, 0);
  const { short, booking } = await create({ dates: weekly(2), expected });
  expect({ short, status: booking.status }).toEqual({ short: true, status: 'PENDING_PAY' });
  const bookingId = booking.id;
  const { payment } = await club.as('lin').booking.pay({ bookingId, channel: 'WECHAT' });
  if (!payment) throw new Error('no sheet');
  await fill(money, 'lin');
  await club.as('lin').booking.pay({ bookingId, channel: 'WALLET' });
  expect(await statuses()).toEqual(['BOOKED', 'BOOKED']);
  expect(() => money.pay('lin', payment)).toThrow();
  expect(await balance()).toBe(20_000 - expected);
});

test('one of it, then all that follow, go back through the one payment', async () => {
  const expected = (await check(4)).dates.reduce((sum, { total }) => sum + total, 0);
  const { payment } = await create({ dates: weekly(4), expected, channel: 'WECHAT' });
  if (!payment) throw new Error('no sheet');
  money.pay('lin', payment);
  await money.wechat.idle();
  const [first, second] = (await club.documents('bookings')).sort(
    (a, b) => Number(a.startAt) - Number(b.startAt),
  );
  const lin = club.as('lin').booking;
  const one = await lin.detail({ bookingId: String(first?._id) });
  expect(one.refund.following).toEqual({ count: 4, amount: expected, points: 0 });
  const each = one.refund.amount;
  await lin.cancel({ bookingId: one.booking.id, expected: each, following: false });
  expect(await statuses()).toEqual(['CANCELLED', 'BOOKED', 'BOOKED', 'BOOKED']);
  // The first refund is still under way.
  const rest = (expected - each) as Fen;
  const bookingId = String(second?._id);
  expect(await outcome(lin.cancel({ bookingId, expected: each, following: true }))).toBe(
    'REFUND_CHANGED',
  );
  await lin.cancel({ bookingId, expected: rest, following: true });
  expect(await statuses()).toEqual(Array.from({ length: 4 }, () => 'CANCELLED'));
  // WeChat takes parts of one payment a minute apart, sent by a timer of a minute.
  const due = (await club.documents('outbox', { kind: 'sendRefund' })).map(({ dueAt }) => dueAt);
  const apart = due.map(Number).sort((a, b) => a - b);
  expect(apart.length).toBeGreaterThan(2);
  for (const [n, at] of apart.slice(1).entries()) expect(at - Number(apart[n])).toBe(2 * MINUTE);
  for (let minute = 0; minute < 9; minute += 1) {
    await club.passMinutes(1);
    await money.wechat.idle();
  }
  const [order] = await club.documents('orders', { kind: 'BOOKING_SERIES' });
  expect(order).toMatchObject({ status: 'REFUNDED', refunded: expected, refunding: 0 });
});

test('a venue that allows none says so, and dates that are no weekly series are refused', async () => {
  const ask = { venueId: 'v-west-basketball', courtId: 'v-west-basketball-1', ...hour, places: 1 };
  const refused = club.as('lin').booking.checkSeries({ ...ask, date: TUESDAY, weeks: 2 });
  expect(await outcome(refused)).toBe('SERIES_OFF');
  const daily = [TUESDAY, addDays(TUESDAY, 1)].map((date) => ({ date, courtId: COURT_1 }));
  expect(await outcome(create({ dates: daily, expected: 0 }))).toBe('SLOT_INVALID');
  const weeks = (...ahead: number[]) =>
    ahead.map((week) => ({ date: addDays(TUESDAY, 7 * week), courtId: COURT_1 }));
  const tries = [
    [weeks(0, 12), 'NOT_RELEASED'],
    // A day that no single booking could have is no series because it is asked for as one.
    [weeks(11), 'INVALID_INPUT'],
    [weeks(11, 12), 'NOT_RELEASED'],
    [weeks(0, 11), 'PRICE_CHANGED'],
  ] as const;
  for (const [dates, code] of tries) {
    expect(await outcome(create({ dates, expected: 0 }))).toBe(code);
  }
});

/** What a timer that ran out of time has done to some of a series: closed, with their places free. */
async function endSome(status: 'CLOSED' | 'CANCELLED', most: number): Promise<void> {
  const some = (await club.documents('bookings')).slice(0, most);
  const ended = some.map((one) => ({ ...one, _id: String(one._id), status, orderId: null }));
  await club.cloud.load('bookings', ended);
  const dates = new Set(some.map((one) => one.date));
  for (const { _id, date } of await club.documents('slot_days')) {
    if (dates.has(date)) await club.removeDocument('slot_days', String(_id));
  }
}

test.each([
  ['all closed meanwhile stand after all', 'CLOSED', 12, 'BOOKED', 12],
  ['one given up by the club gives all the money back', 'CANCELLED', 1, 'BOOKED', 0],
] as const)('twelve weeks paid late: %s', async (_, status, ended, standing, left) => {
  const expected = (await check(12)).dates.reduce((sum, { total }) => sum + total, 0);
  const { payment } = await create({ dates: weekly(12), expected, channel: 'WECHAT' });
  if (!payment) throw new Error('no sheet');
  await endSome(status, ended);
  money.pay('lin', payment);
  await money.wechat.idle();
  for (let minute = 0; minute < 3; minute += 1) {
    await club.passMinutes(1);
    await money.wechat.idle();
  }
  expect((await statuses()).filter((one) => one === standing)).toHaveLength(left);
  const [order] = await club.documents('orders', { kind: 'BOOKING_SERIES' });
  expect(order).toMatchObject({ refunded: left === 0 ? expected : 0 });
  const told = (await club.documents('messages', { memberId: 'm-lin' })).map(({ kind }) => kind);
  expect(told.sort()).toEqual(left === 0 ? ['REFUNDED'] : ['BOOKED', 'PAID']);
  await club.passMinutes(16);
  expect(await statuses()).not.toContain('PENDING_PAY');
});

test('a date of a series stays on its day, or moves to where anybody can book', async () => {
  await fill(money, 'lin');
  const expected = (await check(3)).dates.reduce((sum, { total }) => sum + total, 0);
  await create({ dates: weekly(3), expected });
  const last = addDays(TUESDAY, 14);
  const [booking] = await club.documents('bookings', { date: last });
  const move = (date: ClubDate, requestId: string) =>
    club.as('lin').booking.reschedule({
      ...{ bookingId: String(booking?._id), courtId: COURT_1, date, requestId },
      ...{ from: clock(15), until: clock(16), expectedDifference: 0 as Fen, channel: 'WALLET' },
    });
  expect(await outcome(move(addDays(last, 1), 'a'))).toBe('NOT_RELEASED');
  expect(await outcome(move(last, 'b'))).toBe('ok');
  expect(await outcome(move(addDays(TUESDAY, 1), 'c'))).toBe('ok');
});
