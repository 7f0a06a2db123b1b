import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase';
import { createPhoneBuilder, type PhoneBuilder, phoneRoutes } from '../../local/phone';
import { compileWithWechat } from '../../tools/checks/compilers';
import { launchBrowser, PHONE } from '../browser';
import { fn, startFixtureCloud } from './fixtures/cloud';
import { byId, phoneErrors } from './phonePage';
import { fixture, projectRoot } from './phoneServer';

let outDir: string;
let builder: PhoneBuilder;
let cloud: Cloud;
let browser: Browser;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'phone-'));
  builder = createPhoneBuilder({ miniprogramRoot: fixture('number'), projectRoot, outDir });
  cloud = await startFixtureCloud(
    { functions: { wechat: fn({ openapi: ['phonenumber.getPhoneNumber'] }) } },
    {
      routes: phoneRoutes(builder, { openidOf: (as) => `o-${as}` }),
      phoneNumbers: { 'o-lin': '13800000001' },
    },
  );
  [browser] = await Promise.all([launchBrowser(), builder.build()]);
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
  await builder?.stop();
  await rm(outDir, { recursive: true, force: true });
});

async function open(as = 'lin'): Promise<Page> {
  const page = await (await browser.newContext(PHONE)).newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${cloud.url}/phone?as=${as}`);
  await page.waitForSelector('html[data-ready]');
  return page;
}

const shows = (page: Page, id: string, text: string) =>
  expect.poll(() => byId(page, id).textContent()).toBe(text);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const sheet = (page: Page) => page.getByRole('dialog', { name: '手机号' });

test.each(['微信手机号', '一键填写'])(
  '%s: after consent and 允许 the function gets Lin’s number for the code',
  async (button) => {
    const page = await open();
    await press(page, button);
    await press(page, '同意');
    await expect.poll(() => sheet(page).textContent()).toContain('138****0001');
    await press(page, '允许');
    await shows(page, 'number', '13800000001');
    await shows(page, 'errMsg', 'getPhoneNumber:ok');
    await shows(page, 'fields', 'encryptedData iv');
    expect(await phoneErrors(page)).toEqual([]);
  },
);

test('one button that agrees to the privacy guide as well asks for the number only', async () => {
  const page = await open();
  await press(page, '同意并填写');
  await press(page, '允许');
  await shows(page, 'number', '13800000001');
  await shows(page, 'agreed', '1');
});

test.each<[string, (page: Page) => Promise<void>]>([
  ['不允许', (page) => press(page, '不允许')],
  ['the cross', (page) => sheet(page).getByRole('button', { name: '关闭' }).click()],
  ['a tap beside the sheet', (page) => page.mouse.click(180, 120)],
])('%s gives no code, and the page may ask again', async (_what, leave) => {
  const page = await open();
  await press(page, '同意并填写');
  await sheet(page).waitFor();
  await leave(page);
  await shows(page, 'errMsg', 'getPhoneNumber:fail user deny');
  await shows(page, 'fields', '');
  await press(page, '同意并填写');
  await press(page, '允许');
  await shows(page, 'errMsg', 'getPhoneNumber:ok');
  expect(await phoneErrors(page)).toEqual([]);
});

test('who does not agree to the privacy guide is not asked for the number', async () => {
  const page = await open();
  await press(page, '微信手机号');
  await press(page, '拒绝');
  await shows(page, 'errMsg', 'getPhoneNumber:fail privacy permission is not authorized');
  await shows(page, 'fields', 'errno');
  expect(await sheet(page).count()).toBe(0);
});

test('without WeChat’s servers the page hears of the network', async () => {
  const page = await open();
  await page.route('**/__wechat/**', (route) => route.abort());
  await press(page, '同意并填写');
  await shows(page, 'errMsg', 'getPhoneNumber:fail network error');
});

test('a phone that nobody configured has a number as well', async () => {
  const page = await open('sun');
  await press(page, '同意并填写');
  await press(page, '允许');
  await expect.poll(() => byId(page, 'number').textContent()).toMatch(/^1[3-9]\d{9}$/);
});

test('WeChat’s own compiler takes the buttons as they are', async () => {
  expect(await compileWithWechat(fixture('number'))).toEqual([]);
});
