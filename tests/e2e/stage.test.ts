import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type House, openHouse } from '../../tools/house';
import { launchBrowser } from '../browser';

/** The stage as a newcomer finds it, with the real mini-program, functions and seeded club. */
const GYM = '中心健身房';

let house: House;
let browser: Browser;
let page: Page;
const failures: string[] = [];

beforeAll(async () => {
  house = await openHouse({ port: 0, dataDir: null, timers: false });
  browser = await launchBrowser();
});
beforeEach(async () => {
  await house.cloud.reset();
  failures.length = 0;
  page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => failures.push(String(error)));
  await page.goto(house.cloud.url);
});
afterEach(async () => {
  await page.context().close();
  expect(failures).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const screen = (name: string): FrameLocator => page.frameLocator(`[data-frame=${name}] iframe`);

/** What a phone's list says of the gym: 馆内 46 人. */
async function headcount(name: string): Promise<number> {
  const label = await screen(name).getByRole('button', { name: GYM }).getAttribute('aria-label');
  return Number(/馆内 (\d+) 人/.exec(label ?? '')?.[1]);
}

async function checkIn(name: string): Promise<void> {
  await screen(name).getByRole('button', { name: GYM }).waitFor();
  await screen(name).getByText('打卡', { exact: true }).first().click();
  await screen(name).locator(`[data-code-of=${GYM}]`).click();
  await screen(name).getByText('打卡成功').waitFor();
}

test('a newcomer checks Lin in with the code at the door and sees the number rise on the other phone', async () => {
  await screen('phone-2').getByText(GYM).first().waitFor();
  await expect.poll(() => headcount('phone-2')).toBeGreaterThan(0);
  const before = await headcount('phone-2');
  await checkIn('phone-1');
  await expect.poll(() => headcount('phone-2')).toBe(before + 1);
});

test('a card sent by Lin lies in May’s chat and opens the page there', async () => {
  await screen('phone-1').getByText(GYM).first().waitFor();
  await screen('phone-2').getByText(GYM).first().waitFor();
  await screen('phone-1').locator('.wxphone-more').click();
  await screen('phone-1').getByRole('button', { name: '发送给朋友' }).click();
  await screen('phone-1').getByRole('button', { name: '梅若雨' }).click();
  await page.locator('[data-frame=phone-2] .card').click();
  await screen('phone-2').getByText(GYM).first().waitFor();
});

test('whoever holds a phone, the devices stay where they are', async () => {
  const tablet = page.locator('[data-frame=door] .bezel');
  const before = await tablet.boundingBox();
  await page.getByLabel('手机 2 的主人').selectOption('alex');
  expect(await tablet.boundingBox()).toEqual(before);
});

test('after the reset every phone begins again', async () => {
  await checkIn('phone-1');
  await page.getByLabel('回到最初').click();
  await page.getByRole('dialog').getByRole('button', { name: '回到最初' }).click();
  await screen('phone-1').getByText('打卡成功').waitFor({ state: 'detached' });
  await screen('phone-1').getByText('打卡', { exact: true }).first().waitFor();
});

test('a venue made in the app has a door, too', async () => {
  const answer = await fetch(`${house.cloud.url}/door/v-made-today`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('venueId%3Dv-made-today');
  expect((await fetch(`${house.cloud.url}/door/${encodeURIComponent('../x')}`)).status).toBe(404);
});
