import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, scan } from './browser';

const HOME = 'packages/membership/pages/home/home';
const POINTS = 'packages/admin/pages/points/points';
const HALL = 'v-centre-badminton';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
const says = (page: Page, text: string) => page.getByText(text).first().waitFor();
const points = (page: Page) => page.locator('.usable');
const line = (page: Page, what: string) => page.locator('.row', { hasText: what });

async function shot(page: Page, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

async function checkIn(who: string): Promise<void> {
  const { codes } = await stage.call('root', 'desk', 'doorCodes', { venueId: HALL });
  const [code] = codes as { text: string }[];
  const page = await stage.phone(who, { path: `packages/venue/pages/detail/detail?id=${HALL}` });
  await button(page, '打卡').click();
  await scan(page, code?.text ?? '');
  await says(page, '打卡成功');
  await page.close();
}

const give = (memberId: string, amount: number, requestId: string) =>
  stage.call('root', 'membership', 'adjust', { memberId, amount, reason: '老卡积分', requestId });

async function pointsOf(who: string): Promise<number> {
  return (await stage.call(who, 'membership', 'home')).points as number;
}

test('Feng opens the membership, checks in for 5 points, and the club adds 100 with a reason', async () => {
  const had = await pointsOf('feng');
  const feng = await stage.phone('feng', { path: 'pages/me/me' });
  await feng.getByText('会员与积分', { exact: true }).click();
  await says(feng, '还不是会员');
  await button(feng, '免费开通').click();
  await says(feng, '普通会员');
  await expect.poll(() => points(feng).textContent()).toBe(String(had));

  await checkIn('feng');
  const again = await stage.phone('feng', { path: HOME });
  await line(again, '打卡').first().getByText('+5', { exact: true }).waitFor();
  expect(await points(again).textContent()).toBe(String(had + 5));
  await says(again, '2027 年 3 月到期');

  const admin = await stage.phone('admin-east', { path: POINTS });
  const { text } = await stage.call('feng', 'member', 'code');
  await button(admin, '扫会员码').click();
  await scan(admin, String(text));
  await says(admin, '冯知夏');
  await admin.getByLabel('积分', { exact: true }).locator('input').fill('100');
  await admin.getByLabel('原因').locator('input').fill('补上周活动积分');
  await shot(admin, 'adjust');
  await button(admin, '增加积分').click();
  await says(admin, `冯知夏的积分从 ${had + 5} 变为 ${had + 105}`);
  await shot(admin, 'adjust-ask');
  await admin.getByRole('alertdialog').getByRole('button', { name: '增加' }).click();
  await line(admin, '场馆增加').getByText('+100', { exact: true }).waitFor();

  const letters = await stage.phone('feng', { path: 'packages/message/pages/list/list' });
  await says(letters, '场馆为你增加了 100 积分，原因：补上周活动积分');
  await letters.getByText('积分已调整').click();
  await expect.poll(() => points(letters).textContent()).toBe(String(had + 105));
  await letters.getByText('积分明细').click();
  await letters.getByText('今天 · 3 月 14 日 周六').last().waitFor();
  await line(letters, '场馆增加').last().getByText('+100', { exact: true }).waitFor();
});

test('a manager finds Feng by phone, and cannot take more than is there', async () => {
  const has = await pointsOf('feng');
  const { profile } = (await stage.call('feng', 'member', 'home')).member as Home;
  const admin = await stage.phone('root', { path: 'packages/admin/pages/home/home' });
  await admin.getByText('会员积分', { exact: true }).click();
  await button(admin, '查找会员').click();
  await admin.locator('.field__error').waitFor();
  await admin.getByLabel('手机号').locator('input').fill(profile.phone);
  await button(admin, '查找会员').click();
  await says(admin, '冯知夏');
  await admin.getByText('扣除', { exact: true }).click();
  await admin
    .getByLabel('积分', { exact: true })
    .locator('input')
    .fill(String(has + 1));
  await button(admin, '扣除积分').click();
  await says(admin, `现在只有 ${has} 积分可以扣`);
});

interface Home {
  readonly profile: { readonly phone: string };
}

test('Feng reaches silver: it is celebrated once', async () => {
  await stage.call('feng', 'membership', 'apply');
  await give('m-feng', 1_000 - (await pointsOf('feng')), 'silver');
  const feng = await stage.phone('feng', { path: HOME });
  const sheet = feng.getByRole('dialog', { name: '升级为银卡会员' });
  await sheet.getByText('订场 9.5 折').waitFor();
  await shot(feng, 'celebration');
  await button(feng, '太好了').click();
  await sheet.waitFor({ state: 'detached' });
  const again = await stage.phone('feng', { path: HOME });
  await says(again, '再得 4,000 积分，升级为金卡会员');
  expect(await again.getByRole('dialog').count()).toBe(0);
});

test('Feng’s card brings a friend, whose registration tells who sent it', async () => {
  const { inviteToken } = await stage.call('feng', 'membership', 'home');
  const path = `pages/me/me?invite=${encodeURIComponent(String(inviteToken))}`;
  const guest = await stage.phone('new', { path });
  await button(guest, '半分钟注册').click();
  await guest.getByText('我已阅读并同意').click();
  await guest.getByText('请选择', { exact: true }).click();
  await guest.getByText('确定', { exact: true }).click();
  await guest.getByLabel('昵称').last().fill('小新');
  const told = guest.waitForRequest((request) =>
    (request.postData() ?? '').includes(String(inviteToken)),
  );
  await button(guest, '完成注册').click();
  await told;
  await guest.getByText('会员与积分', { exact: true }).waitFor();
});

test('the super admin sets what a campus gives, and the campus’s own admin sees it', async () => {
  const root = await stage.phone('root', { path: 'packages/admin/pages/rules/rules' });
  await root.locator('.chip', { hasText: '东区' }).click();
  const review = root.getByLabel('评价，积分').locator('input');
  await review.fill('501');
  await button(root, '保存').click();
  await says(root, '请填写 0 到 500 的整数');
  await review.fill('80');
  await button(root, '保存').click();
  await says(root, '已保存');
  const admin = await stage.phone('admin-east', { path: 'packages/admin/pages/rules/rules' });
  await expect.poll(() => admin.getByLabel('评价，积分').locator('input').inputValue()).toBe('80');
  expect(await admin.locator('.chip').count()).toBe(0);
});
