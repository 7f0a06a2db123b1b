import type { ClubDate } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTills, type Tills } from './books.till';
import { type Club, outcome } from './club';
import { ask, clock, confirmed, openSchool } from './lesson';

let tills: Tills;
let club: Club;
beforeAll(async () => {
  tills = await openTills();
  club = tills.club;
});
afterAll(() => tills.close());
beforeEach(() => tills.reset());

const TODAY = '2026-03-14' as ClubDate;
const TOMORROW = '2026-03-15' as ClubDate;
const MINUTE = 60_000;
const takings = (who: string, date = TODAY, campusId: string | null = null) =>
  tills.books(who).takings({ date, campusId });

describe('the takings of a day', () => {
  test('are by channel and kind, and the ledger says the same', async () => {
    const inApp = await tills.topUp(20_000);
    const cash = await tills.take(10_000, 'a');
    await tills.take(3_000, 'b', 'BANK');
    await tills.takeBack(inApp);
    await club.passMinutes(2);
    await tills.books('admin-east').reverse({ orderId: cash, reason: '记错了人' });
    const day = await takings('root');
    const kind = 'TOPUP';
    expect(day.rows).toEqual([
      { channel: 'WECHAT', kind, count: 1, amount: 20_000, refunds: 1, refunded: 20_000 },
      { channel: 'CASH', kind, count: 1, amount: 10_000, refunds: 1, refunded: 10_000 },
      { channel: 'BANK', kind, count: 1, amount: 3_000, refunds: 0, refunded: 0 },
    ]);
    expect(day.total).toEqual({ count: 3, amount: 33_000, refunds: 2, refunded: 30_000 });
    expect(day.agrees).toBe(true);
    expect((await tills.books('root').home({})).today).toEqual(day.total);
  });

  test('of one campus are its own; of other campuses nothing is told', async () => {
    await tills.topUp(20_000);
    await tills.take(10_000);
    const own = await takings('admin-east');
    expect(own.total).toMatchObject({ count: 1, amount: 10_000 });
    expect(own.agrees).toBe(true);
    expect(await takings('root', TODAY, 'c-east')).toMatchObject({ rows: own.rows, agrees: true });
    expect(await takings('admin-west')).toMatchObject({ rows: [], agrees: true });
    expect(own.campuses).toEqual([{ id: 'c-east', name: '东区' }]);
    const { campuses } = await takings('root', TODAY, 'c-east');
    expect(campuses.map(({ id }) => id).sort()).toEqual(['c-centre', 'c-east', 'c-west']);
    expect(await outcome(takings('admin-west', TODAY, 'c-east'))).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(takings('root', TODAY, 'c-nowhere'))).toBe('CAMPUS_NOT_FOUND');
  });

  test('a campus alone cannot tell about a channel', async () => {
    await tills.take(10_000);
    const orderId = await tills.topUp(20_000);
    await tills.alter('orders', orderId, { campusId: 'c-east' });
    expect((await takings('admin-east')).agrees).toBe(null);
    expect((await takings('root')).agrees).toBe(true);
  });

  test('paid a moment before midnight and credited after it, it belongs to the day of payment', async () => {
    club.cloud.clock.jump(Date.parse('2026-03-14T23:59:30+08:00'));
    const orderId = await tills.payTopup(20_000);
    club.cloud.clock.jump(Date.parse('2026-03-15T00:00:30+08:00'));
    await club.as('lin').wallet.order({ orderId });
    expect((await takings('root')).total).toMatchObject({ count: 1, amount: 20_000 });
    expect((await takings('root')).agrees).toBe(true);
    expect(await takings('root', TOMORROW)).toMatchObject({ rows: [], agrees: true });
  });

  test('a reversal of the next day leaves the day before as it was counted', async () => {
    const orderId = await tills.take(10_000);
    club.cloud.clock.jump(Date.parse('2026-03-15T09:00:00+08:00'));
    await tills.books('admin-east').reverse({ orderId, reason: '记错了人' });
    expect(await takings('root')).toMatchObject({
      total: { amount: 10_000, refunded: 0 },
      agrees: true,
    });
    expect(await takings('root', TOMORROW)).toMatchObject({
      total: { count: 0, amount: 0, refunds: 1, refunded: 10_000 },
      agrees: true,
    });
  });

  test('what is paid and waits to be credited is no disagreement', async () => {
    const { order } = await club.as('lin').wallet.topUp({ amount: 500, requestId: 'a' });
    const paidAt = club.cloud.clock.now();
    await tills.alter('orders', order.id, { status: 'PAID', paidAt, transactionId: 'wx-1' });
    expect(await takings('root')).toMatchObject({ total: { amount: 500 }, agrees: true });
  });

  test.each([
    ['an entry is missing', (id: string) => club.removeDocument('ledger_entries', `topup:${id}`)],
    ['an order is missing', (id: string) => club.removeDocument('orders', id)],
    ['an amount is another', (id: string) => tills.alter('orders', id, { amount: 10_001 })],
  ])('when %s, they do not agree', async (_, spoil) => {
    const orderId = await tills.take(10_000);
    expect((await takings('root')).agrees).toBe(true);
    await spoil(orderId);
    expect((await takings('root')).agrees).toBe(false);
    expect((await takings('admin-east')).agrees).toBe(false);
  });
});

