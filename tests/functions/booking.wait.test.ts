import type { Fen } from '@shared/base/money';
import { clubDayStart, type Instant } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, day } from '../domain/clock';
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

const date = day('2026-03-15');
const span = { venueId: BADMINTON, courtId: COURT_1, date, from: clock(14), until: clock(15) };
const wait = (who: string) => club.as(who).booking.wait(span);
const standing = async (who: string) => {
  const { waits } = await club.as(who).booking.mine({ when: 'COMING', before: null });
  return waits.map(({ status, ahead }) => ({ status, ahead }));
};
const giveUp = (bookingId: string) =>
  club.as('lin').booking.cancel({ bookingId, expected: 6_000 as Fen, following: false });
const offers = (who: string) =>
  club.documents('messages', { memberId: `m-${who}`, kind: 'PLACE_FREE' });

test('a freed place is kept ten minutes for the first in line, then for the next', async () => {
  await fill(money, 'lin');
  expect(await outcome(wait('may'))).toBe('SLOT_FREE');
  const { booking } = await book(club, 'lin', { date });
  expect(await wait('may')).toMatchObject({ status: 'WAITING', ahead: 0 });
  expect(await outcome(wait('may'))).toBe('WAIT_EXISTS');
  expect(await wait('chen')).toMatchObject({ status: 'WAITING', ahead: 1 });
  await giveUp(booking.id);
  expect(await standing('may')).toEqual([{ status: 'OFFERED', ahead: 0 }]);
  expect(await offers('may')).toHaveLength(1);
  await fill(money, 'lin');
  expect(await outcome(book(club, 'lin', { date }))).toBe('SLOT_TAKEN');
  await expectCourtsInOrder(club);
  await club.passMinutes(11);
  expect(await standing('may')).toEqual([]);
  expect(await standing('chen')).toEqual([{ status: 'OFFERED', ahead: 0 }]);
  expect(await offers('chen')).toHaveLength(1);
  await fill(money, 'chen');
  expect((await book(club, 'chen', { date })).booking.status).toBe('BOOKED');
  expect(await club.documents('booking_waits', { memberId: 'm-chen' })).toMatchObject([
    { status: 'TAKEN', offeredUntil: null },
  ]);
});

test('who leaves the line passes it on; what of a kept place is not booked is offered on', async () => {
  await fill(money, 'lin');
  const { booking } = await book(club, 'lin', { date });
  const first = await wait('may');
  await wait('chen');
  const half = { ...span, from: clock(14, 30) };
  await club.as('zhao').booking.wait(half);
  await giveUp(booking.id);
  await club.as('may').booking.leaveWait({ waitId: first.id });
  await club.as('may').booking.leaveWait({ waitId: first.id });
  expect(await standing('chen')).toMatchObject([{ status: 'OFFERED' }]);
  await fill(money, 'chen');
  await book(club, 'chen', { date, from: clock(14), until: clock(14, 30) });
  await club.passMinutes(1);
  expect(await standing('zhao')).toMatchObject([{ status: 'OFFERED' }]);
});

test('one place in line for a time, none for who is banned, and none behind what has begun', async () => {
  await fill(money, 'lin');
  await book(club, 'lin', { date });
  await wait('may');
  const part = { ...span, from: clock(14, 30), until: clock(15, 30) };
  expect(await outcome(club.as('may').booking.wait(part))).toBe('WAIT_EXISTS');
  const now = club.cloud.clock.now();
  const misses = [3, 2, 1].map((days) => ({ bookingId: `b${days}`, at: now - days * 86_400_000 }));
  await club.cloud.load('booking_standings', [{ _id: 'm-chen', misses }]);
  expect(await outcome(wait('chen'))).toBe('BOOKING_BANNED');
  club.cloud.clock.jump(Number(clubDayStart(date)) + 14 * 3_600_000 - 60_000);
  await club.passMinutes(1);
  const waits = () => club.documents('booking_waits', { memberId: 'm-may' });
  expect(await waits()).toMatchObject([{ status: 'LAPSED' }]);
  club.cloud.clock.jump(Number(clubDayStart(date)) + 32 * 86_400_000);
  await club.passMinutes(1);
  expect(await waits()).toEqual([]);
});

test('the desk cancels, and the first in line is asked at once', async () => {
  await fill(money, 'lin');
  const { booking } = await book(club, 'lin', { date });
  await wait('may');
  await club.as('root').courts.cancel({ bookingId: booking.id, reason: '灯坏了' });
  expect(await standing('may')).toEqual([{ status: 'OFFERED', ahead: 0 }]);
});

