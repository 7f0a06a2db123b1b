import { DAY } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { TODAY } from './booking';
import { expectLedgerInOrder } from './books';
import { openTills, type Tills } from './books.till';
import { type Club, clearFaults, orderFaults, outcome } from './club';
import { bookAtDesk } from './courts';
import { dies, killsOf } from './steps';

let tills: Tills;
let club: Club;
beforeAll(async () => {
  tills = await openTills();
  club = tills.club;
});
afterAll(() => tills.close());
beforeEach(async () => {
  await clearFaults(club);
  await tills.reset();
});

const WHY = '渠道退不了，当面退现金';
const pay = (refundId: string, campusId: string | null = null, who = 'root') =>
  tills.books(who).creditRefund({ refundId, reason: WHY, campusId });
const audits = () => club.documents('audit_entries', { action: 'books.creditRefund' });
const rowsOf = async (who = 'admin-east') =>
  (await tills.books(who).takings({ date: TODAY, campusId: null })).rows;

/** A walk-in paid the east desk by Alipay; the booking is cancelled and Alipay gives the refund up. */
async function walkInRefund(): Promise<string> {
  const { row, code } = await bookAtDesk(club, { channel: 'ALIPAY' });
  tills.alipay.pay(String(code));
  await tills.alipay.idle();
  const bookingId = row.booking.id;
  tills.alipay.faults.answer({ effect: 'notEnough', method: 'alipay.trade.refund', times: 9 });
  await club.as('admin-east').courts.cancel({ bookingId, reason: '场地漏水，当天不能使用' });
  const [refund] = await club.documents('refunds', { channel: 'ALIPAY' });
  const refundId = String(refund?._id);
  await tills.tell(refundId, 'CLOSED');
  return refundId;
}

/** A top-up of somebody whose account has ended since: no campus sold it, and there is no wallet. */
async function goneRefund(): Promise<string> {
  const orderId = await tills.topUp(20_000);
  const refundId = await tills.takeBack(orderId, 'ABNORMAL');
  await tills.books('root').resendRefund({ refundId });
  await tills.alter('refunds', refundId, { memberId: 'm-gone' });
  return refundId;
}

describe('a refund that the channel gave up for a walk-in', () => {
  test('waits for a person, who hands it over in cash: till, takings and order say so', async () => {
    const refundId = await walkInRefund();
    const [stuck] = (await tills.books('admin-east').refunds({})).refunds;
    expect(stuck).toMatchObject({ id: refundId, status: 'ABNORMAL', stuck: true, byHand: 'CASH' });
    expect(await pay(refundId, null, 'admin-east')).toMatchObject({
      status: 'CLOSED',
      stuck: false,
    });
    expect((await tills.books('admin-east').refunds({})).refunds).toMatchObject([
      { id: `D${refundId}`, channel: 'CASH', status: 'SUCCESS', maskedName: '散客' },
      { id: refundId, channel: 'ALIPAY', status: 'CLOSED' },
    ]);
    const file = await tills.books('admin-east').order({ number: String(stuck?.orderId) });
    expect(file.order).toMatchObject({ status: 'REFUNDED', refunded: 2_400 });
    expect(file.entries.at(-1)).toMatchObject({
      reason: `refund:${refundId}:cash`,
      postings: [{ from: '退款途中', to: expect.stringContaining('现金'), amount: 2_400 }],
    });
    expect(await rowsOf()).toEqual([
      { channel: 'ALIPAY', kind: 'BOOKING', count: 1, amount: 2_400, refunds: 0, refunded: 0 },
      { channel: 'CASH', kind: 'BOOKING', count: 0, amount: 0, refunds: 1, refunded: 2_400 },
    ]);
    const all = await tills.books('root').takings({ date: TODAY, campusId: null });
    expect(all.agrees).toBe(true);
    expect(await audits()).toMatchObject([{ targetId: refundId, campusId: 'c-east', detail: WHY }]);
    await expectLedgerInOrder(club);
  });

  test('is handed over once, however often it is asked for', async () => {
    const refundId = await walkInRefund();
    await Promise.all([pay(refundId), pay(refundId, 'c-east', 'admin-east'), pay(refundId)]);
    expect(await pay(refundId)).toMatchObject({ status: 'CLOSED' });
    expect(await club.documents('ledger_entries', { _id: `refund:${refundId}:cash` })).toHaveLength(
      1,
    );
    expect(await audits()).toHaveLength(1);
    await expectLedgerInOrder(club);
  });

  test('that the channel hands over after all is an alarm, and nothing counts twice', async () => {
    const refundId = await walkInRefund();
    await pay(refundId);
    await expect(tills.tell(refundId, 'SUCCESS')).rejects.toThrow('after it was closed');
    await tills.tell(refundId, 'CLOSED');
    expect(await rowsOf()).toMatchObject([{ refunds: 0 }, { channel: 'CASH', refunded: 2_400 }]);
    await expectLedgerInOrder(club);
  });

  const kills = killsOf(12);
  const dying = 'a function that dies at request %i (%s it) hands it over whole or not';
  test.each(kills)(dying, async (n, when) => {
    const refundId = await walkInRefund();
    const fault = { n, when, effect: 'kill' } as const;
    await orderFaults(club, { function: 'books', action: 'creditRefund', ...fault });
    expect(await dies(pay(refundId))).toBe(true);
    const paidOut = await club.documents('ledger_entries', { _id: `refund:${refundId}:cash` });
    const [refund] = await club.documents('refunds', { _id: refundId });
    expect(paidOut).toHaveLength(refund?.status === 'CLOSED' ? 1 : 0);
    // What the dead one had begun keeps its documents until its time is over.
    const again = async () => expect(await pay(refundId)).toMatchObject({ status: 'CLOSED' });
    await vi.waitFor(again, 10_000);
    expect(await audits()).toHaveLength(1);
    await expectLedgerInOrder(club);
  });
});

