import type { Fen } from '@shared/base/money';
import { DAY, HOUR, type Instant, plus } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeBooking } from '../../cloudfunctions/booking/service';
import { bookings } from '../../cloudfunctions/booking/store';
import { BADMINTON, book, COURT_1, clock, fill, moveBooking, TODAY, TOMORROW } from './booking';
import { expectLedgerInOrder } from './books';
import type { Club } from './club';
import { expectCourtsInOrder } from './courtsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { accountOf, expectPointsInOrder, give } from './points';
import { openTimerContexts } from './timerContext';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await money.reset();
  await fill(money, 'lin');
  await give(club, 'lin', 2_000 - (await accountOf(club, 'lin')).balance);
  for (const { _id } of await club.documents('coupons')) {
    await club.removeDocument('coupons', String(_id));
  }
  await coupon();
});
afterEach(async () => {
  await expectCourtsInOrder(club);
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
});

const TEN = 'ten-off';
const now = () => club.cloud.clock.now() as Instant;
const balance = async () => (await club.as('lin').wallet.home({})).balance;
const pointsOf = async () => (await accountOf(club, 'lin')).balance;
const stateOf = async () => (await club.document('coupons', TEN))?.status;

/** Lin has ten yuan off from fifty on, for five days, unless it is said otherwise. */
const coupon = (terms: object = {}) =>
  club.cloud.load('coupons', [
    {
      ...{ _id: TEN, memberId: 'm-lin', name: '满 50 减 10', off: 1_000, least: 5_000 },
      ...{ validUntil: plus(now(), 5 * DAY), status: 'UNUSED', issuedAt: now(), told: true },
      ...{ used: null, ...terms },
    },
  ]);

/** Lin books tomorrow at two: 60 yuan, ten off, and of the fifty that are left points pay 15. */
const withBoth = (wish: object = {}) =>
  book(club, 'lin', {
    ...{ date: TOMORROW, couponId: TEN, points: 1_500, expected: 3_500 as Fen },
    ...wish,
  });

const cancel = (bookingId: string, expected: number, coupon = false) =>
  club.as('lin').booking.cancel({ bookingId, expected: expected as Fen, following: false, coupon });

describe('a coupon at the checkout', () => {
  test('goes off the price first, and points pay at most thirty percent of the rest', async () => {
    const over = withBoth({ points: 1_501, expected: 3_499 });
    await expect(over).rejects.toMatchObject({ code: 'POINTS_TOO_MANY' });
    expect(await stateOf()).toBe('UNUSED');
    const { booking } = await withBoth();
    expect(booking).toMatchObject({ status: 'BOOKED', paid: 3_500, couponOff: 1_000 });
    expect([await balance(), await pointsOf(), await stateOf()]).toEqual([16_500, 500, 'USED']);
  });

  test('that covers everything leaves nothing to pay, in the sheet neither', async () => {
    await coupon({ off: 9_000 });
    const wish = { points: 0, expected: 0 as Fen, channel: 'WECHAT' };
    const { booking, payment } = await withBoth(wish);
    expect([booking.status, booking.couponOff, payment]).toEqual(['BOOKED', 6_000, null]);
    await cancel(booking.id, 0, true);
    expect([await balance(), await stateOf()]).toEqual([20_000, 'UNUSED']);
  });

  test.each([
    ['COUPON_TOO_LITTLE', { least: 6_001 }],
    ['COUPON_CLOSED', { status: 'USED' }],
    ['COUPON_CLOSED', { validUntil: 0 }],
    ['COUPON_NOT_FOUND', { memberId: 'm-may' }],
  ] as const)('is refused with %s when it is %o', async (code, terms) => {
    await coupon(terms);
    await expect(withBoth()).rejects.toMatchObject({ code });
    expect([await balance(), await pointsOf()]).toEqual([20_000, 2_000]);
    await club.removeDocument('coupons', TEN);
  });

  test('is used by one of two bookings that are made at once', async () => {
    const wish = { points: 0, expected: 5_000 as Fen };
    const tries = await Promise.allSettled([
      withBoth(wish),
      withBoth({ ...wish, courtId: `${BADMINTON}-2`, from: clock(15), until: clock(16) }),
    ]);
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(['COUPON_CLOSED']);
  });

  test('is shown with the points to whoever is about to pay, and to nobody else', async () => {
    const ask = { venueId: BADMINTON, sport: null, date: TODAY };
    const { means } = await club.as('lin').booking.open({ ...ask, means: true });
    expect(means).toMatchObject({ points: 2_000, coupons: [{ id: TEN, off: 1_000 }] });
    expect((await club.as('lin').booking.open(ask)).means).toBeNull();
    expect((await club.as('new').booking.open({ ...ask, means: true })).means).toBeNull();
  });
});

