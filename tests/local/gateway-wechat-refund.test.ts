import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bench, openGateway, payFor, refusalOf, requestsTo } from './wechatMerchant';

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterAll(() => bench.stop());
// The gateway and the official client read one clock: neither finds the other late.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  return () => vi.useRealTimers();
});

const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

const { place, query, close, refund } = requestsTo(() => bench);

describe('a refund', () => {
  test('is under way, then done; the order reads REFUND', async () => {
    await payFor(bench, 'refund_01');
    const { data } = await refund('refund_01', 'R1', 5_000);
    expect(data).toMatchObject({ status: 'PROCESSING', amount: { refund: 5_000, total: 20_000 } });
    await bench.gateway.idle();
    const later = await bench.client.v3.refund.domestic.refunds._out_refund_no_.get({
      out_refund_no: 'R1',
    });
    expect(later.data).toMatchObject({ status: 'SUCCESS', refund_id: data.refund_id });
    expect((await query('refund_01')).data.trade_state).toBe('REFUND');
  });
  test('asked for twice with one number is made once, with other contents refused', async () => {
    await payFor(bench, 'refund_02');
    const first = await refund('refund_02', 'R2', 5_000);
    expect((await refund('refund_02', 'R2', 5_000)).data.refund_id).toBe(first.data.refund_id);
    expect(await refusalOf(refund('refund_02', 'R2', 6_000))).toBe('400 INVALID_REQUEST');
    pass(MINUTE);
    expect((await refund('refund_02', 'R2b', 15_000)).data.status).toBe('PROCESSING');
  });
  test('never gives back more than was paid, whatever races', async () => {
    await payFor(bench, 'refund_03');
    const race = () =>
      Promise.all([1, 2, 3, 4].map((n) => refusalOf(refund('refund_03', `R3-${n}`, 9_000))));
    expect((await race()).filter((outcome) => outcome === 'none')).toHaveLength(1);
    pass(MINUTE);
    // The first number again, and one more.
    expect((await race()).filter((outcome) => outcome === 'none')).toHaveLength(2);
    pass(MINUTE);
    const outcomes = await race();
    expect(outcomes.filter((outcome) => outcome === 'none')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === '400 INVALID_REQUEST')).toHaveLength(2);
  });
  test('is made a minute after the last of the same order; the same number may come at once', async () => {
    await payFor(bench, 'refund_07');
    await payFor(bench, 'refund_08');
    expect(await refusalOf(refund('refund_07', 'R7-1', 100))).toBe('none');
    pass(MINUTE - 1);
    expect(await refusalOf(refund('refund_07', 'R7-2', 100))).toBe('429 FREQUENCY_LIMITED');
    expect(await refusalOf(refund('refund_07', 'R7-1', 100))).toBe('none');
    expect(await refusalOf(refund('refund_08', 'R8-1', 100))).toBe('none');
    pass(1);
    expect(await refusalOf(refund('refund_07', 'R7-2', 100))).toBe('none');
    await bench.gateway.idle();
    expect(bench.gateway.moneyOf('refund_07').refunded).toBe(200);
  });
  test('is made for a year after the payment, and not a millisecond longer', async () => {
    await payFor(bench, 'refund_09');
    pass(YEAR);
    expect(await refusalOf(refund('refund_09', 'R9-1', 100))).toBe('none');
    pass(MINUTE);
    expect(await refusalOf(refund('refund_09', 'R9-2', 100))).toBe('400 INVALID_REQUEST');
    expect(await refusalOf(refund('refund_09', 'R9-1', 100))).toBe('none');
  });
  test('needs a paid order and its exact total', async () => {
    await place('refund_04');
    expect(await refusalOf(refund('refund_04', 'R4', 100))).toBe('400 INVALID_REQUEST');
    expect(await refusalOf(refund('nobody_04', 'R4', 100))).toBe('404 RESOURCE_NOT_EXISTS');
    await payFor(bench, 'refund_05');
    const amount = { refund: 100, total: 19_999, currency: 'CNY' };
    expect(await refusalOf(refund('refund_05', 'R5', 100, { amount }))).toBe('400 INVALID_REQUEST');
  });
  test('is made fifty times for one order, not a fifty-first time', async () => {
    await payFor(bench, 'refund_50');
    for (let n = 1; n <= 50; n += 1) {
      expect(await refusalOf(refund('refund_50', `R50-${n}`, 1))).toBe('none');
      pass(MINUTE);
    }
    expect(await refusalOf(refund('refund_50', 'R50-51', 1))).toBe('400 INVALID_REQUEST');
    expect((await refund('refund_50', 'R50-50', 1)).data.status).toMatch(/PROCESSING|SUCCESS/);
  });
  test('that fails says so', async () => {
    await payFor(bench, 'refund_06');
    bench.gateway.faults.refund('ABNORMAL');
    await refund('refund_06', 'R6', 100);
    await bench.gateway.idle();
    expect((await refund('refund_06', 'R6', 100)).data.status).toBe('ABNORMAL');
  });
});

describe('an answer that goes wrong', () => {
  test.each([
    ['tamper', 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
    ['stale', 'EV3_RES_HEADER_TIMESTAMP_OFFSET'],
    ['unknownSerial', 'EV3_RES_HEADER_PLATFORM_SERIAL'],
    ['systemError', '500 SYSTEM_ERROR'],
    ['frequency', '429 FREQUENCY_LIMITED'],
    ['notEnough', '403 NOT_ENOUGH'],
    ['drop', 'ECONNRESET'],
  ] as const)('%s: the client refuses with %s', async (effect, refusal) => {
    await place(`fault_${effect}`);
    bench.gateway.faults.answer({ effect, path: '/v3/pay/transactions/out-trade-no' });
    expect(await refusalOf(query(`fault_${effect}`))).toBe(refusal);
    expect((await query(`fault_${effect}`)).status).toBe(200);
  });
  test('an empty answer is vouched for, too', async () => {
    await place('empty_001');
    bench.gateway.faults.answer({ effect: 'tamper', method: 'POST' });
    expect(await refusalOf(close('empty_001'))).toBe('EV3_RES_HEADER_SIGNATURE_DIGEST');
  });
  test('a dropped answer hides that the order was placed', async () => {
    bench.gateway.faults.answer({ effect: 'drop', method: 'POST' });
    expect(await refusalOf(place('dropped_1'))).toBe('ECONNRESET');
    expect((await query('dropped_1')).data.trade_state).toBe('NOTPAY');
  });
  test('a 500 leaves open whether the refund was made: the same number tells', async () => {
    await payFor(bench, 'unknown_1');
    bench.gateway.faults.answer({ effect: 'systemError', carriedOut: true });
    expect(await refusalOf(refund('unknown_1', 'RU', 20_000))).toBe('500 SYSTEM_ERROR');
    expect((await refund('unknown_1', 'RU', 20_000)).data.out_refund_no).toBe('RU');
  });
});
