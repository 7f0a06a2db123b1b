import type { Fen } from '@shared/base/money';
import { addDays, HOUR, type Instant, MINUTE } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../cloudfunctions/_kit/serve';
import { endBookings, remindBookings } from '../../cloudfunctions/booking/ending';
import { book, fill } from './booking';
import { clearFaults, orderFaults, outcome } from './club';
import {
  at,
  bookAtDesk,
  clock,
  clubForEach,
  EAST,
  expectInOrder,
  goTo,
  lettersOf,
  rowOf,
  TABLE_1,
  TODAY,
} from './courts';
import { faultsWaiting, someOf } from './steps';
import { openTimerContexts } from './timerContext';

const here = clubForEach();

const desk = () => here.club.as('desk-east').courts;
const START = at(clock(14));
const END = at(clock(15));
const mine = { memberId: 'm-lin' };
const statusOf = async (bookingId: string) =>
  (await here.club.document('bookings', bookingId))?.status;
/** A job of the timer, twice at the same instant. */
async function twiceAtOnce(job: (context: Context) => Promise<void>, now: Instant): Promise<void> {
  const { contextAt, faults } = openTimerContexts(here.club);
  await Promise.all([job(contextAt(now)), job(contextAt(now))]);
  expect(faults).toEqual([]);
}

describe('at the end', () => {
  test('who showed the code has played, and who did not has missed it and pays', async () => {
    const { row: came } = await bookAtDesk(here.club, mine);
    const { row: missed } = await bookAtDesk(here.club, {
      memberId: 'm-may',
      courtId: `${EAST}-2`,
    });
    goTo(here.club, START);
    await desk().verify({ code: came.code });
    goTo(here.club, END - 2 * MINUTE);
    await here.club.passMinutes(1);
    expect(await statusOf(missed.booking.id)).toBe('BOOKED');
    goTo(here.club, END);
    await here.club.passMinutes(1);
    expect(await statusOf(came.booking.id)).toBe('COMPLETED');
    const found = await rowOf(here.club, missed.booking.id);
    expect(found.booking).toMatchObject({ status: 'NO_SHOW', paid: 2_400, refunded: 0 });
    expect(found.may.waive).toBe(true);
    expect(await lettersOf(here.club, 'm-may', 'CHANGED')).toMatchObject([{ title: '预订未到场' }]);
    expect(await lettersOf(here.club, 'm-lin', 'CHANGED')).toEqual([]);
    await here.club.passMinutes(2);
    expect(await lettersOf(here.club, 'm-may', 'CHANGED')).toHaveLength(1);
    await expectInOrder(here.club);
  });

  test('who checked in at the door has played without showing a code', async () => {
    const { row } = await bookAtDesk(here.club, mine);
    goTo(here.club, START - 31 * MINUTE);
    await here.club.as('lin').visit.checkIn({ code: await here.club.doorCode(EAST) });
    expect((await rowOf(here.club, row.booking.id)).booking.status).toBe('BOOKED');
    goTo(here.club, START + MINUTE);
    const arrived = await rowOf(here.club, row.booking.id);
    expect(arrived.booking.status).toBe('CHECKED_IN');
    expect(arrived.may).toEqual({
      verify: false,
      cancel: false,
      noShow: false,
      waive: false,
      showCode: false,
    });
    const bookingId = row.booking.id;
    expect(await outcome(desk().markNoShow({ bookingId }))).toBe('BOOKING_CLOSED');
    expect(await outcome(desk().cancel({ bookingId, reason: '空调故障' }))).toBe(
      'BOOKING_VERIFIED',
    );
    goTo(here.club, END);
    await here.club.passMinutes(1);
    expect(await statusOf(bookingId)).toBe('COMPLETED');
    const kept = await here.club.document('bookings', bookingId);
    expect(kept?.verifiedAt).toBe(START - 30 * MINUTE);
    expect(await here.club.documents('booking_standings')).toEqual([]);
  });

  test('a check-in that was over before, or elsewhere, is none', async () => {
    const { row } = await bookAtDesk(here.club, mine);
    const lin = here.club.as('lin').visit;
    const { visit } = await lin.checkIn({ code: await here.club.doorCode(EAST) });
    await lin.checkOut({ visitId: visit.id });
    goTo(here.club, START);
    await lin.checkIn({ code: await here.club.doorCode('v-centre-gym') });
    goTo(here.club, END);
    await here.club.passMinutes(1);
    expect(await statusOf(row.booking.id)).toBe('NO_SHOW');
  });

  test('two timers at once end it once', async () => {
    const { row } = await bookAtDesk(here.club, mine);
    goTo(here.club, END);
    await twiceAtOnce(endBookings, END);
    await here.club.passMinutes(1);
    expect(await statusOf(row.booking.id)).toBe('NO_SHOW');
    expect(await lettersOf(here.club, 'm-lin', 'CHANGED')).toHaveLength(1);
    const [standing] = await here.club.documents('booking_standings');
    expect(standing?.misses).toMatchObject([{ bookingId: row.booking.id, at: END }]);
  });
});

