import { createPrivateKey } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AnswerEffect } from '../../local/gateways/alipay';
import { signedText } from '../../local/gateways/alipay/signature';
import { clockTime } from '../../local/gateways/chinaTime';
import { newKey, signatureOf } from '../../local/gateways/keys';
import { type Bench, type Form, openGateway, requestsTo, sdkOf, wordOf } from './alipayMerchant';

const MINUTE = 60_000;

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterEach(() => bench.startOver());
afterAll(() => bench.stop());

const { exec, place, query, payFor, refund, refundOf } = requestsTo(() => bench);

/** Parameters of a genuine query, to be changed; signed afterwards. */
const PLAIN = (): Form => ({
  app_id: bench.gateway.merchant.appId,
  method: 'alipay.trade.query',
  charset: 'utf-8',
  sign_type: 'RSA2',
  version: '1.0',
  timestamp: clockTime(bench.now()),
  biz_content: JSON.stringify({ out_trade_no: 'none' }),
});

const signed = (parameters: Form): Form => ({
  ...parameters,
  sign: signatureOf(signedText(parameters), createPrivateKey(bench.gateway.merchant.privateKeyPem)),
});

/** Sends what no client would; `biz_content` in the form, the rest in the address. */
async function send({ biz_content = '', ...inAddress }: Form) {
  const response = await fetch(
    `${bench.gateway.merchant.gateway}?${new URLSearchParams(inAddress)}`,
    { method: 'POST', body: new URLSearchParams({ biz_content }) },
  );
  const text = await response.text();
  const [inner] = Object.values(JSON.parse(text) as Record<string, Record<string, string>>);
  return { status: response.status, type: response.headers.get('content-type'), text, inner };
}

const without = (name: string): Form => {
  const { [name]: _, ...rest } = PLAIN();
  return rest;
};

