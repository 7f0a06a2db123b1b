import { verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { at } from '../domain/clock';
import { ASK, NOT_PAID, ORDER, openAsking, outcome, refusal } from './wechatPay.asking';
import { APPID, MCHID, PAID } from './wechatPay.merchant';
import type { Reply } from './wechatPay.server';

const NOTHING = { transactionId: null, amount: null, paidAt: null };
const { merchant, env, wechat, channel } = await openAsking();

describe('an order at WeChat', () => {
  test('is made with what WeChat wants to know, twice in the same words', async () => {
    const made = { body: { prepay_id: 'wx201410272009395522657a690389285100' } };
    wechat.will(made, made);
    const prepayId = made.body.prepay_id;
    expect(await channel.prepare(ASK)).toEqual({ prepayId });
    expect(await channel.prepare(ASK)).toEqual({ prepayId });
    const [first, second] = wechat.heard;
    expect(second).toEqual(first);
    expect(first).toEqual({
      method: 'POST',
      url: '/v3/pay/transactions/jsapi',
      body: {
        appid: APPID,
        mchid: MCHID,
        description: '钱包充值 200 元',
        out_trade_no: ORDER,
        time_expire: '2026-03-14T10:15:00+08:00',
        notify_url: env.WXPAY_NOTIFY_URL,
        amount: { total: 20_000, currency: 'CNY' },
        payer: { openid: 'o-lin' },
      },
    });
  });

  test('is paid with parameters that the merchant signed, four lines of them', () => {
    const now = at('2026-03-14 10:00:01.999');
    const payment = channel.paymentOf('wx2014', now);
    expect(payment).toMatchObject({
      timeStamp: String(Math.floor(now / 1000)),
      package: 'prepay_id=wx2014',
      signType: 'RSA',
    });
    const { timeStamp, nonceStr, package: packed, paySign } = payment;
    const lines = Buffer.from(`${APPID}\n${timeStamp}\n${nonceStr}\n${packed}\n`);
    const signature = Buffer.from(paySign, 'base64');
    expect(verify('RSA-SHA256', lines, merchant.publicKey, signature)).toBe(true);
    expect(channel.paymentOf('wx2014', now).nonceStr).not.toBe(nonceStr);
  });

  test.each<[string, Reply, object]>([
    [
      'SUCCESS',
      { body: PAID },
      {
        state: 'PAID',
        transactionId: PAID.transaction_id,
        amount: 20_000,
        paidAt: at('2026-03-14 10:02:11'),
      },
    ],
    [
      'REFUND',
      { body: { ...PAID, trade_state: 'REFUND' } },
      { state: 'PAID', amount: 20_000, returned: true },
    ],
    ['NOTPAY', { body: NOT_PAID }, { state: 'UNPAID', ...NOTHING }],
    ['CLOSED', { body: { ...NOT_PAID, trade_state: 'CLOSED' } }, { state: 'CLOSED', ...NOTHING }],
    [
      'PAYERROR',
      { body: { ...NOT_PAID, trade_state: 'PAYERROR' } },
      { state: 'FAILED', ...NOTHING },
    ],
    ['unknown', refusal(404, 'ORDER_NOT_EXIST'), { state: 'UNKNOWN_ORDER', ...NOTHING }],
  ])('that is %s is told as it is', async (_, reply, expected) => {
    wechat.will(reply);
    expect(await channel.query(ORDER)).toMatchObject(expected);
    expect(wechat.heard[0]?.url).toBe(`/v3/pay/transactions/out-trade-no/${ORDER}?mchid=${MCHID}`);
  });

  test('keeps the capitals of its number in the address, and a strange number is never sent', async () => {
    wechat.will({ status: 204 });
    await channel.close('AbC_dEf-123');
    expect(wechat.heard[0]?.url).toBe('/v3/pay/transactions/out-trade-no/AbC_dEf-123/close');
    wechat.will();
    for (const id of [
      '',
      'short',
      'x'.repeat(33),
      '../../certificates',
      'order?x=1',
      '订单000000',
    ]) {
      expect(await outcome(channel.query(id)), id).toBe('RangeError');
      expect(await outcome(channel.close(id)), id).toBe('RangeError');
      expect(await outcome(channel.prepare({ ...ASK, orderId: id })), id).toBe('RangeError');
    }
    expect(wechat.heard).toEqual([]);
  });
});

describe('closing an order', () => {
  test.each<[string, Reply[], unknown]>([
    ['that is open', [{ status: 204 }], undefined],
    [
      'that was closed before',
      [refusal(400, 'ORDER_CLOSED'), { body: { ...NOT_PAID, trade_state: 'CLOSED' } }],
      undefined,
    ],
    [
      'that was never made',
      [refusal(404, 'ORDER_NOT_EXIST'), refusal(404, 'ORDER_NOT_EXIST')],
      undefined,
    ],
    ['that was paid a moment ago', [refusal(400, 'ORDERPAID'), { body: PAID }], 'OrderPaid'],
    ['paid, said otherwise', [refusal(400, 'INVALID_REQUEST'), { body: PAID }], 'OrderPaid'],
    ['with a refusal', [refusal(403, 'RULE_LIMIT'), { body: NOT_PAID }], 'ChannelRefused'],
    ['without an answer', [null], 'ChannelUnknown'],
    ['and the question after it lost', [refusal(400, 'ORDERPAID'), null], 'ChannelUnknown'],
  ])('%s', async (_, replies, expected) => {
    wechat.will(...replies);
    expect(await outcome(channel.close(ORDER))).toBe(expected);
    expect(wechat.heard).toHaveLength(replies.length);
  });

  test('an order that is paid cannot be prepared again', async () => {
    wechat.will(refusal(400, 'ORDERPAID'), { body: PAID });
    expect(await outcome(channel.prepare(ASK))).toBe('OrderPaid');
    wechat.will(refusal(400, 'PARAM_ERROR'));
    await expect(channel.prepare(ASK)).rejects.toMatchObject({ status: 400, code: 'PARAM_ERROR' });
  });
});