test('what was paid in WeChat is told to it as a service when the time is over, played or missed', async () => {
  const { wechat, pay } = here.money;
  const bought = async (who: 'lin' | 'may', courtId: string) => {
    const paying = await book(here.club, who, { venueId: EAST, courtId, channel: 'WECHAT' });
    if (paying.payment) pay(who, paying.payment);
    return { bookingId: paying.booking.id };
  };
  const played = await bought('lin', TABLE_1);
  await bought('may', `${EAST}-2`);
  await wechat.idle();
  goTo(here.club, START);
  await desk().verify({ code: String((await here.club.as('lin').booking.detail(played)).code) });
  await here.club.passMinutes(1);
  expect(wechat.shipments).toEqual([]);
  goTo(here.club, END);
  await here.club.passMinutes(2);
  const told = wechat.shipments.map(({ openid, logisticsType }) => [openid, logisticsType]);
  expect(told.sort()).toEqual(['lin', 'may'].map((who) => [`oCourtside-${who}`, 4]));
  expect(wechat.shipments[0]?.itemDescription).toContain('东区乒乓球馆');
});

describe('a no-show', () => {
  test('is marked by the desk only after the start, and only once', async () => {
    const { row } = await bookAtDesk(here.club, mine);
    const ask = { bookingId: row.booking.id };
    expect(await outcome(desk().markNoShow(ask))).toBe('BOOKING_NOT_STARTED');
    expect(await outcome(here.club.as('admin-west').courts.markNoShow(ask))).toBe(
      'BOOKING_NOT_FOUND',
    );
    goTo(here.club, START);
    expect((await desk().markNoShow(ask)).booking.status).toBe('NO_SHOW');
    expect((await desk().markNoShow(ask)).booking.status).toBe('NO_SHOW');
    expect(await lettersOf(here.club, 'm-lin', 'CHANGED')).toHaveLength(1);
    await expectInOrder(here.club);
  });

  test('the third within thirty days keeps from booking for a week, and a waiver takes it back', async () => {
    const ids: string[] = [];
    for (const day of [0, 1, 2]) {
      // The hall rests on Mondays.
      const date = addDays(TODAY, day === 2 ? 3 : day);
      const { row } = await bookAtDesk(here.club, { ...mine, date });
      ids.push(row.booking.id);
      goTo(here.club, at(clock(14), date));
      await desk().markNoShow({ bookingId: row.booking.id });
      goTo(here.club, at(clock(20), date));
    }
    const date = addDays(TODAY, 4);
    const again = { ...mine, date };
    expect(await outcome(bookAtDesk(here.club, again))).toBe('BOOKING_BANNED');
    await fill(here.money, 'lin');
    const own = () => book(here.club, 'lin', { venueId: EAST, courtId: TABLE_1, date });
    expect(await outcome(own())).toBe('BOOKING_BANNED');
    const [bookingId = ''] = ids;
    expect(await outcome(desk().waive({ bookingId, reason: '' }))).toBe('REASON_REQUIRED');
    const west = here.club.as('admin-west').courts;
    expect(await outcome(west.waive({ bookingId, reason: '停车场封路' }))).toBe(
      'BOOKING_NOT_FOUND',
    );
    const row = await desk().waive({ bookingId, reason: '停车场封路' });
    expect(row).toMatchObject({ waived: true, booking: { status: 'COMPLETED' } });
    await desk().waive({ bookingId, reason: '停车场封路' });
    expect(await here.club.documents('audit_entries', { action: 'courts.waive' })).toMatchObject([
      { detail: '停车场封路', actorId: 'm-desk-east' },
    ]);
    expect((await own()).booking.status).toBe('BOOKED');
    const last = (await lettersOf(here.club, 'm-lin', 'CHANGED')).map(({ title }) => title);
    expect(last.filter((title) => title === '未到记录已取消')).toHaveLength(1);
    await expectInOrder(here.club);
  });

  test('that never was cannot be waived', async () => {
    const { row } = await bookAtDesk(here.club, mine);
    const ask = { bookingId: row.booking.id, reason: '停车场封路' };
    expect(await outcome(desk().waive(ask))).toBe('BOOKING_CLOSED');
    expect(await outcome(desk().waive({ ...ask, bookingId: 'none' }))).toBe('BOOKING_NOT_FOUND');
  });
});

