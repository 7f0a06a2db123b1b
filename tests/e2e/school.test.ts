import { type Fen, formatYuan } from '@shared/base/money';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './browser';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const school = (name: string, query = '') =>
  `packages/school/pages/${name}/${name}?campusId=c-centre${query}`;
const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });

/** Lin's lesson with coach Wang tomorrow at 18:00, asked for and confirmed. */
async function bookLesson(): Promise<void> {
  const lesson = await stage.call('lin', 'student', 'book', {
    coachId: 'm-coach-wang',
    date: '2026-03-15',
    from: 1080,
    until: 1140,
    tableId: null,
    expectedFee: 20_000,
    requestId: 'lesson-1',
  });
  await stage.call('coach-wang', 'lesson', 'confirm', { lessonId: lesson.id });
}

test('an application is approved with its level by the super admin, and the coach has a workbench', async () => {
  const waiting = await stage.phone('coach-he', { path: 'packages/coach/pages/apply/apply' });
  await waiting.getByText('申请已提交').waitFor();

  const root = await stage.phone('root', { path: 'packages/admin/pages/home/home' });
  await root.getByText('培训', { exact: true }).click();
  await root.getByText('1 份待审核').click();
  await root.getByText('先选等级').waitFor();
  await root.getByText('初级', { exact: true }).click();
  await button(root, '通过，定为初级').click();
  await root.getByText('没有待审核的教练申请').waitFor();

  const he = await stage.phone('coach-he', { path: 'pages/me/me' });
  await he.getByText('教练工作台', { exact: true }).click();
  await he.getByText('初级教练 · 中心校区').waitFor();
});

test('somebody who was refused reads why and applies again with a photo, which the admin sees', async () => {
  const root = await stage.phone('root', { path: school('applications') });
  await button(root, '不通过').click();
  await root.getByText('照片不清楚').click();
  await button(root, '不通过').last().click();
  await root.getByText('没有待审核的教练申请').waitFor();

  const he = await stage.phone('coach-he', { path: 'packages/coach/pages/apply/apply' });
  await he.getByText('上次没有通过：照片不清楚').waitFor();
  await button(he, '提交申请').click();
  await he.getByText('请上传一张本人照片').waitFor();
  await he.getByLabel('上传本人照片').click();
  await he.getByText('同意', { exact: true }).click();
  await he.locator('.wxui-tile').first().click();
  await he.getByText('更换照片').waitFor();
  await button(he, '提交申请').click();
  await he.getByText('申请已提交').waitFor();

  const again = await stage.phone('root', { path: school('applications') });
  const photo = again.getByLabel('看 何敏 的照片').locator('img');
  await expect
    .poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
});

test('coach Wang takes Zhao as a student with one tap', async () => {
  const wang = await stage.phone('coach-wang', { path: 'packages/coach/pages/home/home' });
  await wang.getByLabel('同意，赵思远申请做你的学员', { exact: true }).click();
  await wang.getByText('已成为你的学员').waitFor();
  await wang.getByText('我的学员').click();
  await wang.getByText('赵思远').first().waitFor();
  const { ties } = await stage.call('zhao', 'student', 'home');
  expect(ties).toMatchObject([{ status: 'ESTABLISHED' }]);
});

test('a lesson is cancelled with a reason: Lin is told and the log knows who did it', async () => {
  await bookLesson();
  const before = await stage.call('lin', 'wallet', 'home');
  const root = await stage.phone('root', { path: school('lessons') });
  await root.getByLabel('往后').click();
  await root.getByLabel(/取消 18:00–19:00 林小满/).click();
  await root.getByText('场馆临时关闭').click();
  await button(root, '取消课程').last().click();
  await root.getByText('原因：场馆临时关闭').waitFor();
  const after = await stage.call('lin', 'wallet', 'home');
  expect(Number(after.balance)).toBe(Number(before.balance) + 20_000);

  const lin = await stage.phone('lin', { path: 'packages/message/pages/list/list' });
  await lin.getByText('管理员取消了课程').first().waitFor();

  const log = await stage.phone('root', { path: school('log') });
  await log.locator('wx-input input').fill('取消课程');
  await button(log, '查找').click();
  await log.getByText('管理员取消课程', { exact: true }).waitFor();
  await log.getByText('场馆临时关闭').waitFor();
});

test('the super admin turns from a campus without a change to the one whose change waits', async () => {
  await stage.call('lin', 'student', 'requestChange', {
    fromId: 'm-coach-wang',
    toId: 'm-coach-li',
    reason: '时间对不上',
    requestId: 'change-1',
  });
  const root = await stage.phone('root', {
    path: 'packages/school/pages/changes/changes?campusId=c-east',
  });
  await root.getByText('没有要表决的更换申请').waitFor();
  await root.getByRole('radio', { name: '中心校区' }).click();
  await root.getByText('王建国 → 李静').waitFor();
  await root.getByLabel('同意，林小满', { exact: true }).click();
  await root.getByRole('alertdialog').getByRole('button', { name: '同意' }).click();
  await root.getByText('已表决，等其他人表决').waitFor();
});

