import { type Instant, MINUTE, plus, SECOND } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import {
  type Doubt,
  type HttpEvent,
  openNotification,
} from '../../cloudfunctions/wechatPay/notification';
import { at } from '../domain/clock';
import {
  configOf,
  KEY_ID,
  letterOf,
  newKeys,
  newMerchant,
  PAID,
  post,
  REFUNDED,
  seal,
  spki,
} from './wechatPay.merchant';

const { env, wechat } = newMerchant();
const config = configOf(env);
const now = at('2026-03-14 10:02:12');

const open = (event: HttpEvent, when: Instant = now) => openNotification(config, event, when);
const opened = (event: HttpEvent) => {
  const outcome = open(event);
  if ('doubt' in outcome) throw new Error(outcome.doubt);
  return outcome.notification;
};
const doubt = (event: HttpEvent, when: Instant = now): Doubt | 'accepted' => {
  const outcome = open(event, when);
  return 'doubt' in outcome ? outcome.doubt : 'accepted';
};
const sent = (content: object, more: object = {}) =>
  post(letterOf({ resource: seal(content), ...more }), wechat, now);
const genuine = sent(PAID);

describe('a notification that WeChat sent', () => {
  const payment = {
    id: 'EV-2018022511223320873',
    kind: 'PAYMENT',
    orderId: PAID.out_trade_no,
    transactionId: PAID.transaction_id,
    amount: 20_000,
    paidAt: at('2026-03-14 10:02:11'),
  };

  test('says which order was paid, how much and when', () => {
    expect(opened(genuine)).toEqual(payment);
  });

  test('is the same with header names in small letters and a body in base64', () => {
    const headers = Object.entries(genuine.headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]);
    const body = Buffer.from(genuine.body).toString('base64');
    const other = { ...genuine, headers: Object.fromEntries(headers), body, isBase64Encoded: true };
    expect(opened(other)).toEqual(payment);
  });

  test('tells of a refund that came through, and of one that did not', () => {
    expect(opened(sent(REFUNDED, { eventType: 'REFUND.SUCCESS' }))).toMatchObject({
      kind: 'REFUND',
      refundId: REFUNDED.out_refund_no,
      amount: 5_000,
      state: 'SUCCESS',
      refundedAt: at('2026-03-15 10:02:11'),
    });
    const { success_time: _, ...stuck } = { ...REFUNDED, refund_status: 'ABNORMAL' };
    expect(opened(sent(stuck, { eventType: 'REFUND.ABNORMAL' }))).toMatchObject({
      state: 'ABNORMAL',
      refundedAt: null,
    });
  });

  test('is believed five minutes long, and signed by either key while the keys change', () => {
    expect(doubt(genuine, plus(now, 5 * MINUTE))).toBe('accepted');
    expect(doubt(genuine, plus(now, 5 * MINUTE + 1))).toBe('STALE');
    expect(doubt(genuine, plus(now, -5 * MINUTE))).toBe('accepted');
    expect(doubt(genuine, plus(now, -5 * MINUTE - SECOND))).toBe('STALE');
    const older = newKeys();
    const event = post(letterOf({}), older, now, 'OLD_SERIAL');
    expect(doubt(event)).toBe('SERIAL');
    const both = { ...env, WXPAY_PUBLIC_KEY_2_ID: 'OLD_SERIAL', WXPAY_PUBLIC_KEY_2: spki(older) };
    expect(openNotification(configOf(both), event, now)).toHaveProperty('notification');
    expect(doubt(post(letterOf({}), older, now, KEY_ID))).toBe('SIGNATURE');
  });
});

describe('a notification that is well signed', () => {
  const resealed = (change: (sealed: ReturnType<typeof seal>) => object) =>
    doubt(post(letterOf({ resource: change(seal(PAID)) }), wechat, now));

  test('with any byte of the ciphertext or its tag altered does not open', () => {
    const { ciphertext } = seal(PAID);
    const length = Buffer.from(ciphertext, 'base64').length;
    const believed = Array.from({ length }, (_, place) =>
      resealed((sealed) => {
        const bytes = Buffer.from(sealed.ciphertext, 'base64');
        bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
        return { ...sealed, ciphertext: bytes.toString('base64') };
      }),
    );
    expect(believed.length).toBeGreaterThan(200);
    expect(believed.filter((outcome) => outcome !== 'DECRYPTION')).toEqual([]);
  });

  test('with a shorter tag, another nonce, key or associated data does not open', () => {
    const cut = (bytes: number) => (sealed: ReturnType<typeof seal>) => ({
      ...sealed,
      ciphertext: Buffer.from(sealed.ciphertext, 'base64').subarray(0, -bytes).toString('base64'),
    });
    for (const bytes of [1, 4, 12, 15, 16]) expect(resealed(cut(bytes))).toBe('DECRYPTION');
    expect(resealed((sealed) => ({ ...sealed, nonce: 'another12345' }))).toBe('DECRYPTION');
    expect(resealed((sealed) => ({ ...sealed, associated_data: '' }))).toBe('DECRYPTION');
    expect(resealed((sealed) => ({ ...sealed, ciphertext: '' }))).toBe('DECRYPTION');
    expect(resealed(() => seal(PAID, { key: 'x'.repeat(32) }))).toBe('DECRYPTION');
    expect(resealed((sealed) => ({ ...sealed, algorithm: 'AES-256-ECB' }))).toBe('BODY');
  });

  test.each<[string, object, Doubt]>([
    ['is for another merchant', { ...PAID, mchid: '1900000110' }, 'MERCHANT'],
    ['is for another app', { ...PAID, appid: 'wxother' }, 'MERCHANT'],
    ['is in another currency', { ...PAID, amount: { total: 1, currency: 'USD' } }, 'CONTENT'],
    ['has an amount in yuan', { ...PAID, amount: { total: 200.5, currency: 'CNY' } }, 'CONTENT'],
    ['has an amount as a text', { ...PAID, amount: { total: '20000' } }, 'CONTENT'],
    ['has an amount below zero', { ...PAID, amount: { total: -1 } }, 'CONTENT'],
    ['is of an order that is not paid', { ...PAID, trade_state: 'NOTPAY' }, 'CONTENT'],
    ['names no transaction', { ...PAID, transaction_id: undefined }, 'CONTENT'],
    ['is a refund that is called a payment', REFUNDED, 'CONTENT'],
  ])('%s: refused', (_, content, why) => {
    expect(doubt(sent(content))).toBe(why);
  });

  test('is a refund whose state is not its event, or of another merchant, or of no kind', () => {
    expect(doubt(sent(REFUNDED, { eventType: 'REFUND.CLOSED' }))).toBe('CONTENT');
    const other = { ...REFUNDED, mchid: '1900000110' };
    expect(doubt(sent(other, { eventType: 'REFUND.SUCCESS' }))).toBe('MERCHANT');
    expect(doubt(sent(PAID, { eventType: 'TRANSACTION.OTHER' }))).toBe('CONTENT');
    expect(doubt(sent(PAID, { id: 'a/b' }))).toBe('BODY');
    expect(doubt(post('{}', wechat, now))).toBe('BODY');
    expect(doubt(post('no json', wechat, now))).toBe('BODY');
  });
});
