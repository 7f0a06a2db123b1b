import { addDays, HOUR, MINUTE } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { book, fill } from './booking';
import { type Club, clearFaults, orderFaults, outcome } from './club';
import {
  at,
  bookAtDesk,
  clock,
  EAST,
  expectInOrder,
  goTo,
  lettersOf,
  rowOf,
  TABLE_1,
  TODAY,
} from './courts';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await clearFaults(club);
  await money.reset();
});

const desk = () => club.as('desk-east').courts;
const START = at(clock(14));
const END = at(clock(15));
const mine = { memberId: 'm-lin' };
const statusOf = async (bookingId: string) => (await club.document('bookings', bookingId))?.status;
const timers = (count: number) =>
  Promise.all(
    Array.from({ length: count }, () => club.cloud.call('root', 'timer', {}).catch(() => null)),
  );

describe('at the end', () => {
  test('who showed the code has played, and who did not has missed it and pays', async () => {
    const { row: came } = await bookAtDesk(club, mine);
    const { row: missed } = await bookAtDesk(club, { memberId: 'm-may', courtId: `${EAST}-2` });
    goTo(club, START);
    await desk().verify({ code: came.code });
    goTo(club, END - 2 * MINUTE);
    await club.passMinutes(1);
    expect(await statusOf(missed.booking.id)).toBe('BOOKED');
    goTo(club, END);
    await club.passMinutes(1);
    expect(await statusOf(came.booking.id)).toBe('COMPLETED');
    const found = await rowOf(club, missed.booking.id);
    expect(found.booking).toMatchObject({ status: 'NO_SHOW', paid: 2_400, refunded: 0 });
    expect(found.may.waive).toBe(true);
    expect(await lettersOf(club, 'm-may', 'CHANGED')).toMatchObject([{ title: '预订未到场' }]);
    expect(await lettersOf(club, 'm-lin', 'CHANGED')).toEqual([]);
    await club.passMinutes(2);
    expect(await lettersOf(club, 'm-may', 'CHANGED')).toHaveLength(1);
    await expectInOrder(club);
  });

  test('who checked in at the door has played without showing a code', async () => {
    const { row } = await bookAtDesk(club, mine);
    goTo(club, START - 31 * MINUTE);
    await club.as('lin').visit.checkIn({ code: await club.doorCode(EAST) });
    expect((await rowOf(club, row.booking.id)).booking.status).toBe('BOOKED');
    goTo(club, START + MINUTE);
    const arrived = await rowOf(club, row.booking.id);
    expect(arrived.booking.status).toBe('CHECKED_IN');
    expect(arrived.may).toEqual({ verify: false, cancel: false, noShow: false, waive: false });
    const bookingId = row.booking.id;
    expect(await outcome(desk().markNoShow({ bookingId }))).toBe('BOOKING_CLOSED');
    expect(await outcome(desk().cancel({ bookingId, reason: '空调故障' }))).toBe(
      'BOOKING_VERIFIED',
    );
    goTo(club, END);
    await club.passMinutes(1);
    expect(await statusOf(bookingId)).toBe('COMPLETED');
    const kept = await club.document('bookings', bookingId);
    expect(kept?.verifiedAt).toBe(START - 30 * MINUTE);
    expect(await club.documents('booking_standings')).toEqual([]);
  });

  test('a check-in that was over before, or elsewhere, is none', async () => {
    const { row } = await bookAtDesk(club, mine);
    const lin = club.as('lin').visit;
    const { visit } = await lin.checkIn({ code: await club.doorCode(EAST) });
    await lin.checkOut({ visitId: visit.id });
    goTo(club, START);
    await lin.checkIn({ code: await club.doorCode('v-centre-gym') });
    goTo(club, END);
    await club.passMinutes(1);
    expect(await statusOf(row.booking.id)).toBe('NO_SHOW');
  });

  test('two timers at once end it once', async () => {
    const { row } = await bookAtDesk(club, mine);
    goTo(club, END);
    await timers(2);
    await club.passMinutes(1);
    expect(await statusOf(row.booking.id)).toBe('NO_SHOW');
    expect(await lettersOf(club, 'm-lin', 'CHANGED')).toHaveLength(1);
    const [standing] = await club.documents('booking_standings');
    expect(standing?.misses).toMatchObject([{ bookingId: row.booking.id, at: END }]);
  });
});

