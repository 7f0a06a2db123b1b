import { REFUSALS } from '@shared/refusals';
import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, scan } from './browser';

const VENUE = 'v-east-pingpong';
const page = (name: string, query = '') => `packages/admin/pages/${name}/${name}${query}`;

/** A loaded machine takes its time; what is waited for comes or never does. */
const soon = { timeout: 10_000 };

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const onTop = (phone: Page) => phone.locator('.wxphone-page').filter({ visible: true }).last();
const button = (phone: Page, word: string) => onTop(phone).locator('wx-button', { hasText: word });
const field = (phone: Page, label: string) => onTop(phone).getByRole('textbox', { name: label });
const text = (phone: Page, words: string) => onTop(phone).getByText(words).first();

async function fill(phone: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await field(phone, label).fill(value);
}

interface Overview {
  readonly venues: readonly Readonly<Record<string, unknown>>[];
  readonly staff: readonly { readonly nickname: string; readonly role: string }[];
}
const overview = async () => (await stage.call('root', 'club', 'overview')) as unknown as Overview;
const venueNamed = async (name: string) =>
  (await overview()).venues.find((venue) => venue.name === name);

test('the super admin adds a campus and a venue, and an athlete finds it in the list', async () => {
  const root = await stage.phone('root', { path: page('home') });
  await button(root, '添加校区').click();
  await button(root, '添加校区').click();
  await text(root, '请填写名称').waitFor();
  await fill(root, {
    名称: '南区',
    地址: '江南大道 9 号',
    联系人: '南经理',
    联系电话: '0571-5550 4000',
    邮箱: 'nan@club.cn',
  });
  await button(root, '添加校区').click();
  const campus = onTop(root).locator('.campus').filter({ hasText: '南区' });
  await campus.getByText('添加场馆').click();

  await fill(root, { 名称: '南区击剑馆', 地址: '江南大道 9 号 2 楼', 电话: '0571-5550 4001' });
  await field(root, '纬度').fill('30.19, 120.17');
  await fill(root, { 容量: '0' });
  await button(root, '添加场馆').click();
  await text(root, '容量是 1 到 5000 的整数').waitFor();
  await fill(root, { 容量: '16' });
  await button(root, '添加场馆').click();
  await campus.getByText('南区击剑馆').waitFor();
  expect(await venueNamed('南区击剑馆')).toMatchObject({
    latitude: 30.19,
    longitude: 120.17,
    capacity: 16,
    longestStayMinutes: 240,
  });
  const may = await stage.phone('may', { path: 'pages/venues/venues' });
  await may.getByText('南区击剑馆').first().waitFor();
});

test('hours, stay and suspension are stored as they were chosen', async () => {
  const admin = await stage.phone('admin-east', { path: page('venue', `?id=${VENUE}`) });
  await onTop(admin).getByText('每天都 08:00–22:00').click();
  await onTop(admin).getByLabel('周日开放').click();
  await onTop(admin).getByLabel('暂停开放').click();
  await text(admin, '现在不能打卡').waitFor();
  await button(admin, '保存').click();
  await expect.poll(async () => (await venueNamed('东区乒乓球馆'))?.suspended, soon).toBe(true);
  const { hours } = (await venueNamed('东区乒乓球馆')) as { hours: unknown[] };
  expect(hours[1]).toEqual({ opens: 480, closes: 1320 });
  expect(hours[0]).toBeNull();
});

test('a capacity below the people inside is refused beside the field', async () => {
  const admin = await stage.phone('admin-east', { path: page('venue', `?id=${VENUE}`) });
  await fill(admin, { 容量: '5' });
  await button(admin, '保存').click();
  await text(admin, REFUSALS.CAPACITY_BELOW_HEADCOUNT).waitFor();
});