describe('a request', () => {
  test('is let in when it is signed, and answered with HTTP 200 even when it fails', async () => {
    const { status, type, inner } = await send(signed(PLAIN()));
    expect([status, type]).toEqual([200, 'text/html;charset=utf-8']);
    expect(inner).toMatchObject({ code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' });
  });

  test.each<[string, () => Form, string, string]>([
    ['without a method', () => signed(without('method')), '40001', 'isv.missing-method'],
    ['without an application', () => signed(without('app_id')), '40001', 'isv.missing-app-id'],
    ['without a signature', () => PLAIN(), '40001', 'isv.missing-signature'],
    [
      'without a kind of signature',
      () => signed(without('sign_type')),
      '40001',
      'isv.missing-signature-type',
    ],
    ['without a time', () => signed(without('timestamp')), '40001', 'isv.missing-timestamp'],
    ['without a version', () => signed(without('version')), '40001', 'isv.missing-version'],
    ['without a charset', () => signed(without('charset')), '40001', 'isv.missing-charset'],
    ['without contents', () => signed(without('biz_content')), '40001', 'isv.missing-parameter'],
    [
      'of another application',
      () => signed({ ...PLAIN(), app_id: '2021000000000000' }),
      '40002',
      'isv.invalid-app-id',
    ],
    [
      'signed the old way',
      () => signed({ ...PLAIN(), sign_type: 'RSA' }),
      '40002',
      'isv.invalid-signature-type',
    ],
    [
      'in another charset',
      () => signed({ ...PLAIN(), charset: 'gbk' }),
      '40002',
      'isv.invalid-charset',
    ],
    [
      'of another version',
      () => signed({ ...PLAIN(), version: '2.0' }),
      '40002',
      'isv.invalid-version',
    ],
    ['for XML', () => signed({ ...PLAIN(), format: 'xml' }), '40002', 'isv.invalid-format'],
    [
      'with a time that is none',
      () => signed({ ...PLAIN(), timestamp: 'now' }),
      '40002',
      'isv.invalid-timestamp',
    ],
    [
      'that is no JSON',
      () => signed({ ...PLAIN(), biz_content: '{' }),
      '40002',
      'isv.invalid-parameter',
    ],
    [
      'for what does not exist',
      () => signed({ ...PLAIN(), method: 'alipay.trade.steal' }),
      '40002',
      'isv.invalid-method',
    ],
    [
      'changed in the form',
      () => ({ ...signed(PLAIN()), biz_content: '{"out_trade_no":"x"}' }),
      '40002',
      'isv.invalid-signature',
    ],
    [
      'changed in the address',
      () => ({ ...signed(PLAIN()), notify_url: 'http://thief' }),
      '40002',
      'isv.invalid-signature',
    ],
    [
      'with a signature that is none',
      () => ({ ...PLAIN(), sign: 'AAAA' }),
      '40002',
      'isv.invalid-signature',
    ],
  ])('%s is refused', async (_, form, code, subCode) => {
    const { status, inner } = await send(form());
    expect(status).toBe(200);
    expect(inner).toMatchObject({ code, sub_code: subCode });
  });

  test.each([
    [-15 * MINUTE, 'ACQ.TRADE_NOT_EXIST'],
    [15 * MINUTE, 'ACQ.TRADE_NOT_EXIST'],
    [-15 * MINUTE - 1000, 'isv.invalid-timestamp'],
    [15 * MINUTE + 1000, 'isv.invalid-timestamp'],
    // What a function in UTC writes when nobody tells the client the time.
    [-8 * 60 * MINUTE, 'isv.invalid-timestamp'],
  ])('whose time is %d ms off is answered %s', async (off, word) => {
    const timestamp = clockTime(bench.now() + off);
    const answer = await exec('alipay.trade.query', { out_trade_no: 'none' }, { timestamp });
    expect(wordOf(answer)).toBe(word);
  });

  test('signed with another key is refused, in an answer that verifies', async () => {
    const stranger = createPrivateKey(await newKey());
    const sdk = sdkOf({
      ...bench.variables,
      ALIPAY_PRIVATE_KEY: stranger.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    });
    const asked = { timestamp: clockTime(bench.now()), bizContent: { out_trade_no: 'x' } };
    const answer = await sdk.exec('alipay.trade.query', asked, { validateSign: true });
    expect(answer).toMatchObject({ code: '40002', subCode: 'isv.invalid-signature' });
  });

  test('anywhere else, or by GET, finds nothing', async () => {
    expect((await fetch(bench.gateway.merchant.gateway)).status).toBe(404);
    expect((await fetch(`${bench.gateway.url}/v3/x`, { method: 'POST' })).status).toBe(404);
  });
});

describe('an answer', () => {
  test('is signed as it goes out, slashes escaped', async () => {
    const biz_content = JSON.stringify({ out_trade_no: 'raw', total_amount: '1.00', subject: 'x' });
    const method = 'alipay.trade.precreate';
    const { text } = await send(signed({ ...PLAIN(), method, biz_content }));
    expect(text).toContain('"qr_code":"https:\\/\\/qr.alipay.com\\/bax');
  });

  const NOT_GENUINE: AnswerEffect[] = ['tamper', 'forged', 'unsigned'];
  test.each(NOT_GENUINE)(
    'that is not genuine (%s) is thrown away by validateSign',
    async (effect) => {
      await payFor('answer_1');
      bench.gateway.faults.answer({ effect, method: 'alipay.trade.query' });
      await expect(query('answer_1')).rejects.toThrow();
      expect(await query('answer_1')).toMatchObject({ totalAmount: '88.88' });
    },
  );

  test('that was tampered with is believed by a client that does not verify', async () => {
    await payFor('answer_2');
    bench.gateway.faults.answer({ effect: 'tamper' });
    const asked = { timestamp: clockTime(bench.now()), bizContent: { out_trade_no: 'answer_2' } };
    expect(await bench.sdk.exec('alipay.trade.query', asked)).toMatchObject({
      totalAmount: '188.88',
    });
  });

  test('that is dropped hides a refund that was carried out', async () => {
    await payFor('answer_3');
    // Once is not enough: the client by itself asks a second time when a connection is cut.
    bench.gateway.faults.answer({ effect: 'drop', method: 'alipay.trade.refund', times: 2 });
    await expect(refund('answer_3', 'R1', '8.88')).rejects.toThrow();
    expect(await refundOf('answer_3', 'R1')).toMatchObject({ refundStatus: 'REFUND_SUCCESS' });
  });

  test.each<[AnswerEffect, string]>([
    ['systemError', 'isp.unknow-error'],
    ['businessUnknown', 'ACQ.SYSTEM_ERROR'],
  ])('%s may or may not have been carried out', async (effect, word) => {
    await payFor('answer_4');
    bench.gateway.faults.answer({ effect, method: 'alipay.trade.refund' });
    expect(wordOf(await refund('answer_4', 'R1', '1.00'))).toBe(word);
    expect((await refundOf('answer_4', 'R1')).refundStatus).toBeUndefined();
    bench.gateway.faults.answer({ effect, method: 'alipay.trade.refund', carriedOut: true });
    expect(wordOf(await refund('answer_4', 'R1', '1.00'))).toBe(word);
    expect(await refundOf('answer_4', 'R1')).toMatchObject({ refundStatus: 'REFUND_SUCCESS' });
  });

  test('a broken way to Alipay is an error, not a refusal', async () => {
    bench.gateway.faults.answer({ effect: 'badGateway', times: 2 });
    await expect(place('answer_5')).rejects.toThrow('502');
    await expect(place('answer_5')).rejects.toThrow('502');
    expect(wordOf(await place('answer_5'))).toBe('10000');
  });
});
