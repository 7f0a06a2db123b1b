import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { projectRoot } from './builder/project';
import { ensureChromium } from './checks/chromium';
import { openHouse } from './house';

const images = join(projectRoot, 'docs/images');
const venue = { name: '中心健身房', id: 'v-centre-gym' };

/** `npm run screenshots`: README's pictures, taken anew from the seeded club. */
async function takeScreenshots(): Promise<void> {
  await mkdir(images, { recursive: true });
  const house = await openHouse({ port: 0, dataDir: null, timers: false });
  const executablePath = await ensureChromium();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await stage(browser, house.cloud.url);
    await phone(browser, house.cloud.url);
  } finally {
    await browser.close();
    await house.close();
  }
}

/** Lin has just checked in at the gym; May watches the list. */
async function stage(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  });
  await page.goto(url);
  const screen = (name: string) => page.frameLocator(`[data-frame=${name}] iframe`);
  await screen('phone-2').getByText(venue.name).first().waitFor();
  await screen('phone-1').getByText('打卡', { exact: true }).first().click();
  await screen('phone-1').locator(`[data-code-of=${venue.name}]`).click();
  await screen('phone-1').getByText('打卡成功').waitFor();
  await screen('phone-2').getByRole('button', { name: '馆内 47 人' }).waitFor();
  await page.screenshot({ path: join(images, 'stage.png') });
  await page.close();
}

async function phone(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  });
  const path = `packages/venue/pages/detail/detail?id=${venue.id}`;
  await page.goto(`${url}/phone?${new URLSearchParams({ as: 'lin', path })}`);
  await page.getByText('今日人数').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(images, 'venue.png') });
  await page.close();
}

takeScreenshots().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error);
    process.exit(1);
  },
);
