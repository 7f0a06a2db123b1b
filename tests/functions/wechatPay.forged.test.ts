import type { Instant } from '@shared/base/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpEvent } from '../../cloudfunctions/payment/http';
import { type Doubt, openNotification } from '../../cloudfunctions/wechatPay/notification';
import { at } from '../domain/clock';
import {
  withHeader as withHeaderOf,
  withOtherBodies,
  withOtherHeaders,
} from './wechatPay.forgeries';
import { letterOf, merchantOf, newMerchant, PAID, post, seal } from './wechatPay.merchant';

const { env, wechat } = newMerchant();
const merchant = merchantOf(env);
const now = at('2026-03-14 10:02:12');

const open = (event: HttpEvent, when: Instant = now) => openNotification(merchant, event, when);
const doubt = async (event: HttpEvent, when: Instant = now): Promise<Doubt | 'accepted'> => {
  const outcome = await open(event, when);
  return 'doubt' in outcome ? outcome.doubt : 'accepted';
};
const sent = (content: object, more: object = {}) =>
  post(letterOf({ resource: seal(content), ...more }), wechat, now);
const genuine = sent(PAID);
const withHeader = (name: string, value: unknown) => withHeaderOf(genuine, name, value);
const header = (name: string) => String(genuine.headers[name]);

describe('a notification that WeChat did not send', () => {
  test('every byte of the body, one after the other, altered, left out or doubled', async () => {
    const forged = withOtherBodies(genuine);
    expect(forged.length).toBeGreaterThan(1000);
    const doubts = await Promise.all(forged.map((event) => doubt(event)));
    expect(doubts.filter((found) => found !== 'SIGNATURE')).toEqual([]);
  });

  test('every letter of every signed header altered, and each of them missing or doubled', async () => {
    const forged = withOtherHeaders(genuine);
    expect(forged.length).toBeGreaterThan(400);
    const doubts = await Promise.all(forged.map((event) => doubt(event)));
    expect(doubts.filter((found) => found === 'accepted')).toEqual([]);
  });

  test('any bytes anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('body', 'Wechatpay-Signature', 'Wechatpay-Nonce', 'Wechatpay-Timestamp'),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
        async (part, place, piece) => {
          const old = part === 'body' ? genuine.body : header(part);
          const n = place % (old.length + 1);
          const changed = old.slice(0, n) + piece + old.slice(n + piece.length);
          fc.pre(changed !== old);
          const event = part === 'body' ? { ...genuine, body: changed } : withHeader(part, changed);
          return (await doubt(event)) !== 'accepted';
        },
      ),
      { numRuns: 500 },
    );
  });

  test("WeChat's own probe, headers that could be shifted into the body, and no signature type", async () => {
    const probe = `WECHATPAY/SIGNTEST/${header('Wechatpay-Signature')}`;
    expect(await doubt(withHeader('Wechatpay-Signature', probe))).toBe('SIGNATURE');
    const [first = '', ...rest] = genuine.body;
    const shifted = withHeader('Wechatpay-Nonce', `${header('Wechatpay-Nonce')}\n${first}`);
    expect(await doubt({ ...shifted, body: rest.join('') })).toBe('HEADERS');
    expect(await doubt({ ...genuine, headers: {} })).toBe('HEADERS');
    expect(await doubt({ ...genuine, isBase64Encoded: true })).toBe('BODY');
  });
});
