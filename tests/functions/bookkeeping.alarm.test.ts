import { HOUR, type Instant, MINUTE } from '@shared/base/time';
import { memberPoints } from '@shared/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alarmOnStuck, attentionOf, checkBooks } from '../../cloudfunctions/bookkeeping/service';
import { at } from '../domain/clock';
import { type Club, openClub } from './club';
import { openTimerContexts } from './timerContext';

let club: Club;
let timer: ReturnType<typeof openTimerContexts>;
beforeAll(async () => {
  club = await openClub();
  timer = openTimerContexts(club);
});
afterAll(() => club.close());
beforeEach(async () => {
  await club.cloud.reset({ keepInstances: true });
  timer.faults.length = 0;
});

const NOW = at('2026-03-14 10:00');
const hours = (n: number) => (NOW + n * HOUR) as Instant;
describe('the alarm', () => {
  const alarm = (when: Instant) => alarmOnStuck(timer.contextAt(when));
  const said = () => timer.faults.map(({ fault }) => JSON.parse(String(fault)) as object);
  const stuckDeed = (n: number) => ({
    _id: `deed:${n}`,
    kind: 'sendRefund',
    payload: {},
    at: NOW,
    dueAt: NOW,
    attempts: n,
  });

  test('is silent on a good day', async () => {
    await alarm(NOW);
    expect(said()).toEqual([]);
    expect(await club.documents('alarms')).toEqual([]);
  });

  test('is said once, again when it changes, every six hours while it lasts, and when it is over', async () => {
    await club.cloud.load('outbox', [stuckDeed(4), stuckDeed(5)]);
    await alarm(NOW);
    await alarm((NOW + 10 * MINUTE) as Instant);
    expect(said()).toMatchObject([{ name: 'ALARM', deedsFailing: 1, booksOff: false }]);
    await club.cloud.load('outbox', [stuckDeed(6)]);
    await alarm(hours(1));
    expect(said()).toHaveLength(2);
    await alarm((hours(7) - 1) as Instant);
    expect(said()).toHaveLength(2);
    await alarm(hours(7));
    expect(said()).toHaveLength(3);
    for (const n of [5, 6]) await club.removeDocument('outbox', `deed:${n}`);
    await alarm(hours(8));
    await alarm(hours(20));
    expect(said().slice(3)).toMatchObject([{ name: 'ALARM_OVER', deedsFailing: 0 }]);
  });

  test('two at once say it once', async () => {
    await club.cloud.load('outbox', [stuckDeed(5)]);
    await Promise.all([alarm(NOW), alarm(NOW), alarm(NOW)]);
    expect(said()).toHaveLength(1);
  });

  const order = {
    _id: 'o1',
    memberId: 'm-lin',
    campusId: null,
    operatorId: null,
    subjectId: null,
    kind: 'TOPUP',
    channel: 'WECHAT',
    amount: 100,
    refunded: 0,
    description: '充值',
    openid: 'o',
    prepayId: null,
    createdAt: NOW,
    expiresAt: NOW,
    transactionId: null,
    fulfilledAt: null,
  };
  const refund = { _id: 'r1', orderId: 'o1', channel: 'WECHAT', amount: 100, createdAt: NOW };
  const told = { _id: 'n1', kind: 'PAYMENT', orderId: 'o1', amount: 1, at: NOW, dueAt: NOW };

  test.each([
    ['notificationsWaiting', 'payment_inbox', { ...told, done: false }, 5 * MINUTE],
    ['refundsStuck', 'refunds', { ...refund, status: 'OPEN' }, 24 * HOUR],
    ['ordersOverdue', 'orders', { ...order, status: 'PENDING', paidAt: null }, 30 * MINUTE],
    ['paidNotFulfilled', 'orders', { ...order, status: 'PAID', paidAt: NOW }, 10 * MINUTE],
  ] as const)('%s counts in %s what is older than it may be', async (name, where, doc, age) => {
    await club.cloud.load(where, [doc]);
    const young = await attentionOf({ db: timer.db, now: (NOW + age) as Instant });
    expect(young[name]).toBe(0);
    const old = await attentionOf({ db: timer.db, now: (NOW + age + 1) as Instant });
    expect(old[name]).toBe(1);
    const others = Object.entries(old).filter(([key]) => key !== name);
    for (const [, count] of others) expect(Number(count)).toBe(0);
  });

  const checks = ['fen', 'points'].map((_id) => ({ _id, at: NOW, difference: 0, since: null }));
  const found = (off: boolean) => checks.map((one) => ({ ...one, off, balancedAt: NOW }));
  const closing = { _id: '2026-03-13', until: NOW, at: NOW, sums: [] };
  test.each([
    ['book_checks', found(false)],
    ['ledger_closings', [closing]],
  ] as const)(
    'books that %s says nobody could check for three hours are in it',
    async (where, docs) => {
      await club.cloud.load(where, [...docs]);
      const inTime = await attentionOf({ db: timer.db, now: hours(3) });
      expect(inTime.booksUnchecked).toBe(false);
      await alarm((hours(3) + 1) as Instant);
      expect(said()).toMatchObject([{ name: 'ALARM', booksUnchecked: true, booksOff: false }]);
    },
  );

  test('books that are off were checked: that is said once', async () => {
    await club.cloud.load('book_checks', found(true));
    await alarm(hours(4));
    expect(said()).toMatchObject([{ booksOff: true, booksUnchecked: false }]);
  });

  test('a day that could not be compared is in it as long as it is on the list', async () => {
    const broken = { _id: 'WECHAT:2026-03-13', date: '2026-03-13', open: 0, status: 'BROKEN' };
    await club.cloud.load('reconciliations', [broken]);
    const days = (n: number) => attentionOf({ db: timer.db, now: hours(24 * n) });
    expect(await days(0)).toMatchObject({ daysBroken: 1, differencesOpen: 0 });
    expect(await days(13)).toMatchObject({ daysBroken: 1 });
    expect(await days(14)).toMatchObject({ daysBroken: 0 });
    expect(await attentionOf({ db: timer.db, now: NOW }, 'c-east')).toMatchObject({
      daysBroken: 0,
    });
  });

  test.each([
    ['refunds', { ...refund, status: 'ABNORMAL' }, { refundsStuck: 1 }],
    ['refunds', { ...refund, status: 'SUCCESS' }, { refundsStuck: 0 }],
    ['payment_inbox', { ...told, done: true }, { notificationsWaiting: 0 }],
    ['reconciliations', { _id: 'WECHAT:x', open: 3 }, { differencesOpen: 3 }],
  ] as const)('%s like %o', async (where, doc, counts) => {
    await club.cloud.load(where, [doc]);
    expect(await attentionOf({ db: timer.db, now: hours(1) })).toMatchObject(counts);
  });

  test('books that are off are in it', async () => {
    await club.cloud.load('ledger_balances', [{ _id: memberPoints('m-nobody'), balance: 1 }]);
    for (const when of [NOW, hours(1)]) await checkBooks(timer.contextAt(when));
    await alarm(hours(1));
    expect(said()).toMatchObject([{ name: 'ALARM', booksOff: true }]);
  });
});
