import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloudbase';
import { launchBrowser, PHONE } from '../browser';
import { type Bench, openGateway, paymentOf } from './wechatMerchant';
import { barePhoneRoutes } from './wx-phone/routes';

let bench: Bench;
let cloud: Cloud;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  bench = await openGateway();
  const storage = { rules: { read: true, write: false } } as const;
  const manifest = { functions: {}, routes: [], collections: {}, storage };
  const routes = [...(await barePhoneRoutes()), ...bench.gateway.routes];
  cloud = await startCloud({ manifest, functionsRoot: null, dataDir: null, log: null, routes });
  browser = await launchBrowser();
});
beforeEach(async () => {
  page = await (await browser.newContext(PHONE)).newPage();
  await page.goto(`${cloud.url}/phone?path=pages/a/a`);
  await page.locator('body[data-ready]').waitFor();
});
afterEach(async () => {
  await page.context().close();
  await bench.startOver();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
  await bench?.stop();
});

/** Places an order and hands it to `wx.requestPayment` on Lin's phone. */
async function askToPay(more: object = {}): Promise<{ outcome: Promise<string> }> {
  const { data } = await bench.client.v3.pay.transactions.jsapi.post(bench.order('cashier_1'));
  const payment = { ...paymentOf(bench.gateway.merchant, data.prepay_id ?? ''), ...more };
  return { outcome: requestPayment(payment) };
}

const requestPayment = (payment: object): Promise<string> =>
  page.evaluate(async (given) => {
    const { wx } = globalThis as unknown as {
      wx: { requestPayment(options: object): Promise<{ errMsg: string }> };
    };
    return wx
      .requestPayment(given)
      .catch((failure) => failure)
      .then(({ errMsg }) => errMsg);
  }, payment);

async function stateOfOrder(): Promise<string | undefined> {
  const { mchid } = bench.gateway.merchant;
  const parameters = { out_trade_no: 'cashier_1', params: { mchid } };
  const order = bench.client.v3.pay.transactions.outTradeNo._out_trade_no_;
  return (await order.get(parameters)).data.trade_state;
}

const tap = (name: string) => page.getByRole('button', { name, exact: true }).click();

describe('at the cashier', () => {
  test('Lin sees to whom, for what and how much, pays, and the page hears of it', async () => {
    const { outcome } = await askToPay();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('储值 200 元').waitFor();
    expect(await sheet.innerText()).toMatch(/本地商户[\s\S]*200\.00[\s\S]*零钱/);
    await tap('立即支付');
    await page.getByText('支付成功').waitFor();
    await tap('完成');
    expect(await outcome).toBe('requestPayment:ok');
    expect(await stateOfOrder()).toBe('SUCCESS');
    await bench.gateway.idle();
    expect(bench.got).toHaveLength(1);
  });

  test('who leaves the sheet has cancelled, and the order can still be paid', async () => {
    const { outcome } = await askToPay();
    await tap('关闭');
    expect(await outcome).toBe('requestPayment:fail cancel');
    expect(await stateOfOrder()).toBe('NOTPAY');
  });

  test.each([
    ['余额不足', 'requestPayment:fail 余额不足'],
    ['中途取消支付', 'requestPayment:fail cancel'],
  ])('the result to try %s is %s', async (row, errMsg) => {
    const { outcome } = await askToPay();
    await tap('试试其他结果');
    await tap(row);
    expect(await outcome).toBe(errMsg);
    expect(await stateOfOrder()).toBe('NOTPAY');
  });

  test('who closes the app after paying comes back at the start page, and has paid', async () => {
    const { outcome } = await askToPay();
    outcome.catch(() => undefined);
    await tap('试试其他结果');
    await tap('付款后直接关掉小程序');
    await page.waitForURL((url) => !url.searchParams.has('path'));
    expect(await stateOfOrder()).toBe('SUCCESS');
  });
});

describe('no cashier opens', () => {
  test.each<[string, object, string]>([
    ['for another person', { openid: 'o-may' }, '下单账号与支付账号不一致'],
    ['for an order nobody placed', { package: 'prepay_id=wx0' }, '支付验证签名失败'],
    ['when the merchant signed something else', { nonceStr: 'other' }, '支付验证签名失败'],
    ['for a signature that is none', { paySign: 'AAAA' }, '支付验证签名失败'],
    ['for an old way of signing', { signType: 'MD5' }, 'signType 应为 RSA'],
  ])('%s', async (_, wrong, words) => {
    const { data } = await bench.client.v3.pay.transactions.jsapi.post(bench.order('cashier_1'));
    const payment = { ...paymentOf(bench.gateway.merchant, data.prepay_id ?? ''), ...wrong };
    expect(() => bench.gateway.cashier.open(payment)).toThrow(words);
    expect(() => bench.gateway.cashier.pay(payment)).toThrow(words);
    expect(await stateOfOrder()).toBe('NOTPAY');
  });

  test('for a genuine signature over a prepay_id that does not exist', () => {
    const payment = paymentOf(bench.gateway.merchant, 'wx0');
    expect(() => bench.gateway.cashier.open(payment)).toThrow('预支付单不存在');
  });

  test('twice for one order, nor after its time', async () => {
    const { data } = await bench.client.v3.pay.transactions.jsapi.post(bench.order('cashier_1'));
    const payment = paymentOf(bench.gateway.merchant, data.prepay_id ?? '');
    bench.pass(2 * 3_600_000);
    expect(() => bench.gateway.cashier.pay(payment)).toThrow('预支付单已过期');
    bench.pass(-2 * 3_600_000);
    bench.gateway.cashier.pay(payment);
    expect(() => bench.gateway.cashier.pay(payment)).toThrow('该订单已支付');
  });

  test('when a number is given where a phone wants a text', async () => {
    const payment = { ...paymentOf(bench.gateway.merchant, 'wx0'), timeStamp: 1_554_208_460 };
    expect(await requestPayment(payment)).toBe(
      'requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;',
    );
  });

  test('when the phone is held by somebody else', async () => {
    const { data } = await bench.client.v3.pay.transactions.jsapi.post(bench.order('cashier_1'));
    await page.goto(`${cloud.url}/phone?as=may`);
    await page.locator('body[data-ready]').waitFor();
    const outcome = await requestPayment(paymentOf(bench.gateway.merchant, data.prepay_id ?? ''));
    expect(outcome).toBe('requestPayment:fail 下单账号与支付账号不一致，请核实后再支付');
  });
});
