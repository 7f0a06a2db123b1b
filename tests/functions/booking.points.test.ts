import type { Fen } from '@shared/base/money';
import { addDays, HOUR, type Instant } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeBooking } from '../../cloudfunctions/booking/service';
import { bookings } from '../../cloudfunctions/booking/store';
import { BADMINTON, book, COURT_1, clock, fill, moveBooking, TOMORROW } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults, orderFaults } from './club';
import { expectCourtsInOrder } from './courtsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { accountOf, expectPointsInOrder, give } from './points';
import { dies, insist, killsOf, stepsOf } from './steps';
import { openTimerContexts } from './timerContext';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub({ transactionMs: 2000 });
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await money.reset();
  await fill(money, 'lin');
  const { balance } = await accountOf(club, 'lin');
  await give(club, 'lin', 2_000 - balance);
});
afterEach(async () => {
  await expectCourtsInOrder(club);
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
});

const balance = async () => (await club.as('lin').wallet.home({})).balance;
const pointsOf = async () => (await accountOf(club, 'lin')).balance;
const now = () => club.cloud.clock.now() as Instant;

/** Lin books tomorrow at two: 60 yuan, of which points pay 15. */
const withPoints = (wish: object = {}) =>
  book(club, 'lin', { date: TOMORROW, points: 1_500, ...wish });

describe('a booking that points pay a part of', () => {
  test('from the wallet: the rest is taken in money and the points are gone', async () => {
    const { booking } = await withPoints();
    expect(booking).toMatchObject({ status: 'BOOKED', paid: 4_500, pointsUsed: 1_500 });
    expect([await balance(), await pointsOf()]).toEqual([15_500, 500]);
    const [order] = await club.documents('orders', { kind: 'BOOKING' });
    expect(order).toMatchObject({ amount: 4_500, status: 'PAID' });
  });

  test('in the sheet: the points are set aside, and used up when it is paid', async () => {
    const { booking, payment, order } = await withPoints({ channel: 'WECHAT' });
    if (!payment) throw new Error('no sheet');
    expect([order?.amount, await pointsOf()]).toEqual([4_500, 500]);
    expect(await club.documents('point_holds')).toMatchObject([{ status: 'PLACED' }]);
    money.pay('lin', payment);
    await money.wechat.idle();
    await club.passMinutes(1);
    expect(await club.document('bookings', booking.id)).toMatchObject({
      status: 'BOOKED',
      paid: 4_500,
    });
    expect(await club.documents('point_holds')).toMatchObject([{ status: 'CONSUMED' }]);
    expect(await pointsOf()).toBe(500);
  });

  test('in the sheet, and then from the wallet after all', async () => {
    const { booking } = await withPoints({ channel: 'WECHAT' });
    await club.as('lin').booking.pay({ bookingId: booking.id, channel: 'WALLET' });
    expect([await balance(), await pointsOf()]).toEqual([15_500, 500]);
  });

  test('when the wallet holds too little: kept with its points, and paid after a top-up', async () => {
    await give(club, 'may', 2_000 - (await accountOf(club, 'may')).balance);
    const { booking, short } = await book(club, 'may', { date: TOMORROW, points: 1_000 });
    expect([short, (await accountOf(club, 'may')).balance]).toEqual([true, 1_000]);
    await fill(money, 'may', 5_000);
    await club.as('may').booking.pay({ bookingId: booking.id, channel: 'WALLET' });
    expect((await club.as('may').wallet.home({})).balance).toBe(0);
    expect((await accountOf(club, 'may')).balance).toBe(1_000);
  });

  test.each([
    [99, 'POINTS_TOO_FEW'],
    [1_801, 'POINTS_TOO_MANY'],
  ] as const)('%i points are refused: %s, and nothing is taken', async (points, code) => {
    await expect(withPoints({ points })).rejects.toMatchObject({ code });
    expect([await balance(), await pointsOf()]).toEqual([20_000, 2_000]);
    expect(await club.documents('bookings', { memberId: 'm-lin' })).toEqual([]);
  });

  test('more than there are, and an amount that was not shown, are refused', async () => {
    await give(club, 'lin', -1_000);
    await expect(withPoints()).rejects.toMatchObject({ code: 'INSUFFICIENT_POINTS' });
    const shown = { points: 500, expected: 6_000 as Fen };
    await expect(withPoints(shown)).rejects.toMatchObject({ code: 'PRICE_CHANGED' });
    expect(await pointsOf()).toBe(1_000);
  });

  test('two phones at once cannot spend the same points twice', async () => {
    const at = (hour: number) => ({ from: clock(hour), until: clock(hour + 1), courtId: COURT_1 });
    const tries = await Promise.allSettled([
      withPoints(at(14)),
      withPoints({ ...at(15), courtId: `${COURT_1.slice(0, -1)}2` }),
    ]);
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(['INSUFFICIENT_POINTS']);
    expect(await pointsOf()).toBe(500);
  });
});

