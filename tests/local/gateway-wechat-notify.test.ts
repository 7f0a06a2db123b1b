import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NotificationEffect } from '../../local/gateways/wechat';
import { LADDER } from '../../local/gateways/wechat/notifier';
import { type Bench, opened, openGateway, payFor } from './wechatMerchant';

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterEach(() => bench.startOver());
afterAll(() => bench.stop());

const verdicts = () => bench.got.map((got) => opened(bench.gateway.merchant, got).verdict);

test('who pays makes WeChat tell the merchant, with what a query would answer', async () => {
  await payFor(bench, 'notify_01');
  await bench.gateway.idle();
  const [got] = bench.got;
  expect(bench.got).toHaveLength(1);
  expect(got && opened(bench.gateway.merchant, got)).toMatchObject({
    verdict: 'accepted',
    eventType: 'TRANSACTION.SUCCESS',
    plain: { out_trade_no: 'notify_01', trade_state: 'SUCCESS', amount: { total: 20_000 } },
  });
});

test('who does not answer is told again as often, and as late, as WeChat’s documents say', () => {
  const inWords = '15s 15s 30s 3m 10m 20m 30m 30m 30m 60m 3h 3h 3h 6h 6h';
  const units = { s: 1000, m: 60_000, h: 3_600_000 };
  const told = inWords.split(' ').map((text) => {
    const unit = text.slice(-1) as keyof typeof units;
    return Number(text.slice(0, -1)) * units[unit];
  });
  expect(LADDER).toEqual(told);
});

test('a refund that has ended is told where the refund asked for it', async () => {
  await payFor(bench, 'notify_02');
  await bench.client.v3.refund.domestic.refunds.post({
    out_trade_no: 'notify_02',
    out_refund_no: 'N2',
    notify_url: bench.notifyUrl,
    amount: { refund: 1, total: 20_000, currency: 'CNY' },
  });
  await bench.gateway.idle();
  const last = bench.got.at(-1);
  expect(last && opened(bench.gateway.merchant, last)).toMatchObject({
    eventType: 'REFUND.SUCCESS',
    plain: { out_refund_no: 'N2', refund_status: 'SUCCESS', amount: { refund: 1 } },
  });
});

test('a merchant that fails is told again with the same id until it takes it', async () => {
  bench.answerWith(500, 302, 400, 200);
  await payFor(bench, 'notify_03');
  await bench.gateway.idle();
  expect(bench.gateway.deliveries.map(({ status }) => status)).toEqual([500, 302, 400, 200]);
  const ids = bench.got.map((got) => opened(bench.gateway.merchant, got).id);
  expect(new Set(ids).size).toBe(1);
});

test('after fifteen retries WeChat gives up', async () => {
  bench.answerWith(...Array.from({ length: 20 }, () => 500));
  await payFor(bench, 'notify_04');
  await bench.gateway.idle();
  expect(bench.got).toHaveLength(16);
});

describe('on order', () => {
  test.each<[NotificationEffect, string[]]>([
    ['forged', ['signature', 'accepted']],
    ['altered', ['signature', 'accepted']],
    ['signTest', ['signature', 'accepted']],
    ['badTag', ['tag', 'accepted']],
    ['unknownSerial', ['serial', 'accepted']],
    ['stale', ['stale', 'accepted']],
    ['failing', ['accepted']],
    ['doubled', ['accepted', 'accepted']],
    ['lost', []],
  ])('a notification is %s: a careful merchant sees %j', async (effect, seen) => {
    bench.gateway.faults.notification({ effect });
    await payFor(bench, 'notify_05');
    await bench.gateway.idle();
    expect(verdicts()).toEqual(seen);
  });

  test('a doubled notification has one id', async () => {
    bench.gateway.faults.notification({ effect: 'doubled' });
    await payFor(bench, 'notify_06');
    await bench.gateway.idle();
    const ids = bench.got.map((got) => opened(bench.gateway.merchant, got).id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  test('a late notification overtakes nothing: it comes when it is let go', async () => {
    bench.gateway.faults.notification({ effect: 'late' });
    await payFor(bench, 'notify_07');
    await payFor(bench, 'notify_08');
    await bench.gateway.idle();
    expect([bench.got.length, bench.gateway.heldBack]).toEqual([1, 1]);
    bench.gateway.releaseLate();
    await bench.gateway.idle();
    const numbers = bench.got.map((got) => opened(bench.gateway.merchant, got).plain.out_trade_no);
    expect(numbers).toEqual(['notify_08', 'notify_07']);
  });

  test('a notification of a test has whatever contents, and is genuine', () => {
    const plain = { out_trade_no: 'notify_09', amount: { total: 1 } };
    const { headers, body } = bench.gateway.seal(bench.notifyUrl, 'TRANSACTION.SUCCESS', plain);
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const got = { headers: Object.fromEntries(lower), body };
    expect(opened(bench.gateway.merchant, got)).toMatchObject({ verdict: 'accepted', plain });
  });
});
