import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloudbase';
import { launchBrowser } from '../browser';
import { barePhoneRoutes } from './wx-phone/routes';

interface PhoneWindow {
  readonly wx: {
    requestSubscribeMessage(options: object): Promise<Readonly<Record<string, unknown>>>;
  };
  answer?: Promise<unknown>;
}

let cloud: Cloud;
let browser: Browser;
let phone: Page;

beforeAll(async () => {
  const storage = { rules: { read: true, write: false } } as const;
  const manifest = { functions: {}, routes: [], collections: {}, storage };
  const routes = await barePhoneRoutes();
  const template = (title: string) => ({ title, fields: { thing1: '内容' } });
  const templates = { one: template('预订成功'), two: template('开始提醒') };
  const options = { functionsRoot: null, dataDir: null, log: null, routes, templates };
  cloud = await startCloud({ manifest, ...options });
  browser = await launchBrowser();
  phone = await browser.newPage({ viewport: { width: 375, height: 720 } });
  await phone.goto(`${cloud.url}/phone?as=oLin`);
  await phone.locator('body[data-ready]').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

/** Asks from within a tap on the page, and gives WeChat's answer when there is one. */
async function askInTap(tmplIds: readonly string[]): Promise<() => Promise<unknown>> {
  await phone.evaluate((ids) => {
    const target = globalThis as unknown as PhoneWindow;
    const ask = () => {
      const answer = target.wx.requestSubscribeMessage({ tmplIds: ids });
      target.answer = answer.catch((failure: unknown) => failure);
    };
    document.addEventListener('click', ask, { once: true, capture: true });
  }, tmplIds);
  await phone.mouse.click(5, 5);
  return () => phone.evaluate(() => (globalThis as unknown as PhoneWindow).answer);
}

test('outside a tap WeChat does not ask', async () => {
  const page = await browser.newPage();
  // The page itself asks when it stands: what a test evaluates counts as a tap for the browser.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.body?.dataset.ready === undefined) return;
      observer.disconnect();
      const { wx } = globalThis as unknown as PhoneWindow;
      wx.requestSubscribeMessage({ tmplIds: ['one'] }).catch(({ errMsg }) => alert(errMsg));
    }).observe(document, { attributes: true, subtree: true });
  });
  const told = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.message());
      void dialog.dismiss();
    });
  });
  await page.goto(`${cloud.url}/phone?as=oMay`);
  expect(await told).toBe('requestSubscribeMessage:fail can only be invoked by user TAP gesture.');
});

test.each([
  ['no template', [], 10001],
  ['six templates', ['1', '2', '3', '4', '5', '6'], 20003],
  ['a template that is not there', ['one', 'none'], 20001],
])('%s is refused with WeChat’s code', async (_what, ids, errCode) => {
  const answer = await askInTap(ids);
  expect(await answer()).toMatchObject({ errCode });
});

test('each template is accepted or left by its tick; what is kept is not asked again', async () => {
  const answer = await askInTap(['one', 'two']);
  await phone.getByText('开始提醒').click();
  await phone.getByText('总是保持以上选择').click();
  await phone.getByText('允许', { exact: true }).click();
  const choice = { one: 'accept', two: 'reject', errMsg: 'requestSubscribeMessage:ok' };
  expect(await answer()).toEqual(choice);
  const again = await askInTap(['one', 'two']);
  expect(await again()).toEqual(choice);
});
