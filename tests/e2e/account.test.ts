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

const PASSWORD = 'Court#26';
const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
const field = (page: Page, label: string) => page.locator(`wx-input[aria-label="${label}"] input`);

test('Lin sets a password on one phone, and signs in on another as the same member', async () => {
  const lin = await stage.phone('lin', { path: 'packages/member/pages/profile/profile' });
  await lin.getByRole('button', { name: '登录账号' }).click();
  await field(lin, '用户名').fill('LinXM');
  await field(lin, '密码').fill('courtside');
  await lin.getByText('密码要 8 到 16 位').waitFor();
  await field(lin, '密码').fill(PASSWORD);
  await button(lin, '设置').click();
  await lin.getByText('1 个，最多 5 个').waitFor();

  const other = await stage.phone('new', { path: 'pages/me/me' });
  await button(other, '半分钟注册').click();
  await other.getByText('已有账号，用户名登录').click();
  await field(other, '用户名').fill('linxm');
  await field(other, '密码').fill('Wrong#99');
  await button(other, '登录').click();
  await other.getByText('用户名或密码不对').waitFor();
  await field(other, '密码').fill(PASSWORD);
  await button(other, '登录').click();
  await other.getByText('林小满').first().waitFor();

  const unbound = await stage.phone('new', { path: 'packages/member/pages/account/account' });
  await unbound.getByText('2 个，最多 5 个').waitFor();
  await unbound.getByRole('button', { name: '解绑这个微信' }).click();
  await unbound.getByRole('alertdialog').getByRole('button', { name: '解绑' }).click();
  await unbound.getByText('场馆').first().waitFor();
  expect(await stage.call('lin', 'account', 'state')).toEqual({ username: 'linxm', wechats: 1 });
});
