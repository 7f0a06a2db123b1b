import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Formatter } from 'wechatpay-axios-plugin';
import { startWechatGateway } from '../../local/gateways/wechat';
import { clientOf } from './wechatClient';
import { type Bench, openGateway, payFor, paymentOf, refusalOf } from './wechatMerchant';

const HOUR = 3_600_000;
const CHINA_AHEAD = 8 * HOUR;

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterEach(() => bench.startOver());
afterAll(() => bench.stop());

const dateOf = (at: number) => new Date(at + CHINA_AHEAD).toISOString().slice(0, 10);

/** A client whose clock is the gateway's: requests of the day after must not be stale. */
async function onTheDayAfter<T>(hour: number, work: (day: string) => Promise<T>): Promise<T> {
  const day = dateOf(bench.now());
  const midnight = Date.parse(`${day}T00:00:00+08:00`) + 24 * HOUR;
  bench.pass(midnight + hour * HOUR - bench.now());
  const real = Date.now;
  const ahead = bench.now() - real();
  Date.now = () => real() + ahead;
  bench.pass(-ahead);
  try {
    return await work(day);
  } finally {
    Date.now = real;
  }
}

const offer = (bill_date: string, more: object = {}) =>
  bench.client.v3.bill.tradebill.get({ params: { bill_date, bill_type: 'ALL', ...more } });

async function download(url = ''): Promise<Buffer> {
  const token = new URL(url).searchParams.get('token');
  const raw = { responseType: 'arraybuffer', transformResponse: [] };
  return (await bench.client.v3.billdownload.file.get({ params: { token }, ...raw })).data;
}

/** Two orders, one of them with a refund. */
async function trade(): Promise<void> {
  await payFor(bench, 'bill_0001');
  await payFor(bench, 'bill_0002', { amount: { total: 101, currency: 'CNY' } });
  await bench.client.v3.refund.domestic.refunds.post({
    out_trade_no: 'bill_0001',
    out_refund_no: 'B1',
    amount: { refund: 5_050, total: 20_000, currency: 'CNY' },
  });
  await bench.gateway.idle();
}

test('the bill of a day has its payments and refunds in yuan behind back-ticks, and their sums', async () => {
  await trade();
  await onTheDayAfter(10, async (day) => {
    const { data } = await offer(day);
    const bytes = await download(data.download_url);
    const text = bytes.toString();
    expect(data).toMatchObject({ hash_type: 'SHA1' });
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(data.hash_value);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 3 + 2);
    expect(lines[1]).toMatch(/^`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,`wxlocal,`1900000109,/);
    expect(lines.at(-1)).toBe('`3,`201.01,`50.50,`0.00,`0.91000,`201.01,`50.50');
    const { rows } = Formatter.castCsvBill(bytes) as { rows: Record<string, string>[] };
    const refund = rows.find(({ 商户退款单号: number }) => number === 'B1');
    expect(refund).toMatchObject({ 退款金额: '50.50', 退款状态: 'SUCCESS', 应结订单金额: '0.00' });
  });
});

test('a zipped bill has the hash of its text', async () => {
  await trade();
  await onTheDayAfter(12, async (day) => {
    const { data } = await offer(day, { tar_type: 'GZIP' });
    const text = gunzipSync(await download(data.download_url));
    expect(createHash('sha1').update(text).digest('hex')).toBe(data.hash_value);
  });
});

test('a bill can be made to differ: a payment is missing', async () => {
  await trade();
  bench.gateway.faults.bill((rows) => rows.filter((row) => row.商户订单号 !== 'bill_0002'));
  await onTheDayAfter(10, async (day) => {
    const { data } = await offer(day);
    const text = (await download(data.download_url)).toString();
    expect([text.includes('bill_0001'), text.includes('bill_0002')]).toEqual([true, false]);
  });
});

test('before ten the bill of yesterday is not ready; of today there is none, nor of a quiet day', async () => {
  await trade();
  expect(await refusalOf(offer(dateOf(bench.now())))).toBe('400 PARAM_ERROR');
  expect(await refusalOf(offer('14.03.2026'))).toBe('400 PARAM_ERROR');
  expect(await refusalOf(offer(dateOf(bench.now() - 48 * HOUR)))).toBe('400 NO_STATEMENT_EXIST');
  await onTheDayAfter(9.9, async (day) => {
    expect(await refusalOf(offer(day))).toBe('400 STATEMENT_CREATING');
  });
});

test('keys, orders and refunds outlive a restart; what was under way goes on', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'gateway-'));
  const first = await openGateway(dataDir);
  first.answerWith(...Array.from({ length: 20 }, () => 500));
  const { data } = await first.client.v3.pay.transactions.jsapi.post(first.order('restart_1'));
  await payFor(first, 'restart_2');
  first.gateway.faults.refund('held');
  await first.client.v3.refund.domestic.refunds.post({
    out_trade_no: 'restart_2',
    out_refund_no: 'RS',
    amount: { refund: 1, total: 20_000, currency: 'CNY' },
  });
  await first.gateway.stop();
  const second = await startWechatGateway({ now: first.now, dataDir, notify: { scale: 0.00001 } });
  await second.idle();
  const client = clientOf({ ...first.gateway.merchant, baseUrl: second.merchant.baseUrl });
  const refund = await client.v3.refund.domestic.refunds._out_refund_no_.get({
    out_refund_no: 'RS',
  });
  expect(refund.data.status).toBe('SUCCESS');
  second.cashier.pay(paymentOf(second.merchant, data.prepay_id ?? ''));
  await second.stop();
  await first.stop();
  await rm(dataDir, { recursive: true });
});
