import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LADDER } from '../../local/gateways/alipay/notifications';
import { type Bench, openGateway, requestsTo, wordOf } from './alipayMerchant';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterEach(() => bench.startOver());
afterAll(() => bench.stop());

const { exec, place, query, close, payFor, refund } = requestsTo(() => bench);

test('who does not answer is told again as often, and as late, as Alipay’s documents say', () => {
  const minutes = [4, 10, 10, 60, 120, 360, 900];
  expect(LADDER).toEqual(minutes.map((n) => n * MINUTE));
});

describe('a code', () => {
  test('is an address that phones open with Alipay', async () => {
    const answer = await place('code_1');
    expect(answer).toMatchObject({ code: '10000', msg: 'Success', outTradeNo: 'code_1' });
    expect(answer.qrCode).toMatch(/^https:\/\/qr\.alipay\.com\/bax\w{10,}$/);
  });

  test('stays the same when the same order is asked for again', async () => {
    const { qrCode } = await place('code_2');
    bench.pass(HOUR);
    expect((await place('code_2')).qrCode).toBe(qrCode);
  });

  test('is renewed after two hours, and the old one opens nothing', async () => {
    const { qrCode = '' } = await place('code_3');
    bench.pass(2 * HOUR);
    expect(() => bench.gateway.scan(qrCode)).toThrow('二维码已过期，请让商家重新出示');
    const { qrCode: renewed = '' } = await place('code_3');
    expect(renewed).not.toBe(qrCode);
    expect(() => bench.gateway.scan(qrCode)).toThrow('二维码无效');
    bench.gateway.pay(renewed);
    expect(await query('code_3')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
  });

  test.each([
    ['another amount', { total_amount: '88.89' }],
    ['another subject', { subject: '篮球' }],
    ['a field more', { body: '东区' }],
  ])('is not made for a known order with %s', async (_, contents) => {
    await place('code_4');
    expect(wordOf(await place('code_4', contents))).toBe('ACQ.CONTEXT_INCONSISTENT');
  });

  test('is not made for an order that is paid', async () => {
    await payFor('code_5');
    expect(wordOf(await place('code_5'))).toBe('ACQ.TRADE_HAS_SUCCESS');
  });

  test('is not made for an order that was closed', async () => {
    const { qrCode = '' } = await place('code_6');
    bench.gateway.scan(qrCode);
    await close('code_6');
    expect(wordOf(await place('code_6'))).toBe('ACQ.TRADE_HAS_CLOSE');
  });

  test('that nobody scanned in time leaves its number free', async () => {
    await place('code_7', { timeout_express: '10m' });
    bench.pass(10 * MINUTE);
    expect(wordOf(await place('code_7', { total_amount: '1.00' }))).toBe('10000');
  });

  test.each([
    ['no amount', { total_amount: undefined }],
    ['nothing', { total_amount: '0.00' }],
    ['half a fen', { total_amount: '0.005' }],
    ['a negative amount', { total_amount: '-1.00' }],
    ['more than a hundred million', { total_amount: '100000000.01' }],
    ['an empty subject', { subject: '' }],
    ['a subject with a special character', { subject: '羽毛球&篮球' }],
    ['a number with a dash', { out_trade_no: 'a-b' }],
    ['a number of 65 characters', { out_trade_no: 'a'.repeat(65) }],
    ['a length of time that is none', { timeout_express: '90' }],
    ['a time with a T', { time_expire: '2026-03-14T10:10:00' }],
    ['a time that has passed', { time_expire: '2026-03-14 09:59:59' }],
    ['more than fifteen days', { timeout_express: '16d' }],
    ['another seller', { seller_id: '2088000000000000' }],
    ['a misspelt field', { time_expires: '2026-03-14 10:10:00' }],
  ])('is not made with %s', async (_, contents) => {
    expect(wordOf(await place('code_8', contents))).toBe('ACQ.INVALID_PARAMETER');
  });

  test.each(['0.01', '1', '88.8', '100000000.00'])('is made for %s yuan', async (amount) => {
    expect(wordOf(await place('code_9', { total_amount: amount }))).toBe('10000');
  });
});

describe('a trade', () => {
  test('does not exist before the customer scans, for whatever is asked', async () => {
    await place('trade_1');
    expect(wordOf(await query('trade_1'))).toBe('ACQ.TRADE_NOT_EXIST');
    expect(wordOf(await close('trade_1'))).toBe('ACQ.TRADE_NOT_EXIST');
    expect(wordOf(await refund('trade_1', 'R1', '1.00'))).toBe('ACQ.TRADE_NOT_EXIST');
  });

  test('waits for the buyer once it is scanned', async () => {
    const { qrCode = '' } = await place('trade_2');
    bench.gateway.scan(qrCode, '138****0001');
    expect(await query('trade_2')).toMatchObject({
      tradeStatus: 'WAIT_BUYER_PAY',
      totalAmount: '88.88',
      buyerPayAmount: '0.00',
      buyerLogonId: '138****0001',
    });
  });

  test('is paid with its time and its amount in yuan', async () => {
    await payFor('trade_3', { total_amount: '88.8' });
    const answer = await query('trade_3');
    expect(answer).toMatchObject({
      tradeStatus: 'TRADE_SUCCESS',
      totalAmount: '88.80',
      receiptAmount: '88.80',
      sendPayDate: '2026-03-14 10:00:00',
    });
    expect(answer.tradeNo).toMatch(/^20260314\d{20}$/);
  });

  test('is found by Alipay’s own number, which goes before the merchant’s', async () => {
    await payFor('trade_4');
    const { tradeNo } = await query('trade_4');
    const asked = { trade_no: tradeNo, out_trade_no: 'another' };
    expect(await exec('alipay.trade.query', asked)).toMatchObject({ outTradeNo: 'trade_4' });
  });

  test('cannot be asked for without a number', async () => {
    expect(wordOf(await exec('alipay.trade.query', { operator_id: 'x' }))).toBe(
      'ACQ.INVALID_PARAMETER',
    );
  });

  test.each([
    ['timeout_express', { timeout_express: '90m' }, 90 * MINUTE],
    ['a day', { timeout_express: '1d' }, DAY],
    ['until midnight', { timeout_express: '1c' }, 14 * HOUR],
    ['time_expire', { time_expire: '2026-03-14 10:05:00' }, 5 * MINUTE],
    ['nothing said', {}, 15 * DAY],
  ])('that is not paid is closed by the club’s clock: %s', async (_, contents, life) => {
    const { qrCode = '' } = await place('trade_5', contents);
    bench.gateway.scan(qrCode);
    bench.pass(life - 1);
    expect(await query('trade_5')).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' });
    bench.pass(1);
    expect(await query('trade_5')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    expect(() => bench.gateway.pay(qrCode)).toThrow('已经关闭');
  });

  test('is finished after a year: nothing can be refunded', async () => {
    await payFor('trade_6');
    bench.pass(365 * DAY + 1);
    expect(await query('trade_6')).toMatchObject({ tradeStatus: 'TRADE_FINISHED' });
    expect(wordOf(await refund('trade_6', 'R1', '1.00'))).toBe('ACQ.TRADE_HAS_FINISHED');
  });

  test('can be paid once, by whoever scanned it', async () => {
    const { qrCode = '' } = await place('trade_7');
    bench.gateway.scan(qrCode, '138****0001');
    expect(() => bench.gateway.pay(qrCode, '138****0002')).toThrow('另一位顾客');
    bench.gateway.pay(qrCode, '138****0001');
    expect(() => bench.gateway.pay(qrCode, '138****0001')).toThrow('已经付款');
  });

  test('can be paid by the order’s number, too', async () => {
    await place('trade_8');
    bench.gateway.pay('trade_8');
    expect(await query('trade_8')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
    expect(() => bench.gateway.pay('nobody')).toThrow('二维码无效');
  });
});

test('what happened outlives the process, and only its owner reads it', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'alipay-'));
  try {
    const first = await openGateway(dataDir);
    const before = requestsTo(() => first);
    await before.payFor('kept_1');
    await before.refund('kept_1', 'R1', '8.88');
    const { qrCode } = await before.place('kept_2');
    await first.gateway.idle();
    await first.stop();
    const mode = (await stat(join(dataDir, 'alipay-keys.json'))).mode & 0o777;
    expect(mode.toString(8)).toBe('600');

    const second = await openGateway(dataDir);
    const after = requestsTo(() => second);
    expect(second.variables.ALIPAY_PRIVATE_KEY).toBe(first.variables.ALIPAY_PRIVATE_KEY);
    expect(await after.query('kept_1')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
    expect(await after.refundOf('kept_1', 'R1')).toMatchObject({ refundAmount: '8.88' });
    expect((await after.place('kept_2')).qrCode).toBe(qrCode);
    await second.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
