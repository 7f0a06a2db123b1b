import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, openGateway, requestsTo, wordOf } from './alipayMerchant';

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterEach(() => bench.startOver());
afterAll(() => bench.stop());

const { exec, place, query, payFor, refund, refundOf } = requestsTo(() => bench);

describe('a refund', () => {
  test('goes back at once, and all refunds together are told', async () => {
    await payFor('refund_1');
    expect(await refund('refund_1', 'R1', '8.88')).toMatchObject({
      fundChange: 'Y',
      refundFee: '8.88',
      sendBackFee: '8.88',
    });
    expect(await refund('refund_1', 'R2', '10.00')).toMatchObject({
      fundChange: 'Y',
      refundFee: '18.88',
      sendBackFee: '10.00',
    });
    expect(await query('refund_1')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
  });

  test('asked for again with its number moves nothing more', async () => {
    await payFor('refund_2');
    await refund('refund_2', 'R1', '8.88');
    expect(await refund('refund_2', 'R1', '8.88')).toMatchObject({
      fundChange: 'N',
      refundFee: '8.88',
    });
    expect(wordOf(await refund('refund_2', 'R1', '8.87'))).toBe('ACQ.DISCORDANT_REPEAT_REQUEST');
  });

  test('asked for five times at once goes back once', async () => {
    await payFor('refund_3');
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => refund('refund_3', 'R1', '8.88')));
    expect(answers.map(({ fundChange }) => fundChange).sort()).toEqual(['N', 'N', 'N', 'N', 'Y']);
  });

  test('in full closes the trade; its number still answers', async () => {
    await payFor('refund_4');
    await refund('refund_4', 'R1', '88.88');
    expect(await query('refund_4')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    expect(await refund('refund_4', 'R1', '88.88')).toMatchObject({ fundChange: 'N' });
    expect(wordOf(await refund('refund_4', 'R2', '0.01'))).toBe('ACQ.TRADE_HAS_CLOSE');
  });

  test('never exceeds what was paid, in one or in several', async () => {
    await payFor('refund_5');
    const tooMuch = 'ACQ.REASON_TRADE_REFUND_FEE_ERR';
    expect(wordOf(await refund('refund_5', 'R1', '88.89'))).toBe(tooMuch);
    expect(wordOf(await refund('refund_5', 'R1', '80.00'))).toBe('10000');
    expect(wordOf(await refund('refund_5', 'R2', '8.89'))).toBe(tooMuch);
    expect(wordOf(await refund('refund_5', 'R2', '8.88'))).toBe('10000');
  });

  test('without a number is one in full', async () => {
    await payFor('refund_6');
    const asked = { out_trade_no: 'refund_6', refund_amount: '1.00' };
    expect(wordOf(await exec('alipay.trade.refund', asked))).toBe('ACQ.INVALID_PARAMETER');
    const all = { ...asked, refund_amount: '88.88' };
    expect(await exec('alipay.trade.refund', all)).toMatchObject({ fundChange: 'Y' });
  });

  test('of a trade that waits is refused', async () => {
    const { qrCode = '' } = await place('refund_7');
    bench.gateway.scan(qrCode);
    expect(wordOf(await refund('refund_7', 'R1', '1.00'))).toBe('ACQ.TRADE_STATUS_ERROR');
  });

  test('that the merchant’s balance does not cover moves nothing', async () => {
    await payFor('refund_8');
    bench.gateway.faults.answer({ effect: 'notEnough', method: 'alipay.trade.refund' });
    expect(wordOf(await refund('refund_8', 'R1', '1.00'))).toBe('ACQ.SELLER_BALANCE_NOT_ENOUGH');
    expect(await refund('refund_8', 'R1', '1.00')).toMatchObject({ fundChange: 'Y' });
  });

  test('is found by its number, with its time when that is asked for', async () => {
    await payFor('refund_9');
    await refund('refund_9', 'R1', '1.00');
    const found = await refundOf('refund_9', 'R1');
    expect(found).toMatchObject({
      refundStatus: 'REFUND_SUCCESS',
      refundAmount: '1.00',
      totalAmount: '88.88',
      outRequestNo: 'R1',
    });
    expect(found.gmtRefundPay).toBeUndefined();
    expect(await refundOf('refund_9', 'R1', { query_options: ['gmt_refund_pay'] })).toMatchObject({
      gmtRefundPay: '2026-03-14 10:00:00',
    });
  });

  test('that nobody asked for is answered with success and without a status', async () => {
    await payFor('refund_10');
    const answer = await refundOf('refund_10', 'R9');
    expect([answer.code, answer.refundStatus]).toEqual(['10000', undefined]);
    expect(wordOf(await refundOf('nobody', 'R9'))).toBe('ACQ.TRADE_NOT_EXIST');
  });

  test('ordered to be unmoved has no status until the money moves', async () => {
    await payFor('refund_11');
    bench.gateway.faults.unmovedRefund();
    expect(await refund('refund_11', 'R1', '88.88')).toMatchObject({
      fundChange: 'N',
      refundFee: '0.00',
    });
    expect((await refundOf('refund_11', 'R1')).refundStatus).toBeUndefined();
    expect(await query('refund_11')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
    bench.gateway.finishRefund('refund_11', 'R1');
    expect(await refundOf('refund_11', 'R1')).toMatchObject({ refundStatus: 'REFUND_SUCCESS' });
    expect(await query('refund_11')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
  });
});