describe('a no-show', () => {
  test('is marked by the desk only after the start, and only once', async () => {
    const { row } = await bookAtDesk(club, mine);
    const ask = { bookingId: row.booking.id };
    expect(await outcome(desk().markNoShow(ask))).toBe('BOOKING_NOT_STARTED');
    expect(await outcome(club.as('admin-west').courts.markNoShow(ask))).toBe('OTHER_CAMPUS');
    goTo(club, START);
    expect((await desk().markNoShow(ask)).booking.status).toBe('NO_SHOW');
    expect((await desk().markNoShow(ask)).booking.status).toBe('NO_SHOW');
    expect(await lettersOf(club, 'm-lin', 'CHANGED')).toHaveLength(1);
    await expectInOrder(club);
  });

  test('the third within thirty days keeps from booking for a week, and a waiver takes it back', async () => {
    const ids: string[] = [];
    for (const day of [0, 1, 2]) {
      // The hall rests on Mondays.
      const date = addDays(TODAY, day === 2 ? 3 : day);
      const { row } = await bookAtDesk(club, { ...mine, date });
      ids.push(row.booking.id);
      goTo(club, at(clock(14), date));
      await desk().markNoShow({ bookingId: row.booking.id });
      goTo(club, at(clock(20), date));
    }
    const date = addDays(TODAY, 4);
    const again = { ...mine, date };
    expect(await outcome(bookAtDesk(club, again))).toBe('BOOKING_BANNED');
    await fill(money, 'lin');
    const own = () => book(club, 'lin', { venueId: EAST, courtId: TABLE_1, date });
    expect(await outcome(own())).toBe('BOOKING_BANNED');
    const [bookingId = ''] = ids;
    expect(await outcome(desk().waive({ bookingId, reason: '' }))).toBe('REASON_REQUIRED');
    const west = club.as('admin-west').courts;
    expect(await outcome(west.waive({ bookingId, reason: '停车场封路' }))).toBe('OTHER_CAMPUS');
    const row = await desk().waive({ bookingId, reason: '停车场封路' });
    expect(row).toMatchObject({ waived: true, booking: { status: 'COMPLETED' } });
    await desk().waive({ bookingId, reason: '停车场封路' });
    expect(await club.documents('audit_entries', { action: 'courts.waive' })).toMatchObject([
      { detail: '停车场封路', actorId: 'm-desk-east' },
    ]);
    expect((await own()).booking.status).toBe('BOOKED');
    const last = (await lettersOf(club, 'm-lin', 'CHANGED')).map(({ title }) => title);
    expect(last.filter((title) => title === '未到记录已取消')).toHaveLength(1);
    await expectInOrder(club);
  });

  test('that never was cannot be waived', async () => {
    const { row } = await bookAtDesk(club, mine);
    const ask = { bookingId: row.booking.id, reason: '停车场封路' };
    expect(await outcome(desk().waive(ask))).toBe('BOOKING_CLOSED');
    expect(await outcome(desk().waive({ ...ask, bookingId: 'none' }))).toBe('BOOKING_NOT_FOUND');
  });
});

describe('a reminder', () => {
  const reminders = () => lettersOf(club, 'm-lin', 'REMINDER');

  test('comes two hours before, once, whatever many timers run', async () => {
    await bookAtDesk(club, mine);
    goTo(club, START - 2 * HOUR - 3 * MINUTE);
    await club.passMinutes(1);
    expect(await reminders()).toEqual([]);
    goTo(club, START - 2 * HOUR);
    await timers(2);
    await club.passMinutes(2);
    expect(await reminders()).toHaveLength(1);
  });

  test.each([10, 14, 16, 18, 20, 22])(
    'comes once though the timer dies at its request %i',
    async (n) => {
      await bookAtDesk(club, mine);
      goTo(club, START - 2 * HOUR);
      await orderFaults(club, { function: 'timer', n, when: 'after', effect: 'kill' });
      await timers(1);
      await clearFaults(club);
      await club.passMinutes(3);
      expect(await reminders()).toHaveLength(1);
      await expectInOrder(club);
    },
  );
});
