import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AlipayLibrary, loadLibrary } from '../../cloudfunctions/alipay/library';
import { openNotification } from '../../cloudfunctions/alipay/notification';
import type { HttpEvent } from '../../cloudfunctions/payment/http';
import { at } from '../domain/clock';
import { otherBodiesOf, otherFieldsOf, saysOtherThan } from './alipay.forgeries';
import { configOf, newMerchant, PAID, post, signed } from './alipay.merchant';

const { env, alipay } = newMerchant();
const config = configOf(env);
const now = at('2026-03-14 10:02:12');
const form = signed(PAID, alipay, now);
const genuine = post(form);
let library: AlipayLibrary;
beforeAll(async () => {
  library = await loadLibrary(config);
});

/** Whether somebody would be believed: a payment, or anything else that Alipay might say. */
const isAccepted = (event: HttpEvent): boolean =>
  !('doubt' in openNotification({ config, library }, event, now));
const withBody = (body: string): HttpEvent => ({ ...genuine, body });

const saysOther = (body: string) => saysOtherThan(genuine.body, body);

describe('a notification that Alipay did not send', () => {
  test('the genuine one is believed', () => {
    expect(isAccepted(genuine)).toBe(true);
  });

  test('every letter of the body, one after the other, altered, left out or doubled', () => {
    const forged = otherBodiesOf(genuine.body).filter(saysOther);
    expect(forged.length).toBeGreaterThan(2000);
    expect(forged.filter((each) => isAccepted(withBody(each)))).toEqual([]);
  });

  test('every field altered, emptied, missing, doubled, moved or renamed', () => {
    const forged = otherFieldsOf(form, genuine.body);
    expect(forged.length).toBeGreaterThan(250);
    expect(forged.filter((each) => isAccepted(withBody(each)))).toEqual([]);
  });

  test('fields that are added', () => {
    const added = ['refund_fee', 'gmt_refund', '__proto__', 'constructor', 'toString', 'x', ''];
    const forged = added.flatMap((name) =>
      ['', '1', '200.00'].map((value) => `${genuine.body}&${name}=${value}`),
    );
    expect(forged.filter((each) => isAccepted(withBody(each)))).toEqual([]);
  });

  test('two fields made one, or one made two, though the signed text is the same', () => {
    const { sign = '', sign_type: kind = '', ...rest } = form;
    const names = Object.keys(rest).sort();
    const merged = names.slice(1).map((name, n) => {
      const before = names[n] ?? '';
      const { [before]: first, [name]: second, ...others } = rest;
      return { ...others, [before]: `${first}&${name}=${second}`, sign_type: kind, sign };
    });
    expect(merged.length).toBeGreaterThan(15);
    expect(merged.filter((fields) => library.checkNotifySignV2(fields))).not.toEqual([]);
    expect(merged.filter((fields) => isAccepted(post(fields)))).toEqual([]);
  });

  test('a body that is none, or said to be in base64 when it is not', () => {
    const bodies = ['', '&', '=', '{}', JSON.stringify(form), '%', '\u0000'];
    expect(bodies.filter((each) => isAccepted(withBody(each)))).toEqual([]);
    expect(isAccepted({ ...genuine, isBase64Encoded: true })).toBe(false);
    const encoded = Buffer.from(genuine.body).toString('base64');
    expect(isAccepted({ ...genuine, body: encoded })).toBe(false);
    expect(isAccepted({ ...genuine, body: ` ${encoded}`, isBase64Encoded: true })).toBe(false);
  });

  test('any letters anywhere', () => {
    fc.assert(
      fc.property(
        fc.nat(genuine.body.length),
        fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
        (n, piece) => {
          const body = genuine.body.slice(0, n) + piece + genuine.body.slice(n + piece.length);
          fc.pre(saysOther(body));
          return !isAccepted(withBody(body));
        },
      ),
      { numRuns: 500 },
    );
  });
});