describe('a coupon of a booking that does not come about', () => {
  test("is the member's again when its time is over", async () => {
    const { booking } = await withBoth({ channel: 'WECHAT' });
    expect(await stateOf()).toBe('USED');
    club.cloud.clock.jump(booking.expiresAt);
    await club.passMinutes(1);
    expect([await pointsOf(), await stateOf()]).toEqual([2_000, 'UNUSED']);
  });

  test('that is paid late: used again while it is there, or all goes back', async () => {
    const closeAndPay = async (wish: object, meanwhile: () => Promise<unknown>) => {
      const { booking, payment } = await withBoth({ channel: 'WECHAT', ...wish });
      if (!payment) throw new Error('no sheet');
      await openTimerContexts(club).db.transaction(async (tx) =>
        closeBooking(tx, await tx.need(bookings, booking.id), now()),
      );
      await meanwhile();
      money.pay('lin', payment);
      await money.wechat.idle();
      await club.passMinutes(1);
      await money.wechat.idle();
      return club.document('bookings', booking.id);
    };
    const first = await closeAndPay({}, async () => undefined);
    expect([first?.status, await stateOf(), await pointsOf()]).toEqual(['BOOKED', 'USED', 500]);
    await cancel(String(first?._id), 3_500);
    expect([await stateOf(), await pointsOf()]).toEqual(['UNUSED', 2_000]);
    // The coupon is there and the points are not: neither is taken.
    const second = await closeAndPay({}, () => give(club, 'lin', -1_000));
    expect(second).toMatchObject({ status: 'CLOSED', paid: 0 });
    expect([await stateOf(), await pointsOf()]).toEqual(['UNUSED', 1_000]);
    const third = await closeAndPay({ points: 1_000, expected: 4_000 as Fen }, () =>
      coupon({ status: 'EXPIRED', validUntil: 0 }),
    );
    expect(third).toMatchObject({ status: 'CLOSED', paid: 0 });
    expect(await pointsOf()).toBe(1_000);
  });
});

describe('what comes back of a booking with a coupon', () => {
  test('all of it a day before, money and points alone later', async () => {
    const { booking } = await withBoth();
    const { refund } = await club.as('lin').booking.detail({ bookingId: booking.id });
    expect(refund).toMatchObject({ amount: 3_500, points: 1_500, coupon: true });
    club.cloud.clock.jump(booking.startAt - 6 * HOUR);
    await expect(cancel(booking.id, 3_500, true)).rejects.toMatchObject({ code: 'REFUND_CHANGED' });
    const left = await cancel(booking.id, 1_750);
    expect(left.booking).toMatchObject({ refunded: 1_750, pointsBack: 750, couponBack: false });
    expect(await stateOf()).toBe('USED');
  });

  test('all of it when the club closes the court, however late', async () => {
    const { booking } = await withBoth();
    club.cloud.clock.jump(booking.startAt - HOUR);
    const span = { from: booking.startAt, until: booking.endAt, reason: '灯坏了' };
    const where = { venueId: BADMINTON, courtIds: [COURT_1], requestId: 'close-1' };
    await club.as('root').courts.close({ ...where, ...span });
    expect([await balance(), await pointsOf(), await stateOf()]).toEqual([20_000, 2_000, 'UNUSED']);
    const [letter] = await club.documents('messages', { kind: 'COURT_CLOSED' });
    expect(letter?.body).toContain('退回 1500 积分，优惠券已退回');
  });

  test('a move to half of it gives half of money and points back, and the coupon pays half', async () => {
    const { booking } = await withBoth();
    const to = { until: clock(16, 30), difference: -1_750 };
    const moved = await moveBooking(club, booking.id, to);
    expect(moved.booking).toMatchObject({ refunded: 1_750, pointsUsed: 750, couponOff: 500 });
    await cancel(booking.id, 1_750, true);
    expect([await balance(), await pointsOf(), await stateOf()]).toEqual([20_000, 2_000, 'UNUSED']);
  });
});
