import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildMiniprogram } from '../../tools/builder/miniprogram';

/** What a rendered component of miniprogram-simulate offers to a test. */
interface Rendered {
  readonly dom: HTMLElement;
  attach(parent: Element): void;
  detach(): void;
  setData(data: object): void;
  querySelector(
    selector: string,
  ): { dispatchEvent(name: string): void; dom: HTMLElement } | undefined;
  querySelectorAll(selector: string): { dispatchEvent(name: string): void; dom: HTMLElement }[];
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void;
}

interface Simulate {
  load(path: string, tagName: string, options: object): string;
  render(id: string, properties: object): Rendered;
}

let root: string;
let simulate: Simulate;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'components-'));
  await buildMiniprogram({ out: join(root, 'miniprogram') });
  const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
  const names = ['document', 'navigator', 'HTMLElement', 'Event', 'CustomEvent', 'Node'] as const;
  vi.stubGlobal('window', window);
  for (const name of names) vi.stubGlobal(name, window[name]);
  simulate = createRequire(import.meta.url)('miniprogram-simulate') as Simulate;
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await rm(root, { recursive: true, force: true });
});

function render(name: string, properties: object): Rendered {
  const rootPath = join(root, 'miniprogram');
  const path = join(rootPath, `components/${name}/${name}`);
  const component = simulate.render(
    simulate.load(path, name, { rootPath, less: false, compiler: 'official' }),
    properties,
  );
  component.attach(document.body);
  return component;
}

test('the tag says how full in a word, and of a closed venue that it is closed', () => {
  const tag = render('crowding-tag', { headcount: 9, capacity: 10 });
  console.log(tag.dom?.outerHTML, document.body.innerHTML, JSON.stringify((tag as any).toJSON()), (tag as any).instance?.data);
  expect(tag.dom.textContent).toContain('拥挤');
  tag.setData({ headcount: 10 });
  expect(tag.dom.textContent).toContain('已满');
  tag.setData({ closed: true });
  expect(tag.dom.textContent).toContain('未开放');
});
