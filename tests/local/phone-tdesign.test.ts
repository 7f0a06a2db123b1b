import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  byId,
  type PhoneBench,
  phoneErrors,
  startPhoneBench,
  style,
  visiblePage,
} from './phonePage';

let bench: PhoneBench;
let page: Page;
const requested: string[] = [];

beforeAll(async () => {
  bench = await startPhoneBench('tdesign');
});
afterAll(() => bench?.stop());

const tap = (text: string) => visiblePage(page).getByText(text, { exact: true }).first().click();
const part = (name: string) => visiblePage(page).locator(`[class*="${name}"]`).first();
const stateIs = (expected: RegExp) =>
  expect.poll(() => byId(page, 'state').textContent()).toMatch(expected);
const answerIs = (expected: string) =>
  expect.poll(() => byId(page, 'answer').textContent()).toBe(expected);

async function open(query = ''): Promise<void> {
  await bench.closePhones();
  page = await bench.open(query);
  page.on('request', (request) => requested.push(request.url()));
}

describe('controls', () => {
  beforeAll(() => open());
  // A control under test stays as the test before left it; each looks at its own part of the state.

  test('cells, tabs, switches and steppers answer to taps', async () => {
    await tap('跳转');
    await expect.poll(() => part('t-cell__note').textContent()).toBe('1');
    await tap('本周');
    await part('t-switch__body').click();
    await part('t-stepper__plus').click();
    await stateIs(/^week true 2 /);
    await expect.poll(() => page.getByText('本周的内容').isVisible()).toBe(true);
  });

  test('what is typed into inputs and search reaches the page', async () => {
    await visiblePage(page).getByPlaceholder('请输入').fill('小林');
    await stateIs(/ 小林 /);
    await visiblePage(page).getByPlaceholder('搜索场馆').fill('东区');
    await expect.poll(() => byId(page, 'keyword').textContent()).toBe('东区');
    await visiblePage(page).getByPlaceholder('备注').fill('常来');
    await expect.poll(() => page.getByText('2 / 50').count()).toBe(1);
  });

  test('radios and checkboxes choose', async () => {
    await tap('乙');
    await tap('二');
    await stateIs(/ b 1,2 /);
  });

  test('a button is of its colour, taps once, and not at all while disabled', async () => {
    const button = visiblePage(page).locator('wx-button').first();
    expect(await style(button, 'background-color')).toBe('rgb(0, 82, 217)');
    await button.click();
    await stateIs(/ 1 [ab] /);
    await visiblePage(page).getByText('禁用').click({ force: true });
    await stateIs(/ 1 [ab] /);
  });

  test('icons are drawn from local shapes', async () => {
    const mask = await part('t-icon-notification').evaluate(
      (icon) => getComputedStyle(icon, '::before').maskImage,
    );
    expect(mask).toMatch(/^url\("data:image\/svg\+xml/);
    expect(requested.filter((url) => !url.startsWith(bench.server.url))).toEqual([]);
  });

  test('a cell is swiped open by its own wxs', async () => {
    const cell = visiblePage(page).getByText('左滑单元格');
    await cell.scrollIntoViewIfNeeded();
    const box = await cell.boundingBox();
    if (!box) throw new Error('no cell');
    await page.mouse.move(300, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(140, box.y + 8, { steps: 8 });
    await page.mouse.up();
    await tap('删除');
    await stateIs(/ 删除$/);
  });

  test('nothing failed', async () => {
    expect(await phoneErrors(page)).toEqual([]);
  });
});

describe('panels', () => {
  beforeAll(() => open('&path=pages/panels/panels'));
  beforeEach(async () => {
    await expect.poll(() => part('t-overlay').count()).toBe(0);
  });

  test('a dialog confirms', async () => {
    await tap('对话框');
    await expect.poll(() => page.getByText('确认离场？').isVisible()).toBe(true);
    await tap('离场');
    await answerIs('离场了');
  });

  test('a calendar gives the chosen day', async () => {
    await tap('日历');
    await tap('20');
    await tap('确认');
    await answerIs('3-20');
  });

  test('a picker and a time picker give their values', async () => {
    await tap('选择器');
    await tap('广州');
    await visiblePage(page).locator('[class*="t-picker__confirm"]:visible').click();
    await answerIs('gz');
    await tap('时间');
    await visiblePage(page).locator('[class*="t-picker__confirm"]:visible').click();
    await answerIs('2026-03-14 10:00:00');
  });

  test('an action sheet and a dropdown choose', async () => {
    await tap('动作面板');
    await tap('收藏');
    await answerIs('收藏');
    await tap('热度');
    await tap('人少');
    await answerIs('few');
  });

  test('a popup closes when its shade is tapped, and a toast shows', async () => {
    await tap('弹层');
    await expect.poll(() => page.getByText('弹层内容').isVisible()).toBe(true);
    await page.mouse.click(195, 150);
    await expect.poll(() => page.getByText('弹层内容').count()).toBe(0);
    await tap('轻提示');
    await expect.poll(() => page.getByText('打卡成功').isVisible()).toBe(true);
  });

  test('nothing failed', async () => {
    expect(await phoneErrors(page)).toEqual([]);
  });
});
