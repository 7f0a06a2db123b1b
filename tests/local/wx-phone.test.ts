import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloudbase';
import { launchBrowser } from '../browser';
import { barePhoneRoutes } from './wx-phone/routes';

/** The parts of the global `wx` and of the bare phone that these tests touch. */
type Answer = Readonly<Record<string, unknown>>;
type Api = (options?: Readonly<Record<string, unknown>>) => Promise<Answer>;
interface PhoneWindow {
  readonly wx: Readonly<Record<string, Api>>;
  readonly phone: {
    readonly log: readonly string[];
    readonly canvas: HTMLCanvasElement;
    readonly provided: {
      readonly openMenu: () => void;
      readonly close: () => void;
      readonly openType: (request: object) => void;
    };
  };
}

let cloud: Cloud;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  const storage = { rules: { read: true, write: false } } as const;
  const manifest = { functions: {}, routes: [], collections: {}, storage };
  const routes = await barePhoneRoutes();
  cloud = await startCloud({ manifest, functionsRoot: null, dataDir: null, log: null, routes });
  browser = await launchBrowser();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 375, height: 720 } });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

async function open(query = ''): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${cloud.url}/phone?${query}`);
  await page.locator('body[data-ready]').waitFor();
  return page;
}

/** Calls `wx.<api>` and gives its answer or its failure. */
function call(page: Page, api: string, options: Readonly<Record<string, unknown>> = {}) {
  return page.evaluate(
    async ([name, given]) => {
      const { wx } = globalThis as unknown as PhoneWindow;
      const outcome: unknown = await wx[name]?.(given).catch((failure: unknown) => failure);
      return outcome as Answer;
    },
    [api, options] as const,
  );
}

const logOf = (page: Page) =>
  page.evaluate(() => [...(globalThis as unknown as PhoneWindow).phone.log]);

test('a member that is not there fails with its name, and canIUse tells beforehand', async () => {
  const page = await open();
  const outcome = await page.evaluate(() => {
    const { wx } = globalThis as unknown as {
      wx: { getLocation: unknown; canIUse(schema: string): boolean };
    };
    const known = ['scanCode', 'cloud.callFunction', 'getLocation', 'cloud.nothing'].map((name) =>
      wx.canIUse(name),
    );
    try {
      return { known, error: String(wx.getLocation) };
    } catch (error) {
      return { known, error: String(error) };
    }
  });
  expect(outcome.known).toEqual([true, true, false, false]);
  expect(outcome.error).toContain('wx.getLocation is not available on this phone');
});

test('a toast goes by itself; loading stays until it is hidden and replaces the toast', async () => {
  const page = await open();
  await call(page, 'showToast', { title: '已打卡', icon: 'success', duration: 50 });
  const status = page.getByRole('status');
  await status.waitFor({ state: 'detached' });
  await call(page, 'showToast', { title: '已打卡', duration: 60_000 });
  await call(page, 'showLoading', { title: '请稍候' });
  expect(await status.allTextContents()).toEqual(['请稍候']);
  await call(page, 'hideLoading');
  expect(await status.count()).toBe(0);
});

test('a modal answers confirm or cancel; a button of five characters is refused', async () => {
  const page = await open();
  const asked = call(page, 'showModal', { title: '离场', content: '要结束这次训练吗？' });
  await page.getByRole('button', { name: '确定' }).click();
  expect(await asked).toEqual({
    confirm: true,
    cancel: false,
    content: null,
    errMsg: 'showModal:ok',
  });
  const typed = call(page, 'showModal', { title: '原因', editable: true });
  await page.getByRole('alertdialog').getByRole('textbox').fill('忘记离场');
  await page.getByRole('button', { name: '确定' }).click();
  expect(await typed).toMatchObject({ confirm: true, content: '忘记离场' });
  expect(await call(page, 'showModal', { confirmText: '我已经知道' })).toMatchObject({
    errMsg: expect.stringContaining('showModal:fail confirmText length'),
  });
});

test('an action sheet gives the row; leaving it is fail cancel', async () => {
  const page = await open();
  const options = { itemList: ['热度', '人少', '名称'] };
  const chosen = call(page, 'showActionSheet', options);
  await page.getByRole('button', { name: '人少' }).click();
  expect(await chosen).toEqual({ tapIndex: 1, errMsg: 'showActionSheet:ok' });
  const left = call(page, 'showActionSheet', options);
  await page.getByRole('button', { name: '取消' }).click();
  expect(await left).toEqual({ errMsg: 'showActionSheet:fail cancel' });
});

test('storage keeps types, belongs to the person and knows its limits', async () => {
  const page = await open('as=lin');
  const kept = { n: 1, list: [true, null], text: '' };
  await call(page, 'setStorage', { key: 'a', data: kept });
  await page.reload();
  await page.locator('body[data-ready]').waitFor();
  expect(await call(page, 'getStorage', { key: 'a' })).toEqual({
    data: kept,
    errMsg: 'getStorage:ok',
  });
  const other = await open('as=may');
  expect(await call(other, 'getStorage', { key: 'a' })).toEqual({
    errMsg: 'getStorage:fail data not found',
  });
  expect(await call(page, 'setStorage', { key: 'b', data: 'x'.repeat(1024 * 1024) })).toMatchObject(
    { errMsg: expect.stringContaining('setStorage:fail') },
  );
});

test('the scanner offers the codes on other screens and gives the text of the one tapped', async () => {
  const door = await open('as=desk&label=东区门口&code=door:v1:42');
  const lin = await open('as=lin');
  const scanned = call(lin, 'scanCode', { onlyFromCamera: true });
  const code = lin.getByRole('button', { name: '东区门口' });
  await code.waitFor();
  expect(await lin.getByLabel('从相册选取').count()).toBe(0);
  await code.click();
  expect(await scanned).toMatchObject({
    result: 'door:v1:42',
    scanType: 'QR_CODE',
    charSet: 'UTF-8',
    errMsg: 'scanCode:ok',
  });
  await door.close();
});

test('a code that leaves the screen leaves the scanner; a typed one counts as scanned', async () => {
  const door = await open('as=desk&label=东区门口&code=door:v1:42');
  const lin = await open('as=lin');
  const scanned = call(lin, 'scanCode');
  const code = lin.getByRole('button', { name: '东区门口' });
  await code.waitFor();
  await door.close();
  await code.waitFor({ state: 'detached' });
  await lin
    .getByLabel('码的内容')
    .fill('wxacode://wxlocal/pages/venue/venue?scene=v%3D1&env=release');
  await lin.getByRole('button', { name: '确定' }).click();
  expect(await scanned).toMatchObject({
    result: '',
    scanType: 'WX_CODE',
    path: 'pages/venue/venue?scene=v%3D1',
  });
});

test('a card goes to the phone that was chosen', async () => {
  const lin = await open('as=lin&label=小林');
  await open('as=may&label=小梅&frame=phone-2');
  await lin.evaluate(() => (globalThis as unknown as PhoneWindow).phone.provided.openMenu());
  const received = lin.evaluate(
    () =>
      new Promise((resolve) => {
        new BroadcastChannel('phones:alone').addEventListener('message', ({ data }) => {
          if (data.type === 'card') resolve(data);
        });
      }),
  );
  await lin.getByRole('button', { name: '发送给朋友' }).click();
  await lin.getByRole('button', { name: '小梅' }).click();
  expect(await received).toMatchObject({
    to: 'phone-2',
    label: '小林',
    card: { title: '来看看（menu）', path: '/pages/a/a?x=1' },
  });
});

test('an avatar can be chosen after consent to the privacy guide', async () => {
  const page = await open();
  const chosen = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        (globalThis as unknown as PhoneWindow).phone.provided.openType({
          openType: 'chooseAvatar',
          target: { id: '', dataset: {} },
          properties: {},
          trigger: (event: string, detail: { avatarUrl: string }) =>
            resolve(`${event} ${detail.avatarUrl}`),
        });
      }),
  );
  await page.getByRole('button', { name: '同意' }).click();
  await page.getByAltText('图片 2').click();
  expect(await chosen).toMatch(/^chooseavatar blob:.*#sample-2\.png$/);
  expect(await call(page, 'getPrivacySetting')).toMatchObject({ needAuthorization: false });
});

test('a text written to the phone can be read and saved on the computer', async () => {
  const page = await open();
  const filePath = 'wxfile://usr/export.json';
  const text = await page.evaluate((path) => {
    const { wx } = globalThis as unknown as {
      wx: { getFileSystemManager(): { writeFileSync: unknown; readFileSync: unknown } };
    };
    const files = wx.getFileSystemManager() as {
      writeFileSync(path: string, data: string): void;
      readFileSync(path: string, encoding: string): string;
    };
    files.writeFileSync(path, '{"积分":5}');
    return files.readFileSync(path, 'utf8');
  }, filePath);
  expect(text).toBe('{"积分":5}');
  const download = page.waitForEvent('download');
  const shared = call(page, 'shareFileMessage', { filePath, fileName: '我的数据.json' });
  await page.getByRole('button', { name: '存到这台电脑' }).click();
  expect((await download).suggestedFilename()).toBe('我的数据.json');
  expect(await shared).toEqual({ errMsg: 'shareFileMessage:ok' });
});

test('calls and places open a sheet; navigation fails as on a phone', async () => {
  const page = await open();
  const called = call(page, 'makePhoneCall', { phoneNumber: '021-5555 0100' });
  await page.getByText('021-5555 0100').waitFor();
  await page.getByRole('button', { name: '关闭' }).click();
  expect(await called).toEqual({ errMsg: 'makePhoneCall:fail cancel' });
  const place = { latitude: 31.2, longitude: 121.4, name: '东区', address: '球场路 1 号' };
  expect(await call(page, 'openLocation', place)).toEqual({ errMsg: 'openLocation:ok' });
  await page.getByText('球场路 1 号').waitFor();
  await page.getByRole('button', { name: '知道了' }).click();
  const event = { title: '羽毛球 1 号场', startTime: 1_773_468_000, alarmOffset: 7_200 };
  const noted = call(page, 'addPhoneCalendar', event);
  await page.getByText('提前 120 分钟提醒').waitFor();
  await page.getByRole('button', { name: '保存' }).click();
  expect(await noted).toEqual({ errMsg: 'addPhoneCalendar:ok' });
  expect(await call(page, 'navigateTo', { url: '/pages/missing' })).toEqual({
    errMsg: 'navigateTo:fail page "/pages/missing" is not found',
  });
});

test('a canvas becomes a picture file of the size asked for', async () => {
  const page = await open('code=abc');
  const size = await page.evaluate(async () => {
    const { wx, phone } = globalThis as unknown as PhoneWindow;
    const options = { canvas: phone.canvas, destWidth: 90, destHeight: 90 };
    const answer = await wx.canvasToTempFilePath?.(options);
    const image = new Image();
    image.src = String(answer?.tempFilePath);
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  expect(size).toEqual([90, 90]);
});

test('the capsule’s ring sends the app to the background and brings it back', async () => {
  const page = await open();
  await page.evaluate(() => (globalThis as unknown as PhoneWindow).phone.provided.close());
  await page.getByRole('button', { name: '回到小程序' }).click();
  expect(await logOf(page)).toEqual(['setForeground [false]', 'setForeground [true]']);
});
