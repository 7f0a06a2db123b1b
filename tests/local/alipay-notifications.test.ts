import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NotificationEffect } from '../../local/gateways/alipay';
import { type Bench, type Form, openGateway, requestsTo } from './alipayMerchant';

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterEach(() => bench.startOver());
afterAll(() => bench.stop());

const { place, payFor, refund } = requestsTo(() => bench);

/** Why a careful merchant refuses a notification, or `accepted`. */
function verdictOn(form: Form): string {
  const { appId, sellerId } = bench.gateway.merchant;
  if (!bench.sdk.checkNotifySignV2(form)) return 'signature';
  if (form.app_id !== appId) return 'app';
  if (form.seller_id !== sellerId) return 'seller';
  if (form.total_amount !== '88.88') return 'amount';
  return form.trade_status === 'TRADE_SUCCESS' ? 'accepted' : 'not paid';
}
const verdicts = () => bench.got.map(verdictOn);

test('who pays makes Alipay tell the merchant, in a form that verifies', async () => {
  const subject = '羽毛球 100%+ "早场"';
  await payFor('notify_1', { subject, body: '东区 3 号场' });
  await bench.gateway.idle();
  expect(bench.types).toEqual(['application/x-www-form-urlencoded; charset=utf-8']);
  expect(verdicts()).toEqual(['accepted']);
  expect(bench.got[0]).toMatchObject({
    notify_type: 'trade_status_sync',
    notify_time: '2026-03-14 10:00:00',
    out_trade_no: 'notify_1',
    gmt_payment: '2026-03-14 10:00:00',
    receipt_amount: '88.88',
    subject,
    body: '东区 3 号场',
    sign_type: 'RSA2',
  });
});

test('scanning, and an order without an address, tell nobody', async () => {
  const { qrCode = '' } = await place('notify_2');
  bench.gateway.scan(qrCode);
  const { qrCode: silent = '' } = await place('notify_3', {}, {});
  bench.gateway.pay(silent);
  await bench.gateway.idle();
  expect(bench.got).toEqual([]);
});

test('refunds are told with the order’s number, too: the sum of all and the one that moved', async () => {
  await payFor('notify_4');
  await refund('notify_4', 'R1', '8.88');
  await bench.gateway.idle();
  await refund('notify_4', 'R2', '80.00');
  await bench.gateway.idle();
  const told = bench.got.map((form) => [form.out_biz_no, form.refund_fee, form.trade_status]);
  expect(told).toContainEqual([undefined, undefined, 'TRADE_SUCCESS']);
  expect(told).toContainEqual(['R1', '8.88', 'TRADE_SUCCESS']);
  expect(told.at(-1)).toEqual(['R2', '88.88', 'TRADE_CLOSED']);
  expect(bench.got.at(-1)).toMatchObject({
    out_trade_no: 'notify_4',
    gmt_refund: '2026-03-14 10:00:00.000',
    gmt_close: '2026-03-14 10:00:00',
  });
});

test('a merchant is told again, with the same id, until it answers exactly success', async () => {
  bench.answerWith([500, 'success'], 'SUCCESS', 'success\n', '"success"', 'fail', 'success');
  await payFor('notify_5');
  await bench.gateway.idle();
  expect(bench.got).toHaveLength(6);
  expect(new Set(bench.got.map(({ notify_id }) => notify_id)).size).toBe(1);
  expect(verdicts()).toEqual(Array.from({ length: 6 }, () => 'accepted'));
});

test('after seven retries Alipay gives up', async () => {
  bench.answerWith(...Array.from({ length: 20 }, () => 'fail'));
  await payFor('notify_6');
  await bench.gateway.idle();
  expect(bench.got).toHaveLength(8);
  expect(bench.gateway.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

describe('on order', () => {
  test.each<[NotificationEffect, string[]]>([
    ['forged', ['signature', 'accepted']],
    ['altered', ['signature', 'accepted']],
    ['unsigned', ['signature', 'accepted']],
    ['wrongApp', ['app', 'accepted']],
    ['wrongSeller', ['seller', 'accepted']],
    ['wrongAmount', ['amount', 'accepted']],
    ['stale', ['not paid', 'accepted']],
    ['failing', ['accepted']],
    ['doubled', ['accepted', 'accepted']],
    ['lost', []],
  ])('a notification is %s: a careful merchant sees %j', async (effect, seen) => {
    bench.gateway.faults.notification({ effect });
    await payFor('notify_7');
    await bench.gateway.idle();
    expect(verdicts()).toEqual(seen);
  });

  test('only refunds go wrong, if that is what was ordered', async () => {
    bench.gateway.faults.notification({ effect: 'lost', event: 'REFUND' });
    await payFor('notify_8');
    await refund('notify_8', 'R1', '1.00');
    await bench.gateway.idle();
    expect(bench.got.map((form) => form.refund_fee)).toEqual([undefined]);
  });

  test('a late payment is overtaken by its refund', async () => {
    bench.gateway.faults.notification({ effect: 'late', event: 'PAYMENT' });
    await payFor('notify_9');
    await refund('notify_9', 'R1', '88.88');
    await bench.gateway.idle();
    expect([bench.got.length, bench.gateway.heldBack]).toEqual([1, 1]);
    bench.gateway.releaseLate();
    await bench.gateway.idle();
    expect(bench.got.map((form) => form.trade_status)).toEqual(['TRADE_CLOSED', 'TRADE_SUCCESS']);
  });

  test('a notification of a test has whatever contents, and is genuine', () => {
    const form = bench.gateway.signed({ out_trade_no: 'x', total_amount: '0.01' });
    expect(bench.sdk.checkNotifySignV2(form)).toBe(true);
    expect(form).toMatchObject({ app_id: bench.gateway.merchant.appId, total_amount: '0.01' });
    expect(bench.sdk.checkNotifySignV2({ ...form, total_amount: '0.02' })).toBe(false);
  });
});