describe('lessons among the takings', () => {
  const lessonRow = (count: number, amount: number, refunds = 0, refunded = 0) => ({
    ...{ channel: 'WALLET', kind: 'LESSON', count, amount, refunds, refunded },
  });
  const paidByWallet = async (who: string, date = TODAY, campusId: string | null = null) =>
    (await takings(who, date, campusId)).rows.filter(({ channel }) => channel === 'WALLET');
  const kept = { from: clock(9), until: clock(10) };

  test('are there from the coach’s confirmation on, beside what the total counts', async () => {
    await openSchool(tills);
    const asked = await ask(club, 'lin');
    const before = await takings('root');
    expect(await paidByWallet('root')).toEqual([]);
    await club.as('coach-wang').lesson.confirm({ lessonId: asked.id });
    await confirmed(club, 'lin', kept);
    expect(await paidByWallet('root')).toEqual([lessonRow(2, 50_000)]);
    expect(await takings('root')).toMatchObject({ total: before.total, agrees: true });
    expect((await tills.books('root').home({})).today).toEqual(before.total);
  });

  test('what comes back is of the day on which it came back', async () => {
    await openSchool(tills);
    const { id: lessonId } = await confirmed(club, 'lin');
    await confirmed(club, 'lin', kept);
    club.cloud.clock.jump(Date.parse('2026-03-15T09:00:00+08:00'));
    await club.as('root').school.cancelLesson({ lessonId, reason: '教练生病' });
    expect(await paidByWallet('root')).toEqual([lessonRow(2, 50_000)]);
    expect(await paidByWallet('root', TOMORROW)).toEqual([lessonRow(0, 0, 1, 30_000)]);
    expect(await takings('root', TOMORROW)).toMatchObject({
      total: { count: 0, refunds: 0, refunded: 0 },
      agrees: true,
    });
  });

  test('are of the campus that gave them, and of no other', async () => {
    await openSchool(tills);
    await confirmed(club, 'lin');
    expect(await paidByWallet('root', TODAY, 'c-centre')).toEqual([lessonRow(1, 30_000)]);
    expect(await paidByWallet('root', TODAY, 'c-east')).toEqual([]);
    expect(await paidByWallet('admin-east')).toEqual([]);
  });

  test('that were refused took nothing', async () => {
    await openSchool(tills);
    const { id: lessonId } = await ask(club, 'lin');
    await club.as('coach-wang').lesson.refuse({ lessonId, reason: '' });
    expect(await paidByWallet('root')).toEqual([]);
  });
});

describe('what waits for a person', () => {
  const QUIET = {
    notificationsWaiting: 0,
    deedsFailing: 0,
    refundsStuck: 0,
    ordersOverdue: 0,
    paidNotFulfilled: 0,
    differencesOpen: 0,
    daysBroken: 0,
    booksOff: false,
    booksUnchecked: false,
  };

  test('is nothing on a good day', async () => {
    await tills.topUp(20_000);
    await tills.take(10_000);
    const home = await tills.books('root').home({});
    expect(home).toMatchObject({ superAdmin: true, attention: QUIET });
    expect(home.campuses.map(({ id }) => id).sort()).toEqual(['c-centre', 'c-east', 'c-west']);
    const east = await tills.books('admin-east').home({});
    expect(east).toMatchObject({ superAdmin: false, attention: QUIET, reconciliations: [] });
    expect(east.campuses).toEqual([{ id: 'c-east', name: '东区' }]);
    expect(east.today).toMatchObject({ count: 1, amount: 10_000 });
  });

  test('counts each thing once it took too long, a campus admin those of the own campus', async () => {
    const orderId = await tills.take(10_000);
    const known = await club.document('orders', orderId);
    const now = club.cloud.clock.now();
    const order = (_id: string, change: object) => ({ ...known, _id, ...change });
    const open = { status: 'PENDING', paidAt: null, fulfilledAt: null, channel: 'WECHAT' };
    const paid = { fulfilledAt: null, channel: 'WECHAT' };
    await club.cloud.load('orders', [
      order('over', { ...open, expiresAt: now - 31 * MINUTE }),
      order('soon', { ...open, expiresAt: now - 29 * MINUTE }),
      order('over-app', { ...open, expiresAt: now - 31 * MINUTE, campusId: null }),
      order('late', { ...paid, paidAt: now - 11 * MINUTE }),
      order('in-time', { ...paid, paidAt: now - 9 * MINUTE }),
    ]);
    const deed = { kind: 'fulfilOrder', payload: {}, at: now, dueAt: now + 90 * MINUTE };
    await club.cloud.load('outbox', [
      { _id: 'failing', ...deed, attempts: 5 },
      { _id: 'trying', ...deed, attempts: 4 },
    ]);
    const root = await tills.books('root').home({});
    expect(root.attention).toEqual({
      ...QUIET,
      deedsFailing: 1,
      ordersOverdue: 2,
      paidNotFulfilled: 1,
    });
    const east = await tills.books('admin-east').home({});
    expect(east.attention).toEqual({ ...QUIET, ordersOverdue: 1, paidNotFulfilled: 1 });
    expect((await tills.books('admin-west').home({})).attention).toEqual(QUIET);
  });
});

describe('a channel’s day against ours', () => {
  test('before it was compared there is nothing to show or to settle', async () => {
    const root = tills.books('root');
    const day = { channel: 'WECHAT', date: TODAY } as const;
    expect((await root.reconciliations({})).days).toEqual([]);
    expect(await outcome(root.reconciliation(day))).toBe('NO_RECONCILIATION');
    expect(await outcome(root.reconcile(day))).toBe('BILL_NOT_READY');
    const settling = { ...day, id: 'none', note: '已联系渠道' };
    expect(await outcome(root.settleDifference(settling))).toBe('NO_RECONCILIATION');
    const mute = { ...settling, note: '' };
    expect(await outcome(root.settleDifference(mute))).toBe('REASON_REQUIRED');
  });
});
