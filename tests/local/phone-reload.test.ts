import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloudbase';
import { createPhoneBuilder, type PhoneBuilder, phoneRoutes } from '../../local/phone';
import { launchBrowser, PHONE } from '../browser';
import { byId } from './phonePage';
import { fixture, projectRoot } from './phoneServer';

/** ms from a saved file to a phone that shows it. */
const RELOAD_REACH = 2_000;

let browser: Browser;
let folder: string;
let cloud: Cloud;
let builder: PhoneBuilder;
let stopWatching: () => void;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'phone-reload-'));
  const miniprogramRoot = path.join(folder, 'mini');
  await cp(fixture('mini'), miniprogramRoot, { recursive: true });
  builder = createPhoneBuilder({ miniprogramRoot, projectRoot, outDir: path.join(folder, 'out') });
  const storage = { rules: { read: true, write: false } } as const;
  [browser, cloud] = await Promise.all([
    launchBrowser(),
    startCloud({
      manifest: { functions: {}, routes: [], collections: {}, storage },
      functionsRoot: null,
      dataDir: null,
      timers: false,
      log: null,
      routes: phoneRoutes(builder),
    }),
    builder.build(),
  ]);
  stopWatching = builder.watch(() => cloud.announce({ type: 'reload' }));
});
afterAll(async () => {
  stopWatching?.();
  await browser?.close();
  await cloud?.stop();
  await builder?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a saved file shows on two phones in time, each on the page it was on', async () => {
  const context = await browser.newContext(PHONE);
  const phones = await Promise.all(['lin', 'may'].map(() => context.newPage()));
  const query = encodeURIComponent('packages/deep/detail/detail?id=7');
  for (const phone of phones) {
    await phone.goto(`${cloud.url}/phone?as=lin&path=${query}`);
    await phone.waitForSelector('html[data-ready]');
  }
  const file = path.join(folder, 'mini/packages/deep/detail/detail.wxml');
  const text = await readFile(file, 'utf8');
  const saved = performance.now();
  await writeFile(file, text.replace('保存', '存好'));
  for (const phone of phones) {
    await expect.poll(() => byId(phone, 'save').textContent(), { timeout: 8_000 }).toBe('存好');
  }
  expect(performance.now() - saved).toBeLessThan(RELOAD_REACH);
  for (const phone of phones) expect(await byId(phone, 'query').textContent()).toMatch(/^7/);
});
