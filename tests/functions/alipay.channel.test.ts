import { fen } from '@shared/base/money';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alipayChannel } from '../../cloudfunctions/alipay/channel';
import type { PaymentChannel } from '../../cloudfunctions/order/channel';
import { at } from '../domain/clock';
import { configOf, newMerchant } from './alipay.merchant';
import { type Reply, refusal, startAlipay } from './alipay.server';

const { merchant, alipay: alipayKeys, env } = newMerchant();
const ORDER = 'C20260314_7F3K2';
const QR = 'https://qr.alipay.com/bax03431ljhokirwl38f00a7';
const ASK = {
  orderId: ORDER,
  amount: fen(20_005),
  description: '钱包充值 A/B&C=100%',
  openid: '',
  expiresAt: at('2026-03-14 10:15'),
};
const TRADE = {
  out_trade_no: ORDER,
  trade_no: '2026031422001',
  total_amount: '200.05',
  buyer_pay_amount: '190.05',
};
const PAID = { ...TRADE, trade_status: 'TRADE_SUCCESS', send_pay_date: '2026-03-14 10:02:11' };
const WAITING: Reply = { body: { ...TRADE, trade_status: 'WAIT_BUYER_PAY' } };
const CLOSED: Reply = { body: { ...TRADE, trade_status: 'TRADE_CLOSED' } };
const NOT_THERE = refusal('ACQ.TRADE_NOT_EXIST');
const NOTHING = { transactionId: null, amount: null, paidAt: null };

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
const methods = () => alipay.heard.map(({ method }) => method.replace('alipay.trade.', ''));

describe('a code for the payer of an order', () => {
  test('is made with what Alipay wants to know, twice in the same words', async () => {
    const made: Reply = { body: { out_trade_no: ORDER, qr_code: QR } };
    alipay.will(made, made);
    expect(await channel.prepare(ASK)).toEqual({ prepayId: QR });
    expect(await channel.prepare(ASK)).toEqual({ prepayId: QR });
    const [first, second] = alipay.heard;
    expect(second?.content).toEqual(first?.content);
    expect(first).toMatchObject({
      method: 'alipay.trade.precreate',
      notifyUrl: env.ALIPAY_NOTIFY_URL,
      content: {
        out_trade_no: ORDER,
        total_amount: '200.05',
        subject: '钱包充值 A／B＆C＝100%',
        time_expire: '2026-03-14 10:15:00',
      },
    });
  });

  test("is asked for at the club's time, wherever the machine is", async () => {
    alipay.will(NOT_THERE);
    await channel.query(ORDER);
    const { timestamp = '' } = alipay.heard[0] ?? {};
    const sent = Date.parse(`${timestamp.replace(' ', 'T')}+08:00`);
    expect(Math.abs(Date.now() - sent)).toBeLessThan(60_000);
  });

  test('is none when it is no address, or of another order', async () => {
    const body = { out_trade_no: ORDER, qr_code: QR };
    alipay.will({ body: { ...body, qr_code: 'javascript:1' } });
    expect(await outcome(channel.prepare(ASK))).toBe('ChannelUnknown');
    alipay.will({ body: { ...body, out_trade_no: 'C_another' } });
    expect(await outcome(channel.prepare(ASK))).toBe('ChannelUnknown');
  });

  test('of an order that is paid is not made again, if asking says that it is paid', async () => {
    alipay.will(refusal('ACQ.TRADE_HAS_SUCCESS'), { body: PAID });
    expect(await outcome(channel.prepare(ASK))).toBe('OrderPaid');
    alipay.will(refusal('ACQ.TRADE_HAS_SUCCESS'), WAITING);
    expect(await outcome(channel.prepare(ASK))).toBe('ChannelRefused');
    alipay.will(refusal('ACQ.INVALID_PARAMETER'));
    const refused = { status: 40004, code: 'ACQ.INVALID_PARAMETER' };
    await expect(channel.prepare(ASK)).rejects.toMatchObject(refused);
  });

  test('is never asked for under a number that Alipay would not take', async () => {
    alipay.will();
    for (const id of [
      '',
      'short',
      'x'.repeat(65),
      'order-with-hyphen',
      '订单000000',
      'a b c d e',
    ]) {
      expect(await outcome(channel.prepare({ ...ASK, orderId: id })), id).toBe('RangeError');
      expect(await outcome(channel.query(id)), id).toBe('RangeError');
      expect(await outcome(channel.close(id)), id).toBe('RangeError');
    }
    expect(alipay.heard).toEqual([]);
  });
});