describe('what is not paid', () => {
  test('gives its points back when its time is over', async () => {
    const { booking } = await withPoints({ channel: 'WECHAT' });
    club.cloud.clock.jump(booking.expiresAt);
    await club.passMinutes(1);
    expect(await club.document('bookings', booking.id)).toMatchObject({ status: 'CLOSED' });
    expect(await pointsOf()).toBe(2_000);
  });

  test('gives them back when it is let go, and when the club cancels it', async () => {
    const { booking } = await withPoints({ channel: 'WECHAT' });
    const asked = { bookingId: booking.id, expected: 0 as Fen, following: false };
    await club.as('lin').booking.cancel(asked);
    expect(await pointsOf()).toBe(2_000);
    const { booking: second } = await withPoints({ channel: 'WECHAT' });
    await club.as('root').courts.cancel({ bookingId: second.id, reason: '灯坏了' });
    expect(await pointsOf()).toBe(2_000);
  });
});

describe('paid after it was closed', () => {
  /** Lin's sheet stays open, the booking is closed, and WeChat does not hear of that. */
  async function payLate(meanwhile: () => Promise<unknown>): Promise<string> {
    const { booking, payment } = await withPoints({ channel: 'WECHAT' });
    if (!payment) throw new Error('no sheet');
    await openTimerContexts(club).db.transaction(async (tx) =>
      closeBooking(tx, await tx.need(bookings, booking.id), now()),
    );
    expect(await pointsOf()).toBe(2_000);
    await meanwhile();
    money.wechat.faults.notification({ effect: 'lost' });
    money.pay('lin', payment);
    await money.wechat.idle();
    for (let minute = 0; minute < 4; minute += 1) {
      await club.passMinutes(1);
      await money.wechat.idle();
    }
    return booking.id;
  }

  test('it stands with the same points while they are there', async () => {
    const id = await payLate(async () => undefined);
    expect(await club.document('bookings', id)).toMatchObject({ status: 'BOOKED', paid: 4_500 });
    expect(await pointsOf()).toBe(500);
    await club
      .as('lin')
      .booking.cancel({ bookingId: id, expected: 4_500 as Fen, following: false });
    expect(await pointsOf()).toBe(2_000);
  });

  test('all goes back when the points are spent by then', async () => {
    const id = await payLate(() => give(club, 'lin', -1_000));
    expect(await club.document('bookings', id)).toMatchObject({ status: 'CLOSED', paid: 0 });
    expect(await club.documents('refunds')).toMatchObject([{ amount: 4_500, status: 'SUCCESS' }]);
    expect(await pointsOf()).toBe(1_000);
  });
});

describe('what comes back', () => {
  test('a day before, all of both', async () => {
    const { booking } = await withPoints();
    const { refund } = await club.as('lin').booking.detail({ bookingId: booking.id });
    expect(refund).toMatchObject({ percent: 100, amount: 4_500, points: 1_500 });
    const asked = { bookingId: booking.id, expected: 4_500 as Fen, following: false };
    const left = await club.as('lin').booking.cancel(asked);
    expect(left.booking).toMatchObject({ refunded: 4_500, pointsBack: 1_500 });
    expect([await balance(), await pointsOf()]).toEqual([20_000, 2_000]);
    const [letter] = await club.documents('messages', { kind: 'CANCELLED' });
    expect(letter?.body).toMatch(/，退款 45.00 元，退回 1500 积分$/);
  });

  test('later, of both the same share, a part of a point for the member', async () => {
    const { booking } = await withPoints({ points: 1_501 });
    club.cloud.clock.jump(booking.startAt - 6 * HOUR);
    const { refund } = await club.as('lin').booking.detail({ bookingId: booking.id });
    expect(refund).toMatchObject({ percent: 50, amount: 2_250, points: 751 });
    const asked = { bookingId: booking.id, expected: 2_250 as Fen, following: false };
    await club.as('lin').booking.cancel(asked);
    expect([await balance(), await pointsOf()]).toEqual([17_751, 1_250]);
  });

  test('when the club closes the court, all of both', async () => {
    const { booking } = await withPoints();
    club.cloud.clock.jump(booking.startAt - HOUR);
    const span = { from: booking.startAt, until: booking.endAt, reason: '灯坏了' };
    const where = { venueId: booking.venueId, courtIds: [COURT_1], requestId: 'close-1' };
    await club.as('root').courts.close({ ...where, ...span });
    expect([await balance(), await pointsOf()]).toEqual([20_000, 2_000]);
    const [letter] = await club.documents('messages', { kind: 'COURT_CLOSED' });
    expect(letter?.body).toContain('已全额退款 45.00 元，退回 1500 积分');
  });

  test('of a cheaper place, money and points as they paid; a dearer one is paid in money', async () => {
    const { booking } = await withPoints();
    await moveBooking(club, booking.id, { until: clock(16, 30), difference: -2_250 });
    expect([await balance(), await pointsOf()]).toEqual([17_750, 1_250]);
    await moveBooking(club, booking.id, {
      from: clock(18),
      until: clock(19),
      difference: 3_000,
      requestId: 'move-2',
    });
    expect([await balance(), await pointsOf()]).toEqual([14_750, 1_250]);
  });
});

