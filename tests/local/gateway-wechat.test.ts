import { createSign, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Bench,
  openGateway,
  payFor,
  paymentOf,
  refusalOf,
  requestsTo,
} from './wechatMerchant';

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterAll(() => bench.stop());

const { place, query, close } = requestsTo(() => bench);

describe('who may speak', () => {
  interface Signing {
    readonly nonce?: string;
    readonly at?: number;
    readonly mchid?: string;
    readonly signed?: string;
  }
  /** A request signed by hand, so that each part can be wrong. */
  async function ask(url: string, given: Signing = {}): Promise<string> {
    const { merchant } = bench.gateway;
    const {
      nonce = randomBytes(16).toString('hex'),
      at = Date.now(),
      mchid = merchant.mchid,
    } = given;
    const timestamp = Math.floor(at / 1000);
    const message = `GET\n${given.signed ?? url}\n${timestamp}\n${nonce}\n\n`;
    const signature = createSign('RSA-SHA256')
      .update(message)
      .sign(merchant.privateKeyPem, 'base64');
    const parts = { mchid, nonce_str: nonce, signature, timestamp, serial_no: merchant.serial };
    const list = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
    const response = await fetch(bench.gateway.url + url, {
      headers: { authorization: `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}` },
    });
    return `${response.status} ${((await response.json()) as { code?: string }).code ?? ''}`.trim();
  }
  const target = () =>
    `/v3/pay/transactions/out-trade-no/signed_1?mchid=${bench.gateway.merchant.mchid}`;

  test('who signs what was sent is answered', async () => {
    await place('signed_1');
    expect(await ask(target())).toBe('200');
  });
  test.each<[string, Signing]>([
    ['another address was signed', { signed: '/v3/pay/transactions/out-trade-no/signed_1' }],
    ['the signature is six minutes old', { at: Date.now() - 6 * 60_000 }],
    ['the signature is of the future', { at: Date.now() + 6 * 60_000 }],
    ['another merchant is named', { mchid: '1900000001' }],
  ])('%s: refused as SIGN_ERROR', async (_, given) => {
    expect(await ask(target(), given)).toBe('401 SIGN_ERROR');
  });
  test('a request that is sent again with its nonce is refused', async () => {
    const nonce = randomBytes(16).toString('hex');
    expect(await ask(target(), { nonce })).toBe('200');
    expect(await ask(target(), { nonce })).toBe('401 SIGN_ERROR');
  });
  test('the signature covers the address as received: an encoded one is another one', async () => {
    const encoded = target().replace('signed_1', 'signed%5F1');
    expect(await ask(encoded)).toBe('200');
    expect(await ask(encoded, { signed: target() })).toBe('401 SIGN_ERROR');
  });
  test('without a signature nothing is said', async () => {
    const response = await fetch(bench.gateway.url + target());
    expect([response.status, await response.json()]).toMatchObject([401, { code: 'SIGN_ERROR' }]);
  });
});

describe('an order', () => {
  test('is placed, read as unpaid, paid and read as paid by both of its numbers', async () => {
    await place('life_0001', { attach: '{"v":1}' });
    expect((await query('life_0001')).data).toMatchObject({ trade_state: 'NOTPAY' });
    await payFor(bench, 'life_0001', { attach: '{"v":1}' });
    const { data } = await query('life_0001');
    expect(data).toMatchObject({
      trade_state: 'SUCCESS',
      attach: '{"v":1}',
      amount: { total: 20_000, payer_total: 20_000, currency: 'CNY' },
      payer: { openid: 'o-lin' },
    });
    const { mchid } = bench.gateway.merchant;
    const { transaction_id } = data;
    const byId = await bench.client.v3.pay.transactions.id._transaction_id_.get({
      transaction_id,
      params: { mchid },
    });
    expect(byId.data).toEqual(data);
  });
  test('asked for again with the same contents gives the same prepay_id, with others none', async () => {
    const first = await place('again_001');
    expect((await place('again_001')).data).toEqual(first.data);
    const dearer = place('again_001', { amount: { total: 20_001, currency: 'CNY' } });
    expect(await refusalOf(dearer)).toBe('400 INVALID_REQUEST');
  });
  test('that was closed cannot be paid, closed again it stays closed (204, signed)', async () => {
    const { data } = await place('close_001');
    expect((await close('close_001')).status).toBe(204);
    expect((await close('close_001')).status).toBe(204);
    const payment = paymentOf(bench.gateway.merchant, data.prepay_id ?? '');
    expect(() => bench.gateway.cashier.pay(payment)).toThrow('已关闭');
    expect(await refusalOf(place('close_001'))).toBe('400 ORDER_CLOSED');
  });
  test('that was paid cannot be closed or placed again', async () => {
    await payFor(bench, 'paid_0001');
    expect(await refusalOf(close('paid_0001'))).toBe('400 ORDERPAID');
    expect(await refusalOf(place('paid_0001'))).toBe('400 ORDERPAID');
  });
  test('nobody placed is not found', async () => {
    expect(await refusalOf(query('nobody_01'))).toBe('404 ORDER_NOT_EXIST');
    expect(await refusalOf(close('nobody_01'))).toBe('404 ORDER_NOT_EXIST');
  });
  test.each<[string, object, string]>([
    ['another mini-program', { appid: 'wxother' }, '400 APPID_MCHID_NOT_MATCH'],
    ['another merchant', { mchid: '1900000001' }, '400 PARAM_ERROR'],
    ['nothing to pay', { amount: { total: 0 } }, '400 PARAM_ERROR'],
    ['half a fen', { amount: { total: 1.5 } }, '400 PARAM_ERROR'],
    ['dollars', { amount: { total: 100, currency: 'USD' } }, '400 PARAM_ERROR'],
    ['nobody to pay', { payer: {} }, '400 PARAM_ERROR'],
    ['a number with a slash', { out_trade_no: 'with/slash' }, '400 PARAM_ERROR'],
    ['a number too short', { out_trade_no: 'five5' }, '400 PARAM_ERROR'],
    ['a notify_url with a query', { notify_url: 'https://a.example/x?y=1' }, '400 PARAM_ERROR'],
    ['a notify_url that is a path', { notify_url: '/pay' }, '400 PARAM_ERROR'],
    ['an expiry without a zone', { time_expire: '2099-01-01T00:00:00' }, '400 PARAM_ERROR'],
    ['an expiry that has passed', { time_expire: '2020-01-01T00:00:00+08:00' }, '400 PARAM_ERROR'],
    ['a field nobody knows', { colour: 'green' }, '400 PARAM_ERROR'],
  ])('with %s is refused', async (_, wrong, refusal) => {
    expect(await refusalOf(place('wrong_001', wrong))).toBe(refusal);
    expect(await refusalOf(query('wrong_001'))).toBe('404 ORDER_NOT_EXIST');
  });
});
