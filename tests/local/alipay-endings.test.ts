import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, openGateway, requestsTo, wordOf } from './alipayMerchant';

const DAY = 24 * 3_600_000;

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterEach(() => bench.startOver());
afterAll(() => bench.stop());

const { place, query, cancel, close, payFor, refund } = requestsTo(() => bench);

describe('closing', () => {
  test('ends a trade that waits, once', async () => {
    const { qrCode = '' } = await place('close_1');
    bench.gateway.scan(qrCode);
    expect(await close('close_1')).toMatchObject({ code: '10000', outTradeNo: 'close_1' });
    expect(await query('close_1')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    expect(wordOf(await close('close_1'))).toBe('ACQ.TRADE_STATUS_ERROR');
    expect(() => bench.gateway.pay(qrCode)).toThrow('已经关闭');
  });

  test('is refused for a trade that is paid', async () => {
    await payFor('close_2');
    expect(wordOf(await close('close_2'))).toBe('ACQ.TRADE_STATUS_ERROR');
    expect(await query('close_2')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
  });
});

describe('cancelling', () => {
  test('closes what is not paid and says so', async () => {
    const { qrCode = '' } = await place('cancel_1');
    bench.gateway.scan(qrCode);
    expect(await cancel('cancel_1')).toMatchObject({ action: 'close', retryFlag: 'N' });
    expect(await query('cancel_1')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
  });

  test('refunds what is paid and says so, however often it is asked', async () => {
    await payFor('cancel_2');
    await refund('cancel_2', 'R1', '8.88');
    expect(await cancel('cancel_2')).toMatchObject({ action: 'refund' });
    expect(await cancel('cancel_2')).toMatchObject({ action: 'refund' });
    expect(await query('cancel_2')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    await bench.gateway.idle();
    const fees = bench.got.map((form) => form.refund_fee).filter((fee) => fee !== undefined);
    expect(fees.sort()).toEqual(['8.88', '88.88']);
  });

  test('makes a code that nobody scanned useless, and names no trade', async () => {
    const { qrCode = '' } = await place('cancel_3');
    const answer = await cancel('cancel_3');
    expect(answer).toMatchObject({ code: '10000', retryFlag: 'N' });
    expect([answer.action, answer.tradeNo]).toEqual([undefined, undefined]);
    expect(() => bench.gateway.pay(qrCode)).toThrow('已经关闭');
    expect(wordOf(await place('cancel_3'))).toBe('ACQ.TRADE_HAS_CLOSE');
  });

  test('succeeds for a number nobody knows', async () => {
    expect(await cancel('cancel_4')).toMatchObject({ code: '10000', retryFlag: 'N' });
  });

  test('is too late a day after the payment', async () => {
    await payFor('cancel_5');
    bench.pass(DAY + 1);
    expect(wordOf(await cancel('cancel_5'))).toBe('ACQ.TRADE_CANCEL_TIME_OUT');
    expect(await query('cancel_5')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
  });
});
