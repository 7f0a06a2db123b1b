import { readFile } from 'node:fs/promises';
import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { club } from '../../local/club';
import { openStage, type Stage, scan } from './browser';

const HALL = { id: 'v-east-pingpong', name: '东区乒乓球馆' } as const;
const venuePage = (id: string) => `packages/venue/pages/detail/detail?id=${id}`;

interface Exported {
  readonly profile: { readonly nickname: string };
  readonly visits: readonly unknown[];
}

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

/** The code that the door of a venue shows at this moment. */
async function doorCode(venueId: string): Promise<string> {
  const { codes } = await stage.call('root', 'desk', 'doorCodes', { venueId });
  return (codes as { text: string }[])[0]?.text ?? '';
}

const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
const venueRow = (page: Page, name: string) => page.getByRole('button', { name }).first();
const said = async (page: Page, name: string) =>
  (await venueRow(page, name).getAttribute('aria-label')) ?? '';
const headcountIn = (label: string) => Number(/馆内 (\d+) 人/.exec(label)?.[1]);

async function checkIn(page: Page, venueId: string): Promise<void> {
  await button(page, '打卡').click();
  await scan(page, await doorCode(venueId));
  await page.getByText('打卡成功').waitFor();
}

test('Lin checks in at the door and May, looking at the list, sees the number rise', async () => {
  const may = await stage.phone('may');
  const before = headcountIn(await said(may, HALL.name));
  const lin = await stage.phone('lin', { path: venuePage(HALL.id) });
  await checkIn(lin, HALL.id);
  await expect.poll(async () => headcountIn(await said(may, HALL.name))).toBe(before + 1);
});

test('May’s list goes on moving when Lin has left hers', async () => {
  const may = await stage.phone('may');
  const before = headcountIn(await said(may, HALL.name));
  const lin = await stage.phone('lin');
  await venueRow(lin, HALL.name).click();
  await lin.getByText('今日人数').waitFor();
  await stage.call('sun', 'visit', 'checkIn', { code: await doorCode(HALL.id) });
  // Within the watch's own time, not when a lost one is noticed.
  const moved = async () => headcountIn(await said(may, HALL.name));
  await expect.poll(moved, { timeout: 4_000 }).toBe(before + 1);
});

test('the same button lets Lin out again, and the number falls everywhere', async () => {
  const lin = await stage.phone('lin', { path: venuePage(HALL.id) });
  await checkIn(lin, HALL.id);
  await button(lin, '好的').click();
  const may = await stage.phone('may');
  const inside = headcountIn(await said(may, HALL.name));
  await button(lin, '离场').click();
  await lin.getByRole('alertdialog').getByRole('button', { name: '离场' }).click();
  await button(lin, '打卡').waitFor();
  await expect.poll(async () => headcountIn(await said(may, HALL.name))).toBe(inside - 1);
});

test('a check-in elsewhere says which visit it ended', async () => {
  const lin = await stage.phone('lin', { path: venuePage(HALL.id) });
  await checkIn(lin, HALL.id);
  const there = await stage.phone('lin', { path: venuePage('v-centre-gym') });
  await there.getByText(`打卡后会从「${HALL.name}」离场`).waitFor();
  await checkIn(there, 'v-centre-gym');
  await there.getByText(`已从「${HALL.name}」离场`).waitFor();
});

test('another venue’s code is refused on this venue’s page, in words', async () => {
  const lin = await stage.phone('lin', { path: venuePage(HALL.id) });
  await button(lin, '打卡').click();
  await scan(lin, await doorCode('v-centre-gym'));
  await lin.getByText('这是另一个场馆的打卡码').waitFor();
});

test('at a full venue the button rests and says why', async () => {
  const lin = await stage.phone('lin', { path: venuePage('v-west-yoga') });
  await lin.getByText('场馆已满，请稍后再试或看看其他场馆').waitFor();
});

