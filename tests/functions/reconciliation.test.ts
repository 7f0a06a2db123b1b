import type { Instant } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../domain/clock';
import { expectLedgerInOrder } from './books';
import { type Club, orderFaults } from './club';
import { type MoneyClub, openMoneyClub } from './money';
import { faultsWaiting, someOf } from './steps';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

type Row = Readonly<Record<string, string>>;
const lin = () => club.as('lin').wallet;

/** The night passes, and the timer runs for some minutes. Nothing runs in between. */
async function wakeAt(when: string, minutes = 1): Promise<void> {
  club.cloud.clock.jump((at(when) - 30_000) as Instant);
  await club.passMinutes(minutes);
}

const theDay = (date = '2026-03-14') => club.document('reconciliations', `WECHAT:${date}`);

/** Lin tops up ¥200, and it is here. */
async function topUp(requestId = 'r1'): Promise<string> {
  const { order, payment } = await lin().topUp({ amount: 20_000, requestId });
  money.pay('lin', payment);
  await money.wechat.idle();
  await lin().order({ orderId: order.id });
  return order.id;
}

/** And takes it back, and it is gone. */
async function takeBack(orderId: string): Promise<string> {
  await lin().withdraw({ orderId, requestId: `back-${orderId}` });
  await money.wechat.idle();
  await club.passMinutes(2);
  const [refund] = await club.documents('refunds', { orderId });
  return String(refund?._id);
}

/** Lin has paid, nobody told us, and it is closed by mistake: nobody asks about it any more. */
async function forgotten() {
  money.wechat.faults.notification({ effect: 'lost' });
  const { order, payment } = await lin().topUp({ amount: 20_000, requestId: 'r1' });
  money.pay('lin', payment);
  await money.wechat.idle();
  const stored = { ...(await club.document('orders', order.id)), status: 'CLOSED' };
  await club.cloud.load('orders', [stored]);
  return [order.id, stored] as const;
}

const isRefund = (row: Row) => row.交易状态 === 'REFUND';

