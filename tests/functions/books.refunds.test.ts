import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { openTills, type Tills } from './books.till';
import { type Club, orderFaults, outcome } from './club';
import { dies, insist, killsOf } from './steps';

let tills: Tills;
let club: Club;
beforeAll(async () => {
  tills = await openTills();
  club = tills.club;
});
afterAll(() => tills.close());
beforeEach(() => tills.reset());

const DAY = 24 * 3_600_000;
const root = () => tills.books('root');
const WHY = '会员的银行卡已注销，本人同意退到余额';
const credit = (refundId: string, who = 'root') =>
  tills.books(who).creditRefund({ refundId, reason: WHY });
const audits = (action: string) => club.documents('audit_entries', { action });

/** A refund that WeChat could not hand over, and that we know of. */
async function abnormal(requestId = 'topup') {
  const orderId = await tills.topUp(20_000, requestId);
  const refundId = await tills.takeBack(orderId, 'ABNORMAL');
  await root().resendRefund({ refundId });
  return { orderId, refundId };
}

/** WeChat says in a notification that a refund was handed over after all. */
async function tellSuccess(orderId: string, refundId: string): Promise<number> {
  const { merchant } = tills.wechat;
  const hook = `${club.cloud.url}/http/pay/wechat`;
  const sealed = tills.wechat.seal(hook, 'REFUND.SUCCESS', {
    mchid: merchant.mchid,
    out_trade_no: orderId,
    transaction_id: '4200000000000000000000000001',
    out_refund_no: refundId,
    refund_id: '50300000000000000000000000001',
    refund_status: 'SUCCESS',
    success_time: '2026-03-14T10:00:00+08:00',
    user_received_account: '支付用户零钱',
    amount: { total: 20_000, refund: 20_000, payer_total: 20_000, payer_refund: 20_000 },
  });
  return (await fetch(hook, { method: 'POST', headers: sealed.headers, body: sealed.body })).status;
}

describe('the list of refunds', () => {
  test('has what waits first, then what ended in seven days', async () => {
    const { refundId } = await abnormal();
    const sold = await tills.take(5_000);
    await tills.books('admin-east').reverse({ orderId: sold, reason: WHY });
    const known = await club.document('refunds', refundId);
    const now = club.cloud.clock.now();
    const more = (id: string, change: object) => ({ ...known, _id: id, ...change });
    await club.cloud.load('refunds', [
      more('slow', { status: 'OPEN', endedAt: null, createdAt: now - DAY - 1 }),
      more('fresh', { status: 'OPEN', endedAt: null, createdAt: now - DAY + 60_000 }),
      more('week', { status: 'CLOSED', endedAt: now - 7 * DAY + 60_000 }),
      more('old', { status: 'SUCCESS', endedAt: now - 7 * DAY - 1 }),
    ]);
    const { refunds } = await root().refunds({});
    expect(refunds.map(({ id, stuck }) => [id, stuck])).toEqual([
      ['slow', true],
      ['fresh', false],
      [refundId, true],
      [`V${sold}`, false],
      ['week', false],
    ]);
    expect(refunds[2]).toMatchObject({ maskedName: '林*满', status: 'ABNORMAL', endedAt: null });
    const own = await tills.books('admin-east').refunds({});
    expect(own.refunds.map(({ id }) => id)).toEqual([`V${sold}`]);
  });

  test('refunds of others are not found', async () => {
    const { refundId } = await abnormal();
    const west = tills.books('admin-west');
    expect(await outcome(west.resendRefund({ refundId }))).toBe('ORDER_NOT_FOUND');
    expect(await outcome(credit(refundId, 'admin-west'))).toBe('ORDER_NOT_FOUND');
    expect(await outcome(credit('none'))).toBe('ORDER_NOT_FOUND');
    expect(await tills.balance('lin')).toBe(0);
  });
});

describe('sending a refund again', () => {
  test('goes out under its own number once WeChat can pay it', async () => {
    const orderId = await tills.topUp(20_000);
    tills.wechat.faults.answer({ effect: 'notEnough', path: '/v3/refund', times: 2 });
    const refundId = await tills.takeBack(orderId);
    expect(await outcome(root().resendRefund({ refundId }))).toBe('PAYMENT_UNAVAILABLE');
    await root().resendRefund({ refundId });
    await tills.wechat.idle();
    await root().resendRefund({ refundId });
    expect(await root().resendRefund({ refundId })).toMatchObject({
      id: refundId,
      status: 'SUCCESS',
      stuck: false,
    });
    expect(await tills.balance('lin')).toBe(0);
    await expectLedgerInOrder(club);
  });

  test('one that WeChat could not hand over is asked about, and stays stuck', async () => {
    const { refundId } = await abnormal();
    expect(await root().resendRefund({ refundId })).toMatchObject({
      status: 'ABNORMAL',
      stuck: true,
    });
    expect(await audits('books.resendRefund')).toHaveLength(2);
  });
});