describe('an order at Alipay', () => {
  const paid = {
    state: 'PAID',
    transactionId: TRADE.trade_no,
    amount: 20_005,
    paidAt: at('2026-03-14 10:02:11'),
  };
  test.each<[string, Reply, object]>([
    ['paid', { body: PAID }, paid],
    ['paid long ago', { body: { ...PAID, trade_status: 'TRADE_FINISHED' } }, paid],
    ['scanned and not paid', WAITING, { state: 'UNPAID', ...NOTHING }],
    ['not scanned', NOT_THERE, { state: 'UNKNOWN_ORDER', ...NOTHING }],
    ['closed', CLOSED, { state: 'CLOSED', ...NOTHING }],
    [
      'paid and given back to the last fen',
      { body: { ...PAID, trade_status: 'TRADE_CLOSED' } },
      { state: 'CLOSED', ...NOTHING },
    ],
  ])('that is %s is told as it is', async (_, reply, expected) => {
    alipay.will(reply);
    expect(await channel.query(ORDER)).toEqual(expected);
    expect(alipay.heard).toMatchObject([{ content: { out_trade_no: ORDER }, notifyUrl: null }]);
  });
});

describe('closing an order', () => {
  const done = (action?: string): Reply => ({
    body: { out_trade_no: ORDER, retry_flag: 'N', ...(action !== undefined && { action }) },
  });
  const HAS_CHANGED = refusal('ACQ.TRADE_STATUS_ERROR');
  test.each<[string, Reply[], unknown, string[]]>([
    ['that nobody scanned has no trade to close', [NOT_THERE], undefined, ['query']],
    ['scanned, not paid: closed', [WAITING, done()], undefined, ['query', 'close']],
    ['that is closed', [CLOSED], undefined, ['query']],
    ['that is paid is not cancelled', [{ body: PAID }], 'OrderPaid', ['query']],
    [
      'paid since we asked is not given back',
      [WAITING, HAS_CHANGED, { body: PAID }],
      'OrderPaid',
      ['query', 'close', 'query'],
    ],
    [
      'closed since we asked',
      [WAITING, HAS_CHANGED, CLOSED],
      undefined,
      ['query', 'close', 'query'],
    ],
    ['refused', [WAITING, HAS_CHANGED, WAITING], 'ChannelRefused', ['query', 'close', 'query']],
    ['when nobody knows', [refusal('isp.unknow-error', '20000')], 'ChannelUnknown', ['query']],
  ])('%s', async (_, replies, expected, asked) => {
    alipay.will(...replies);
    expect(await outcome(channel.close(ORDER))).toBe(expected);
    expect(methods()).toEqual(asked);
  });
});

describe('a code that is taken away', () => {
  const done = (action?: string): Reply => ({
    body: { out_trade_no: ORDER, retry_flag: 'N', ...(action !== undefined && { action }) },
  });
  test.each<[string, Reply, unknown]>([
    ['that nobody scanned is cancelled', done(), undefined],
    ['that was never made is none', NOT_THERE, undefined],
    ['that was paid meanwhile: Alipay has given it back', done('refund'), undefined],
    [
      'that must be cancelled once more',
      { body: { out_trade_no: ORDER, retry_flag: 'Y' } },
      'ChannelUnknown',
    ],
  ])('%s', async (_, reply, expected) => {
    alipay.will(reply);
    expect(await outcome(channel.withdrawCode?.(ORDER) ?? Promise.reject())).toBe(expected);
    expect(methods()).toEqual(['cancel']);
  });
});