describe('yesterday is compared with WeChat’s bill at half past ten', () => {
  test('a day on which both say the same is balanced', async () => {
    await takeBack(await topUp());
    await topUp('r2');
    await wakeAt('2026-03-15 10:20');
    expect(await theDay()).toBe(undefined);
    await wakeAt('2026-03-15 10:30');
    const sums = { count: 2, amount: 40_000, refunds: 1, refunded: 20_000 };
    expect(await theDay()).toMatchObject({
      status: 'BALANCED',
      ours: sums,
      theirs: sums,
      differences: [],
      open: 0,
      unsure: false,
      attempts: 1,
    });
  });

  test('a day on which nothing happened is balanced too, and is not compared again', async () => {
    await wakeAt('2026-03-14 10:30', 11);
    expect(await theDay('2026-03-13')).toMatchObject({ status: 'BALANCED', attempts: 1 });
    expect(await club.documents('reconciliations', { channel: 'WECHAT' })).toHaveLength(1);
  });

  const yuan200 = { 应结订单金额: '200.00', 订单金额: '200.00' };
  const less = { 应结订单金额: '199.99', 订单金额: '199.99' };
  test.each<[string, (row: Row) => Row[], { ours: number | null; theirs: number | null }]>([
    ['PAYMENT_ONLY_OURS', (row) => (isRefund(row) ? [row] : []), { ours: 20_000, theirs: null }],
    [
      'PAYMENT_ONLY_THEIRS',
      (row) => (isRefund(row) ? [row] : [row, { ...row, ...yuan200, 商户订单号: 'another-till' }]),
      { ours: null, theirs: 20_000 },
    ],
    [
      'PAYMENT_AMOUNT',
      (row) => [isRefund(row) ? row : { ...row, ...less }],
      { ours: 20_000, theirs: 19_999 },
    ],
    ['REFUND_ONLY_OURS', (row) => (isRefund(row) ? [] : [row]), { ours: 20_000, theirs: null }],
    [
      'REFUND_ONLY_THEIRS',
      (row) => (isRefund(row) ? [row, { ...row, 商户退款单号: 'by-hand' }] : [row]),
      { ours: null, theirs: 20_000 },
    ],
    [
      'REFUND_AMOUNT',
      (row) => [isRefund(row) ? { ...row, 退款金额: '1.00', 申请退款金额: '1.00' } : row],
      { ours: 20_000, theirs: 100 },
    ],
  ])('%s is found, once, with what either side says', async (kind, change, amounts) => {
    await takeBack(await topUp());
    money.wechat.faults.bill((rows) => rows.flatMap(change));
    await wakeAt('2026-03-15 10:30');
    const day = await theDay();
    expect(day).toMatchObject({ status: 'DIFFERENT', open: 1 });
    expect(day?.differences).toMatchObject([{ kind, ...amounts, settled: null }]);
  });

  test('a payment that was never told heals: the order is asked about, settled and balanced', async () => {
    await forgotten();
    await wakeAt('2026-03-15 10:30', 3);
    expect(await theDay()).toMatchObject({ status: 'BALANCED', ours: { count: 1 } });
    expect((await lin().home({})).balance).toBe(20_000);
    await expectLedgerInOrder(club);
  });

  test('one that WeChat says nothing clear of is no difference yet: it heals with the next run', async () => {
    const [orderId] = await forgotten();
    money.wechat.faults.answer({ effect: 'tamper', path: '/v3/pay', times: 1000 });
    await wakeAt('2026-03-15 10:30', 3);
    expect(await theDay()).toMatchObject({ status: 'BALANCED', open: 0, unsure: true });
    expect(await club.document('orders', orderId)).toMatchObject({ status: 'CLOSED' });
    money.wechat.faults.clear();
    await wakeAt('2026-03-15 16:40', 3);
    expect(await theDay()).toMatchObject({ status: 'BALANCED', unsure: false, ours: { count: 1 } });
    expect((await lin().home({})).balance).toBe(20_000);
  });

  test('one that does not fit its order is a difference, which a person sees', async () => {
    const [orderId, stored] = await forgotten();
    await club.cloud.load('orders', [{ ...stored, openid: 'oCourtside-may' }]);
    await wakeAt('2026-03-15 10:30', 3);
    expect(await theDay()).toMatchObject({ status: 'DIFFERENT', open: 1 });
    expect((await theDay())?.differences).toMatchObject([{ kind: 'PAYMENT_ONLY_THEIRS', orderId }]);
    expect((await lin().home({})).balance).toBe(0);
  });

  test('without a bill it is tried every ten minutes, broken on the next day, and mended', async () => {
    await topUp();
    const path = '/v3/bill/tradebill';
    money.wechat.faults.answer({ effect: 'systemError', path, times: 1000 });
    await wakeAt('2026-03-15 10:30');
    expect(await theDay()).toMatchObject({ status: 'WAITING', triedAt: expect.anything() });
    const first = Number((await theDay())?.triedAt);
    await club.passMinutes(10);
    expect(Number((await theDay())?.triedAt) - first).toBeGreaterThanOrEqual(9 * 60_000);
    await wakeAt('2026-03-16 10:30');
    expect(await theDay()).toMatchObject({ status: 'BROKEN', attempts: 0 });
    money.wechat.faults.clear();
    await wakeAt('2026-03-16 16:40');
    expect(await theDay()).toMatchObject({ status: 'BALANCED', ours: { count: 1 } });
    expect(await theDay('2026-03-15')).toMatchObject({ status: 'BALANCED', ours: { count: 0 } });
  });

  test('days on which nobody ran the timer are caught up with', async () => {
    await wakeAt('2026-03-14 10:30');
    await topUp();
    await wakeAt('2026-03-17 10:30');
    for (const date of ['2026-03-14', '2026-03-15', '2026-03-16']) {
      expect(await theDay(date)).toMatchObject({ status: 'BALANCED' });
    }
  });
});

