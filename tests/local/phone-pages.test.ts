import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { PHONE } from '../browser';
import {
  byId,
  type PhoneBench,
  phoneErrors,
  startPhoneBench,
  style,
  visiblePage,
} from './phonePage';
import { fixture, servePhone } from './phoneServer';

let bench: PhoneBench;

beforeAll(async () => {
  bench = await startPhoneBench('mini');
});
afterEach(() => bench.closePhones());
afterAll(() => bench?.stop());

const title = (page: Page): Locator => page.locator('.wxphone-title span');
const trail = (page: Page): Promise<readonly string[]> => page.evaluate('trail');

/** Waits until the trail ends like this. */
async function trailEnds(page: Page, end: readonly string[]): Promise<void> {
  await expect.poll(async () => (await trail(page)).slice(-end.length)).toEqual(end);
}

test('a start runs app, components and page in the order of a phone', async () => {
  const page = await bench.open();
  await expect
    .poll(() => trail(page))
    .toEqual([
      'app launch pages/home/home',
      'app show',
      'counter created',
      'counter attached',
      'home load',
      'counter page show',
      'home show',
      'counter ready',
      'home ready',
    ]);
});

test('a tap reaches a component, its event the page, and both are drawn anew', async () => {
  const page = await bench.open();
  await byId(page, 'add').click();
  await expect.poll(() => byId(page, 'count').textContent()).toBe('计数 3');
  await expect.poll(() => byId(page, 'inner').textContent()).toBe('共 3');
});

test('fingers work like the mouse', async () => {
  const context = await bench.browser.newContext({ ...PHONE, hasTouch: true });
  const page = await context.newPage();
  await page.goto(`${bench.server.url}/phone?as=lin`);
  await page.waitForSelector('html[data-ready]');
  await byId(page, 'add').tap();
  await expect.poll(() => byId(page, 'count').textContent()).toBe('计数 3');
});

test('a subpackage is loaded when it is needed and shares modules with the main package', async () => {
  const page = await bench.open();
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  await byId(page, 'link').click();
  await expect.poll(() => byId(page, 'query').textContent()).toBe('7 中文 名');
  expect(await title(page).textContent()).toBe('明细');
  expect(scripts).toContain('/phone-assets/deep.view.js');
  expect(await trail(page)).toContain('home hide');
  expect(await trail(page)).toContain('detail load 7');
});

test('a page and its opener talk over the event channel, and back returns', async () => {
  const page = await bench.open();
  await byId(page, 'go').click();
  await byId(page, 'save').click();
  await trailEnds(page, ['saved 8', 'detail unload', 'counter page show', 'home show']);
  expect(await trail(page)).toContain('greeted hello');
  expect(await title(page).textContent()).toBe('小样');
});

test('the eleventh page is refused', async () => {
  const page = await bench.open();
  await byId(page, 'go').click();
  for (let depth = 2; depth < 10; depth += 1) {
    await expect.poll(() => page.evaluate('getCurrentPages().length')).toBe(depth);
    await byId(page, 'more').click();
  }
  await expect.poll(() => page.evaluate('getCurrentPages().length')).toBe(10);
  await byId(page, 'more').click();
  await trailEnds(page, ['navigateTo:fail webview count limit exceed']);
});

test('tabs keep their state, and the styles of one page stay out of another', async () => {
  const page = await bench.open();
  await byId(page, 'add').click();
  await page.getByRole('tab', { name: '我的' }).click();
  await expect.poll(() => title(page).textContent()).toBe('我的');
  const own = byId(page, 'own');
  expect(await own.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)');
  expect(await own.evaluate((element) => element.clientHeight)).toBeLessThan(100);
  await page.getByRole('tab', { name: '首页' }).click();
  await expect.poll(() => byId(page, 'count').textContent()).toBe('计数 3');
  expect((await trail(page)).filter((entry) => entry === 'home load')).toHaveLength(1);
});

test('the end of the page and a pull at its top are told to the page', async () => {
  const page = await bench.open();
  const scroller = page.locator('.wxphone-page:not([hidden]) .wxphone-scroll');
  await scroller.evaluate((element) => element.scrollTo(0, 99_999));
  await trailEnds(page, ['home bottom']);
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await page.mouse.move(200, 200);
  await page.mouse.down();
  await page.mouse.move(200, 420, { steps: 8 });
  await page.mouse.up();
  await trailEnds(page, ['home refresh']);
  await expect.poll(() => page.locator('.wxphone-page[data-refreshing]').count()).toBe(1);
  await page.evaluate('wx.stopPullDownRefresh()');
  await expect.poll(() => page.locator('.wxphone-page[data-refreshing]').count()).toBe(0);
});

test('light and dark follow the phone, not the browser', async () => {
  const page = await bench.open('&theme=dark');
  const colours = () =>
    page.evaluate(() => ({
      ground: getComputedStyle(document.querySelector('wx-page') ?? document.body).backgroundColor,
      bar: getComputedStyle(document.querySelector('.wxphone-navigation') ?? document.body)
        .backgroundColor,
    }));
  expect(await colours()).toEqual({ ground: 'rgb(15, 21, 18)', bar: 'rgb(24, 33, 29)' });
  await page.goto(`${bench.server.url}/phone?as=lin`);
  await page.waitForSelector('html[data-ready]');
  expect(await colours()).toEqual({ ground: 'rgb(244, 247, 245)', bar: 'rgb(255, 255, 255)' });
});

