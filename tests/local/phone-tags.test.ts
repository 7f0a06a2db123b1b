import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { byId, type PhoneBench, phoneErrors, startPhoneBench, style } from './phonePage';

let bench: PhoneBench;
let page: Page;

beforeAll(async () => {
  bench = await startPhoneBench('mini');
});
beforeEach(async () => {
  await bench.closePhones();
  page = await bench.open('&path=pages/tags/tags');
  return async () => expect(await phoneErrors(page)).toEqual([]);
});
afterAll(() => bench?.stop());

const text = (id: string) => byId(page, id).textContent();
const changeIs = (value: unknown) =>
  expect.poll(async () => JSON.parse((await text('change')) || 'null')).toEqual(value);

async function drag(element: Locator, by: { readonly x: number; readonly y: number }) {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (!box) throw new Error('nothing to drag');
  const from = { x: box.x + box.width / 2 - by.x / 2, y: box.y + box.height / 2 - by.y / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 6 });
  await page.mouse.up();
}

async function chooseRow(column: number, row: string): Promise<void> {
  await page.locator('.wxphone-picker-column').nth(column).getByText(row, { exact: true }).click();
}

test('a form submits every named field and can be reset', async () => {
  await byId(page, 'nick').locator('input').fill('小林');
  await byId(page, 'memo').locator('textarea').fill('常来');
  await byId(page, 'switch').click();
  await byId(page, 'female').click();
  await page.getByText('周六').click();
  await byId(page, 'submit').click();
  await expect.poll(() => text('form-value')).not.toBe('');
  expect(JSON.parse((await text('form-value')) ?? '')).toEqual({
    nick: '小林',
    memo: '常来',
    on: true,
    sex: 'f',
    days: ['6', '0'],
    volume: 30,
    city: 0,
    date: '2026-02-28',
    time: '09:30',
  });
  await byId(page, 'reset').click();
  await expect.poll(() => text('form-value')).toBe('"reset"');
  expect(await byId(page, 'nick').locator('input').inputValue()).toBe('');
});

test('a disabled button does nothing', async () => {
  await byId(page, 'disabled').click();
  await byId(page, 'submit').click();
  await expect.poll(() => text('form-value')).toContain('nick');
});

test('an input follows the page, confirms on enter and keeps its length', async () => {
  const input = byId(page, 'nick').locator('input');
  await input.fill('清');
  await expect.poll(() => input.inputValue()).toBe('');
  await input.pressSequentially('12345678');
  expect(await input.inputValue()).toBe('123456');
  await input.press('Enter');
  await changeIs('confirm 123456');
  expect(await style(byId(page, 'nick'), '--placeholder')).toBe('rgb(11, 22, 33)');
});

test('radio and checkbox groups tell what is chosen', async () => {
  await byId(page, 'male').click();
  await changeIs('m');
  await byId(page, 'female').click();
  await changeIs('f');
  expect(await page.getByRole('radio', { checked: true }).count()).toBe(1);
  await byId(page, 'sun').click();
  await changeIs([]);
});

test('a slider moves in steps', async () => {
  await byId(page, 'slider').locator('input').fill('60');
  await changeIs(60);
  await expect.poll(() => byId(page, 'slider').textContent()).toBe('60');
});

test('a picker chooses a row, and leaves things alone when cancelled', async () => {
  await byId(page, 'city').click();
  await chooseRow(0, '上海');
  await page.getByRole('button', { name: '确定' }).click();
  await expect.poll(() => text('city')).toBe('上海');
  await byId(page, 'city').click();
  await page.getByRole('button', { name: '取消' }).click();
  expect(await text('city')).toBe('上海');
});

test('dates know their months, and keep between start and end', async () => {
  await byId(page, 'date').click();
  const days = page.locator('.wxphone-picker-column').nth(2).locator('.wxphone-picker-row');
  await expect.poll(() => days.first().textContent()).toBe('20');
  await chooseRow(1, '04');
  await expect.poll(() => days.count()).toBe(30);
  await chooseRow(2, '30');
  await page.getByRole('button', { name: '确定' }).click();
  await changeIs('2026-04-30');
});

test('times keep between start and end', async () => {
  await byId(page, 'time').click();
  const minutes = page.locator('.wxphone-picker-column').nth(1).locator('.wxphone-picker-row');
  await expect.poll(() => minutes.first().textContent()).toBe('15');
  await chooseRow(0, '21');
  await expect.poll(() => minutes.count()).toBe(46);
  await page.getByRole('button', { name: '确定' }).click();
  await changeIs('21:15');
});

test('columns of a picker may depend on each other', async () => {
  await byId(page, 'multi').click();
  await chooseRow(0, '乙');
  await chooseRow(1, '乙三');
  await page.getByRole('button', { name: '确定' }).click();
  await changeIs([1, 2]);
});

test('a scroll-view tells its end', async () => {
  await byId(page, 'scroll')
    .locator('[part="scroller"]')
    .evaluate((scroller) => scroller.scrollTo(0, 9_999));
  await changeIs('lower');
});

test('a scroll-view that is pulled down refreshes until the page is done', async () => {
  const refresher = byId(page, 'scroll').locator('[part="refresher"]');
  await drag(byId(page, 'scroll'), { x: 0, y: 98 });
  await changeIs('refresh');
  await expect.poll(() => style(refresher, 'height')).toBe('45px');
  await page.evaluate('getCurrentPages().at(-1).setData({ refreshing: false })');
  await expect.poll(() => style(refresher, 'height')).toBe('0px');
});

test('a swiper turns by finger and says who turned it', async () => {
  await drag(byId(page, 'swiper'), { x: -220, y: 0 });
  await expect.poll(() => text('slide')).toBe('1 touch');
  expect(await byId(page, 'portal').textContent()).toBe('浮层 1');
});

test('wheels come to rest on a row', async () => {
  const column = byId(page, 'wheel').locator('wx-picker-view-column').first();
  await column.scrollIntoViewIfNeeded();
  const scroller = column.locator('[part="scroller"]');
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBe(120);
  await scroller.evaluate((element) => element.scrollTo(0, 200));
  await expect.poll(() => text('wheel-value')).toBe('5,30');
});

test('images take their modes, from absolute and relative paths', async () => {
  await expect.poll(() => style(byId(page, 'fit'), 'height')).toBe('100px');
  const image = byId(page, 'fill').locator('img');
  expect(await style(image, 'object-fit')).toBe('cover');
  await expect
    .poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
    .toBe(40);
});

test('a canvas draws in 2d at the pixel ratio', async () => {
  const drawn = await page.evaluate('getCurrentPages().at(-1).draw()');
  expect(drawn).toEqual({ width: 156, height: 52, pixel: [10, 124, 74, 255] });
});

test('rich text is cleaned of scripts and handlers', async () => {
  const html = await byId(page, 'rich').locator('[part="content"]').innerHTML();
  expect(html).toBe('<p class="x">富<b>文本</b></p>');
});

test('text keeps its line breaks; a portal leaves its place; a press shows', async () => {
  expect(await text('lines')).toBe('一\n二');
  expect(await page.locator('.wxphone-portals [wx-id="portal"]').count()).toBe(1);
  const pressable = byId(page, 'pressable');
  await pressable.scrollIntoViewIfNeeded();
  await pressable.hover();
  await page.mouse.down();
  expect(await style(pressable, 'background-color')).toBe('rgb(200, 200, 200)');
  await page.mouse.up();
  await expect.poll(() => style(pressable, 'background-color')).toBe('rgba(0, 0, 0, 0)');
});
