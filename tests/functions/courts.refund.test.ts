import { beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { type Club, outcome } from './club';
import { bookAtDesk, clock, clubForEach, goTo, lettersOf } from './courts';
import { accountOf, expectPointsInOrder, give, playAtDesk } from './points';

const here = clubForEach();
let club: Club;
beforeEach(() => {
  club = here.club;
});

async function expectInOrder(): Promise<void> {
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
}

describe('money that goes back after a booking was played', () => {
  const admin = () => club.as('admin-east').courts;
  let forms = 0;
  const refund = (bookingId: string, amount: number, requestId = `refund-${++forms}`) =>
    admin().refund({ bookingId, amount, reason: '灯坏了一半', requestId });

  test('takes its points with it in proportion, and never more than it earned', async () => {
    const bookingId = await playAtDesk(club, 'lin');
    const before = await accountOf(club, 'lin');
    const { booking } = await refund(bookingId, 1_000);
    expect(booking).toMatchObject({ status: 'COMPLETED', paid: 2_400, refunded: 1_000 });
    expect((await accountOf(club, 'lin')).balance).toBe(before.balance - 10);
    await refund(bookingId, 50);
    expect((await accountOf(club, 'lin')).balance).toBe(before.balance - 10);
    await refund(bookingId, 50);
    expect((await accountOf(club, 'lin')).balance).toBe(before.balance - 11);
    await refund(bookingId, 1_300);
    const after = await accountOf(club, 'lin');
    expect(after).toMatchObject({
      balance: before.balance - 24,
      earned: before.earned - 24,
      owed: 0,
    });
    expect(await outcome(refund(bookingId, 1))).toBe('REFUND_TOO_MUCH');
    expect(await lettersOf(club, 'm-lin', 'REFUNDED')).toHaveLength(4);
    const told = await lettersOf(club, 'm-lin', 'POINTS');
    expect(told.map(({ body }) => /\d+(?= 积分)/.exec(String(body))?.[0])).toEqual([
      '10',
      '1',
      '13',
    ]);
    const logged = await club.documents('audit_entries', { action: 'courts.refund' });
    expect(logged.map(({ detail }) => detail)).toContain('¥10.00：灯坏了一半');
    await expectInOrder();
  });

  test('sent twice by one form goes back once', async () => {
    const bookingId = await playAtDesk(club, 'lin');
    const twice = () => refund(bookingId, 1_000, 'same');
    await Promise.all([twice(), twice()]);
    const { booking } = await twice();
    expect(booking.refunded).toBe(1_000);
    expect((await club.documents('refunds', { reason: '灯坏了一半' })).length).toBe(1);
    await expectInOrder();
  });

  test('is owed when the points are spent: nobody goes below zero, and the next earned pay it', async () => {
    const bookingId = await playAtDesk(club, 'lin');
    const { balance } = await accountOf(club, 'lin');
    await give(club, 'lin', -(balance - 5));
    await refund(bookingId, 2_400);
    expect(await accountOf(club, 'lin')).toMatchObject({ balance: 0, owed: 19, lots: [] });
    await give(club, 'lin', 12);
    expect(await accountOf(club, 'lin')).toMatchObject({ balance: 0, owed: 7 });
    await give(club, 'lin', 30);
    expect(await accountOf(club, 'lin')).toMatchObject({ balance: 23, owed: 0 });
    expect((await club.as('lin').membership.home({})).owed).toBe(0);
    await expectInOrder();
  });

  test('is management’s to give, of bookings that were played, with a reason', async () => {
    const { row } = await bookAtDesk(club, {
      memberId: 'm-lin',
      from: clock(20),
      until: clock(21),
    });
    const bookingId = row.booking.id;
    expect(await outcome(refund(bookingId, 100))).toBe('BOOKING_CLOSED');
    const played = await playAtDesk(club, 'lin');
    const ask = { bookingId: played, amount: 100, reason: '灯坏了一半', requestId: 'r' };
    expect(await outcome(club.as('desk-east').courts.refund(ask))).toBe('NOT_ALLOWED');
    expect(await outcome(club.as('admin-west').courts.refund(ask))).toBe('BOOKING_NOT_FOUND');
    expect(await outcome(admin().refund({ ...ask, reason: ' ' }))).toBe('REASON_REQUIRED');
    expect(await outcome(admin().refund({ ...ask, amount: 2_401 }))).toBe('REFUND_TOO_MUCH');
    expect(await outcome(admin().refund(ask))).toBe('ok');
  });

  test('goes to a walk-in over the desk, who has no points to lose', async () => {
    const { row } = await bookAtDesk(club);
    goTo(club, row.booking.startAt);
    await club.as('desk-east').courts.verify({ code: row.code });
    goTo(club, row.booking.endAt);
    await club.passMinutes(1);
    expect((await refund(row.booking.id, 500)).booking.refunded).toBe(500);
    await expectInOrder();
  });
});
