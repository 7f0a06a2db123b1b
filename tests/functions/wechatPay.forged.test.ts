import type { Instant } from '@shared/base/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Doubt,
  type HttpEvent,
  openNotification,
} from '../../cloudfunctions/wechatPay/notification';
import { at } from '../domain/clock';
import { configOf, letterOf, newMerchant, PAID, post, seal } from './wechatPay.merchant';

const { env, wechat } = newMerchant();
const config = configOf(env);
const now = at('2026-03-14 10:02:12');

const open = (event: HttpEvent, when: Instant = now) => openNotification(config, event, when);
const doubt = (event: HttpEvent, when: Instant = now): Doubt | 'accepted' => {
  const outcome = open(event, when);
  return 'doubt' in outcome ? outcome.doubt : 'accepted';
};
const sent = (content: object, more: object = {}) =>
  post(letterOf({ resource: seal(content), ...more }), wechat, now);
const genuine = sent(PAID);
const withHeader = (name: string, value: unknown): HttpEvent => ({
  ...genuine,
  headers: { ...genuine.headers, [name]: value },
});
const header = (name: string) => String(genuine.headers[name]);

describe('a notification that WeChat did not send', () => {
  /** Every place of a text, each with another letter there. */
  const changes = (text: string, letters = 'AZ09 "\n'): string[] =>
    [...text].map((letter, place) => {
      const other = [...letters].find((each) => each !== letter && (place % 3 || each !== 'A'));
      return text.slice(0, place) + other + text.slice(place + 1);
    });

  test('every byte of the body, one after the other, altered, left out or doubled', () => {
    const { body } = genuine;
    const altered = changes(body).map((other) => ({ ...genuine, body: other }));
    const cut = [...body].map((_, n) => ({
      ...genuine,
      body: body.slice(0, n) + body.slice(n + 1),
    }));
    const longer = ['\n', ' ', '}', '\u0000'].map((more) => ({ ...genuine, body: body + more }));
    const parsed = { ...genuine, body: JSON.stringify(JSON.parse(body), null, 1) };
    const forged = [...altered, ...cut, ...longer, parsed];
    expect(forged.length).toBeGreaterThan(1000);
    expect(forged.filter((event) => doubt(event) !== 'SIGNATURE')).toEqual([]);
  });

  test('every letter of every signed header altered, and each of them missing or doubled', () => {
    const names = ['Timestamp', 'Nonce', 'Serial', 'Signature'].map((name) => `Wechatpay-${name}`);
    const forged = names.flatMap((name) => [
      ...changes(header(name)).map((other) => withHeader(name, other)),
      ...['', ' ', undefined, null, 0, [header(name)], `${header(name)}, ${header(name)}`].map(
        (other) => withHeader(name, other),
      ),
      withHeader(name, `${header(name)}\n`),
      withHeader(name, ` ${header(name)}`),
    ]);
    expect(forged.length).toBeGreaterThan(400);
    expect(forged.filter((event) => doubt(event) === 'accepted')).toEqual([]);
  });

  test('any bytes anywhere', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('body', 'Wechatpay-Signature', 'Wechatpay-Nonce', 'Wechatpay-Timestamp'),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
        (part, place, piece) => {
          const old = part === 'body' ? genuine.body : header(part);
          const n = place % (old.length + 1);
          const changed = old.slice(0, n) + piece + old.slice(n + piece.length);
          fc.pre(changed !== old);
          const event = part === 'body' ? { ...genuine, body: changed } : withHeader(part, changed);
          return doubt(event) !== 'accepted';
        },
      ),
      { numRuns: 500 },
    );
  });

  test("WeChat's own probe, headers that could be shifted into the body, and no signature type", () => {
    const probe = `WECHATPAY/SIGNTEST/${header('Wechatpay-Signature')}`;
    expect(doubt(withHeader('Wechatpay-Signature', probe))).toBe('SIGNATURE');
    const [first = '', ...rest] = genuine.body;
    const shifted = withHeader('Wechatpay-Nonce', `${header('Wechatpay-Nonce')}\n${first}`);
    expect(doubt({ ...shifted, body: rest.join('') })).toBe('HEADERS');
    expect(doubt({ ...genuine, headers: {} })).toBe('HEADERS');
    expect(doubt({ ...genuine, isBase64Encoded: true })).toBe('BODY');
  });
});
