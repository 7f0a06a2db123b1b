import type { Fen } from '@shared/base/money';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, day } from '../domain/clock';
import { BADMINTON, book, clock, fill, moveBooking } from './booking';
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
const told = async (who: string) =>
  (await club.documents('messages', { memberId: `m-${who}` })).map(({ kind }) => kind).sort();
const cancel = (bookingId: string, expected: number, following = false) =>
  club.as('lin').booking.cancel({ bookingId, expected: expected as Fen, following });

describe('a paid booking', () => {
  test('is given up a day before: all of it goes back, the slot is free, and it is told', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { date: TOMORROW });
    expect(await outcome(cancel(booking.id, 5_999))).toBe('REFUND_CHANGED');
    const left = await cancel(booking.id, 6_000);
    expect(left.booking).toMatchObject({ status: 'CANCELLED', paid: 6_000, refunded: 6_000 });
    expect(await balance()).toBe(20_000);
    expect(await told('lin')).toEqual(['BOOKED', 'CANCELLED', 'REFUNDED']);
    const { mine } = club.as('lin').booking;
    expect((await mine({ when: 'COMING', before: null })).bookings).toEqual([]);
    expect((await mine({ when: 'PAST', before: null })).bookings).toMatchObject([
      { id: booking.id, status: 'CANCELLED' },
    ]);
    await fill(money, 'may');
    expect(await outcome(book(club, 'may', { date: TOMORROW }))).toBe('ok');
  });

  test('a second tap, or a lost reply, gives nothing back a second time', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { date: TOMORROW });
    await Promise.all([cancel(booking.id, 6_000), cancel(booking.id, 6_000)]);
    await cancel(booking.id, 6_000);
    expect(await balance()).toBe(20_000);
    expect(await club.documents('refunds')).toHaveLength(1);
  });

  test('the tiers in force when it was booked count, not today’s', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { date: TOMORROW });
    const offer = await club.document('offers', BADMINTON);
    await club.cloud.load('offers', [{ ...offer, tiers: [] }]);
    // 24 h before the start to the millisecond, and one later.
    club.cloud.clock.jump(at('2026-03-14 14:00:01'));
    const { refund } = await club.as('lin').booking.detail({ bookingId: booking.id });
    expect(refund).toMatchObject({ percent: 80, amount: 4_800 });
    await cancel(booking.id, 4_800);
    expect(await balance()).toBe(18_800);
  });

  test('within five hours nothing goes back, and it is cancelled all the same', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin');
    expect((await cancel(booking.id, 0)).booking).toMatchObject({ status: 'CANCELLED' });
    expect(await balance()).toBe(14_000);
    expect(await club.documents('refunds')).toEqual([]);
    expect(await told('lin')).toEqual(['BOOKED', 'CANCELLED']);
  });

  test('once begun, or once its member came in at the door, it stays', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin');
    club.cloud.clock.jump(at('2026-03-14 13:40'));
    const code = await club.doorCode(BADMINTON);
    await club.as('lin').visit.checkIn({ code });
    expect(await outcome(cancel(booking.id, 0))).toBe('BOOKING_VERIFIED');
    await fill(money, 'may');
    const late = await book(club, 'may', { from: clock(15), until: clock(16) });
    club.cloud.clock.jump(at('2026-03-14 15:00'));
    const asked = { bookingId: late.booking.id, expected: 0 as Fen, following: false };
    expect(await outcome(club.as('may').booking.cancel(asked))).toBe('BOOKING_STARTED');
  });

  test('paid in WeChat’s sheet, the money goes back through WeChat', async () => {
    const { booking, payment } = await book(club, 'lin', { channel: 'WECHAT', date: TOMORROW });
    if (!payment) throw new Error('no sheet');
    money.pay('lin', payment);
    await money.wechat.idle();
    await cancel(booking.id, 6_000);
    expect(await club.documents('refunds')).toMatchObject([{ amount: 6_000, status: 'OPEN' }]);
    await club.passMinutes(2);
    await money.wechat.idle();
    await club.passMinutes(1);
    expect(await club.documents('refunds')).toMatchObject([{ status: 'SUCCESS' }]);
    expect(await club.documents('orders')).toMatchObject([{ status: 'REFUNDED', refunding: 0 }]);
  });

  test('made shorter and given up at once: WeChat wants a minute between the two, the rest waits', async () => {
    const { booking, payment } = await book(club, 'lin', { channel: 'WECHAT', date: TOMORROW });
    if (!payment) throw new Error('no sheet');
    money.pay('lin', payment);
    await money.wechat.idle();
    await moveBooking(club, booking.id, { until: clock(16, 30), difference: -3_000 });
    await cancel(booking.id, 3_000);
    const [order] = await club.documents('orders');
    const sentBack = () => money.wechat.moneyOf(String(order?._id)).refunded;
    const statuses = async () =>
      (await club.documents('refunds'))
        .sort((one, other) => Number(one.createdAt) - Number(other.createdAt))
        .map(({ status }) => status);
    await club.passMinutes(1);
    await money.wechat.idle();
    expect(sentBack()).toBe(3_000);
    await expectLedgerInOrder(club);
    // Sent by hand before its minute is over, WeChat says 429: that is no end of it.
    const resend = club.as('root').books.resendRefund({ refundId: `R${booking.id}` });
    expect(await outcome(resend)).toBe('PAYMENT_UNAVAILABLE');
    expect((await statuses())[1]).toBe('OPEN');
    await club.passMinutes(3);
    await money.wechat.idle();
    expect(await statuses()).toEqual(['SUCCESS', 'SUCCESS']);
    expect(sentBack()).toBe(6_000);
    expect(await club.documents('orders')).toMatchObject([{ status: 'REFUNDED', refunding: 0 }]);
    const letters = await club.documents('messages', { memberId: 'm-lin', kind: 'REFUNDED' });
    expect(letters.map(({ body }) => /退款 (\S+) 元/.exec(String(body))?.[1])).toEqual([
      '30.00',
      '30.00',
    ]);
    expect(await balance()).toBe(0);
  });

  test('what the club keeps of WeChat’s money is told to WeChat as consumed', async () => {
    const { booking, payment } = await book(club, 'lin', { channel: 'WECHAT' });
    if (!payment) throw new Error('no sheet');
    money.pay('lin', payment);
    await money.wechat.idle();
    await cancel(booking.id, 0);
    expect(await club.documents('outbox', { kind: 'uploadShipping' })).toHaveLength(1);
  });
});

