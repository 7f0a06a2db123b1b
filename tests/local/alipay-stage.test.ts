import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloudbase';
import { openGateways, PAY_APPS } from '../../local/club/gateways';
import { stageRoutes } from '../../local/stage';
import { launchBrowser } from '../browser';
import { type Bench, openGateway, requestsTo } from './alipayMerchant';
import { barePhoneRoutes } from './wx-phone/routes';

let bench: Bench;
let cloud: Cloud;
let browser: Browser;
const { place, query } = requestsTo(() => bench);

beforeAll(async () => {
  [bench, browser] = await Promise.all([openGateway(), launchBrowser()]);
  const stage = stageRoutes({
    title: '场边',
    personas: [{ name: 'lin', openid: 'o-lin', label: '小林', role: '会员' }],
    phones: ['lin', 'lin'],
    doors: [],
    payApps: PAY_APPS,
  });
  cloud = await startCloud({
    manifest: {
      functions: {},
      routes: [],
      collections: {},
      storage: { rules: { read: true, write: false } },
    },
    functionsRoot: null,
    dataDir: null,
    timers: false,
    log: null,
    routes: [...stage, ...(await barePhoneRoutes()), ...bench.gateway.routes],
  });
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await bench.startOver();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
  await bench?.stop();
});

/** The stage, with these codes on its two phones. */
async function openStage(...codes: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  await page.goto(cloud.url);
  for (const [index, code] of codes.entries()) {
    const phone = `[data-frame=phone-${index + 1}] iframe`;
    await page.frameLocator(phone).locator('body[data-ready]').waitFor();
    const frame = page.locator(phone);
    const src = await frame.getAttribute('src');
    await frame.evaluate(
      (node: HTMLIFrameElement, address) => {
        node.src = address;
      },
      `${src}&code=${encodeURIComponent(code)}`,
    );
  }
  return page;
}

const cashier = (page: Page) => page.frameLocator('dialog.payapp iframe');

async function scan(page: Page): Promise<void> {
  await page.getByLabel('支付宝扫一扫').first().click();
  await page.locator('.payapp .code').click();
}

const paying = async (number: string): Promise<unknown> => (await query(number)).tradeStatus;

test('who scans a code on a phone sees what is bought, and pays', async () => {
  const { qrCode = '' } = await place('stage_1', { subject: '<b>羽毛球"' });
  const page = await openStage(qrCode);
  await scan(page);
  await cashier(page).getByText('¥88.88').waitFor();
  await cashier(page).getByText('<b>羽毛球"').waitFor();
  await cashier(page).getByText('付款给 场边').waitFor();
  expect(await paying('stage_1')).toBe('WAIT_BUYER_PAY');
  await cashier(page).getByRole('button', { name: '确认付款' }).click();
  await cashier(page).getByText('支付成功').waitFor();
  expect(await paying('stage_1')).toBe('TRADE_SUCCESS');
  await bench.gateway.idle();
  expect(bench.got.map((form) => form.out_trade_no)).toEqual(['stage_1']);
});

test('a person without money, or who changes their mind, pays nothing and can try again', async () => {
  const { qrCode = '' } = await place('stage_2');
  const page = await openStage(qrCode);
  await scan(page);
  await cashier(page).getByRole('button', { name: '余额不足' }).click();
  await cashier(page).getByText('请换一种付款方式').waitFor();
  await cashier(page).getByRole('link', { name: '重新付款' }).click();
  await cashier(page).getByRole('button', { name: '取消' }).click();
  await cashier(page).getByText('已取消').waitFor();
  expect(await paying('stage_2')).toBe('WAIT_BUYER_PAY');
  expect(bench.got).toEqual([]);
});

test('codes of others are not offered; Alipay’s are, from every phone', async () => {
  const { qrCode = '' } = await place('stage_3');
  const page = await openStage('https://example.com/', qrCode);
  await page.getByLabel('支付宝扫一扫').first().click();
  await page.locator('.payapp .code').waitFor();
  expect(await page.locator('.payapp .code').count()).toBe(1);
});

test('a code that is paid already says so instead of a cashier', async () => {
  const { qrCode = '' } = await place('stage_4');
  bench.gateway.pay(qrCode);
  const page = await openStage(qrCode);
  await scan(page);
  await cashier(page).getByText('这笔交易已经付款').waitFor();
  expect(await cashier(page).getByRole('button').count()).toBe(0);
});

test('an address that is no cashier finds nothing', async () => {
  expect((await fetch(`${cloud.url}/__alipay/pay`)).status).toBe(404);
  const unknown = await fetch(`${cloud.url}/__alipay/cashier?code=https://qr.alipay.com/none`);
  expect(await unknown.text()).toContain('二维码无效');
});

test('every function that may send money back knows both channels, the hooks too', async () => {
  const gateways = await openGateways({ now: () => bench.now(), dataDir: null });
  const variables = gateways.functionEnv('http://cloud');
  await gateways.stop();
  const known = (name: string) =>
    ['WXPAY_NOTIFY_URL', 'ALIPAY_NOTIFY_URL'].map((variable) => variables[name]?.[variable]);
  const both = ['http://cloud/http/pay/wechat', 'http://cloud/http/pay/alipay'];
  for (const name of ['wallet', 'cashier', 'books', 'payTimer', 'wechatHook', 'alipayHook']) {
    expect(known(name)).toEqual(both);
  }
  expect(known('venue')).toEqual([undefined, undefined]);
});
