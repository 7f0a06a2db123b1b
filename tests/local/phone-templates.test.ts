import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { byId, type PhoneBench, phoneErrors, startPhoneBench, style } from './phonePage';

let bench: PhoneBench;
let page: Page;

beforeAll(async () => {
  bench = await startPhoneBench('mini');
  page = await bench.open('&path=pages/features/features');
});
afterAll(() => bench?.stop());

const text = (id: string) => byId(page, id).textContent();

/** One row a feature: what an element shows once the page is there. */
test.each([
  ['template and import with spread data', 'template', 'Q-E'],
  ['include', 'included', 'inc 1'],
  [
    'wxs from files and inline, require, constructor, getRegExp',
    'wxs',
    'a+b+c Array String true 2',
  ],
  ['a named slot', 'foot', '底槽 1'],
  ['relations', 'rows', 'a,b,c'],
  ['generics and virtual hosts', 'list', '[a][b][c]'],
  ['wx:for in wx:for, wx:if, wx:elif, wx:else', 'loop', '0:a.(1)(2)1:b!2:c?(3)'],
  ['expressions', 'expressions', 'F 7 x1 a true Q 2'],
])('%s', async (_, id, shown) => {
  expect(await text(id)).toBe(shown);
});

test('styles of the page stay out of a component, its own apply, slots belong to the page', async () => {
  expect(await style(byId(page, 'in'), 'color')).toBe('rgb(9, 9, 9)');
  expect(await style(byId(page, 'in'), 'font-weight')).toBe('700');
  expect(await style(byId(page, 'slotted'), 'color')).toBe('rgb(4, 5, 6)');
  expect(await style(byId(page, 'box'), 'letter-spacing')).toBe('3px');
});

test('rpx, vh, ids and the safe area mean what they mean on a phone', async () => {
  expect(await style(byId(page, 'wide'), 'width')).toBe('52px');
  expect(await style(byId(page, 'wide'), 'opacity')).toBe('0.5');
  expect(await style(byId(page, 'tall'), 'height')).toBe('844px');
  expect(await style(byId(page, 'safe'), 'height')).toBe('34px');
  expect(await page.locator('.wxphone-navigation').isVisible()).toBe(false);
});

test('hidden, role and aria attributes work on every element', async () => {
  expect(await byId(page, 'hidden').isVisible()).toBe(false);
  expect(await byId(page, 'hidden').getAttribute('aria-label')).toBe('藏着');
  expect(await page.getByRole('meter').getAttribute('aria-valuenow')).toBe('1');
});

test('capture, catch, bind and mut-bind, with marks', async () => {
  expect(await text('log')).toBe('up{"n":5} ');
  await byId(page, 'catch').click();
  await byId(page, 'bind').click();
  await byId(page, 'mut').click();
  const heard = 'up{"n":5} capture catch capture bind outer capture mut2 outer ';
  await expect.poll(() => text('log')).toBe(heard);
  expect(await text('mark')).toBe('{"place":"yard"}');
});

test('a long press is not a tap', async () => {
  await byId(page, 'press').click();
  await expect.poll(() => text('pressed')).toBe('tap');
  await byId(page, 'press').click({ delay: 500 });
  await expect.poll(() => text('pressed')).toBe('long');
});

test('wxs handles touches and moves elements itself', async () => {
  const box = await byId(page, 'drag').boundingBox();
  if (!box) throw new Error('nothing to drag');
  await page.mouse.move(100, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(140, box.y + 8, { steps: 4 });
  await page.mouse.up();
  expect(await style(byId(page, 'drag'), 'margin-left')).toBe('40px');
  await expect.poll(() => text('pressed')).toBe('dragged 40');
});

test('model: binds both ways', async () => {
  await byId(page, 'model').locator('input').fill('打卡');
  await expect.poll(() => text('word')).toBe('打卡');
});

test('paths and keys in setData; instances, observers and queries answer', async () => {
  await byId(page, 'go').click();
  await expect.poll(() => text('loop')).toBe('0:c?(3)1:a.(1)(2)2:B.');
  await expect.poll(() => text('log')).toContain('changed1to2');
  await expect.poll(() => text('report')).not.toBe('');
  expect(JSON.parse((await text('report')) ?? '')).toEqual({
    n: 5,
    flag: true,
    opt: 's',
    calls: ['nf5true', 'arr2', 'show', 'ready'],
    own: 1,
    shared: 'from the behavior',
    width: 52,
    texts: 3,
    top: expect.any(Number),
    ratio: 1,
    boxes: 1,
  });
});

test('nothing went wrong on the way', async () => {
  expect(await phoneErrors(page)).toEqual([]);
});