describe('a weekly series that points pay a part of', () => {
  const hour = { venueId: BADMINTON, from: clock(14), until: clock(15), places: 1 };
  const weekly = (weeks: number) =>
    Array.from({ length: weeks }, (_, n) => ({ date: addDays(TOMORROW, 7 * n), courtId: COURT_1 }));

  const priceOf = async (weeks: number) => {
    const asked = { ...hour, courtId: COURT_1, date: TOMORROW, weeks };
    const { dates } = await club.as('lin').booking.checkSeries(asked);
    return dates.reduce((sum, { total }) => sum + total, 0);
  };

  /** Sundays, most at 60 yuan; what the page shows as due is the price less the points. */
  async function series(
    weeks: number,
    wish: { points: number; channel?: 'WECHAT'; expected?: number },
  ) {
    const { points, channel = 'WALLET' as const } = wish;
    const expected = (wish.expected ?? (await priceOf(weeks)) - points) as Fen;
    const form = { ...hour, dates: weekly(weeks), points, channel, expected };
    return club.as('lin').booking.createSeries({ ...form, requestId: 'series' });
  }

  const made = async () =>
    (await club.documents('bookings', { memberId: 'm-lin' })).sort(
      (a, b) => Number(a.startAt) - Number(b.startAt),
    );
  const paidBy = async () => (await made()).map(({ paid, pointsUsed }) => [paid, pointsUsed]);
  const statuses = async () => [...new Set((await made()).map(({ status }) => status))];
  const cancelWith = async (n: number, following: boolean) => {
    const bookingId = String((await made())[n]?._id);
    const { refund } = await club.as('lin').booking.detail({ bookingId });
    const expected = following ? (refund.following?.amount ?? (0 as Fen)) : refund.amount;
    await club.as('lin').booking.cancel({ bookingId, expected, following });
    return refund;
  };

  test('from the wallet: each date has its share of both, and gives it back', async () => {
    await series(3, { points: 2_000 });
    expect(await paidBy()).toEqual([
      [5_334, 666],
      [5_333, 667],
      [5_333, 667],
    ]);
    expect([await balance(), await pointsOf()]).toEqual([4_000, 0]);
    expect(await cancelWith(1, false)).toMatchObject({ amount: 5_333, points: 667 });
    expect([await balance(), await pointsOf()]).toEqual([9_333, 667]);
    const { following } = await cancelWith(0, true);
    expect(following).toEqual({ count: 2, amount: 10_667, points: 1_333 });
    await club.passMinutes(1);
    expect([await balance(), await pointsOf()]).toEqual([20_000, 2_000]);
  });

  test('one that moves to a cheaper hour gives back of both what it paid with', async () => {
    await series(2, { points: 1_000 });
    const [first] = await made();
    const to = { until: clock(16, 30), difference: -2_750 };
    await moveBooking(club, String(first?._id), to);
    expect([await balance(), await pointsOf()]).toEqual([11_750, 1_250]);
  });

  test('in the sheet: set aside once for all; twelve unpaid in time give them back', async () => {
    const { payment, order } = await series(12, { points: 2_000, channel: 'WECHAT' });
    if (!payment) throw new Error('no sheet');
    expect([order?.amount, await pointsOf()]).toEqual([(await priceOf(12)) - 2_000, 0]);
    expect(await club.documents('point_holds')).toMatchObject([{ status: 'PLACED' }]);
    await club.passMinutes(16);
    expect([await statuses(), await pointsOf()]).toEqual([['CLOSED'], 2_000]);
  });

  test.each([
    ['are still there: all twelve stand', 0, ['BOOKED'], 0],
    ['are spent by then: all the money goes back', 1_500, ['CLOSED'], 500],
  ] as const)('paid after it was closed, and the points %s', async (_, spent, end, left) => {
    const due = (await priceOf(12)) - 2_000;
    const { payment } = await series(12, { points: 2_000, channel: 'WECHAT' });
    if (!payment) throw new Error('no sheet');
    for (const { _id } of await made()) {
      await openTimerContexts(club).db.transaction(async (tx) =>
        closeBooking(tx, await tx.need(bookings, String(_id)), now()),
      );
    }
    expect(await pointsOf()).toBe(2_000);
    if (spent > 0) await give(club, 'lin', -spent);
    money.pay('lin', payment);
    await money.wechat.idle();
    for (let minute = 0; minute < 4; minute += 1) {
      await club.passMinutes(1);
      await money.wechat.idle();
    }
    expect([await statuses(), await pointsOf()]).toEqual([end, left]);
    const [order] = await club.documents('orders', { kind: 'BOOKING_SERIES' });
    expect(order).toMatchObject({ refunded: spent > 0 ? due : 0 });
  });

  test('when the wallet holds too little: kept with its points, and paid after a top-up', async () => {
    const due = (await priceOf(4)) - 1_500;
    const { short, booking } = await series(4, { points: 1_500 });
    expect([short, await pointsOf(), await balance()]).toEqual([true, 500, 20_000]);
    await fill(money, 'lin');
    await club.as('lin').booking.pay({ bookingId: booking.id, channel: 'WALLET' });
    expect([await statuses(), await balance(), await pointsOf()]).toEqual([
      ['BOOKED'],
      40_000 - due,
      500,
    ]);
  });

  test.each([
    [{ points: 99 }, 'POINTS_TOO_FEW'],
    [{ points: 3_601 }, 'POINTS_TOO_MANY'],
    [{ points: 2_001 }, 'INSUFFICIENT_POINTS'],
    [{ points: 1_000, expected: 12_000 }, 'PRICE_CHANGED'],
  ] as const)('%o is refused: %s, and nothing is taken', async (wish, code) => {
    await expect(series(2, wish)).rejects.toMatchObject({ code });
    expect([await balance(), await pointsOf(), await made()]).toEqual([20_000, 2_000, []]);
  });
});

