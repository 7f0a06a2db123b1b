import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { filesBelow } from '../../tools/builder/files';
import { buildFunctions } from '../../tools/builder/functions';
import { buildMiniprogram } from '../../tools/builder/miniprogram';
import { checkMiniprogram } from '../../tools/checks/miniprogram';
import { smallApp, smallFunctions, writeTree } from './build-fixture';

const made: string[] = [];

async function build(changes: Readonly<Record<string, string | object>> = {}) {
  const root = await writeTree({ ...smallApp, ...changes });
  made.push(root);
  const folders = {
    source: join(root, 'miniprogram'),
    shared: join(root, 'shared'),
    out: join(root, 'dist/miniprogram'),
  };
  const run = () => buildMiniprogram(folders);
  const built = await run();
  const read = (path: string) => readFile(join(folders.out, path), 'utf8');
  return { root, out: folders.out, built, run, read };
}

afterEach(async () => {
  for (const root of made.splice(0)) await rm(root, { recursive: true, force: true });
});

describe('the mini-program that WeChat is given', () => {
  test('it passes every check, WeChat’s own compilers included', async () => {
    const { out, built } = await build();
    expect(await checkMiniprogram(out)).toEqual([]);
    expect(built.pages).toBe(3);
  });

  test('a module with state exists once, however many pages import it', async () => {
    const { out, read } = await build();
    const counters = (await filesBelow(out)).filter((path) => path.endsWith('counter.js'));
    expect(counters).toEqual(['services/counter.js']);
    expect(await read('pages/home/home.js')).toContain('require("../../services/counter.js")');
    expect(await read('packages/staff/desk/desk.js')).toContain('"../../../services/counter.js"');
  });

  test('what is shared keeps its place, and its packages travel as one file each', async () => {
    const { out, read } = await build();
    expect(await read('services/counter.js')).toContain('require("../shared/base/time.js")');
    const time = createRequire(import.meta.url)(join(out, 'shared/base/time.js')) as {
      year(at: number): number;
    };
    expect(time.year(Date.UTC(2026, 2, 14))).toBe(2026);
    expect((await filesBelow(out)).join()).not.toContain('contracts');
  });

  test('a component travels in the one subpackage that needs it, a common one in the main', async () => {
    const { out, read } = await build();
    const desk = JSON.parse(await read('packages/staff/desk/desk.json')) as {
      usingComponents: Record<string, string>;
    };
    expect(desk.usingComponents).toEqual({
      't-button': '/miniprogram_npm/tdesign-miniprogram/button/button',
      't-stepper': '/packages/staff/miniprogram_npm/tdesign-miniprogram/stepper/stepper',
      't-toast': '/packages/staff/miniprogram_npm/tdesign-miniprogram/toast/toast',
    });
    for (const path of Object.values(desk.usingComponents)) {
      expect(existsSync(join(out, `${path}.wxml`))).toBe(true);
    }
    expect(existsSync(join(out, 'miniprogram_npm/tdesign-miniprogram/calendar'))).toBe(false);
  });

  test('icons are drawn from inlined shapes: the ones in use, none from a network', async () => {
    const { read } = await build();
    const styles = await read('miniprogram_npm/tdesign-miniprogram/icon/icon.wxss');
    expect(styles).toContain('.t-icon-add:before{--icon:url("data:image/svg+xml,%3Csvg');
    expect(styles).not.toContain('font-face');
    expect(styles).not.toContain('.t-icon-zoom-out');
  });

  test('unchanged sources are not built again, a changed one is', async () => {
    const { root, out, run } = await build();
    await writeFile(join(out, 'marker'), '');
    await run();
    expect(existsSync(join(out, 'marker'))).toBe(true);
    await writeFile(join(root, 'miniprogram/pages/me/me.wxml'), '<view>我</view>');
    await run();
    expect(existsSync(join(out, 'marker'))).toBe(false);
  });

  test.each([
    [
      'a component that does not exist',
      'pages/me/me.json',
      { usingComponents: { a: '/b/b' } },
      'b/b',
    ],
    ['an import that does not exist', 'pages/me/me.ts', "import './gone';", './gone'],
    ['zod', 'pages/me/me.ts', "import * as z from 'zod';\nz.string();", 'zod does not ship'],
    [
      'a template that does not exist',
      'pages/me/me.wxml',
      '<import src="gone.wxml"/>',
      'gone.wxml',
    ],
    ['broken json', 'pages/me/me.json', '{', 'me.json'],
  ])('%s stops the build with the name of the file', async (_, path, contents, named) => {
    await expect(build({ [`miniprogram/${path}`]: contents })).rejects.toThrow(named);
  });
});

describe('the functions that the cloud is given', () => {
  async function buildSmall(changes: Readonly<Record<string, string | object>> = {}) {
    const root = await writeTree({ ...smallFunctions, ...changes });
    made.push(root);
    const out = join(root, 'dist/cloudfunctions');
    const built = await buildFunctions({
      source: join(root, 'cloudfunctions'),
      shared: join(root, 'shared'),
      out,
    });
    return { out, built };
  }

  test('each is one file with its description, and names only the SDK that it uses', async () => {
    const { out, built } = await buildSmall();
    expect(built.map(({ name }) => name)).toEqual(['plain', 'visit']);
    const read = async (path: string) => JSON.parse(await readFile(join(out, path), 'utf8'));
    expect((await read('visit/package.json')).dependencies).toEqual({
      '@cloudbase/node-sdk': '3.18.3',
    });
    expect((await read('plain/package.json')).dependencies).toEqual({});
    expect(await read('visit/config.json')).toEqual({
      permissions: { openapi: ['wxacode.getUnlimited'] },
      triggers: [{ name: 'minute', type: 'timer', config: '0 * * * * * *' }],
    });
    const { main } = createRequire(import.meta.url)(join(out, 'plain/index.js')) as {
      main(): number;
    };
    expect(main()).toBe(42);
    expect(existsSync(join(out, 'plain/index.js.map'))).toBe(true);
    expect(await read('manifest.json')).toHaveProperty('functions.visit');
  });

  test('a folder that the manifest does not name, and a name without a folder, stop the build', async () => {
    const manifest = { functions: { visit: {} } };
    await expect(buildSmall({ 'cloudfunctions/manifest.json': manifest })).rejects.toThrow('plain');
    const more = { functions: { visit: {}, plain: {}, gone: {} } };
    await expect(buildSmall({ 'cloudfunctions/manifest.json': more })).rejects.toThrow('gone');
  });
});
