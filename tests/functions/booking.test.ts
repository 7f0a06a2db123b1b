import type { Fen } from '@shared/base/money';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BADMINTON, book, COURT_1, clock, fill, TODAY } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const balance = async (who = 'lin') => (await club.as(who).wallet.home({})).balance;
const grid = async (who = 'lin') => {
  const opened = await club.as(who).booking.open({ venueId: BADMINTON, sport: null, date: TODAY });
  if (!opened.grid) throw new Error('no grid');
  return opened.grid;
};
const cell = async (who: string, minute: number) => {
  const { open, courts } = await grid(who);
  const court = courts.find(({ id }) => id === COURT_1);
  return court?.cells[(minute - (open?.from ?? 0)) / 30];
};

describe('a court', () => {
  test('is booked from the wallet: the money moves, the slot is mine and nobody else’s', async () => {
    await fill(money, 'lin');
    expect(await cell('lin', clock(14))).toBe('f');
    const { booking, short } = await book(club, 'lin');
    expect({ status: booking.status, short }).toEqual({ status: 'BOOKED', short: false });
    expect(booking.paid).toBe(6_000);
    expect(await club.documents('messages', { kind: 'PAID' })).toEqual([]);
    expect(await balance()).toBe(14_000);
    expect(await cell('lin', clock(14))).toBe('m');
    expect(await cell('may', clock(14, 30))).toBe('t');
    expect(await cell('may', clock(15))).toBe('f');
    await fill(money, 'may');
    expect(await outcome(book(club, 'may', { from: clock(14, 30), until: clock(15, 30) }))).toBe(
      'SLOT_TAKEN',
    );
    expect(await balance('may')).toBe(20_000);
    await expectLedgerInOrder(club);
  });

  test('is booked and paid in WeChat’s sheet', async () => {
    const { booking, payment } = await book(club, 'lin', { channel: 'WECHAT' });
    expect(booking.status).toBe('PENDING_PAY');
    if (!payment) throw new Error('no sheet');
    money.pay('lin', payment);
    await money.wechat.idle();
    const { booking: paid, code } = await club.as('lin').booking.detail({ bookingId: booking.id });
    expect(paid).toMatchObject({ status: 'BOOKED', paid: 6_000 });
    expect(code).toMatch(/^\d{15}$/);
    const told = await club.documents('messages', { memberId: 'm-lin' });
    expect(told.map(({ kind }) => kind).sort()).toEqual(['BOOKED', 'PAID']);
    expect(told.find(({ kind }) => kind === 'PAID')).toMatchObject({
      body: expect.stringMatching(/1 号场 3月14日 14:00，已收到 60.00 元$/),
      page: `packages/booking/pages/detail/detail?id=${booking.id}`,
    });
    await expectLedgerInOrder(club);
  });

  test('is kept for fifteen minutes when the wallet holds too little, and paid after a top-up', async () => {
    const { booking, short } = await book(club, 'lin');
    expect({ status: booking.status, short }).toEqual({ status: 'PENDING_PAY', short: true });
    expect(await cell('may', clock(14))).toBe('t');
    await fill(money, 'lin');
    const bookingId = booking.id;
    const paid = await club.as('lin').booking.pay({ bookingId, channel: 'WALLET' });
    expect(paid.booking.status).toBe('BOOKED');
    expect(await balance()).toBe(14_000);
    await expectLedgerInOrder(club);
  });

  test('a price that is not the one shown is refused, and nothing is taken', async () => {
    await fill(money, 'lin');
    expect(await outcome(book(club, 'lin', { expected: 1 as Fen }))).toBe('PRICE_CHANGED');
    expect(await club.documents('bookings')).toEqual([]);
    expect(await cell('lin', clock(14))).toBe('f');
  });
});
