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

const LIST = 'packages/message/pages/list/list';

/** The admin of the east campus makes a member a desk clerk. */
async function appoint(who: string): Promise<void> {
  const { text: code } = await stage.call(who, 'member', 'code');
  await stage.call('admin-east', 'club', 'appoint', { campusId: 'c-east', role: 'STAFF', code });
}

const badge = (page: Page) => page.locator('wx-page .badge');

test('Lin is appointed: 我的 counts the message, it is opened and read, and the badge goes', async () => {
  await appoint('lin');
  const lin = await stage.phone('lin', { path: 'pages/me/me' });
  await badge(lin).waitFor();
  expect(await badge(lin).textContent()).toBe('1');
  await lin.getByText('消息', { exact: true }).click();
  await lin.getByText('1 条未读').waitFor();
  await lin.getByText('你已成为前台').click();
  // The message is about 我的, which is a tab: it opens there, with the workbench.
  await lin.getByText('工作台', { exact: true }).waitFor();
  await expect.poll(() => badge(lin).count()).toBe(0);
});

test('all is read with one tap', async () => {
  await appoint('may');
  await stage.call('admin-east', 'club', 'dismiss', { memberId: 'm-may' });
  const may = await stage.phone('may', { path: LIST });
  await may.getByText('2 条未读').waitFor();
  await may.getByText('全部已读').click();
  await may.getByText('2 条未读').waitFor({ state: 'detached' });
  expect(await may.locator('.message__dot').count()).toBe(0);
});

test('Lin allows WeChat messages: the next one slides in, once, and its tap opens the page', async () => {
  const lin = await stage.phone('lin', { path: LIST });
  await lin.getByText('微信提醒').click();
  await lin.getByText('允许', { exact: true }).click();
  await lin.getByText(/还能收到 5 条/).waitFor();
  const may = await stage.phone('may', { path: LIST });
  await appoint('lin');
  await stage.cloud.advanceClock(60_000);
  const notice = lin.locator('.wxui-notice');
  await notice.getByText('场边 · 职务变动').waitFor();
  expect(await may.locator('.wxui-notice').count()).toBe(0);
  if (process.env.SHOTS) await lin.screenshot({ path: `${process.env.SHOTS}/notice.png` });
  await notice.click();
  await lin.getByText('工作台', { exact: true }).waitFor();
  // The acceptance is used up: dismissing is told in the app alone.
  await stage.call('admin-east', 'club', 'dismiss', { memberId: 'm-lin' });
  await stage.cloud.advanceClock(60_000);
  const again = await stage.phone('lin', { path: LIST });
  await again.getByText('你的职务已解除').waitFor();
  await again.getByText(/还能收到 4 条/).waitFor();
  await again.locator('.wxphone-more').click();
  await again.getByText('服务通知', { exact: true }).click();
  await expect.poll(() => again.locator('.wxui-notice-card').count()).toBe(1);
});

test('a phone that was put away finds the notice when it is opened again', async () => {
  const chen = await stage.phone('chen', { path: LIST });
  await chen.getByText('微信提醒').click();
  await chen.getByText('允许', { exact: true }).click();
  await chen.getByText(/还能收到/).waitFor();
  await chen.close();
  await appoint('chen');
  await stage.cloud.advanceClock(60_000);
  const again = await stage.phone('chen');
  await again.locator('.wxui-notice').getByText('场边 · 职务变动').waitFor();
});

test('who refuses for good is not asked again, and nothing is said to be open', async () => {
  const zhao = await stage.phone('zhao', { path: LIST });
  await zhao.getByText('微信提醒').click();
  await zhao.getByText('总是保持以上选择').click();
  await zhao.getByText('拒绝', { exact: true }).click();
  await zhao.getByText('没有开启，可以在微信的订阅消息设置里更改').waitFor();
  await zhao.locator('.wxui-toast').waitFor({ state: 'detached' });
  await zhao.getByText('微信提醒').click();
  await zhao.getByText('没有开启，可以在微信的订阅消息设置里更改').waitFor();
  expect(await zhao.locator('.wxui-sheet').count()).toBe(0);
  await zhao.getByText('有变动时，微信服务通知里也能收到').waitFor();
});