describe('a refund that goes into the wallet instead', () => {
  test('is closed; the money and the order are as before', async () => {
    const { orderId, refundId } = await abnormal();
    expect(await credit(refundId)).toMatchObject({ status: 'CLOSED', stuck: false });
    expect(await credit(refundId)).toMatchObject({ status: 'CLOSED' });
    expect(await tills.balance('lin')).toBe(20_000);
    const file = await root().order({ number: orderId });
    expect(file.order).toMatchObject({ status: 'PAID', refunded: 0 });
    expect(file.entries.at(-1)?.postings).toEqual([
      { from: '退款途中', to: '会员余额', amount: 20_000 },
    ]);
    expect(await audits('books.creditRefund')).toMatchObject([{ targetId: refundId, detail: WHY }]);
    await expectLedgerInOrder(club);
  });

  test('needs a reason', async () => {
    const { refundId } = await abnormal();
    const mute = root().creditRefund({ refundId, reason: '' });
    expect(await outcome(mute)).toBe('REASON_REQUIRED');
  });

  test('not while WeChat works at it, however long it takes', async () => {
    const orderId = await tills.topUp(20_000);
    const refundId = await tills.takeBack(orderId, 'held');
    expect(await outcome(credit(refundId))).toBe('REFUND_NOT_STUCK');
    await tills.alter('refunds', refundId, { createdAt: club.cloud.clock.now() - 2 * DAY });
    expect((await root().refunds({})).refunds).toMatchObject([{ stuck: true }]);
    expect(await outcome(credit(refundId))).toBe('REFUND_NOT_STUCK');
    tills.wechat.faults.answer({ effect: 'drop', path: '/v3/refund', times: 9 });
    expect(await outcome(credit(refundId))).toBe('PAYMENT_UNAVAILABLE');
    expect(await tills.balance('lin')).toBe(0);
  });

  test('one that never reached WeChat is not sent afterwards', async () => {
    const orderId = await tills.topUp(20_000);
    tills.wechat.faults.answer({ effect: 'notEnough', path: '/v3/refund', times: 1 });
    const refundId = await tills.takeBack(orderId);
    await tills.alter('refunds', refundId, { createdAt: club.cloud.clock.now() - 2 * DAY });
    // It was sent a moment ago, and what became of that may not be known there yet.
    expect(await outcome(credit(refundId))).toBe('REFUND_NOT_STUCK');
    await tills.alter('refunds', refundId, { sendingUntil: club.cloud.clock.now() });
    expect(await club.documents('outbox', { kind: 'sendRefund' })).toHaveLength(1);
    expect(await credit(refundId)).toMatchObject({ status: 'CLOSED' });
    await club.passMinutes(3);
    expect(await club.documents('outbox', { kind: 'sendRefund' })).toEqual([]);
    await tills.wechat.idle();
    expect((await root().refunds({})).refunds).toMatchObject([{ status: 'CLOSED' }]);
    expect(await tills.balance('lin')).toBe(20_000);
    await expectLedgerInOrder(club);
  });

  test('races WeChat’s late word: one of them has the money, and a late success is reported', async () => {
    const { orderId, refundId } = await abnormal();
    await club.passMinutes(1);
    await tellSuccess(orderId, refundId);
    await Promise.all([credit(refundId), club.passMinutes(1)]);
    const { status } = (await root().resendRefund({ refundId })) ?? {};
    expect(await tills.balance('lin')).toBe(status === 'CLOSED' ? 20_000 : 0);
    expect(['CLOSED', 'SUCCESS']).toContain(status);
    const late = await club.documents('payment_inbox', { state: 'SUCCESS' });
    expect(late).toMatchObject([{ refundId, done: status === 'SUCCESS' }]);
    await expectLedgerInOrder(club);
  });

  test('a success after it moves nothing and waits for a person', async () => {
    const { orderId, refundId } = await abnormal();
    await club.passMinutes(1);
    await credit(refundId);
    expect(await tellSuccess(orderId, refundId)).toBe(200);
    await club.passMinutes(7);
    expect(await tills.balance('lin')).toBe(20_000);
    const { attention } = await root().home({});
    expect(attention).toMatchObject({ notificationsWaiting: 1, refundsStuck: 0 });
    await expectLedgerInOrder(club);
  });

  const kills = killsOf(13);
  const dying = 'a function that dies at request %i (%s it) of it does it whole or not';
  test.each(kills)(dying, async (n, when) => {
    const { refundId } = await abnormal();
    const fault = { n, when, effect: 'kill' } as const;
    await orderFaults(club, { function: 'books', action: 'creditRefund', ...fault });
    expect(await dies(credit(refundId))).toBe(true);
    const [refund] = await club.documents('refunds', { _id: refundId });
    expect(await tills.balance('lin')).toBe(refund?.status === 'CLOSED' ? 20_000 : 0);
    await expectLedgerInOrder(club);
    await insist(() => credit(refundId));
    expect(await tills.balance('lin')).toBe(20_000);
    expect(await audits('books.creditRefund')).toHaveLength(1);
    await expectLedgerInOrder(club);
  });
});
