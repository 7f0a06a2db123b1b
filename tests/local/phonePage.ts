import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, PHONE } from '../browser';
import { fixture, type PhoneServer, servePhone } from './phoneServer';

/** A served fixture and a browser to open phones in; one a test file. */
export interface PhoneBench {
  readonly server: PhoneServer;
  readonly browser: Browser;
  /** Opens a phone, ready to be used; `query` goes after `as=lin`. */
  open(query?: string): Promise<Page>;
  /** Closes the phones that a test has opened. */
  closePhones(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPhoneBench(fixtureName: string): Promise<PhoneBench> {
  const outDir = await mkdtemp(path.join(tmpdir(), 'phone-'));
  const server = await servePhone(fixture(fixtureName), outDir);
  const [browser] = await Promise.all([launchBrowser(), server.builder.build()]);
  return {
    server,
    browser,
    open: async (query = '') => {
      const page = await (await browser.newContext(PHONE)).newPage();
      page.setDefaultTimeout(8_000);
      await page.goto(`${server.url}/phone?as=lin${query}`);
      await page.waitForSelector('html[data-ready]');
      return page;
    },
    closePhones: async () => {
      for (const context of browser.contexts()) await context.close();
    },
    stop: async () => {
      await browser.close();
      await server.stop();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** The page on screen. */
export function visiblePage(page: Page): Locator {
  return page.locator('.wxphone-page:not([hidden])');
}

/** An element of the page on screen, by its id in WXML. */
export function byId(page: Page, id: string): Locator {
  return visiblePage(page).locator(`[wx-id="${id}"]`);
}

export function style(element: Locator, property: string): Promise<string> {
  return element.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
}

/** Errors the phone has shown so far. */
export function phoneErrors(page: Page): Promise<readonly string[]> {
  return page.evaluate('__phoneErrors');
}
