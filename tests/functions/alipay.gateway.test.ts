import { fen } from '@shared/base/money';
import { MINUTE, plus } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alipayChannel } from '../../cloudfunctions/alipay/channel';
import { realNow } from '../../cloudfunctions/alipay/client';
import type { PaymentChannel } from '../../cloudfunctions/order/channel';
import {
  type AlipayGateway,
  type AnswerEffect,
  alipayVariables,
  startAlipayGateway,
} from '../../local/gateways/alipay';
import { configOf } from './alipay.merchant';

/** Refused at once: what is notified is not what is tested here. */
const NOWHERE = 'http://127.0.0.1:9/pay/alipay';
const BUYER = '159****5620';

let gateway: AlipayGateway;
let channel: PaymentChannel;
/** How far Alipay's clock is ahead of ours. */
let ahead = 0;
beforeAll(async () => {
  const now = () => Date.now() + ahead;
  gateway = await startAlipayGateway({ now, dataDir: null, notify: { scale: 0.0001 } });
  channel = alipayChannel(configOf(alipayVariables(gateway.merchant, NOWHERE)));
});
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.faults.clear();
  ahead = 0;
});

let made = 0;
const newOrder = () => {
  made += 1;
  return {
    orderId: `C20260314_${String(made).padStart(4, '0')}Ab`,
    amount: fen(20_000),
    description: '钱包充值 200 元 / 100%',
    openid: '',
    expiresAt: plus(realNow(), 10 * MINUTE),
  };
};
type Ask = ReturnType<typeof newOrder>;

const outcome = (call: Promise<unknown>) => call.catch((error: Error) => error.name);
const stateOf = async (ask: Ask) => (await channel.query(ask.orderId)).state;
async function paidOrder(): Promise<Ask> {
  const ask = newOrder();
  const { prepayId } = await channel.prepare(ask);
  gateway.pay(prepayId, BUYER);
  return ask;
}
const refundOf = ({ orderId }: Ask, refundId: string, amount = fen(5_000)) => {
  const total = fen(20_000);
  return { orderId, refundId, amount, total, reason: '七天内退款' };
};

describe('an order at the local Alipay', () => {
  test('is unknown until it is scanned, then waits, then is paid, and neither closed nor made', async () => {
    const ask = newOrder();
    const code = await channel.prepare(ask);
    expect(await channel.prepare(ask)).toEqual(code);
    expect(await stateOf(ask)).toBe('UNKNOWN_ORDER');
    expect(await outcome(channel.prepare({ ...ask, amount: fen(1) }))).toBe('ChannelRefused');
    gateway.scan(code.prepayId, BUYER);
    expect(await stateOf(ask)).toBe('UNPAID');
    gateway.pay(code.prepayId, BUYER);
    expect(await channel.query(ask.orderId)).toMatchObject({ state: 'PAID', amount: 20_000 });
    expect(await outcome(channel.close(ask.orderId))).toBe('OrderPaid');
    expect(await outcome(channel.prepare(ask))).toBe('OrderPaid');
    expect(await stateOf(ask)).toBe('PAID');
  });

  test('that nobody scanned is taken away, and its code opens nothing any more', async () => {
    const ask = newOrder();
    const { prepayId } = await channel.prepare(ask);
    await channel.close(ask.orderId);
    await channel.withdrawCode?.(ask.orderId);
    await channel.withdrawCode?.(ask.orderId);
    expect(() => gateway.pay(prepayId, BUYER)).toThrow();
    expect(await stateOf(ask)).not.toBe('PAID');
    await channel.close(newOrder().orderId);
  });

  test('that was scanned is closed, and cannot be paid afterwards', async () => {
    const ask = newOrder();
    const { prepayId } = await channel.prepare(ask);
    gateway.scan(prepayId, BUYER);
    await channel.close(ask.orderId);
    expect(await stateOf(ask)).toBe('CLOSED');
    expect(() => gateway.pay(prepayId, BUYER)).toThrow();
    await channel.close(ask.orderId);
  });

  test('is over when its time is over, at Alipay as here', async () => {
    const ask = newOrder();
    const { prepayId } = await channel.prepare(ask);
    ahead = 11 * MINUTE;
    expect(() => gateway.pay(prepayId, BUYER)).toThrow();
  });
});