test('the list can be searched and sorted', async () => {
  const lin = await stage.phone('lin');
  const names = () => lin.locator('.venue .large').allInnerTexts();
  await expect.poll(async () => (await names()).length).toBeGreaterThan(4);
  await lin.getByRole('radio', { name: '人少' }).click();
  const shares = async () => {
    const labels = await lin
      .locator('.venue')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
    return labels
      .slice(0, 3)
      .map((label) => headcountIn(label) / Number(/最多 (\d+)/.exec(label)?.[1]));
  };
  const centre = await shares();
  expect(centre).toEqual([...centre].sort((a, b) => a - b));
  await lin.locator('wx-input input').fill('东区');
  await expect.poll(async () => (await names()).every((name) => name.includes('东区'))).toBe(true);
  await lin.locator('wx-input input').fill('游泳');
  await lin.getByText('没有找到相关的场馆').waitFor();
  await button(lin, '显示全部场馆').click();
  await expect.poll(async () => (await names()).length).toBeGreaterThan(4);
});

test('a stranger browses, registers when it is needed, and goes on where they were', async () => {
  const guest = await stage.phone('new', { path: venuePage(HALL.id) });
  await button(guest, '打卡').click();
  await guest.getByText('欢迎来到场边').waitFor();
  await guest.getByText('我已阅读并同意').click();
  await guest.getByText('请选择', { exact: true }).click();
  await guest.getByText('确定', { exact: true }).click();
  await guest.getByLabel('昵称').last().fill('小新');
  await button(guest, '完成注册').click();
  await scan(guest, await doorCode(HALL.id));
  await guest.getByText('打卡成功').waitFor();
  await guest.getByText('连续打卡 1 天').waitFor();
});

test('a stranger who would rather not register keeps browsing', async () => {
  const guest = await stage.phone('new', { path: venuePage(HALL.id) });
  await button(guest, '打卡').click();
  await guest.getByText('暂不注册，先看看场馆').click();
  await guest.getByText(HALL.name).first().waitFor();
  await expect.poll(() => button(guest, '打卡').isEnabled()).toBe(true);
});

test('我的 shows what a check-in earned, and the months before', async () => {
  const lin = await stage.phone('lin', { path: 'pages/me/me' });
  const points = async () => Number(await lin.locator('.figure__number').first().textContent());
  await expect.poll(points).toBeGreaterThan(0);
  const before = await points();
  await stage.call('lin', 'visit', 'checkIn', { code: await doorCode(HALL.id) });
  const again = await stage.phone('lin', { path: 'pages/me/me' });
  await again.getByText('今天已打卡').waitFor();
  expect(Number(await again.locator('.figure__number').first().textContent())).toBeGreaterThan(
    before,
  );
  await again.getByRole('button', { name: '上个月' }).click();
  await again.getByText('2026 年 2 月').waitFor();
});

test('the member code on the screen can be read by a scanner and admits once', async () => {
  const lin = await stage.phone('lin', { path: 'packages/member/pages/code/code', theme: 'dark' });
  const read = async () => {
    const picture = PNG.sync.read(await lin.screenshot());
    return jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data ?? '';
  };
  await expect.poll(read).toMatch(/^CM1\./);
  const ask = { venueId: HALL.id, code: await read() };
  expect(await stage.call('desk-east', 'desk', 'scan', ask)).toMatchObject({ result: 'ADMITTED' });
  await expect(stage.call('desk-east', 'desk', 'scan', ask)).rejects.toThrow('MEMBER_CODE_USED');
});

test('the star on a venue’s page is kept, and the list shows it', async () => {
  const lin = await stage.phone('lin', { path: venuePage('v-centre-badminton') });
  await lin.getByRole('button', { name: '收藏', exact: true }).click();
  await lin.getByRole('button', { name: '取消收藏' }).waitFor();
  const list = await stage.phone('lin');
  expect(await said(list, '中心羽毛球馆')).toContain('已收藏');
});

