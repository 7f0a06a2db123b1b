import { fen } from '@shared/base/money';
import { plus } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import { at } from '../domain/clock';
import { ASK, NOT_PAID, ORDER, openAsking, outcome, refusal } from './wechatPay.asking';
import { newKeys, PAID } from './wechatPay.merchant';
import type { Reply } from './wechatPay.server';

const REFUND = 'R20260314_1';
const REFUND_ASK = {
  orderId: ORDER,
  refundId: REFUND,
  amount: fen(5_000),
  total: fen(20_000),
  reason: '七天内退款',
};
const REFUND_ANSWER = {
  refund_id: '50200001',
  out_refund_no: REFUND,
  out_trade_no: ORDER,
  status: 'PROCESSING',
  amount: { total: 20_000, refund: 5_000, currency: 'CNY' },
};

const { wechat, channel } = await openAsking();

describe('a refund', () => {
  test('goes out under its own number and comes back as it stands', async () => {
    const done = { status: 'SUCCESS', success_time: '2026-03-15T10:00:00+08:00' };
    wechat.will({ body: REFUND_ANSWER }, { body: { ...REFUND_ANSWER, ...done } });
    expect(await channel.refund(REFUND_ASK)).toEqual({ state: 'PROCESSING', at: null });
    const paidBack = { state: 'SUCCESS', at: at('2026-03-15 10:00') };
    expect(await channel.queryRefund({ orderId: ORDER, refundId: REFUND })).toEqual(paidBack);
    expect(wechat.heard[0]?.body).toMatchObject({ out_trade_no: ORDER, out_refund_no: REFUND });
    expect(wechat.heard[1]?.url).toBe(`/v3/refund/domestic/refunds/${REFUND}`);
  });

  test('that WeChat does not know is none; a refusal is one', async () => {
    wechat.will(refusal(404, 'RESOURCE_NOT_EXISTS'));
    expect(await channel.queryRefund({ orderId: ORDER, refundId: REFUND })).toBe(null);
    wechat.will(refusal(403, 'NOT_ENOUGH'));
    await expect(channel.refund(REFUND_ASK)).rejects.toMatchObject({ code: 'NOT_ENOUGH' });
  });

  test.each<[string, object]>([
    ['another order', { out_trade_no: 'T_other' }],
    ['another number', { out_refund_no: 'R_other' }],
    ['another amount', { amount: { total: 20_000, refund: 20_000 } }],
    ['another total', { amount: { total: 5_000, refund: 5_000 } }],
    ['no moment', { status: 'SUCCESS' }],
  ])('that is answered with %s is not believed', async (_, wrong) => {
    wechat.will({ body: { ...REFUND_ANSWER, ...wrong } });
    expect(await outcome(channel.refund(REFUND_ASK))).toBe('ChannelUnknown');
  });
});

describe('an outcome that nobody knows', () => {
  const NOW = Date.now();
  test.each<[string, Reply]>([
    ['the line is cut', null],
    ['the server fails', refusal(500, 'SYSTEM_ERROR')],
    ['there are too many of us', refusal(429, 'FREQUENCY_LIMITED')],
    ['somebody else answers 404', { status: 404, body: 'not found', unsigned: true }],
    ['somebody leads elsewhere', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
    ['the answer is altered', { body: NOT_PAID, altered: JSON.stringify(PAID) }],
    ['the answer is not signed', { body: PAID, unsigned: true }],
    ['somebody else signed it', { body: PAID, keys: newKeys() }],
    ['its key is unknown', { body: PAID, serial: 'PUB_KEY_ID_OTHER' }],
    ['it is old', { body: PAID, at: plus(at('2026-03-14 10:00'), 0) }],
    ['it is of tomorrow', { body: PAID, at: NOW + 24 * 3_600_000 }],
    ['it is a probe', { body: PAID, headers: { 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/AA' } }],
    ['it is for another merchant', { body: { ...PAID, mchid: '1900000110' } }],
    ['it is for another app', { body: { ...PAID, appid: 'wxother' } }],
    ['it is of another order', { body: { ...PAID, out_trade_no: 'T_other_order' } }],
    ['it is in a state that we do not know', { body: { ...PAID, trade_state: 'NEW' } }],
    ['it is paid without an amount', { body: { ...PAID, amount: undefined } }],
    [
      'it is paid in another currency',
      { body: { ...PAID, amount: { total: 1, currency: 'USD' } } },
    ],
    ['it is empty', { status: 204 }],
  ])('%s: neither paid nor unpaid', async (_, reply) => {
    wechat.will(reply);
    expect(await outcome(channel.query(ORDER))).toBe('ChannelUnknown');
    wechat.will(reply);
    expect(await outcome(channel.prepare(ASK))).toBe('ChannelUnknown');
  });

  test('says nothing of our keys', async () => {
    wechat.will({ body: PAID, unsigned: true });
    const error = await channel.query(ORDER).catch((thrown: Error) => thrown);
    expect(Object.keys(error)).toEqual(['name']);
    expect(error).not.toHaveProperty('cause');
  });
});
