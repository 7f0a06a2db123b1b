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

const PAGES = 'packages/training/pages';
const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
const text = (page: Page, word: string) => page.getByText(word, { exact: true });
/** The lesson's state at the top of its page. */
const face = (page: Page, word: string) => page.locator('.face__title', { hasText: word });

async function topUp(who: string): Promise<void> {
  const phone = await stage.phone(who, { path: 'packages/wallet/pages/topup/topup' });
  await payTwoHundred(phone);
  await phone.close();
}

async function payTwoHundred(phone: Page): Promise<void> {
  await text(phone, '¥200').click();
  await button(phone, '微信支付 ¥200.00').click();
  await text(phone, '立即支付').click();
  await text(phone, '完成').click();
  await phone.getByText('+¥200.00').waitFor();
}

/** From 我的训练 to the page that books the coach tomorrow, 14:00 to 15:00, for so much. */
async function atTheForm(who: string, fee: string): Promise<Page> {
  const phone = await stage.phone(who, { path: `${PAGES}/home/home` });
  await button(phone, '约课').click();
  await phone.locator('.day', { hasText: '明天' }).click();
  await phone.getByLabel('14:00 可约').click();
  await phone.getByText('明天 · 3 月 15 日 周日 14:00–15:00').waitFor();
  await button(phone, `约课 ${fee}`).click();
  await text(phone, '系统安排').waitFor();
  return phone;
}

/** A lesson of Lin that coach Wang has confirmed; its id. */
async function confirmedLesson(): Promise<string> {
  await topUp('lin');
  const { id } = await stage.call('lin', 'student', 'book', {
    coachId: 'm-coach-wang',
    date: '2026-03-15',
    from: 840,
    until: 900,
    tableId: null,
    expectedFee: 20_000,
    requestId: 'lesson-of-lin-000001',
  });
  await stage.call('coach-wang', 'lesson', 'confirm', { lessonId: id });
  return String(id);
}

test('Feng becomes a student with the number of WeChat, and finds the coaches of the campus', async () => {
  const feng = await stage.phone('feng', { path: 'pages/me/me' });
  await text(feng, '我的训练').click();
  await text(feng, '申请成为教练').waitFor();
  await button(feng, '半分钟登记').click();
  await button(feng, '成为学员').click();
  await text(feng, '请选择校区').waitFor();
  await feng.locator('[wx-id], .field__row', { hasText: '校区' }).first().click();
  await feng.getByText('中心校区').first().click();
  await text(feng, '确定').click();
  await feng.getByLabel('真实姓名').locator('input').fill('冯远');
  await text(feng, '微信手机号').click();
  // The privacy guide first: nothing of a phone is read without it.
  await text(feng, '同意').click();
  await text(feng, '允许').click();
  await text(feng, '使用微信绑定的手机号').waitFor();
  await button(feng, '成为学员').click();
  await button(feng, '找教练').click();
  await feng.getByText('本校区的教练 · 2 位').waitFor();

  await feng.getByLabel('教练姓名').locator('input').fill('张三');
  await button(feng, '搜索').click();
  await text(feng, '没有找到相关教练员').waitFor();
  await feng.getByLabel('教练姓名').locator('input').fill('');
  await text(feng, '女教练').click();
  await button(feng, '搜索').click();
  await feng.getByText('符合的教练 · 1 位').waitFor();
});

test('Lin finds coach Li, applies, and books once Li has agreed', async () => {
  const lin = await stage.phone('lin', { path: `${PAGES}/coaches/coaches` });
  await lin.getByLabel('教练姓名').locator('input').fill('李');
  await button(lin, '搜索').click();
  await lin.getByText('符合的教练 · 1 位').waitFor();
  await text(lin, '李静').click();
  await text(
    lin,
    '2014 年浙江省运动会女团冠军成员，国家二级运动员。执教 9 年，擅长少儿启蒙和步法训练。',
  )
    .last()
    .waitFor();
  await button(lin, '选中教练').click();
  await lin.getByText('已申请，教练同意后就可以约课').waitFor();

  await stage.call('coach-li', 'coach', 'answer', {
    relationId: await relationWith('m-coach-li'),
    approve: true,
    reason: '',
  });
  const again = await stage.phone('lin', { path: `${PAGES}/home/home` });
  await again.locator('.coach__name', { hasText: '李静' }).click();
  await again.getByText('点一个空闲的开始时间').waitFor();
});

async function relationWith(coachId: string): Promise<string> {
  const { ties } = await stage.call('lin', 'student', 'relations');
  const known = ties as readonly { relationId: string; coach: { memberId: string } }[];
  return known.find(({ coach }) => coach.memberId === coachId)?.relationId ?? '';
}

