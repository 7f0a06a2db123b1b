import type { Fen } from '@shared/base/money';
import { MINUTE, plus } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import { finishClosures } from '../../cloudfunctions/booking/clearing';
import { book, fill } from './booking';
import {
  at,
  clock,
  closing,
  clubForEach,
  EAST,
  expectInOrder,
  lettersOf,
  TABLE_1,
  TODAY,
} from './courts';

import { openTimerContexts } from './timerContext';

const here = clubForEach();

const admin = (who = 'admin-east') => here.club.as(who).courts;
const TABLE_2 = `${EAST}-2`;
const at14 = { venueId: EAST, courtId: TABLE_1 };

describe('a closure that the timer goes on with', () => {
  /** Closures of a moment ago, with nothing done; `behind` has had no turn for so many minutes. */
  const left = (behind: number, more: object = {}) => ({
    ...{ _id: `K${100 - behind}`, campusId: 'c-east', venueId: EAST, courtIds: [TABLE_2] },
    ...{ courtNames: ['2 号台'], whole: false, from: at(clock(20)), until: at(clock(21)) },
    ...{ reason: '检修', by: 'm-admin-east', at: at(clock(9)), affected: 0, steps: 0 },
    ...{ turnAt: at(clock(9)) - behind * MINUTE, done: false, reopened: false, ...more },
  });
  const isDone = async (id: string) => (await here.club.document('closures', id))?.done;

  test('is the oldest; one that cannot be finished yet keeps no other waiting', async () => {
    await fill(here.money, 'lin');
    const wish = { ...at14, channel: 'WECHAT' } as const;
    const { payment, booking } = await book(here.club, 'lin', wish);
    if (!payment) throw new Error('no sheet');
    here.money.pay('lin', payment);
    await here.money.wechat.idle();
    await here.club.as('lin').booking.detail({ bookingId: booking.id });
    const [order] = await here.club.documents('orders', { subjectId: booking.id });
    // What was paid for it cannot be given back as things stand.
    await here.club.cloud.load('orders', [
      { ...order, _id: String(order?._id), status: 'REVERSED' },
    ]);
    const stuck = { courtIds: [TABLE_1], from: at(clock(14)), until: at(clock(15)) };
    const older = Array.from({ length: 10 }, (_, index) => left(20 - index, stuck));
    await here.club.cloud.load('closures', [...older, left(2), left(1)]);
    await here.club.passMinutes(1);
    expect([await isDone('K80'), await isDone('K98')]).toEqual([false, false]);
    await here.club.passMinutes(1);
    expect([await isDone('K80'), await isDone('K98'), await isDone('K99')]).toEqual([
      false,
      true,
      true,
    ]);
    // Within an hour of its closing a refusal is patience; after that somebody has to look.
    const { contextAt, faults } = openTimerContexts(here.club);
    await finishClosures(contextAt(at(clock(10))));
    expect(faults).toEqual([]);
    await finishClosures(contextAt(plus(at(clock(10)), 1)));
    expect(new Set(faults.map(({ where }) => where))).toEqual(new Set([booking.id]));
    expect(faults[0]?.fault).toBeInstanceOf(Refusal);
  });
});

describe('a place that is kept for somebody in line', () => {
  test('ends where the court is closed, and is told; nobody in line gets it meanwhile', async () => {
    await fill(here.money, 'lin');
    const { booking } = await book(here.club, 'lin', at14);
    const span = { ...at14, date: TODAY, from: clock(14), until: clock(15) };
    await here.club.as('may').booking.wait(span);
    await here.club.as('chen').booking.wait(span);
    await here.club
      .as('lin')
      .booking.cancel({ bookingId: booking.id, expected: 0 as Fen, following: false });
    const waits = () => here.club.documents('booking_waits', { memberId: 'm-may' });
    expect(await waits()).toMatchObject([{ status: 'OFFERED' }]);
    const { id: closureId, affected, done } = await admin().close(closing());
    expect({ affected, done }).toEqual({ affected: 0, done: true });
    expect(await waits()).toMatchObject([{ status: 'LAPSED', offeredUntil: null }]);
    const told = await lettersOf(here.club, 'm-may', 'COURT_CLOSED');
    expect(told).toMatchObject([{ title: '场地停用，候补已结束' }]);
    expect(told[0]?.body).toContain('14:00–15:00，停用：地板维修');
    await here.club.passMinutes(1);
    expect(await lettersOf(here.club, 'm-chen', 'PLACE_FREE')).toEqual([]);
    const claims = (await here.club.documents('slot_days', { subject: `court:${TABLE_1}` }))
      .flatMap((day) => day.claims as { kind: string }[])
      .map(({ kind }) => kind);
    expect(claims).toEqual(['CLOSURE']);
    await admin().reopen({ closureId });
    await here.club.passMinutes(1);
    expect(await lettersOf(here.club, 'm-chen', 'PLACE_FREE')).toHaveLength(1);
    expect(await waits()).toMatchObject([{ status: 'LAPSED' }]);
  });
});

describe('somebody who is about to move', () => {
  const toTable2 = { courtId: TABLE_2, date: TODAY, from: clock(14), until: clock(16) };

  test('into it stays, and is told; the difference goes back if it is paid after all', async () => {
    await fill(here.money, 'lin');
    const { booking } = await book(here.club, 'lin', at14);
    const { payment } = await here.club.as('lin').booking.reschedule({
      ...{ bookingId: booking.id, ...toTable2, requestId: 'move', channel: 'WECHAT' },
      expectedDifference: booking.paid,
    });
    await admin().close(closing({ courtIds: [TABLE_2] }));
    const told = await lettersOf(here.club, 'm-lin', 'CHANGED');
    expect(told).toMatchObject([{ title: '改期没有成功' }]);
    expect(told[0]?.body).toMatch(/^要改到的场地停用了，原来的预订不变：.*14:00–15:00/);
    if (!payment) throw new Error('no sheet');
    here.money.pay('lin', payment);
    await here.money.wechat.idle();
    await here.club.passMinutes(2);
    expect(await here.club.document('bookings', booking.id)).toMatchObject({
      ...{ status: 'BOOKED', courtId: TABLE_1, paid: booking.paid, change: null },
    });
    expect(await here.club.documents('orders', { kind: 'BOOKING_CHANGE' })).toMatchObject([
      { status: 'REFUNDED' },
    ]);
    expect(await lettersOf(here.club, 'm-lin', 'CHANGED')).toHaveLength(1);
    await expectInOrder(here.club);
  });

  test('away from it is sent away, and told once', async () => {
    await fill(here.money, 'lin');
    const { booking } = await book(here.club, 'lin', at14);
    await here.club.as('lin').booking.reschedule({
      ...{ bookingId: booking.id, ...toTable2, requestId: 'move', channel: 'WECHAT' },
      expectedDifference: booking.paid,
    });
    await admin().close(closing({ courtIds: null }));
    expect((await here.club.document('bookings', booking.id))?.status).toBe('CANCELLED');
    expect(await lettersOf(here.club, 'm-lin', 'COURT_CLOSED')).toHaveLength(1);
    await expectInOrder(here.club);
  });
});
