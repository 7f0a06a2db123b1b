import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type House, openHouse } from '../../tools/house';
import { launchBrowser, PHONE } from '../browser';

export interface PhoneOptions {
  /** A page of the mini-program with its query; the first tab when absent. */
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

/**
 * The seeded club on a free port, in memory, and a browser in front of it. The club's timers stand
 * still unless a test moves the clock.
 */
export async function openStage() {
  const house = await openHouse({ port: 0, dataDir: null, timers: false });
  const browser = await launchBrowser();
  const context = await browser.newContext(PHONE);
  return stageOf(house, browser, context);
}

function stageOf(house: House, browser: Browser, context: BrowserContext) {
  const { cloud, gateways } = house;
  const complaints: string[] = [];
  return {
    cloud,
    /** WeChat Pay and Alipay: what they were told, and the faults that a test orders. */
    gateways,
    /** Errors of pages since the last look: a test that ends with some has failed. */
    complaints: () => complaints.splice(0),
    /** Opens a phone of a persona and waits until its first page stands. */
    async phone(as: string, options: PhoneOptions = {}): Promise<Page> {
      const { path = '', width = 390, height = 844, theme = 'light' } = options;
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      await page.setViewportSize({ width, height });
      page.on('pageerror', (error) => complaints.push(`${as}: ${error.message}`));
      const query = new URLSearchParams({ as, theme, ...(path && { path }) });
      await page.goto(`${cloud.url}/phone?${query}`);
      await page.locator('wx-page').first().waitFor();
      return page;
    },
    /** Puts all phones away and goes back to the seeded club. */
    async fresh(): Promise<void> {
      await Promise.all(context.pages().map((page) => page.close()));
      await cloud.reset({ keepInstances: true });
      complaints.length = 0;
    },
    /** What a function answers a persona; the data of an `ok` reply. */
    async call(as: string, name: string, action: string, input: object = {}) {
      const reply = (await cloud.call(as, name, { action, input })) as Reply;
      if (!reply.ok) throw new Error(`${name}.${action} refused ${as}: ${reply.code}`);
      return reply.data;
    },
    async close() {
      await browser.close();
      await house.close();
    },
  };
}

interface Reply {
  readonly ok: boolean;
  readonly code?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Types a code into the open scanner, as if it were held before the camera. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.getByLabel('码的内容').fill(text);
  await page.locator('[data-typed]').click();
}