describe('a form that is sent again', () => {
  const wish = { date: TOMORROW, requestId: 'again' };

  test('after its booking was given up books nothing for the money that went back', async () => {
    const { booking, payment } = await book(club, 'lin', { ...wish, channel: 'WECHAT' });
    if (!payment) throw new Error('no sheet');
    money.pay('lin', payment);
    await money.wechat.idle();
    await cancel(booking.id, 6_000);
    const again = book(club, 'lin', { ...wish, channel: 'WECHAT' });
    expect(await outcome(again)).toBe('BOOKING_CLOSED');
    expect(await club.documents('bookings')).toMatchObject([{ status: 'CANCELLED' }]);
    expect(await club.documents('orders')).toMatchObject([{ status: 'REFUNDING' }]);
    await fill(money, 'may');
    expect(await outcome(book(club, 'may', { date: TOMORROW }))).toBe('ok');
    expect(await outcome(book(club, 'lin', wish))).toBe('BOOKING_CLOSED');
  });

  test('after its time to pay was over says so, from the wallet too', async () => {
    await book(club, 'lin', { ...wish, channel: 'WECHAT' });
    await club.passMinutes(16);
    await fill(money, 'lin');
    expect(await outcome(book(club, 'lin', wish))).toBe('BOOKING_CLOSED');
    expect(await club.documents('bookings')).toMatchObject([{ status: 'CLOSED' }]);
  });
});

describe('an unpaid booking', () => {
  test('is just let go', async () => {
    const { booking } = await book(club, 'lin');
    expect((await cancel(booking.id, 0)).booking.status).toBe('CLOSED');
    await fill(money, 'may');
    expect(await outcome(book(club, 'may'))).toBe('ok');
  });

  test('is given up at WeChat first: nobody pays it any more', async () => {
    const { booking, payment } = await book(club, 'lin', { channel: 'WECHAT' });
    if (!payment) throw new Error('no sheet');
    expect((await cancel(booking.id, 0)).booking.status).toBe('CLOSED');
    expect(() => money.pay('lin', payment)).toThrow();
  });

  test('that was paid a moment ago stays, and says so', async () => {
    const { booking, payment } = await book(club, 'lin', { channel: 'WECHAT', date: TOMORROW });
    if (!payment) throw new Error('no sheet');
    money.wechat.faults.notification({ effect: 'lost' });
    money.pay('lin', payment);
    expect((await cancel(booking.id, 0)).booking.status).toBe('BOOKED');
  });

  test('is closed after fifteen minutes, and another gets the slot', async () => {
    const { booking } = await book(club, 'lin');
    const sheet = await book(club, 'chen', {
      channel: 'WECHAT',
      from: clock(16),
      until: clock(17),
    });
    await club.passMinutes(16);
    expect(await club.document('bookings', booking.id)).toMatchObject({ status: 'CLOSED' });
    expect(await club.document('bookings', sheet.booking.id)).toMatchObject({ status: 'CLOSED' });
    await fill(money, 'may');
    expect(await outcome(book(club, 'may'))).toBe('ok');
  });
});