describe('money that goes back through the local Alipay', () => {
  test('goes in parts, each once however often it is asked for, never more than was paid', async () => {
    const ask = await paidOrder();
    const refund = refundOf(ask, `R_${ask.orderId}`);
    expect(await channel.queryRefund(refund)).toBe(null);
    expect((await channel.refund(refund)).state).toBe('SUCCESS');
    expect((await channel.refund(refund)).state).toBe('SUCCESS');
    expect(await channel.queryRefund(refund)).toMatchObject({ state: 'SUCCESS' });
    expect(await stateOf(ask)).toBe('PAID');
    const tooMuch = refundOf(ask, `R2_${ask.orderId}`, fen(15_001));
    expect(await outcome(channel.refund(tooMuch))).toBe('ChannelRefused');
    expect(await channel.queryRefund(tooMuch)).toBe(null);
    const rest = refundOf(ask, `R3_${ask.orderId}`, fen(15_000));
    expect((await channel.refund(rest)).state).toBe('SUCCESS');
    expect(await stateOf(ask)).toBe('CLOSED');
    expect((await channel.refund(rest)).state).toBe('SUCCESS');
  });

  test('is sent again until it has moved', async () => {
    const ask = await paidOrder();
    const refund = refundOf(ask, `R_${ask.orderId}`);
    gateway.faults.unmovedRefund();
    expect(await outcome(channel.refund(refund))).toBe('ChannelUnknown');
    expect(await channel.queryRefund(refund)).toBe(null);
    gateway.finishRefund(ask.orderId, refund.refundId);
    expect(await channel.refund(refund)).toMatchObject({ state: 'SUCCESS' });
  });

  test('is refused with its reason when our balance is too small', async () => {
    const ask = await paidOrder();
    gateway.faults.answer({ effect: 'notEnough', method: 'alipay.trade.refund' });
    const refused = { name: 'ChannelRefused', code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH' };
    await expect(channel.refund(refundOf(ask, 'R_poor_1'))).rejects.toMatchObject(refused);
  });
});

describe('an answer that goes wrong', () => {
  test.each<AnswerEffect>([
    'drop',
    'systemError',
    'businessUnknown',
    'badGateway',
    'tamper',
    'unsigned',
    'forged',
  ])('%s: nobody knows, and asking again tells', async (effect) => {
    const wrong = { effect, carriedOut: true, times: effect === 'drop' ? 2 : 1 };
    const ask = newOrder();
    gateway.faults.answer(wrong);
    expect(await outcome(channel.prepare(ask))).toBe('ChannelUnknown');
    const { prepayId } = await channel.prepare(ask);
    gateway.pay(prepayId, BUYER);
    gateway.faults.answer(wrong);
    expect(await outcome(channel.query(ask.orderId))).toBe('ChannelUnknown');
    const refund = refundOf(ask, `R_${ask.orderId}`);
    gateway.faults.answer(wrong);
    expect(await outcome(channel.refund(refund))).toBe('ChannelUnknown');
    expect((await channel.refund(refund)).state).toBe('SUCCESS');
    const rest = refundOf(ask, `R2_${ask.orderId}`, fen(15_000));
    expect((await channel.refund(rest)).state).toBe('SUCCESS');
  });

  test('while a code is cancelled: asked again, it is closed', async () => {
    const ask = newOrder();
    const { prepayId } = await channel.prepare(ask);
    const method = 'alipay.trade.cancel';
    gateway.faults.answer({ effect: 'systemError', method, carriedOut: true });
    const takeAway = async () => channel.withdrawCode?.(ask.orderId);
    expect(await outcome(takeAway())).toBe('ChannelUnknown');
    await takeAway();
    expect(() => gateway.pay(prepayId, BUYER)).toThrow();
  });
});
