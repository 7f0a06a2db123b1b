import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PhoneChannel } from '../../cloudfunctions/order/channel';
import { wechatChannel } from '../../cloudfunctions/wechatPay/channel';
import {
  startWechatGateway,
  type WechatGateway,
  wechatVariables,
} from '../../local/gateways/wechat';
import type { AnswerEffect } from '../../local/gateways/wechat/faults';
import { configOf } from './wechatPay.merchant';

/** Refused at once: what is notified is not what is tested here. */
const NOWHERE = 'http://127.0.0.1:9/pay/wechat';

let gateway: WechatGateway;
let channel: PhoneChannel;
beforeAll(async () => {
  gateway = await startWechatGateway({
    now: () => Date.now(),
    dataDir: null,
    notify: { scale: 0.0001 },
  });
  channel = wechatChannel(configOf(wechatVariables(gateway.merchant, NOWHERE)));
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.faults.clear());
afterEach(() => {
  vi.useRealTimers();
});

let made = 0;
const newOrder = () => {
  made += 1;
  return {
    orderId: `T20260314_${String(made).padStart(4, '0')}Ab`,
    amount: fen(20_000),
    description: '钱包充值 200 元',
    openid: 'o-lin',
    expiresAt: (Date.now() + 15 * 60_000) as Instant,
  };
};
type Ask = ReturnType<typeof newOrder>;

/** The phone pays, as WeChat's cashier takes it. */
async function pay(ask: Ask): Promise<void> {
  const { prepayId } = await channel.prepare(ask);
  const payment = channel.paymentOf(prepayId, Date.now() as Instant);
  gateway.cashier.pay({ openid: ask.openid, ...payment });
}

const outcome = (call: Promise<unknown>) => call.catch((error: Error) => error.name);
const stateOf = async (ask: Ask) => (await channel.query(ask.orderId)).state;

describe('an order at the local WeChat', () => {
  test('is made, found again, paid with our signature, and then neither closed nor made', async () => {
    const ask = newOrder();
    expect(await stateOf(ask)).toBe('UNKNOWN_ORDER');
    const first = await channel.prepare(ask);
    expect(await channel.prepare(ask)).toEqual(first);
    expect(await stateOf(ask)).toBe('UNPAID');
    expect(await outcome(channel.prepare({ ...ask, amount: fen(1) }))).toBe('ChannelRefused');
    await pay(ask);
    expect(await channel.query(ask.orderId)).toMatchObject({ state: 'PAID', amount: 20_000 });
    expect(await outcome(channel.close(ask.orderId))).toBe('OrderPaid');
    expect(await outcome(channel.prepare(ask))).toBe('OrderPaid');
  });

  test('is closed once and for all, twice', async () => {
    const ask = newOrder();
    await channel.prepare(ask);
    await channel.close(ask.orderId);
    await channel.close(ask.orderId);
    expect(await stateOf(ask)).toBe('CLOSED');
    await channel.close(newOrder().orderId);
  });

  test('is paid back in parts, each once however often it is asked for', async () => {
    const ask = newOrder();
    await pay(ask);
    const refundId = `R_${ask.orderId}`;
    const part = { orderId: ask.orderId, refundId, amount: fen(5_000), total: fen(20_000) };
    const refund = { ...part, reason: '七天内退款' };
    expect(await channel.queryRefund({ orderId: ask.orderId, refundId })).toBe(null);
    expect((await channel.refund(refund)).state).toMatch(/PROCESSING|SUCCESS/);
    expect((await channel.refund(refund)).state).toMatch(/PROCESSING|SUCCESS/);
    await expect
      .poll(() => channel.queryRefund({ orderId: ask.orderId, refundId }))
      .toMatchObject({ state: 'SUCCESS' });
    expect(await stateOf(ask)).toBe('PAID');
    const tooMuch = { ...refund, refundId: `${refundId}_2`, amount: fen(15_001) };
    // Within a minute of the first WeChat does not look at it: that is no refusal of this refund.
    expect(await outcome(channel.refund(tooMuch))).toBe('ChannelUnknown');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    expect(await outcome(channel.refund(tooMuch))).toBe('ChannelRefused');
    expect(await channel.queryRefund(tooMuch)).toBe(null);
  });
});

describe('an answer that goes wrong', () => {
  test.each<AnswerEffect>(['drop', 'systemError', 'frequency', 'tamper', 'stale', 'unknownSerial'])(
    '%s: nobody knows, and asking again tells',
    async (effect) => {
      const ask = newOrder();
      gateway.faults.answer({ effect });
      expect(await outcome(channel.prepare(ask))).toBe('ChannelUnknown');
      gateway.faults.answer({ effect });
      expect(await outcome(channel.query(ask.orderId))).toBe('ChannelUnknown');
      await pay(ask);
      const refundId = `R_${ask.orderId}`;
      const refund = { orderId: ask.orderId, refundId, amount: fen(1), total: fen(20_000) };
      gateway.faults.answer({ effect });
      expect(await outcome(channel.refund({ ...refund, reason: 'x' }))).toBe('ChannelUnknown');
      expect((await channel.refund({ ...refund, reason: 'x' })).state).not.toBe('ABNORMAL');
    },
  );

  test('because our balance is too small is a refusal with its reason', async () => {
    const ask = newOrder();
    await pay(ask);
    gateway.faults.answer({ effect: 'notEnough', path: '/v3/refund/' });
    const refund = { orderId: ask.orderId, refundId: 'R_poor', amount: fen(1), total: fen(20_000) };
    const refused = channel.refund({ ...refund, reason: 'x' });
    await expect(refused).rejects.toMatchObject({ name: 'ChannelRefused', code: 'NOT_ENOUGH' });
  });
});