test('an address opens the page it names, and a reload comes back to the page on screen', async () => {
  const query = `&path=${encodeURIComponent('packages/deep/detail/detail?id=9&name=x')}`;
  const page = await bench.open(query);
  expect(await byId(page, 'query').textContent()).toBe('9 x');
  await page.getByLabel('首页').click();
  await expect.poll(() => byId(page, 'count').textContent()).toBe('计数 2');
  await byId(page, 'go').click();
  await expect.poll(() => byId(page, 'query').textContent()).toMatch(/^8/);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  expect(await byId(page, 'query').textContent()).toMatch(/^8/);
});

test('a page that does not exist is an error with its name', async () => {
  const page = await bench.open('&path=pages/nowhere/nowhere');
  expect(await phoneErrors(page)).toEqual(['launch: page "pages/nowhere/nowhere" is not found']);
  expect(await byId(page, 'count').textContent()).toBe('计数 2');
});

test('the bars leave the page its place and tell it the size', async () => {
  const page = await bench.open();
  const info = await page.evaluate('wx.getWindowInfo()');
  expect(info).toMatchObject({
    screenWidth: 390,
    screenHeight: 844,
    windowHeight: 844 - 47 - 44 - 50 - 34,
    statusBarHeight: 47,
    safeArea: { top: 47, bottom: 810 },
  });
});

test('the app hears of going to the background and coming back', async () => {
  const page = await bench.open();
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await trailEnds(page, ['home hide', 'counter page hide', 'app hide']);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await trailEnds(page, ['app show', 'counter page show', 'home show']);
});

test('a phone tells the time of its cloud, while durations stay real', async () => {
  const noon = Date.UTC(2026, 2, 14, 4);
  const outDir = await mkdtemp(path.join(tmpdir(), 'phone-clock-'));
  const clockOffset = () => noon - Date.now();
  const server = await servePhone(fixture('mini'), outDir, { clockOffset });
  const page = await (await bench.browser.newContext(PHONE)).newPage();
  await page.goto(`${server.url}/phone?as=lin`);
  await page.waitForSelector('html[data-ready]');
  const times = await page.evaluate(() => [
    Date.now(),
    Date.parse(new Date().toISOString()),
    new Date(5).getTime(),
  ]);
  expect(times[0]).toBeGreaterThanOrEqual(noon);
  expect(times[0]).toBeLessThan(noon + 60_000);
  expect(times[1]).toBeLessThan(noon + 60_000);
  expect(times[2]).toBe(5);
  expect(await page.evaluate(() => new Date() instanceof Date)).toBe(true);
  expect(await page.locator('.wxphone-time').textContent()).toBe('12:00');
  await server.stop();
  await rm(outDir, { recursive: true, force: true });
});

test('redirectTo replaces the page, reLaunch all of them, navigateBack ends at the first', async () => {
  const page = await bench.open();
  const routes = () => page.evaluate('getCurrentPages().map((page) => page.route)');
  await page.evaluate("wx.navigateTo({ url: '/packages/deep/detail/detail?id=1' })");
  await page.evaluate("wx.redirectTo({ url: '/pages/tags/tags' })");
  expect(await routes()).toEqual(['pages/home/home', 'pages/tags/tags']);
  await page.evaluate('wx.navigateBack({ delta: 9 })');
  expect(await routes()).toEqual(['pages/home/home']);
  await page.evaluate("wx.reLaunch({ url: '/pages/mine/mine' })");
  expect(await routes()).toEqual(['pages/mine/mine']);
  const refused = "wx.navigateTo({ url: '/pages/home/home' }).catch(({ errMsg }) => errMsg)";
  expect(await page.evaluate(refused)).toBe('navigateTo:fail can not navigateTo a tabbar page');
  expect(await trail(page)).toContain('home unload');
});

test('a page made with Component() gets its query as properties', async () => {
  const page = await bench.open(`&path=${encodeURIComponent('pages/mine/mine?from=card')}`);
  expect(await trail(page)).toContain('mine load from card');
});

test('a page keeps where it was scrolled to while another one lies on it', async () => {
  const page = await bench.open();
  const scroller = visiblePage(page).locator('.wxphone-scroll');
  await scroller.evaluate((element) => element.scrollTo(0, 240));
  await page.evaluate("wx.navigateTo({ url: '/packages/deep/detail/detail?id=1' })");
  await page.evaluate('wx.navigateBack()');
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(240);
});

test('the title, the badges and the colours of the bars can be changed', async () => {
  const page = await bench.open();
  await page.evaluate(`Promise.all([
    wx.setNavigationBarTitle({ title: '新标题' }),
    wx.setNavigationBarColor({ frontColor: '#ffffff', backgroundColor: '#0a7c4a' }),
    wx.setTabBarBadge({ index: 1, text: '3' }),
  ])`);
  expect(await title(page).textContent()).toBe('新标题');
  const bar = page.locator('.wxphone-navigation');
  expect(await style(bar, 'background-color')).toBe('rgb(10, 124, 74)');
  expect(await page.getByRole('tab', { name: '我的' }).textContent()).toBe('我的3');
});

test('an error of the app is shown with its words', async () => {
  const page = await bench.open();
  await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('坏了')), 0));
  await expect.poll(() => page.locator('.wxphone-errors').textContent()).toContain('坏了');
});
