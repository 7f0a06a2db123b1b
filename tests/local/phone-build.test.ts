import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { formatProblem } from '../../local/phone';
import { launchBrowser, PHONE } from '../browser';
import { byId } from './phonePage';
import { fixture, type PhoneServer, servePhone } from './phoneServer';

/** ms from a saved file to a finished build. */
const REBUILD_REACH = 1_500;

let browser: Browser;
let folder: string;
let server: PhoneServer;

beforeAll(async () => {
  browser = await launchBrowser();
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'phone-build-'));
  await cp(fixture('mini'), path.join(folder, 'mini'), { recursive: true });
  server = await servePhone(path.join(folder, 'mini'), path.join(folder, 'out'));
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
afterAll(() => browser?.close());

const file = (name: string) => path.join(folder, 'mini', name);

async function edit(name: string, from: string, to: string): Promise<void> {
  const text = await readFile(file(name), 'utf8');
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  await writeFile(file(name), text.replace(from, to));
}

/** Errors of a build, with paths inside the mini-program. */
async function problems(): Promise<readonly string[]> {
  const report = await server.builder.build();
  return report.problems
    .filter(({ level }) => level === 'error')
    .map((problem) => formatProblem({ ...problem, file: path.relative(file(''), problem.file) }));
}

async function open(): Promise<Page> {
  const page = await (await browser.newContext(PHONE)).newPage();
  await page.goto(`${server.url}/phone?as=lin`);
  return page;
}

/** One row a mistake: where, what is written there, and what the build says about it. */
test.each([
  ['a tag nobody knows', 'pages/mine/mine.wxml', '<view', '<marquee />\n<view', '<marquee>'],
  ['a tag that is not closed', 'pages/mine/mine.wxml', '</view>', '', 'mine.wxml:'],
  ['an unknown component', 'pages/home/home.json', 'counter/counter"', 'gone/gone"', 'gone/gone'],
  ['a broken script', 'pages/mine/mine.js', 'Component({', 'Component({{', 'mine.js:4'],
  ['a broken app.json', 'app.json', '{', '', 'app.json'],
  ['a missing module', 'pages/mine/mine.js', 'shared/trail', 'shared/gone', 'shared/gone'],
  ['broken JSON', 'pages/mine/mine.json', '{', '', 'mine.json'],
  ['a broken style', 'pages/mine/mine.wxss', '}', '', 'mine.wxss:1'],
  ['a missing import of styles', 'app.wxss', 'page {', '@import "./gone.wxss";\npage {', 'gone'],
  [
    'what the phone does not have',
    'app.json',
    '"tabBar": {',
    '"tabBar": { "custom": true,',
    'tabBar.custom',
  ],
  ['a missing page', 'app.json', 'pages/mine/mine"', 'pages/gone/gone"', 'pages/gone/gone'],
])('%s is reported with its place', async (_, name, from, to, said) => {
  expect(await problems()).toEqual([]);
  await edit(name, from, to);
  const found = await problems();
  expect(found.length).toBeGreaterThan(0);
  expect(found.join('\n')).toContain(said);
});

test('a phone with a mistake in it shows the mistake, and works again once it is mended', async () => {
  await edit('pages/mine/mine.wxml', '<view', '<marquee />\n<view');
  await server.builder.build();
  const page = await open();
  await expect
    .poll(() => page.locator('.wxphone-problems').textContent())
    .toContain('mine.wxml:1:1 unknown tag <marquee>');
  await edit('pages/mine/mine.wxml', '<marquee />', '');
  await server.builder.build();
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  expect(await byId(page, 'count').textContent()).toBe('计数 2');
});

test.each([
  ['markup', 'components/counter/counter.wxml', '加一', '再加一'],
  ['script', 'pages/home/home.js', 'total: 2', 'total: 3'],
  ['style', 'app.wxss', '#f4f7f5', '#f4f7f6'],
  ['a module used by several packages', 'shared/trail.ts', 'string[] = []', "string[] = ['new']"],
])('a saved %s file is built again in time', async (_, name, from, to) => {
  await server.builder.build();
  const rebuilt = new Promise<number>((resolve) => {
    const stop = server.builder.watch(({ ok }) => {
      stop();
      expect(ok).toBe(true);
      resolve(performance.now());
    });
  });
  const saved = performance.now();
  await edit(name, from, to);
  expect((await rebuilt) - saved).toBeLessThan(REBUILD_REACH);
  const { assets } = await server.builder.output();
  expect([...assets.values()].some(({ body }) => body.includes(to))).toBe(true);
});

test('a subpackage has its own bundle, and what packages share exists once', async () => {
  await server.builder.build();
  const { assets, manifest } = await server.builder.output();
  expect(manifest.packages.map(({ name }) => name)).toEqual(['main', 'deep']);
  const holders = [...assets].filter(
    ([name, { body }]) => name.endsWith('.js') && body.includes('globalThis, { trail }'),
  );
  expect(holders).toHaveLength(1);
  expect(assets.get('main.js')?.body).not.toContain('detail load');
});

test('pictures are served, sources are not', async () => {
  const status = async (name: string) => (await fetch(`${server.url}/phone-assets/${name}`)).status;
  expect(await status('mp/assets/dot.svg')).toBe(200);
  expect(await status('mp/app.js')).toBe(404);
  expect(await status('mp/..%2f..%2fpackage.json')).toBe(404);
  expect(await status('icons/add.svg')).toBe(200);
  expect(await status('icons/no-such-icon.svg')).toBe(404);
});