test('the printed code opens the venue’s page', async () => {
  const path = `packages/venue/pages/detail/detail?scene=${HALL.id}`;
  const lin = await stage.phone('lin', { path });
  await lin.getByText(HALL.name).first().waitFor();
});

test('a link to a venue that is gone leads back to the list', async () => {
  const lin = await stage.phone('lin', { path: venuePage('v-nowhere') });
  await lin.getByText('没有找到这个场馆').waitFor();
  await button(lin, '看看其他场馆').click();
  await venueRow(lin, HALL.name).waitFor();
});

test('everything stored about a member is handed over as one file', async () => {
  const lin = await stage.phone('lin', { path: 'packages/member/pages/privacy/privacy' });
  await lin.getByText('导出我的数据').click();
  await lin.getByText('发送数据文件').click();
  const [download] = await Promise.all([
    lin.waitForEvent('download'),
    lin.getByRole('button', { name: '存到这台电脑' }).click(),
  ]);
  const stored = JSON.parse(await readFile(await download.path(), 'utf8')) as Exported;
  expect(stored.profile.nickname).toBe('林小满');
  const counts = await stage.call('lin', 'member', 'stored');
  expect(stored.visits).toHaveLength(Number(counts.visits));
  await lin.getByText('数据文件已导出').waitFor();
});

test('an account is deleted after a word was typed, and is a stranger’s again', async () => {
  const han = await stage.phone('han', { path: 'packages/member/pages/privacy/privacy' });
  await han.getByText('注销账号').click();
  await han.getByLabel('输入注销两个字').last().fill('注销');
  await button(han, '注销账号').click();
  await han.getByRole('alertdialog').getByRole('button', { name: '注销' }).click();
  await venueRow(han, HALL.name).waitFor();
  const home = await stage.call('han', 'member', 'home');
  expect(home.member).toBeNull();
});

test('without a network the list stays, says so, and is fresh again afterwards', async () => {
  const lin = await stage.phone('lin');
  await venueRow(lin, HALL.name).waitFor();
  await lin.route('**/web**', (route) => route.abort());
  await lin.getByText('我的', { exact: true }).last().click();
  await lin.getByText('网络不太顺畅').last().waitFor();
  await button(lin, '重试').waitFor();
  await lin.getByText('场馆', { exact: true }).last().click();
  await lin.locator('.hint-bar').waitFor();
  expect(await said(lin, HALL.name)).toContain(HALL.name);
  await lin.unroute('**/web**');
  await lin.getByText('我的', { exact: true }).last().click();
  await lin.getByText('林小满').waitFor();
});

test('when the club’s clock is moved past closing, the list says so at once', async () => {
  const may = await stage.phone('may');
  await may.getByText('22:00 关门').first().waitFor();
  stage.cloud.clock.jump(stage.cloud.clock.now() + 12.75 * 3_600_000);
  await may
    .getByText(/休息中/)
    .first()
    .waitFor({ timeout: 8_000 });
});

test('Lin sees how the day and the week go on, and asks to hear when it is quiet', async () => {
  const crowded = 'v-centre-badminton';
  await club.seedPast(stage.cloud, { of: [crowded], days: 23 });
  await stage.cloud.runTimer('forecastTimer', 'night');
  const lin = await stage.phone('lin', { path: venuePage(crowded) });
  await lin.getByText(/^现在很挤，.+/).waitFor();
  await lin.getByRole('img', { name: /预计 \d\d:\d\d 最多，约 \d+ 人/ }).waitFor();
  await lin.getByRole('button', { name: /^周一 \d\d:00 人最多/ }).click();
  await lin.getByText(/^周一：\d\d:00 人最多/).waitFor();
  await lin.getByRole('button', { name: '人少时提醒我' }).click();
  await lin.getByText('允许', { exact: true }).click();
  await lin.getByRole('button', { name: '取消人少提醒' }).waitFor();
});
