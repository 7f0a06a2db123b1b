import { fen } from '@shared/base/money';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alipayChannel } from '../../cloudfunctions/alipay/channel';
import type { PaymentChannel } from '../../cloudfunctions/order/channel';
import { at } from '../domain/clock';
import { configOf, newKeys, newMerchant } from './alipay.merchant';
import { type Reply, refusal, startAlipay } from './alipay.server';

const { merchant, alipay: alipayKeys, env } = newMerchant();
const ORDER = 'C20260314_7F3K2';
const REFUND = 'R20260314_1';
const PAID = {
  out_trade_no: ORDER,
  trade_no: '2026031422001',
  total_amount: '200.00',
  trade_status: 'TRADE_SUCCESS',
  send_pay_date: '2026-03-14 10:02:11',
};
const ASK = {
  orderId: ORDER,
  amount: fen(20_000),
  description: '钱包充值 200 元',
  openid: '',
  expiresAt: at('2026-03-14 10:15'),
};
const REFUND_ASK = {
  orderId: ORDER,
  refundId: REFUND,
  amount: fen(5_000),
  total: fen(20_000),
  reason: '七天内退款',
};
const MOVED = { out_trade_no: ORDER, fund_change: 'Y', refund_fee: '50.00' };
const FOUND = {
  out_trade_no: ORDER,
  out_request_no: REFUND,
  total_amount: '200.00',
  refund_amount: '50.00',
  refund_status: 'REFUND_SUCCESS',
  gmt_refund_pay: '2026-03-15 10:00:00',
};

let alipay: Awaited<ReturnType<typeof startAlipay>>;
let channel: PaymentChannel;
beforeAll(async () => {
  alipay = await startAlipay(merchant, alipayKeys);
  channel = alipayChannel(configOf({ ...env, ALIPAY_GATEWAY: alipay.gateway }));
});
afterAll(async () => {
  expect(alipay.badlySigned).toEqual([]);
  await alipay.stop();
});

const outcome = (call: Promise<unknown>) => call.catch((error: Error) => error.name);