describe('a refund of somebody whose account has ended', () => {
  test('is handed over from the till that the super admin names', async () => {
    const refundId = await goneRefund();
    const { refunds, tills: named } = await tills.books('root').refunds({});
    expect(refunds).toMatchObject([
      { id: refundId, status: 'ABNORMAL', campusId: null, byHand: 'CASH' },
    ]);
    expect(named.map(({ id }) => id)).toContain('c-east');
    expect(await outcome(pay(refundId))).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(pay(refundId, 'c-nowhere'))).toBe('CAMPUS_NOT_FOUND');
    expect(await audits()).toEqual([]);
    expect(await pay(refundId, 'c-east')).toMatchObject({ status: 'CLOSED' });
    expect(await club.document('refunds', `D${refundId}`)).toMatchObject({ campusId: 'c-east' });
    expect(await rowsOf()).toEqual([
      { channel: 'CASH', kind: 'TOPUP', count: 0, amount: 0, refunds: 1, refunded: 20_000 },
    ]);
    expect(await audits()).toMatchObject([{ campusId: 'c-east' }]);
    await expectLedgerInOrder(club);
  });
});

describe('a top-up at the desk of which a part is spent', () => {
  const WHY_BACK = '会员不再使用';
  const back = (orderId: string, amount: number, { requestId = 'b1', who = 'admin-east' } = {}) =>
    tills.books(who).payBack({ orderId, amount, requestId, reason: WHY_BACK });

  test('goes back as far as it is unspent: wallet, till, order and takings say so', async () => {
    const orderId = await tills.take(10_000);
    await tills.spend(4_000);
    const before = await tills.books('admin-east').order({ number: orderId });
    expect(before).toMatchObject({ unspent: 6_000, may: { payBack: true } });
    expect(await outcome(back(orderId, 6_001))).toBe('REFUND_TOO_MUCH');
    const file = await back(orderId, 6_000);
    expect(file).toMatchObject({
      order: { status: 'PARTLY_REFUNDED', refunded: 6_000 },
      unspent: 0,
      may: { payBack: false, reverse: false },
    });
    expect(file.entries.at(-1)?.postings).toEqual([
      { from: '会员余额', to: '现金·东区', amount: 6_000 },
    ]);
    expect(await tills.balance('lin')).toBe(0);
    expect(await rowsOf()).toEqual([
      { channel: 'CASH', kind: 'TOPUP', count: 1, amount: 10_000, refunds: 1, refunded: 6_000 },
    ]);
    const { agrees } = await tills.books('root').takings({ date: TODAY, campusId: null });
    expect(agrees).toBe(true);
    const deed = { targetId: orderId, campusId: 'c-east', detail: WHY_BACK };
    const written = await club.documents('audit_entries', { action: 'books.payBack' });
    expect(written).toMatchObject([deed]);
    await expectLedgerInOrder(club);
  });

  test('goes back once by one form, and never more than is there by two at once', async () => {
    const orderId = await tills.take(10_000);
    await back(orderId, 4_000);
    await back(orderId, 4_000);
    expect(await tills.balance('lin')).toBe(6_000);
    const both = await Promise.all([
      outcome(back(orderId, 6_000, { requestId: 'b2' })),
      outcome(back(orderId, 6_000, { requestId: 'b3', who: 'root' })),
    ]);
    expect(both.filter((one) => one === 'ok')).toHaveLength(1);
    expect(await tills.balance('lin')).toBe(0);
    await expectLedgerInOrder(club);
  });

  test('a newer top-up is not in it, nor one of another campus', async () => {
    const older = await tills.take(10_000);
    club.cloud.clock.jump(club.cloud.clock.now() + 60_000);
    await tills.take(5_000, 'till2');
    await tills.spend(12_000);
    expect((await tills.books('root').order({ number: older })).unspent).toBe(0);
    expect(await outcome(back(older, 1, { who: 'admin-west' }))).toBe('ORDER_NOT_FOUND');
  });

  test('paid in the app and more than a week old, it goes back by WeChat and keeps no account', async () => {
    const orderId = await tills.topUp(10_000);
    const member = club.as('lin');
    club.cloud.clock.jump(club.cloud.clock.now() + 8 * DAY);
    const withdrawn = member.wallet.withdraw({ orderId, requestId: 'late' });
    expect(await outcome(withdrawn)).toBe('WITHDRAWAL_WINDOW_OVER');
    const goodbye = () => outcome(member.member.deleteAccount({ confirm: '注销' }));
    expect(await goodbye()).toBe('SETTLE_WALLET_FIRST');
    expect(await outcome(back(orderId, 10_001, { who: 'root' }))).toBe('REFUND_TOO_MUCH');
    tills.wechat.faults.refund('held');
    const file = await back(orderId, 4_000, { who: 'root' });
    expect(file).toMatchObject({
      order: { status: 'REFUNDING' },
      refunds: [{ channel: 'WECHAT', status: 'OPEN', amount: 4_000 }],
      unspent: 0,
      may: { payBack: false },
    });
    expect(await tills.balance('lin')).toBe(6_000);
    const second = () => back(orderId, 6_000, { who: 'root', requestId: 'b2' });
    expect(await outcome(second())).toBe('REFUND_UNDER_WAY');
    const [refundId = ''] = tills.wechat.refundsUnderWay;
    tills.wechat.endRefund(refundId, 'SUCCESS');
    await tills.wechat.idle();
    await club.passMinutes(1);
    expect(await second()).toMatchObject({ order: { status: 'REFUNDING' } });
    await tills.wechat.idle();
    await club.passMinutes(3);
    expect(await tills.books('root').order({ number: orderId })).toMatchObject({
      order: { status: 'REFUNDED', refunded: 10_000 },
      refunds: [{ status: 'SUCCESS' }, { status: 'SUCCESS' }],
    });
    expect(tills.wechat.moneyOf(orderId)).toEqual({ paid: 10_000, refunded: 10_000 });
    const written = await club.documents('audit_entries', { action: 'books.payBack' });
    expect(written).toMatchObject([{ detail: WHY_BACK }, { detail: WHY_BACK }]);
    await expectLedgerInOrder(club);
    // Her lessons are asked about after her wallet.
    expect(await goodbye()).toBe('SETTLE_TRAINING_FIRST');
  });

  const killed = killsOf(16);
  const dying = 'a function that dies at request %i (%s it) gives it back whole or not';
  test.each(killed)(dying, async (n, when) => {
    const orderId = await tills.take(10_000);
    await orderFaults(club, { function: 'books', action: 'payBack', n, when, effect: 'kill' });
    expect(await dies(back(orderId, 10_000))).toBe(true);
    const [refund] = await club.documents('refunds', { orderId });
    expect(await tills.balance('lin')).toBe(refund ? 0 : 10_000);
    const again = async () =>
      expect(await back(orderId, 10_000)).toMatchObject({ order: { status: 'REFUNDED' } });
    await vi.waitFor(again, 10_000);
    expect(await tills.balance('lin')).toBe(0);
    await expectLedgerInOrder(club);
  });
});