test('a closed court is no free court: somebody may wait for it', async () => {
  const { from, until } = { from: clock(14), until: clock(15) };
  const start = Number(clubDayStart(date));
  await club.as('root').courts.close({
    ...{ venueId: BADMINTON, courtIds: [COURT_1], reason: '检修地板', requestId: 'close-1' },
    from: (start + from * 60_000) as Instant,
    until: (start + until * 60_000) as Instant,
  });
  expect(await wait('may')).toMatchObject({ status: 'WAITING' });
});

test('who ends the account leaves the line: a place that was kept goes to the next', async () => {
  await fill(money, 'lin');
  const { booking } = await book(club, 'lin', { date });
  await wait('wu');
  await wait('chen');
  await giveUp(booking.id);
  expect(await standing('wu')).toMatchObject([{ status: 'OFFERED' }]);
  await club.as('wu').member.deleteAccount({ confirm: '注销' });
  await club.passMinutes(1);
  expect(await club.documents('booking_waits', { memberId: 'm-wu' })).toEqual([]);
  expect(await standing('chen')).toEqual([{ status: 'OFFERED', ahead: 0 }]);
});

test('a court that is opened again early is kept for who waits for it', async () => {
  const admin = club.as('root').courts;
  const closure = await admin.close({
    ...{ venueId: BADMINTON, courtIds: [COURT_1], reason: '地板维修', requestId: 'close' },
    ...{ from: at('2026-03-15 13:00'), until: at('2026-03-15 18:00') },
  });
  await wait('may');
  await admin.reopen({ closureId: closure.id });
  expect(await standing('may')).toEqual([{ status: 'OFFERED', ahead: 0 }]);
});

describe('what is freed and not offered yet', () => {
  /** Lin's unpaid booking ends in the wallet, which offers nothing to anybody: the timer does. */
  async function freed(more: { until?: number } = {}) {
    const { order } = await book(club, 'lin', { date, channel: 'WECHAT', ...more });
    if (!order) throw new Error('no order');
    return { letGo: () => club.as('lin').wallet.cancel({ orderId: order.id }) };
  }
  const cells = async () => {
    const asked = { venueId: BADMINTON, sport: null, date };
    const { grid } = await club.as('chen').booking.open(asked);
    const first = (clock(14) - (grid?.open?.from ?? 0)) / 30;
    return grid?.courts[0]?.cells.slice(first, first + 2);
  };

  test('is sold to nobody past the line', async () => {
    await fill(money, 'chen');
    const { letGo } = await freed();
    await wait('may');
    await letGo();
    expect(await outcome(book(club, 'chen', { date }))).toBe('SLOT_TAKEN');
    expect(await outcome(book(club, 'chen', { date, until: clock(14, 30) }))).toBe('SLOT_TAKEN');
    expect(await cells()).toBe('tt');
    await club.passMinutes(1);
    expect(await standing('may')).toEqual([{ status: 'OFFERED', ahead: 0 }]);
    expect(await outcome(book(club, 'chen', { date }))).toBe('SLOT_TAKEN');
  });

  test('is for sale at once where nobody waits, or has left the line', async () => {
    await fill(money, 'chen');
    const { letGo } = await freed();
    const { id: waitId } = await wait('may');
    await club.as('may').booking.leaveWait({ waitId });
    await letGo();
    expect(await club.documents('outbox', { kind: 'offerFreed' })).toEqual([]);
    expect(await outcome(book(club, 'chen', { date }))).toBe('ok');
  });

  test('is for sale after nobody in line can use it', async () => {
    await fill(money, 'chen');
    await fill(money, 'zhao');
    const { letGo } = await freed({ until: clock(14, 30) });
    await book(club, 'zhao', { date, from: clock(14, 30), until: clock(15) });
    await wait('may');
    await letGo();
    expect(await cells()).toBe('tt');
    await club.passMinutes(1);
    expect(await standing('may')).toMatchObject([{ status: 'WAITING' }]);
    expect(await outcome(book(club, 'chen', { date, until: clock(14, 30) }))).toBe('ok');
  });

  test('does not keep its own booking from moving over it', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { date });
    await wait('may');
    const to = { courtId: COURT_1, date, from: clock(14, 30), until: clock(15, 30) };
    const { booking: moved } = await club.as('lin').booking.reschedule({
      ...{ bookingId: booking.id, ...to, expectedDifference: 0 as Fen },
      ...{ channel: 'WALLET', requestId: 'move' },
    });
    expect(moved).toMatchObject({ from: clock(14, 30), until: clock(15, 30) });
    expect(await standing('may')).toMatchObject([{ status: 'WAITING' }]);
  });
});