describe('a reminder', () => {
  const reminders = () => lettersOf(here.club, 'm-lin', 'REMINDER');

  test('comes two hours before, once, whatever many timers run', async () => {
    await bookAtDesk(here.club, mine);
    goTo(here.club, START - 2 * HOUR - 3 * MINUTE);
    await here.club.passMinutes(1);
    expect(await reminders()).toEqual([]);
    goTo(here.club, START - 2 * HOUR);
    await twiceAtOnce(remindBookings, at(clock(12)));
    expect(await reminders()).toHaveLength(1);
    await here.club.passMinutes(2);
    expect(await reminders()).toHaveLength(1);
  });

  test.each(someOf([10, 14, 16, 18, 20, 22]))(
    'comes once though the timer dies at its request %i',
    async (n) => {
      await bookAtDesk(here.club, mine);
      goTo(here.club, START - 2 * HOUR);
      await orderFaults(here.club, { function: 'timer', n, when: 'after', effect: 'kill' });
      await here.club.passMinutes(1);
      expect(await faultsWaiting(here.club)).toBe(0);
      await clearFaults(here.club);
      await here.club.passMinutes(6);
      expect(await reminders()).toHaveLength(1);
      await expectInOrder(here.club);
    },
  );
});

test('who moves while the timer is at it is reminded of the new time alone', async () => {
  const { row } = await bookAtDesk(here.club, mine);
  const noon = at(clock(12));
  goTo(here.club, noon);
  const { contextAt } = openTimerContexts(here.club);
  const context = contextAt(noon);
  const tomorrow = addDays(TODAY, 1);
  const bookingId = row.booking.id;
  const to = { bookingId, courtId: TABLE_1, date: tomorrow, from: clock(14), until: clock(15) };
  const find: typeof context.db.find = async (...asked) => {
    const found = await context.db.find(...asked);
    const pays = { expectedDifference: 0 as Fen, channel: 'WALLET', requestId: 'move' } as const;
    await here.club.as('lin').booking.reschedule({ ...to, ...pays });
    return found;
  };
  await remindBookings({ ...context, db: { ...context.db, find } });
  expect(await lettersOf(here.club, 'm-lin', 'CHANGED')).toHaveLength(1);
  expect(await lettersOf(here.club, 'm-lin', 'REMINDER')).toEqual([]);
  goTo(here.club, at(clock(12), tomorrow));
  await here.club.passMinutes(1);
  expect(await lettersOf(here.club, 'm-lin', 'REMINDER')).toMatchObject([
    { body: expect.stringContaining('3月15日 14:00') },
  ]);
});