test('too little money leads to the wallet and back to the same time and table', async () => {
  const chen = await atTheForm('chen', '¥150.00');
  await chen.locator('.table', { hasText: '3 号台' }).click();
  await chen.locator('.table--on', { hasText: '3 号台' }).waitFor();
  await chen.getByText('余额还差 ¥150.00').waitFor();
  await button(chen, '去充值').click();
  await payTwoHundred(chen);
  await button(chen, '完成').click();
  await chen.locator('.table--on', { hasText: '3 号台' }).waitFor();
  await button(chen, '冻结 ¥150.00 并约课').click();
  await text(chen, '允许').click();
  await face(chen, '约课已提交').waitFor();
  await text(chen, '3 号台 · 中心乒乓球馆').waitFor();
  await text(chen, '14:00–15:00').waitFor();
});

test('the club chooses a table, the coach confirms, and Lin sees it without asking', async () => {
  await topUp('lin');
  const lin = await atTheForm('lin', '¥200.00');
  await button(lin, '冻结 ¥200.00 并约课').click();
  await text(lin, '允许').click();
  await face(lin, '约课已提交').waitFor();
  await text(lin, '已冻结').waitFor();

  const wang = await stage.phone('coach-wang', { path: `${PAGES}/lessons/lessons?as=COACH` });
  await wang.locator('.lesson', { hasText: '学员 林小满' }).filter({ hasText: '等你确认' }).click();
  await face(wang, '等你确认').waitFor();
  await button(wang, '确认上课').click();
  await face(wang, '已确认').waitFor();
  await text(wang, '学员 · 13800000001').waitFor();

  await face(lin, '已确认').waitFor();
  await text(lin, '已付').waitFor();
});

test('Lin asks to cancel, Wang keeps the lesson, Lin asks again and Wang agrees', async () => {
  const id = await confirmedLesson();
  const lin = await stage.phone('lin', { path: `${PAGES}/lesson/lesson?id=${id}` });
  await text(lin, '本月还剩 3 次').waitFor();
  await askToCancel(lin);

  const wang = await stage.phone('coach-wang', { path: `${PAGES}/lesson/lesson?id=${id}` });
  await text(wang, '学员申请取消').waitFor();
  await button(wang, '照常上课').click();
  await face(wang, '已确认').waitFor();

  await face(lin, '已确认').waitFor();
  await text(lin, '本月还剩 3 次').waitFor();
  await askToCancel(lin);
  await wang.reload();
  await button(wang, '同意取消').click();
  await text(wang, '同意取消').last().click();
  await face(wang, '已取消').waitFor();
  await face(lin, '已取消').waitFor();
  await lin.getByText('¥200.00 已退回钱包').waitFor();
});

async function askToCancel(page: Page): Promise<void> {
  await text(page, '申请取消').click();
  await text(page, '临时有事').click();
  await button(page, '提交申请').click();
  await text(page, '你申请取消').waitFor();
}

test('after the lesson both write what they think, and both read it', async () => {
  const id = await confirmedLesson();
  // Past its end at once; the timers of the minutes after close it.
  stage.cloud.clock.jump(stage.cloud.clock.now() + 29 * 3_600_000);
  await stage.cloud.advanceClock(5 * 60_000);
  const lin = await stage.phone('lin', { path: `${PAGES}/home/home` });
  await text(lin, '等你评价').click();
  await button(lin, '写评价').click();
  await lin.getByLabel('5 星').click();
  await lin.getByLabel('收获和教训').locator('textarea').fill('反手稳了');
  await button(lin, '提交评价').click();
  await text(lin, '反手稳了').waitFor();

  const wang = await stage.phone('coach-wang', { path: `${PAGES}/lesson/lesson?id=${id}` });
  await text(wang, '反手稳了').waitFor();
  await button(wang, '写评价').click();
  await wang.getByLabel('表现和建议').locator('textarea').fill('多练步法');
  await button(wang, '提交评价').click();
  await text(wang, '多练步法').waitFor();
});

test('Lin asks for another coach and sees how each of the three votes', async () => {
  const lin = await stage.phone('lin', { path: `${PAGES}/home/home` });
  await text(lin, '更换教练').click();
  await text(lin, '李静').click();
  await lin.getByLabel('更换原因').locator('textarea').fill('时间对不上');
  await button(lin, '提交申请').click();
  await text(lin, '表决中').waitFor();

  const { changes } = await stage.call('lin', 'student', 'relations');
  const [change] = changes as readonly { id: string }[];
  await stage.call('coach-wang', 'coach', 'vote', {
    changeId: change?.id,
    yes: true,
    note: '',
  });
  const again = await stage.phone('lin', { path: `${PAGES}/change/change` });
  const voteOf = (voter: string) =>
    again.locator('.vote', { hasText: voter }).locator('.vote__word').textContent();
  await text(again, '同意').waitFor();
  expect(await voteOf('现任教练')).toBe('同意');
  expect(await voteOf('新教练')).toBe('待表决');
  expect(await voteOf('校区管理员')).toBe('待表决');
});
