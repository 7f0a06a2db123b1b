import { MINUTE } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import { book, fill } from './booking';
import { outcome } from './club';
import {
  at,
  bookAtDesk,
  clock,
  clubForEach,
  EAST,
  expectInOrder,
  goTo,
  rowOf,
  TABLE_1,
} from './courts';

const here = clubForEach();

const desk = () => here.club.as('desk-east').courts;
const START = at(clock(14));

describe('the desk cancels', () => {
  const reason = '空调故障';

  test('with the whole price back, whatever the tiers say', async () => {
    await fill(here.money, 'lin');
    const { booking } = await book(here.club, 'lin', { venueId: EAST, courtId: TABLE_1 });
    const { balance: before } = await here.club.as('lin').wallet.home({});
    goTo(here.club, START + MINUTE);
    const row = await desk().cancel({ bookingId: booking.id, reason });
    expect(row.booking).toMatchObject({ status: 'CANCELLED', refunded: booking.paid });
    const { balance } = await here.club.as('lin').wallet.home({});
    expect(balance - before).toBe(booking.paid);
    expect(await here.club.documents('messages', { kind: 'CANCELLED' })).toHaveLength(1);
    expect(await outcome(desk().cancel({ bookingId: booking.id, reason }))).toBe('BOOKING_CLOSED');
    await expectInOrder(here.club);
  });

  test('an unpaid one, and the code that was shown can be paid no more', async () => {
    const { row, code } = await bookAtDesk(here.club, { channel: 'ALIPAY' });
    await desk().cancel({ bookingId: row.booking.id, reason });
    expect(() => here.money.alipay.pay(String(code))).toThrow();
    await bookAtDesk(here.club);
    await expectInOrder(here.club);
  });

  test('not without a reason, not what has begun to be played, not at another campus', async () => {
    const { row } = await bookAtDesk(here.club);
    const bookingId = row.booking.id;
    expect(await outcome(desk().cancel({ bookingId, reason: '' }))).toBe('REASON_REQUIRED');
    expect(await outcome(here.club.as('admin-west').courts.cancel({ bookingId, reason }))).toBe(
      'BOOKING_NOT_FOUND',
    );
    expect(await outcome(desk().cancel({ bookingId: 'none', reason }))).toBe('BOOKING_NOT_FOUND');
    goTo(here.club, START);
    await desk().verify({ code: row.code });
    expect(await outcome(desk().cancel({ bookingId, reason }))).toBe('BOOKING_VERIFIED');
  });

  test('or reads the code, at the same instant: one of the two happens', async () => {
    for (const hour of [14, 15, 16]) {
      const { row } = await bookAtDesk(here.club, { from: clock(hour), until: clock(hour + 1) });
      const bookingId = row.booking.id;
      goTo(here.club, at(clock(hour)));
      const told = await Promise.all([
        outcome(desk().verify({ code: row.code })),
        outcome(desk().cancel({ bookingId, reason })),
      ]);
      expect([
        ['ok', 'BOOKING_VERIFIED'],
        ['BOOKING_CLOSED', 'ok'],
      ]).toContainEqual(told);
      const { booking } = await rowOf(here.club, bookingId);
      expect(booking.status).toBe(told[1] === 'ok' ? 'CANCELLED' : 'CHECKED_IN');
      await expectInOrder(here.club);
    }
  });

  test('and so does the member, at the same instant: the money goes back once', async () => {
    await fill(here.money, 'lin');
    const { booking } = await book(here.club, 'lin', { venueId: EAST, courtId: TABLE_1 });
    const { refund } = await here.club.as('lin').booking.detail({ bookingId: booking.id });
    const told = await Promise.all([
      outcome(
        here.club.as('lin').booking.cancel({
          bookingId: booking.id,
          expected: refund.amount,
          following: false,
        }),
      ),
      outcome(desk().cancel({ bookingId: booking.id, reason })),
    ]);
    expect(told).toContain('ok');
    expect(await here.club.documents('refunds')).toHaveLength(
      refund.amount > 0 || told[1] === 'ok' ? 1 : 0,
    );
    await expectInOrder(here.club);
  });
});