describe('around midnight', () => {
  test('a refund decided before and sent after is a difference of neither day', async () => {
    const orderId = await topUp();
    club.cloud.clock.jump(at('2026-03-14 23:59:40'));
    money.wechat.faults.answer({ effect: 'systemError', path: '/v3/refund', method: 'POST' });
    await takeBack(orderId);
    await wakeAt('2026-03-15 10:30');
    expect(await theDay()).toMatchObject({
      status: 'BALANCED',
      ours: { count: 1, refunds: 0 },
      unsure: true,
    });
    await wakeAt('2026-03-16 10:30');
    expect(await theDay()).toMatchObject({ status: 'BALANCED', unsure: false });
    const sent = { refunds: 1, refunded: 20_000 };
    expect(await theDay('2026-03-15')).toMatchObject({
      status: 'BALANCED',
      ours: sent,
      theirs: sent,
    });
  });

  test('a refund that the next bill has not either is a difference of its own day', async () => {
    const orderId = await topUp();
    club.cloud.clock.jump(at('2026-03-14 23:59:40'));
    money.wechat.faults.answer({ effect: 'systemError', path: '/v3/refund', method: 'POST' });
    await takeBack(orderId);
    money.wechat.faults.bill((rows) => rows.filter((row) => !isRefund(row)));
    await wakeAt('2026-03-15 10:30');
    await wakeAt('2026-03-16 10:30');
    expect((await theDay())?.differences).toMatchObject([{ kind: 'REFUND_ONLY_OURS' }]);
    expect(await theDay('2026-03-15')).toMatchObject({ status: 'BALANCED' });
  });

  test('a refund that WeChat has not taken yet is on its way, no difference', async () => {
    const orderId = await topUp();
    money.wechat.faults.answer({
      effect: 'notEnough',
      path: '/v3/refund',
      method: 'POST',
      times: 1000,
    });
    await takeBack(orderId);
    await wakeAt('2026-03-15 10:30');
    expect(await theDay()).toMatchObject({ status: 'BALANCED', ours: { refunds: 0 } });
  });

  test.each(['2026-03-14 23:59:58', '2026-03-15 00:00:00'])(
    'a payment at %s stands on one day only',
    async (when) => {
      club.cloud.clock.jump(at(when));
      await topUp();
      await wakeAt('2026-03-15 10:30');
      await wakeAt('2026-03-16 10:30');
      const days = [await theDay(), await theDay('2026-03-15')];
      for (const day of days) expect(day).toMatchObject({ status: 'BALANCED' });
      const counted = days.map((day) => (day?.ours as { count: number } | undefined)?.count);
      expect(counted).toEqual(when.includes('23:59') ? [1, 0] : [0, 1]);
    },
  );

  test('a payment that WeChat books a second later, on the next day, is no difference of either', async () => {
    club.cloud.clock.jump(at('2026-03-14 23:59:50'));
    await topUp();
    const [order] = await club.documents('orders');
    await club.cloud.load('orders', [{ ...order, paidAt: at('2026-03-15 00:00:01') }]);
    await wakeAt('2026-03-16 10:30');
    expect(await theDay('2026-03-15')).toMatchObject({ status: 'BALANCED', ours: { count: 0 } });
  });
});

describe('a timer that dies while it compares', () => {
  // Before the last job of the minute a run makes some thirty requests of its own.
  const steps = someOf([20, 30, 33, 36, 38, 40, 42]);
  test.each(steps)('at request %i leaves the day to the next minutes', async (n) => {
    await takeBack(await topUp());
    money.wechat.faults.bill((rows) => rows.filter((row) => !isRefund(row)));
    const when = n % 2 ? 'before' : 'after';
    await orderFaults(club, { function: 'payTimer', n, when, effect: 'kill' });
    await wakeAt('2026-03-15 10:30', 5);
    expect(await faultsWaiting(club)).toBe(0);
    expect(await theDay()).toMatchObject({ status: 'DIFFERENT', open: 1, attempts: 1 });
    const once = { refunds: 1, refunded: 20_000 };
    expect(await theDay()).toMatchObject({ ours: once, theirs: { refunds: 0, refunded: 0 } });
  });
});
