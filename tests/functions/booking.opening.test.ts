import type { Fen } from '@shared/base/money';
import { addDays, type ClubDate, clubDayStart, MINUTE } from '@shared/base/time';
import { DEFAULT_LIMITS } from '@shared/domain/booking';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BADMINTON, book, bookTomorrow, COURT_1, clock, fill, moveBooking, TODAY } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, outcome } from './club';
import { at } from './courts';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const goTo = (moment: number) => club.cloud.clock.jump(moment);
const change = async (part: object) => {
  const offer = await club.document('offers', BADMINTON);
  await club.cloud.load('offers', [{ ...offer, _id: BADMINTON, ...part }]);
};
const open = (date: ClubDate) =>
  club.as('lin').booking.open({ venueId: BADMINTON, sport: null, date });
const cellAt = async (minute: number) => {
  const { grid } = await open(TODAY);
  const { cells = '' } = grid?.courts.find(({ id }) => id === COURT_1) ?? {};
  return cells[(minute - (grid?.open?.from ?? 0)) / 30];
};

describe('a slot that has begun', () => {
  test.each([
    ['nine minutes ago, is free', 9 * MINUTE, 'f', 'ok'],
    ['ten minutes ago, is past', 10 * MINUTE, 'p', 'SLOT_PAST'],
  ] as const)('%s', async (_, since, cell, told) => {
    await fill(money, 'lin');
    goTo(at(clock(14)) + since);
    expect(await cellAt(clock(14))).toBe(cell);
    expect(await outcome(book(club, 'lin', { until: clock(14, 30) }))).toBe(told);
  });
});

test('the furthest day is for sale from the venue’s own release hour on', async () => {
  await fill(money, 'lin');
  await change({ limits: { ...DEFAULT_LIMITS, releaseMinute: clock(11) } });
  const furthest = addDays(TODAY, 7);
  const wish = { date: furthest, requestId: 'furthest', expected: 6_000 as Fen };
  const released = async () => (await open(TODAY)).days.map((day) => day.released);
  goTo(at(clock(10, 59)));
  expect((await released()).slice(6)).toEqual([true, false]);
  const early = book(club, 'lin', { ...wish, expected: await priceOn(furthest) });
  expect(await outcome(early)).toBe('NOT_RELEASED');
  goTo(at(clock(11)));
  expect((await released()).slice(6)).toEqual([true, true]);
  const { booking } = await book(club, 'lin', { ...wish, expected: await priceOn(furthest) });
  expect(booking).toMatchObject({ status: 'BOOKED', date: furthest });
});

/** What 14:00 to 15:00 costs on a day. */
async function priceOn(date: ClubDate): Promise<Fen> {
  const { grid } = await open(date);
  const first = (clock(14) - (grid?.open?.from ?? 0)) / 30;
  const [a, b] = grid?.prices.slice(first, first + 2) ?? [];
  return ((a?.fen ?? 0) + (b?.fen ?? 0)) as Fen;
}

test('a Saturday that is worked costs what a weekday does, the Sunday after it what a weekend does', async () => {
  const worked = '2026-05-09' as ClubDate;
  const rule = { days: ['WEEKEND'], from: 0, until: clock(24), fen: 5_000, name: '周末' };
  goTo(clubDayStart(worked) - 12 * 60 * MINUTE);
  await change({ prices: { BADMINTON: { base: 2_000, rules: [rule] } } });
  await fill(money, 'lin');
  expect((await book(club, 'lin', { date: worked })).booking.paid).toBe(4_000);
  expect((await book(club, 'lin', { date: addDays(worked, 1) })).booking.paid).toBe(10_000);
  await expectLedgerInOrder(club);
});

describe('who has come', () => {
  const later = { date: addDays(TODAY, 1), from: clock(18), until: clock(19) };

  test.each(['at the desk', 'at the door'])(
    '%s neither moves nor cancels any more',
    async (where) => {
      const { id: bookingId } = await bookTomorrow(money);
      const { code } = await club.as('lin').booking.detail({ bookingId });
      goTo(at(clock(13, 40), addDays(TODAY, 1)));
      if (where === 'at the desk') await club.as('root').courts.verify({ code: String(code) });
      else await club.as('lin').visit.checkIn({ code: await club.doorCode(BADMINTON) });
      expect(await outcome(moveBooking(club, bookingId, later))).toBe('BOOKING_VERIFIED');
      const asked = { bookingId, expected: 0 as Fen, following: false };
      expect(await outcome(club.as('lin').booking.cancel(asked))).toBe('BOOKING_VERIFIED');
      expect(await club.document('bookings', bookingId)).toMatchObject({ from: clock(14) });
      expect(await club.documents('refunds')).toEqual([]);
    },
  );
});