/** Does it with a function that dies, and then the very same again. */
async function twice(
  kill: { readonly action: string; readonly n: number; readonly when: 'before' | 'after' },
  work: () => Promise<unknown>,
): Promise<void> {
  await orderFaults(club, { function: 'booking', effect: 'kill', ...kill });
  expect(await dies(work())).toBe(true);
  await clearFaults(club);
  await insist(work);
  await club.passMinutes(1);
}

describe('a function that dies', () => {
  test.each(stepsOf(20))('after request %i of a booking with points: once', async (n) => {
    const wish = { requestId: 'crash', expected: 4_500 as Fen };
    await twice({ action: 'create', n, when: 'after' }, () => withPoints(wish));
    expect([await balance(), await pointsOf()]).toEqual([15_500, 500]);
  });

  test.each(killsOf(24))('at request %i (%s) of a series: paid with both once', async (n, when) => {
    const dates = [TOMORROW, addDays(TOMORROW, 7)].map((date) => ({ date, courtId: COURT_1 }));
    const span = { venueId: BADMINTON, from: clock(14), until: clock(15), places: 1, dates };
    const wish = { ...span, channel: 'WALLET', points: 1_500, expected: 10_500 as Fen } as const;
    const ask = { ...wish, requestId: 'crash' };
    const createSeries = () => club.as('lin').booking.createSeries(ask);
    await twice({ action: 'createSeries', n, when }, createSeries);
    expect([await balance(), await pointsOf()]).toEqual([9_500, 500]);
    const made = await club.documents('bookings', { status: 'BOOKED' });
    expect(made.map(({ pointsUsed }) => pointsUsed)).toEqual([750, 750]);
  });

  test.each(killsOf(24))(
    'at request %i (%s) of a cancellation: both back once',
    async (n, when) => {
      const { booking } = await withPoints();
      const asked = { bookingId: booking.id, expected: 4_500 as Fen, following: false };
      await twice({ action: 'cancel', n, when }, () => club.as('lin').booking.cancel(asked));
      expect([await balance(), await pointsOf()]).toEqual([20_000, 2_000]);
      expect(await club.documents('bookings')).toMatchObject([
        { status: 'CANCELLED', refunded: 4_500, pointsBack: 1_500 },
      ]);
    },
  );

  test.each(killsOf(24))(
    'at request %i (%s) of a move: the share of both back once',
    async (n, when) => {
      const { booking } = await withPoints();
      const to = { until: clock(16, 30), difference: -2_250 };
      await twice({ action: 'reschedule', n, when }, () => moveBooking(club, booking.id, to));
      expect([await balance(), await pointsOf()]).toEqual([17_750, 1_250]);
    },
  );
});
