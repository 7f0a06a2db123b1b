import { type Instant, MINUTE, plus, SECOND } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import type { HttpEvent } from '../../cloudfunctions/payment/http';
import { type Doubt, openNotification } from '../../cloudfunctions/wechatPay/notification';
import { at } from '../domain/clock';
import {
  KEY_ID,
  letterOf,
  merchantOf,
  newKeys,
  newMerchant,
  PAID,
  post,
  REFUNDED,
  seal,
  spki,
} from './wechatPay.merchant';

const { env, wechat } = newMerchant();
const merchant = merchantOf(env);
const now = at('2026-03-14 10:02:12');

const open = (event: HttpEvent, when: Instant = now) => openNotification(merchant, event, when);
const opened = async (event: HttpEvent) => {
  const outcome = await open(event);
  if ('doubt' in outcome) throw new Error(outcome.doubt);
  return outcome.told;
};
const doubt = async (event: HttpEvent, when: Instant = now): Promise<Doubt | 'accepted'> => {
  const outcome = await open(event, when);
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
    payer: 'o-lin',
  };

  test('says which order was paid, how much and when', async () => {
    expect(await opened(genuine)).toEqual(payment);
  });

  test('is the same with header names in small letters and a body in base64', async () => {
    const headers = Object.entries(genuine.headers).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]);
    const body = Buffer.from(genuine.body).toString('base64');
    const other = { ...genuine, headers: Object.fromEntries(headers), body, isBase64Encoded: true };
    expect(await opened(other)).toEqual(payment);
  });

  test('tells of a refund that came through, and of one that did not', async () => {
    expect(await opened(sent(REFUNDED, { eventType: 'REFUND.SUCCESS' }))).toMatchObject({
      kind: 'REFUND',
      refundId: REFUNDED.out_refund_no,
      amount: 5_000,
      state: 'SUCCESS',
      refundedAt: at('2026-03-15 10:02:11'),
    });
    const { success_time: _, ...stuck } = { ...REFUNDED, refund_status: 'ABNORMAL' };
    expect(await opened(sent(stuck, { eventType: 'REFUND.ABNORMAL' }))).toMatchObject({
      state: 'ABNORMAL',
      refundedAt: null,
    });
  });

  test('is believed five minutes long, and signed by either key while the keys change', async () => {
    expect(await doubt(genuine, plus(now, 5 * MINUTE))).toBe('accepted');
    expect(await doubt(genuine, plus(now, 5 * MINUTE + 1))).toBe('STALE');
    expect(await doubt(genuine, plus(now, -5 * MINUTE))).toBe('accepted');
    expect(await doubt(genuine, plus(now, -5 * MINUTE - SECOND))).toBe('STALE');
    const older = newKeys();
    const event = post(letterOf({}), older, now, 'OLD_SERIAL');
    expect(await doubt(event)).toBe('SERIAL');
    const both = { ...env, WXPAY_PUBLIC_KEY_2_ID: 'OLD_SERIAL', WXPAY_PUBLIC_KEY_2: spki(older) };
    expect(await openNotification(merchantOf(both), event, now)).toHaveProperty('told');
    expect(await doubt(post(letterOf({}), older, now, KEY_ID))).toBe('SIGNATURE');
  });
});

describe('a notification that is well signed', () => {
  const resealed = (change: (sealed: ReturnType<typeof seal>) => object) =>
    doubt(post(letterOf({ resource: change(seal(PAID)) }), wechat, now));

  test('with any byte of the ciphertext or its tag altered does not open', async () => {
    const { ciphertext } = seal(PAID);
    const length = Buffer.from(ciphertext, 'base64').length;
    const believing = Array.from({ length }, (_, place) =>
      resealed((sealed) => {
        const bytes = Buffer.from(sealed.ciphertext, 'base64');
        bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
        return { ...sealed, ciphertext: bytes.toString('base64') };
      }),
    );
    const believed = await Promise.all(believing);
    expect(believed.length).toBeGreaterThan(200);
    expect(believed.filter((outcome) => outcome !== 'DECRYPTION')).toEqual([]);
  });

  test('with a shorter tag, another nonce, key or associated data does not open', async () => {
    const cut = (bytes: number) => (sealed: ReturnType<typeof seal>) => ({
      ...sealed,
      ciphertext: Buffer.from(sealed.ciphertext, 'base64').subarray(0, -bytes).toString('base64'),
    });
    for (const bytes of [1, 4, 12, 15, 16]) expect(await resealed(cut(bytes))).toBe('DECRYPTION');
    expect(await resealed((sealed) => ({ ...sealed, nonce: 'another12345' }))).toBe('DECRYPTION');
    expect(await resealed((sealed) => ({ ...sealed, associated_data: '' }))).toBe('DECRYPTION');
    expect(await resealed((sealed) => ({ ...sealed, ciphertext: '' }))).toBe('DECRYPTION');
    expect(await resealed(() => seal(PAID, { key: 'x'.repeat(32) }))).toBe('DECRYPTION');
    expect(await resealed((sealed) => ({ ...sealed, algorithm: 'AES-256-ECB' }))).toBe('BODY');
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
  ])('%s: refused', async (_, content, why) => {
    expect(await doubt(sent(content))).toBe(why);
  });

  test('is a refund whose state is not its event, or of another merchant, or of no kind', async () => {
    expect(await doubt(sent(REFUNDED, { eventType: 'REFUND.CLOSED' }))).toBe('CONTENT');
    const other = { ...REFUNDED, mchid: '1900000110' };
    expect(await doubt(sent(other, { eventType: 'REFUND.SUCCESS' }))).toBe('MERCHANT');
    expect(await doubt(sent(PAID, { eventType: 'TRANSACTION.OTHER' }))).toBe('CONTENT');
    expect(await doubt(sent(PAID, { id: 'a/b' }))).toBe('BODY');
    expect(await doubt(post('{}', wechat, now))).toBe('BODY');
    expect(await doubt(post('no json', wechat, now))).toBe('BODY');
  });
});