test('two admins edit one venue: the second is told and starts again from what is stored', async () => {
  const first = await stage.phone('root', { path: page('venue', `?id=${VENUE}`) });
  const second = await stage.phone('admin-east', { path: page('venue', `?id=${VENUE}`) });
  await fill(first, { 名称: '东区一号馆' });
  await fill(second, { 电话: '0571-12345' });
  await button(first, '保存').click();
  await expect.poll(() => venueNamed('东区一号馆'), soon).toBeDefined();
  await button(second, '保存').click();
  await second.getByText('重新载入', { exact: true }).click();
  await expect.poll(() => field(second, '名称').inputValue(), soon).toBe('东区一号馆');
  await fill(second, { 电话: '0571-12345' });
  await button(second, '保存').click();
  await expect.poll(async () => (await venueNamed('东区一号馆'))?.phone, soon).toBe('0571-12345');
});

test('two taps on 添加场馆 make one venue', async () => {
  const admin = await stage.phone('admin-east', { path: page('venue', '?campusId=c-east') });
  await fill(admin, {
    名称: '东区攀岩馆',
    地址: '文泽路 18 号',
    电话: '0571-5550 2002',
    纬度: '30.31',
    经度: '120.34',
    容量: '20',
  });
  await button(admin, '添加场馆').dblclick();
  await expect.poll(() => venueNamed('东区攀岩馆'), soon).toBeDefined();
  const { venues } = await overview();
  expect(venues.filter(({ name }) => name === '东区攀岩馆')).toHaveLength(1);
});

test('a chosen picture is uploaded and shown on the venue’s page', async () => {
  const admin = await stage.phone('admin-east', { path: page('venue', `?id=${VENUE}`) });
  await button(admin, '选一张图片').click();
  await admin.getByText('同意', { exact: true }).click();
  await admin.locator('.wxui-tile').first().click();
  await onTop(admin).getByLabel('场馆图片').waitFor();
  await button(admin, '保存').click();
  await expect
    .poll(async () => (await venueNamed('东区乒乓球馆'))?.pictureFileId, soon)
    .toMatch(/^cloud:\/\/.+\/venues\//);
  const may = await stage.phone('may', { path: `packages/venue/pages/detail/detail?id=${VENUE}` });
  const picture = may.locator('wx-image img').first();
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), soon)
    .toBeGreaterThan(0);
});

test('a member is appointed by the own code, works at the desk, and is dismissed again', async () => {
  const admin = await stage.phone('admin-east', { path: page('staff') });
  await onTop(admin).getByLabel('为 东区 任命员工').click();
  const { text: code } = await stage.call('sun', 'member', 'code');
  await scan(admin, String(code));
  await text(admin, '孙晓晨').waitFor();
  const desk = await stage.phone('sun', { path: 'packages/staff/pages/home/home' });
  await desk.getByText('东区乒乓球馆').waitFor();

  const row = onTop(admin).locator('.row').filter({ hasText: '孙晓晨' });
  await row.getByText('解除').click();
  await admin.getByRole('alertdialog').getByText('解除', { exact: true }).click();
  await expect.poll(() => row.count(), soon).toBe(0);
  const { staff } = await overview();
  expect(staff.map(({ nickname }) => nickname)).not.toContain('孙晓晨');
});

test('a campus admin sees the own campus only and cannot add another', async () => {
  const admin = await stage.phone('admin-east', { path: page('home') });
  await text(admin, '东区健身房').waitFor();
  expect(await onTop(admin).locator('.campus').count()).toBe(1);
  expect(await button(admin, '添加校区').count()).toBe(0);
});

test('the printed sheet carries a code that opens the venue’s page and proves nothing', async () => {
  const admin = await stage.phone('admin-east', { path: page('wall', `?venueId=${VENUE}`) });
  await button(admin, '保存到相册').waitFor();
  await expect
    .poll(async () => {
      const bytes = await onTop(admin).locator('canvas').screenshot();
      const { data, width, height } = PNG.sync.read(bytes);
      return jsQR(new Uint8ClampedArray(data), width, height)?.data ?? '';
    }, soon)
    .toContain(VENUE);
  const saved = admin.waitForEvent('download');
  await button(admin, '保存到相册').click();
  await saved;
});

test('a claimed installation cannot be claimed again', async () => {
  const phone = await stage.phone('lin', { path: page('claim') });
  await fill(phone, { 认领码: 'guess' });
  await button(phone, '认领').click();
  await phone.getByText(REFUSALS.ALREADY_CLAIMED).waitFor();
});
