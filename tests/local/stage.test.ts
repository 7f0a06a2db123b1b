import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloudbase';
import { stageRoutes } from '../../local/stage';
import { launchBrowser } from '../browser';
import { barePhoneRoutes } from './wx-phone/routes';

const HOUR = 3_600_000;
/** Saturday 2026-03-14 10:00, UTC+8. */
const START = Date.UTC(2026, 2, 14, 2);

const persona = (name: string, label: string, role: string) => ({
  name,
  openid: `o-${name}`,
  label,
  role,
});
const door = (venueId: string, label: string) => ({
  venueId,
  label,
  as: 'desk',
  path: `pages/door/door?venueId=${venueId}`,
});

let cloud: Cloud;
let browser: Browser;

beforeAll(async () => {
  const storage = { rules: { read: true, write: false } } as const;
  const stage = stageRoutes({
    title: '场边',
    hint: '让小林打卡',
    personas: [
      persona('lin', '小林', '会员'),
      persona('may', '小梅', '会员'),
      persona('desk', '陈姐', '前台'),
    ],
    phones: ['lin', 'may'],
    doors: [door('v1', '东区羽毛球馆'), door('v2', '西区健身房')],
  });
  cloud = await startCloud({
    manifest: { functions: {}, routes: [], collections: {}, storage },
    functionsRoot: null,
    dataDir: null,
    timers: false,
    log: null,
    clockAtReset: START,
    routes: [...stage, ...(await barePhoneRoutes())],
  });
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

async function openStage(width = 1366, height = 768): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.goto(cloud.url);
  for (const name of ['phone-1', 'phone-2', 'door']) await ready(page, name);
  return page;
}

const screen = (page: Page, name: string) => page.frameLocator(`[data-frame=${name}] iframe`);
const ready = (page: Page, name: string) =>
  screen(page, name).locator('body[data-ready]').waitFor();

/** The answer of a call on one phone; evaluated in its frame. */
async function addressOf(page: Page, name: string): Promise<URLSearchParams> {
  const search = await screen(page, name)
    .locator('body')
    .evaluate(() => location.search);
  return new URLSearchParams(search);
}

const now = async (): Promise<number> => {
  const response = await fetch(`${cloud.url}/__dev/clock`);
  return ((await response.json()) as { now: number }).now;
};

test('two phones and a tablet stand on the stage, each held by the person it was given', async () => {
  const page = await openStage();
  expect((await addressOf(page, 'phone-1')).get('as')).toBe('lin');
  expect((await addressOf(page, 'phone-2')).get('as')).toBe('may');
  const tablet = await addressOf(page, 'door');
  expect(tablet.get('path')).toBe('pages/door/door?venueId=v1');
  await page.getByText('让小林打卡').waitFor();
});

test('a phone changes hands and the tablet changes doors', async () => {
  const page = await openStage();
  await page.getByLabel('手机 1 的主人').selectOption('desk');
  await expect.poll(async () => (await addressOf(page, 'phone-1')).get('as')).toBe('desk');
  await page.getByLabel('门口的屏幕在哪里').selectOption('v2');
  await expect
    .poll(async () => (await addressOf(page, 'door')).get('path'))
    .toBe('pages/door/door?venueId=v2');
});

test('the clock shows the club’s time and moves by its buttons', async () => {
  await cloud.setClock(START);
  const page = await openStage();
  const clock = page.getByLabel('场馆的时间');
  await expect.poll(() => clock.textContent()).toContain('3月14日 周六');
  await expect.poll(() => clock.textContent()).toContain('10:0');
  await page.getByRole('button', { name: '+1 小时' }).click();
  await expect.poll(() => clock.textContent()).toContain('11:0');
  expect((await now()) - START).toBeGreaterThanOrEqual(HOUR);
  await page.getByRole('button', { name: '明早' }).click();
  await expect.poll(() => clock.textContent()).toContain('3月15日 周日09:00');
  await page.getByRole('button', { name: '真实时间' }).click();
  await expect.poll(async () => Math.abs((await now()) - Date.now()) < 5_000).toBe(true);
});

test('the clock follows when someone else moves it', async () => {
  const page = await openStage();
  const clock = page.getByLabel('场馆的时间');
  await cloud.setClock(START + 10 * HOUR);
  await expect.poll(() => clock.textContent()).toContain('20:0');
});

test('a card sent on one phone lies in the other’s chat drawer and opens there', async () => {
  const page = await openStage();
  await screen(page, 'phone-1')
    .locator('body')
    .evaluate(() => {
      const { phone } = globalThis as unknown as { phone: { provided: { openMenu(): void } } };
      phone.provided.openMenu();
    });
  await screen(page, 'phone-1').getByRole('button', { name: '发送给朋友' }).click();
  await screen(page, 'phone-1').getByRole('button', { name: '小梅' }).click();
  const card = page.locator('[data-frame=phone-2] .card');
  await card.waitFor();
  expect(await card.textContent()).toContain('来看看（menu）');
  expect(await page.locator('[data-frame=phone-1] .card').count()).toBe(0);
  await card.click();
  const log = () =>
    screen(page, 'phone-2')
      .locator('body')
      .evaluate(() => [...(globalThis as unknown as { phone: { log: string[] } }).phone.log]);
  await expect.poll(log).toEqual(['enter ["pages/a/a?x=1",1007]']);
});

test('dark is dark on the stage and on every device', async () => {
  const page = await openStage();
  await page.getByLabel('浅色或深色').click();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  for (const name of ['phone-1', 'phone-2', 'door']) {
    await screen(page, name).locator('body[data-theme=dark]').waitFor();
  }
});

test('going back to the beginning asks first and then resets the cloud', async () => {
  await cloud.setClock(START + 48 * HOUR);
  const page = await openStage();
  await page.getByLabel('回到最初').click();
  const reset = page.waitForResponse((response) => response.url().endsWith('/__dev/reset'));
  await page.getByRole('button', { name: '回到最初', exact: true }).last().click();
  expect((await reset).status()).toBe(200);
  expect((await now()) - START).toBeLessThan(HOUR);
});

test('a laptop shows all three at once without scrolling; a narrow window stacks them', async () => {
  const page = await openStage();
  const sizes = () =>
    page.evaluate(() => {
      const boxes = [...document.querySelectorAll('.bezel')].map((node) =>
        node.getBoundingClientRect(),
      );
      return {
        wide: document.documentElement.scrollWidth <= innerWidth,
        bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
        lefts: new Set(boxes.map(({ left }) => Math.round(left / 100))).size,
        narrowest: Math.min(...boxes.map(({ width }) => width)),
      };
    });
  const laptop = await sizes();
  expect(laptop).toMatchObject({ wide: true, lefts: 3 });
  expect(laptop.bottom).toBeLessThanOrEqual(768);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(async () => (await sizes()).lefts).toBe(1);
  expect(await sizes()).toMatchObject({ wide: true });
});

test('a door has a page of its own; an unknown one says so', async () => {
  const page = await browser.newPage({ viewport: { width: 1024, height: 768 } });
  await page.goto(`${cloud.url}/door/v2`);
  await page.frameLocator('iframe').locator('body[data-ready]').waitFor();
  expect(await page.locator('iframe').getAttribute('src')).toContain('venueId%3Dv2');
  expect((await fetch(`${cloud.url}/door/none`)).status).toBe(404);
});
