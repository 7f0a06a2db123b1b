import { REFUSALS } from '@shared/refusals';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, scan } from './browser';

const MALL = 'packages/reward/pages/mall/mall';
const DESK = 'packages/staff/pages/redeem/redeem';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

test('Lin redeems a towel and shows the code; the desk hands it over, and the code turns', async () => {
  const lin = await stage.phone('lin', { path: MALL });
  await lin.getByText('免费开通', { exact: true }).click();
  await lin.getByText('普通会员').waitFor();
  const towel = lin.locator('.reward').filter({ hasText: '运动毛巾' });
  await towel.getByText('兑换', { exact: true }).click();
  await lin.getByText('确认兑换').click();
  await lin.getByText('待领取').waitFor();
  const digits = await lin.locator('.code__digits').innerText();
  expect(digits).toMatch(/^\d{4} \d{4} \d{4}$/);

  const desk = await stage.phone('desk-east', { path: DESK });
  await desk.getByText('扫兑换码').click();
  await scan(desk, `CR1.${digits.replaceAll(' ', '')}`);
  await desk.getByText('可以交付').waitFor();
  await desk.getByText('林*满').waitFor();
  await desk.getByText('确认交付').click();
  await desk.getByText('已交付').waitFor();

  await lin.bringToFront();
  await lin.getByText('已领取').waitFor();
  expect(await lin.locator('.code__digits').count()).toBe(0);

  await desk.bringToFront();
  await desk.getByText('下一位').click();
  await desk.getByRole('textbox', { name: '兑换码' }).fill(digits);
  await desk.getByText('查找', { exact: true }).click();
  await desk.getByText('已经领取过了').waitFor();
  expect(await desk.getByText('确认交付').count()).toBe(0);
});

test('a coupon lies in 我的券 at once', async () => {
  const yang = await stage.phone('yang', { path: MALL });
  const ten = yang.locator('.reward').filter({ hasText: '订场立减 10 元' });
  await ten.getByText('兑换', { exact: true }).click();
  await yang.getByText('确认兑换').click();
  const coupon = yang.locator('.coupon');
  await coupon.getByText('订场立减 10 元').waitFor();
  await coupon.getByText('2026 年 5 月 13 日前可用').waitFor();
});

test('whoever thinks again has the points back, and the code opens nothing', async () => {
  await stage.call('lin', 'membership', 'apply');
  const wish = { rewardId: 'rw-towel', expected: 60, requestId: 'again' };
  const before = await stage.call('lin', 'reward', 'home');
  const { id } = await stage.call('lin', 'reward', 'redeem', wish);
  const lin = await stage.phone('lin', { path: `packages/reward/pages/code/code?id=${id}` });
  await lin.getByText('取消兑换', { exact: true }).click();
  await lin.locator('[aria-modal=true]').getByText('取消兑换', { exact: true }).click();
  await lin.getByText('已取消', { exact: true }).waitFor();
  expect((await stage.call('lin', 'reward', 'home')).points).toBe(before.points);
});

test('a wrong code is told beside what was typed', async () => {
  const desk = await stage.phone('desk-east', { path: DESK });
  await desk.getByRole('textbox', { name: '兑换码' }).fill('1234 5678');
  await desk.getByText('查找', { exact: true }).click();
  await desk.getByText('兑换码是 12 位数字，请核对后再试').waitFor();
  await desk.getByRole('textbox', { name: '兑换码' }).fill('123456789012');
  await desk.getByText('查找', { exact: true }).click();
  await desk.getByText(REFUSALS.REDEMPTION_NOT_FOUND).waitFor();
});

test('an admin puts a bottle on the shelf, and members see it', async () => {
  const admin = await stage.phone('admin-east', { path: 'packages/admin/pages/shelf/shelf' });
  await admin.getByText('运动毛巾').waitFor();
  await admin.getByText('添加礼品').click();
  await admin.getByRole('textbox', { name: '名称' }).fill('冰镇矿泉水');
  await admin.getByRole('textbox', { name: '积分', exact: true }).fill('30');
  await admin.getByRole('button', { name: '添加礼品' }).last().click();
  await admin.getByText('请填写库存').waitFor();
  await admin.getByRole('textbox', { name: '库存' }).fill('48');
  await admin.getByRole('button', { name: '添加礼品' }).last().click();
  await admin.getByText('库存 48 · 已兑 0').waitFor();
  const may = await stage.phone('may', { path: MALL });
  await may.getByText('冰镇矿泉水').waitFor();
});
