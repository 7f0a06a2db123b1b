import type { Fen } from '@shared/base/money';
import type { ClubDate, Instant } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BillingChannel, BillLine } from '../../cloudfunctions/order/channel';
import { compareDay } from '../../cloudfunctions/reconciliation/comparing';
import {
  dayOf,
  lastDays,
  newestReconciliations,
  openDifferences,
  reconcileDay,
  settleDifference,
} from '../../cloudfunctions/reconciliation/service';
import { at } from '../domain/clock';
import { type Club, openClub, outcome } from './club';
import { channelWith, DATE, enough, NEXT, refund, UNKNOWN } from './reconciliation.documents';
import { openTimerContexts } from './timerContext';

let club: Club;
let timer: ReturnType<typeof openTimerContexts>;
beforeAll(async () => {
  club = await openClub();
  timer = openTimerContexts(club);
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const context = () => timer.contextAt(NEXT);

/** A bill with these lines, whatever the day. */
const billing = (lines: readonly BillLine[]): BillingChannel => ({
  ...channelWith(() => UNKNOWN).channel,
  billOf: async () => lines,
});
const line = (orderId: string): BillLine => ({
  orderId,
  refundId: null,
  transactionId: 't',
  amount: 100 as Fen,
});
const compareBill = (lines: readonly BillLine[], when: Instant = NEXT) =>
  compareDay(
    timer.contextAt(when),
    { name: 'WECHAT', channel: billing(lines), date: DATE },
    enough,
  );
const settle = (id: string, note = '已核实') =>
  settleDifference(context(), { channel: 'WECHAT', date: DATE, id, note, by: '林' });

describe('a difference', () => {
  test('that was dealt with stays so when the day is compared again', async () => {
    await compareBill([line('a'), line('b')]);
    expect(await openDifferences(timer.db)).toBe(2);
    const settled = { at: NEXT, by: '林', note: '已核实' };
    const { day, differences } = await settle('PAYMENT_ONLY_THEIRS:a');
    expect(day).toMatchObject({ status: 'DIFFERENT', open: 1 });
    expect(differences).toMatchObject([{ settled }, { settled: null }]);
    const again = await compareBill([line('a'), line('b'), line('c')]);
    expect(again.differences).toMatchObject([{ settled }, { settled: null }, { settled: null }]);
    expect(again).toMatchObject({ open: 2, attempts: 2 });
    expect(await openDifferences(timer.db)).toBe(2);
  });

  test('is dealt with once: the first word about it stays', async () => {
    await compareBill([line('a')]);
    await Promise.all(['一', '二', '三'].map((note) => settle('PAYMENT_ONLY_THEIRS:a', note)));
    const first = (await dayOf(timer.db, 'WECHAT', DATE))?.differences[0]?.settled?.note;
    await settle('PAYMENT_ONLY_THEIRS:a', '四');
    const known = await dayOf(timer.db, 'WECHAT', DATE);
    expect(known?.differences[0]?.settled?.note).toBe(first);
    expect(known?.day.open).toBe(0);
  });

  test.each([
    ['PAYMENT_ONLY_THEIRS:a', '  ', 'REASON_REQUIRED'],
    ['PAYMENT_ONLY_THEIRS:b', '已核实', 'NO_RECONCILIATION'],
  ])('%s with the note “%s” is refused with %s', async (id, note, code) => {
    await compareBill([line('a')]);
    expect(await outcome(settle(id, note))).toBe(code);
  });

  test('of a day that nobody compared is refused', async () => {
    expect(await outcome(settle('PAYMENT_ONLY_THEIRS:a'))).toBe('NO_RECONCILIATION');
  });

  test('told by a refund whose number is ours and whose order is not, stands', async () => {
    await club.cloud.load('refunds', [{ ...refund('r', 'one', 'SUCCESS'), channel: 'WECHAT' }]);
    const { differences } = await compareBill([{ ...line('two'), refundId: 'r' }]);
    expect(differences.map(({ kind }) => kind).sort()).toContain('REFUND_ONLY_THEIRS');
  });

  test('is no longer one when a refund failed after the bill was made', async () => {
    await club.cloud.load('refunds', [{ ...refund('r', 'one', 'CLOSED'), channel: 'WECHAT' }]);
    const day = await compareBill([{ ...line('one'), refundId: 'r' }]);
    expect(day).toMatchObject({ status: 'BALANCED', theirs: { refunds: 0 } });
  });
});

test('five who compare a day at once leave one outcome', async () => {
  const days = await Promise.all(Array.from({ length: 5 }, () => compareBill([line('a')])));
  for (const day of days) expect(day).toMatchObject({ status: 'DIFFERENT', open: 1, attempts: 1 });
  expect(await club.documents('reconciliations')).toHaveLength(1);
});

test('the newest of each channel and the last fourteen days are listed, newest first', async () => {
  for (let day = 1; day <= 16; day += 1) {
    const date = `2026-02-${String(day).padStart(2, '0')}` as ClubDate;
    const channel = billing([]);
    await compareDay(context(), { name: 'WECHAT', channel, date }, enough);
    if (day < 4) await compareDay(context(), { name: 'ALIPAY', channel, date }, enough);
  }
  const days = await lastDays(timer.db);
  expect(days.map(({ channel, date }) => `${channel} ${date.slice(-2)}`).slice(0, 2)).toEqual([
    'WECHAT 16',
    'WECHAT 15',
  ]);
  expect(days.filter(({ channel }) => channel === 'WECHAT')).toHaveLength(14);
  expect(days.filter(({ channel }) => channel === 'ALIPAY')).toHaveLength(1);
  const newest = await newestReconciliations(timer.db);
  expect(newest).toMatchObject([
    { channel: 'WECHAT', date: '2026-02-16' },
    { channel: 'ALIPAY', date: '2026-02-03' },
  ]);
});

test.each([
  ['2026-03-14 09:59:59', 'BILL_NOT_READY'],
  // Ready, but this installation has no merchant.
  ['2026-03-14 10:00:00', 'PAYMENT_UNAVAILABLE'],
])('asked for at %s, a day is refused with %s', async (when, code) => {
  expect(await outcome(reconcileDay(timer.contextAt(at(when)), 'WECHAT', DATE))).toBe(code);
});
