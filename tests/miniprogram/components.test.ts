import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClubDate, type ClubMonth, clubDayStart, HOUR, plus } from '@shared/base/time';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildMiniprogram } from '../../tools/builder/miniprogram';

/** The own components, built as WeChat gets them, on miniprogram-simulate. */

interface Node {
  readonly tagName: string;
  readonly attrs: readonly { readonly name: string; readonly value: unknown }[];
  readonly children: readonly (Node | string)[];
}

/** What a rendered component of miniprogram-simulate offers to a test. */
interface Rendered {
  attach(parent: Element): void;
  setData(data: object): void;
  /** Undefined when nothing is shown. */
  toJSON(): Node | undefined;
  querySelector(selector: string): { dispatchEvent(name: string): void } | undefined;
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void;
}

interface Simulate {
  load(path: string, tagName: string, options: object): string;
  render(id: string, properties: object): Rendered;
}

interface Jsdom {
  readonly JSDOM: new (html: string, options: object) => { readonly window: typeof globalThis };
}

const require = createRequire(import.meta.url);
let root: string;
let simulate: Simulate;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'components-'));
  await buildMiniprogram({ out: join(root, 'miniprogram') });
  const { JSDOM } = require('jsdom') as Jsdom;
  const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
  vi.stubGlobal('window', window);
  vi.stubGlobal('getApp', () => ({})); // TDesign looks for the app's configuration
  const names = ['document', 'navigator', 'HTMLElement', 'Event', 'CustomEvent', 'Node'] as const;
  for (const name of names) vi.stubGlobal(name, window[name]);
  simulate = require('miniprogram-simulate') as Simulate;
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await rm(root, { recursive: true, force: true });
});

function render(name: string, properties: object): Rendered {
  const rootPath = join(root, 'miniprogram');
  const path = join(rootPath, `components/${name}/${name}`);
  // WeChat's compiler answers with all pages at once, which is more than Node expects of a child.
  const compilerOptions = { maxBuffer: 32 * 1024 * 1024 };
  const id = simulate.load(path, name, { rootPath, compiler: 'official', compilerOptions });
  const component = simulate.render(id, properties);
  component.attach(document.body);
  return component;
}

function nodesOf(node: Node | string | undefined): Node[] {
  return typeof node !== 'object' ? [] : [node, ...node.children.flatMap(nodesOf)];
}

function textOf(node: Node | string | undefined): string {
  if (typeof node === 'string') return node.trim();
  return node ? node.children.map(textOf).join('') : '';
}

const attribute = (node: Node | undefined, name: string) =>
  node?.attrs.find((candidate) => candidate.name === name)?.value;

const withClass = (component: Rendered, name: string) =>
  nodesOf(component.toJSON()).filter((node) =>
    `${attribute(node, 'class')}`.split(/\s+/).includes(name),
  );

test('the tag says how full in a word, and of a closed venue that it is closed', () => {
  const tag = render('crowding-tag', { headcount: 9, capacity: 10 });
  expect(textOf(tag.toJSON())).toBe('拥挤');
  tag.setData({ headcount: 10 });
  expect(textOf(tag.toJSON())).toBe('已满');
  tag.setData({ closed: true });
  expect(textOf(tag.toJSON())).toBe('未开放');
});

test('the dial turns with the share that is taken, and never beyond full', () => {
  const dial = render('headcount-dial', { headcount: 10, capacity: 40 });
  const turn = () => attribute(withClass(dial, 'dial__tip')[0], 'style');
  expect(turn()).toContain('rotate(45deg)');
  expect(withClass(dial, 'dial--free')).toHaveLength(1);
  dial.setData({ headcount: 60 });
  expect(turn()).toContain('rotate(180deg)');
  expect(withClass(dial, 'dial--full')).toHaveLength(1);
  expect(textOf(withClass(dial, 'dial__reading')[0])).toBe('60/ 40 人');
});

const march = {
  month: '2026-03' as ClubMonth,
  days: ['2026-03-02', '2026-03-14'] as ClubDate[],
  today: '2026-03-14' as ClubDate,
  since: '2026-01-05' as ClubDate,
};

test('the calendar marks the visited days and asks for the month before', () => {
  const calendar = render('visit-calendar', { visits: march });
  const marked = withClass(calendar, 'calendar__date--visited').map(textOf);
  expect(marked).toEqual(['2', '14']);
  const asked: unknown[] = [];
  calendar.addEventListener('month', ({ detail }) => asked.push(detail));
  calendar.querySelector('.calendar__arrow')?.dispatchEvent('tap');
  return vi.waitFor(() => expect(asked).toEqual([{ month: '2026-02' }]));
});

test('while a month is on its way the arrows rest', async () => {
  const calendar = render('visit-calendar', { visits: march, busy: true });
  expect(withClass(calendar, 'calendar__arrow--rest')).toHaveLength(2);
});

test('a page without content says why and shows the way on', () => {
  const failed = render('page-state', { kind: 'failed', message: '网络不太顺畅' });
  expect(textOf(failed.toJSON())).toContain('网络不太顺畅');
  expect(withClass(failed, 'page-state__action')).toHaveLength(1);
  const empty = render('page-state', { kind: 'empty', message: '还没有记录' });
  expect(withClass(empty, 'page-state__action')).toHaveLength(0);
  const loading = render('page-state', { kind: 'loading', groups: 4 });
  expect(withClass(loading, 'page-state-loading__card')).toHaveLength(4);
});

test('the bar at the thumb is 打卡, and inside a venue the visit with 离场', () => {
  const bar = render('visit-bar', { visit: null, busy: '' });
  expect(withClass(bar, 'visit-bar')).toHaveLength(0);
  bar.setData({ visit: { venueName: '乒乓馆', detail: '已 35 分钟 · 13:00 自动离场' } });
  expect(textOf(withClass(bar, 'visit-bar__text')[0])).toContain('乒乓馆');
});

test('a tap while something is under way does nothing', async () => {
  const visit = { venueName: '乒乓馆', detail: '' };
  const [resting, ready] = [
    { visit, busy: 'out' },
    { visit, busy: '' },
  ].map((properties) => {
    const bar = render('visit-bar', properties);
    const scanned = vi.fn();
    bar.addEventListener('scan', scanned);
    bar.querySelector('.visit-bar__scan')?.dispatchEvent('tap');
    return scanned;
  });
  await vi.waitFor(() => expect(ready).toHaveBeenCalledTimes(1));
  expect(resting).not.toHaveBeenCalled();
});

test('the sheet after a check-in shows only what there is to say', () => {
  const plain = { title: '打卡成功', venueName: '乒乓馆', points: '+9', streak: '连续打卡 5 天' };
  const sheet = render('check-in-sheet', { celebration: { ...plain, milestone: '', left: '' } });
  expect(textOf(sheet.toJSON())).toContain('+9积分');
  expect(withClass(sheet, 'sheet__milestone')).toHaveLength(0);
  sheet.setData({ celebration: null });
  expect(withClass(sheet, 'sheet')).toHaveLength(0);
});

test('before opening the curve gives way to a sentence', () => {
  const midnight = clubDayStart('2026-03-14' as ClubDate);
  const span = { opensAt: plus(midnight, 9 * HOUR), closesAt: plus(midnight, 22 * HOUR) };
  const day = { samples: [], span, headcount: 0, now: plus(midnight, 8 * HOUR) };
  const curve = render('day-curve', { day });
  expect(textOf(curve.toJSON())).toContain('开门以后');
});