test('three people vote, each on the own page, and Lin has another coach', async () => {
  const ids = { fromId: 'm-coach-wang', toId: 'm-coach-li' };
  const wish = { ...ids, reason: '时间对不上', requestId: 'change-2' };
  await stage.call('lin', 'student', 'requestChange', wish);
  const sayYes = async (who: string, path: string) => {
    const phone = await stage.phone(who, { path });
    await phone.getByLabel(/^同意，林小满/).click();
    await phone.getByRole('alertdialog').getByRole('button', { name: '同意' }).click();
    return phone;
  };
  for (const who of ['coach-wang', 'coach-li']) {
    const coach = await sayYes(who, 'packages/coach/pages/home/home');
    await coach.getByText('已表决', { exact: true }).waitFor();
  }
  const root = await sayYes('root', school('changes'));
  await root.getByText('三方都同意，已更换教练').waitFor();
  const lin = await stage.phone('lin', { path: 'packages/training/pages/home/home' });
  await lin.locator('.coach__name', { hasText: '李静' }).waitFor();
  expect(await lin.locator('.coach__name', { hasText: '王建国' }).count()).toBe(0);
});

test('an admin corrects a student’s name, stops the account, opens it, and takes it out of the school', async () => {
  const admin = await stage.phone('admin-east', {
    path: 'packages/school/pages/person/person?id=m-zhou',
  });
  await admin.getByText('修改学员资料').click();
  await admin.getByLabel('真实姓名').locator('input').fill('周子青');
  await button(admin, '保存').click();
  await admin.locator('.heading', { hasText: '周子青' }).waitFor();

  const withReason = async (word: string, reason: string, sure: string) => {
    await admin.getByText(word, { exact: true }).click();
    await admin.getByText(reason).click();
    await button(admin, sure).last().click();
  };
  await withReason('停用账号', '本人要求停用', '停用账号');
  await admin.getByText('启用账号', { exact: true }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: '启用' }).click();
  await admin.getByText('停用账号', { exact: true }).first().waitFor();
  await withReason('移出学员', '已经离开校区', '移出');
  await admin.getByText('没有找到这位学员').waitFor();

  const { messages } = await stage.call('zhou', 'message', 'list', { before: null });
  const titles = (messages as readonly { title: string }[]).map(({ title }) => title);
  expect(titles.slice(0, 4)).toEqual([
    ...['你已不是学员', '账号已启用', '账号已停用', '管理员修改了你的资料'],
  ]);
});

test('coach Wang takes the evening off, opens it again, and sees what the month brought in', async () => {
  await bookLesson();
  const off = await stage.phone('coach-wang', { path: 'packages/coach/pages/off/off' });
  const rows = off.locator('.card--list .row');
  await button(off, '添加时间').waitFor();
  const known = await rows.count();
  await button(off, '添加时间').click();
  await off.getByRole('radio', { name: '周四' }).click();
  await button(off, '添加').last().click();
  await off.getByLabel('删除 每周四 08:00–12:00').click();
  await off.getByRole('alertdialog').getByRole('button', { name: '恢复可约' }).click();
  await expect.poll(() => rows.count()).toBe(known);

  const fenOf = async (month: string) =>
    Number((await stage.call('coach-wang', 'coach', 'income', { month })).fen);
  const earned = (await fenOf('2026-03')) + 20_000;
  stage.cloud.clock.jump(stage.cloud.clock.now() + 34 * 3_600_000);
  await stage.cloud.advanceClock(2 * 60_000);
  const income = await stage.phone('coach-wang', { path: 'packages/coach/pages/income/income' });
  await income.locator('.total', { hasText: formatYuan(earned as Fen) }).waitFor();
  await income.getByText('林小满').waitFor();
  await income.getByLabel('往前').click();
  await income.getByText('2026 年 2 月').waitFor();
  const before = formatYuan((await fenOf('2026-02')) as Fen);
  await income.locator('.total', { hasText: before }).waitFor();
});

test('a campus admin sees the own campus only', async () => {
  const admin = await stage.phone('admin-east', { path: 'packages/school/pages/home/home' });
  await admin.getByText('今天没有课').waitFor();
  expect(await admin.getByText('中心校区').count()).toBe(0);
  const log = await stage.phone('admin-east', { path: 'packages/school/pages/log/log' });
  await log.getByText('从哪天').waitFor();
  expect(await log.getByText('全部校区').count()).toBe(0);
});

test('a reset password is shown once, in the answer to the one who reset it', async () => {
  await stage.call('lin', 'account', 'create', { username: 'linxm', password: 'Court2026!' });
  const root = await stage.phone('root', {
    path: 'packages/school/pages/person/person?id=m-lin',
  });
  await root.getByText('重置密码').click();
  await root.getByRole('alertdialog').getByRole('button', { name: '重置' }).click();
  const shown = root.getByRole('alertdialog');
  await shown.getByText('新密码，只显示这一次').waitFor();
  const [, password = ''] = /新密码 (\S+)/.exec(await shown.innerText()) ?? [];
  await stage.call('new', 'account', 'login', { username: 'linxm', password });
});