describe('a refund', () => {
  test('goes out in yuan under its own number, and the money moves at once', async () => {
    alipay.will({ body: { ...MOVED, gmt_refund_pay: '2026-03-15 10:00:00' } });
    const done = { state: 'SUCCESS', at: at('2026-03-15 10:00') };
    expect(await channel.refund(REFUND_ASK)).toEqual(done);
    expect(alipay.heard).toMatchObject([
      {
        method: 'alipay.trade.refund',
        content: { out_trade_no: ORDER, out_request_no: REFUND, refund_amount: '50.00' },
      },
    ]);
  });

  test('asked for again moves nothing more, and is found as it was', async () => {
    alipay.will({ body: { ...MOVED, fund_change: 'N' } }, { body: FOUND });
    const done = { state: 'SUCCESS', at: at('2026-03-15 10:00') };
    expect(await channel.refund(REFUND_ASK)).toEqual(done);
    expect(alipay.heard[1]?.content).toMatchObject({ out_request_no: REFUND });
  });

  test('that was taken and did not move is unknown, so that it is sent again', async () => {
    const { refund_status: _, ...notMoved } = FOUND;
    alipay.will({ body: { ...MOVED, fund_change: 'N' } }, { body: notMoved });
    expect(await outcome(channel.refund(REFUND_ASK))).toBe('ChannelUnknown');
    alipay.will({ body: notMoved });
    expect(await channel.queryRefund({ orderId: ORDER, refundId: REFUND })).toBe(null);
    alipay.will(refusal('ACQ.TRADE_NOT_EXIST'));
    expect(await channel.queryRefund({ orderId: ORDER, refundId: REFUND })).toBe(null);
  });

  test('that our balance does not cover is a refusal with its reason', async () => {
    alipay.will(refusal('ACQ.SELLER_BALANCE_NOT_ENOUGH'));
    const refused = { name: 'ChannelRefused', code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' };
    await expect(channel.refund(REFUND_ASK)).rejects.toMatchObject(refused);
  });

  test.each<[string, object]>([
    ['another order', { out_trade_no: 'C_another' }],
    ['less than was asked for', { refund_fee: '49.99' }],
    ['more than was ever paid', { refund_fee: '200.01' }],
    ['an amount that is none', { refund_fee: '5e1' }],
    ['neither yes nor no', { fund_change: '' }],
  ])('that is answered with %s is not believed', async (_, wrong) => {
    alipay.will({ body: { ...MOVED, ...wrong } });
    expect(await outcome(channel.refund(REFUND_ASK))).toBe('ChannelUnknown');
  });

  test.each<[string, object]>([
    ['another order', { out_trade_no: 'C_another' }],
    ['another refund', { out_request_no: 'R_another' }],
    ['another amount', { refund_amount: '50.01' }],
    ['a state that we do not know', { refund_status: 'REFUND_FAIL' }],
  ])('that is found with %s is not believed', async (_, wrong) => {
    alipay.will({ body: { ...MOVED, fund_change: 'N' } }, { body: { ...FOUND, ...wrong } });
    expect(await outcome(channel.refund(REFUND_ASK))).toBe('ChannelUnknown');
  });
});

describe('an outcome that nobody knows', () => {
  const forged = JSON.stringify({ code: '10000', msg: 'Success', ...PAID });
  const WAITING = { ...PAID, trade_status: 'WAIT_BUYER_PAY' };
  test.each<[string, Reply]>([
    ['the line is cut', null],
    ['the system fails', refusal('isp.unknow-error', '20000')],
    ['the system fails and words it as a refusal', refusal('ACQ.SYSTEM_ERROR')],
    ['it has a prefix', refusal('aop.ACQ.SYSTEM_ERROR')],
    ['there are too many of us', refusal('isv.app-call-limited', '40005')],
    ['a refusal has no reason', { code: '40004' }],
    ['something on the way fails', { status: 502, altered: () => '<html>502</html>' }],
    ['somebody else answers 404', { status: 404, altered: () => 'not found' }],
    ['there is no code', { body: { ...PAID, code: undefined } }],
    ['the answer is not signed', { body: PAID, unsigned: true }],
    ['somebody else signed it', { body: PAID, keys: newKeys() }],
    [
      'the answer is altered',
      {
        body: WAITING,
        altered: ({ name, text, sign }) =>
          `{"${name}":${text.replace('WAIT_BUYER_PAY', 'TRADE_SUCCESS')},"sign":"${sign}"}`,
      },
    ],
    [
      'the name is escaped and what is signed stands behind it',
      {
        body: WAITING,
        altered: ({ name, text, sign }) =>
          `{"${name.replace('query', '\\u0071uery')}":${forged},"x_${name}":${text},"sign":"${sign}"}`,
      },
    ],
    [
      'it is an error of the gateway with what is signed behind it',
      {
        body: WAITING,
        altered: ({ text, sign }) =>
          `{"error_response":${forged.replace(/\}$/, '')}},"x":${text},"sign":"${sign}"}`,
      },
    ],
    ['it is of another order', { body: { ...PAID, out_trade_no: 'C_another' } }],
    ['it is of another seller', { body: { ...PAID, seller_id: '2088000000000009' } }],
    ['it is in a state that we do not know', { body: { ...PAID, trade_status: 'NEW' } }],
    ['it is paid without an amount', { body: { ...PAID, total_amount: undefined } }],
    ['it is paid with a fraction of a fen', { body: { ...PAID, total_amount: '200.001' } }],
    ['it is paid with an amount that is none', { body: { ...PAID, total_amount: '2e2' } }],
    ['it is paid in another currency', { body: { ...PAID, trans_currency: 'USD' } }],
    ['it does not say when it was paid', { body: { ...PAID, send_pay_date: undefined } }],
    ['it is empty', { altered: () => '' }],
  ])('%s: neither paid nor unpaid', async (_, reply) => {
    // A line that is cut is tried twice.
    alipay.will(reply, reply);
    expect(await outcome(channel.query(ORDER))).toBe('ChannelUnknown');
  });

  test.each(['alipay_trade_precreate', 'alipay_trade_refund'])(
    '%s with an altered answer is unknown, too',
    async (call) => {
      const alter: Reply = {
        body: { ...MOVED, out_trade_no: ORDER, qr_code: 'https://qr.alipay.com/a' },
        altered: ({ name, text, sign }) =>
          `{"${name}":${text.replace('alipay.com', 'a1ipay.com').replace('"Y"', '"N"')},"sign":"${sign}"}`,
      };
      alipay.will(alter);
      const asked = call.endsWith('refund') ? channel.refund(REFUND_ASK) : channel.prepare(ASK);
      expect(await outcome(asked)).toBe('ChannelUnknown');
    },
  );

  test('an answer that never comes is waited for four seconds and not believed', async () => {
    alipay.will({ silent: true }, { silent: true });
    const before = performance.now();
    expect(await outcome(channel.refund(REFUND_ASK))).toBe('ChannelUnknown');
    expect(performance.now() - before).toBeLessThan(6000);
    // It may have been done: asked again under its number, it is found and not paid twice.
    alipay.will({ body: { ...MOVED, fund_change: 'N' } }, { body: FOUND });
    expect((await channel.refund(REFUND_ASK)).state).toBe('SUCCESS');
  });

  test('says nothing of our keys', async () => {
    alipay.will({ body: PAID, unsigned: true });
    const error = await channel.query(ORDER).catch((thrown: Error) => thrown);
    expect(Object.keys(error)).toEqual(['name']);
    expect(error).not.toHaveProperty('cause');
    expect(String((error as Error).message).length).toBeLessThan(400);
  });
});
