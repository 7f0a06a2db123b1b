import { createSign, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, openGateway, payFor, paymentOf, refusalOf } from './wechatMerchant';

let bench: Bench;
beforeAll(async () => {
  bench = await openGateway();
});
afterAll(() => bench.stop());

const place = (number: string, more: object = {}) =>
  bench.client.v3.pay.transactions.jsapi.post(bench.order(number, more));
const query = (out_trade_no: string) =>
  bench.client.v3.pay.transactions.outTradeNo._out_trade_no_.get({
    out_trade_no,
    params: { mchid: bench.gateway.merchant.mchid },
  });
const close = (out_trade_no: string) =>
  bench.client.v3.pay.transactions.outTradeNo._out_trade_no_.close.post(
    { mchid: bench.gateway.merchant.mchid },
    { out_trade_no },
  );
const refund = (order: string, number: string, fen: number, more: object = {}) =>
  bench.client.v3.refund.domestic.refunds.post({
    out_trade_no: order,
    out_refund_no: number,
    amount: { refund: fen, total: 20_000, currency: 'CNY' },
    ...more,
  });

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

describe('a refund', () => {
  test('is under way, then done; the order reads REFUND', async () => {
    await payFor(bench, 'refund_01');
    const { data } = await refund('refund_01', 'R1', 5_000);
    expect(data).toMatchObject({ status: 'PROCESSING', amount: { refund: 5_000, total: 20_000 } });
    await bench.gateway.idle();
    const later = await bench.client.v3.refund.domestic.refunds._out_refund_no_.get({
      out_refund_no: 'R1',
    });
    expect(later.data).toMatchObject({ status: 'SUCCESS', refund_id: data.refund_id });
    expect((await query('refund_01')).data.trade_state).toBe('REFUND');
  });
  test('asked for twice with one number is made once, with other contents refused', async () => {
    await payFor(bench, 'refund_02');
    const first = await refund('refund_02', 'R2', 5_000);
    expect((await refund('refund_02', 'R2', 5_000)).data.refund_id).toBe(first.data.refund_id);
    expect(await refusalOf(refund('refund_02', 'R2', 6_000))).toBe('400 INVALID_REQUEST');
    expect((await refund('refund_02', 'R2b', 15_000)).data.status).toBe('PROCESSING');
  });
  test('never gives back more than was paid, whatever races', async () => {
    await payFor(bench, 'refund_03');
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map((n) => refusalOf(refund('refund_03', `R3-${n}`, 9_000))),
    );
    expect(outcomes.filter((outcome) => outcome === 'none')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === '400 INVALID_REQUEST')).toHaveLength(2);
  });
  test('needs a paid order and its exact total', async () => {
    await place('refund_04');
    expect(await refusalOf(refund('refund_04', 'R4', 100))).toBe('400 INVALID_REQUEST');
    expect(await refusalOf(refund('nobody_04', 'R4', 100))).toBe('404 RESOURCE_NOT_EXISTS');
    await payFor(bench, 'refund_05');
    const amount = { refund: 100, total: 19_999, currency: 'CNY' };
    expect(await refusalOf(refund('refund_05', 'R5', 100, { amount }))).toBe('400 INVALID_REQUEST');
  });
  test('that fails says so', async () => {
    await payFor(bench, 'refund_06');
    bench.gateway.faults.refund('ABNORMAL');
    await refund('refund_06', 'R6', 100);
    await bench.gateway.idle();
    expect((await refund('refund_06', 'R6', 100)).data.status).toBe('ABNORMAL');
  });
});

describe('an answer that goes wrong', () => {
  test.each([
    ['tamper', 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
    ['stale', 'EV3_RES_HEADER_TIMESTAMP_OFFSET'],
    ['unknownSerial', 'EV3_RES_HEADER_PLATFORM_SERIAL'],
    ['systemError', '500 SYSTEM_ERROR'],
    ['frequency', '429 FREQUENCY_LIMITED'],
    ['notEnough', '403 NOT_ENOUGH'],
    ['drop', 'ECONNRESET'],
  ] as const)('%s: the client refuses with %s', async (effect, refusal) => {
    await place(`fault_${effect}`);
    bench.gateway.faults.answer({ effect, path: '/v3/pay/transactions/out-trade-no' });
    expect(await refusalOf(query(`fault_${effect}`))).toBe(refusal);
    expect((await query(`fault_${effect}`)).status).toBe(200);
  });
  test('an empty answer is vouched for, too', async () => {
    await place('empty_001');
    bench.gateway.faults.answer({ effect: 'tamper', method: 'POST' });
    expect(await refusalOf(close('empty_001'))).toBe('EV3_RES_HEADER_SIGNATURE_DIGEST');
  });
  test('a dropped answer hides that the order was placed', async () => {
    bench.gateway.faults.answer({ effect: 'drop', method: 'POST' });
    expect(await refusalOf(place('dropped_1'))).toBe('ECONNRESET');
    expect((await query('dropped_1')).data.trade_state).toBe('NOTPAY');
  });
  test('a 500 leaves open whether the refund was made: the same number tells', async () => {
    await payFor(bench, 'unknown_1');
    bench.gateway.faults.answer({ effect: 'systemError', carriedOut: true });
    expect(await refusalOf(refund('unknown_1', 'RU', 20_000))).toBe('500 SYSTEM_ERROR');
    expect((await refund('unknown_1', 'RU', 20_000)).data.out_refund_no).toBe('RU');
  });
});
