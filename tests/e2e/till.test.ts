import { REFUSALS } from '@shared/refusals';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, scan } from './browser';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

test('the desk finds Feng by phone and takes ¥100 in cash; Feng’s wallet shows it', async () => {
  const desk = await stage.phone('desk-east', { path: 'packages/staff/pages/home/home' });
  await desk.getByText('收款', { exact: true }).waitFor();
  await shot(desk, 'home');
  await desk.getByText('收款', { exact: true }).click();
  await desk.getByText('今天还没有收款').waitFor();
  await shot(desk, 'till-empty');
  await button(desk, '查找会员').click();
  await desk.getByText(REFUSALS.PHONE_INVALID).waitFor();
  await field(desk, '会员手机号').fill('13800000009');
  await button(desk, '查找会员').click();
  await desk.getByText('138****0009').waitFor();
  await field(desk, '金额，元').fill('100');
  await field(desk, '再输一次金额，元').fill('1000');
  await desk.getByText(REFUSALS.AMOUNTS_DIFFER).waitFor();
  await shot(desk, 'take-differ');
  await field(desk, '再输一次金额，元').fill('100');
  await shot(desk, 'take');
  await button(desk, '确认收款 ¥100.00').click();
  await desk.getByText('已收款').waitFor();
  await desk.getByText('许前台').waitFor();
  await shot(desk, 'receipt');

  const feng = await stage.phone('feng', { path: 'packages/wallet/pages/home/home' });
  await feng.getByText('¥100.00', { exact: true }).first().waitFor();

  await desk.bringToFront();
  await button(desk, '继续收款').click();
  await desk.getByText('现金 · 1 笔').waitFor();
  await shot(desk, 'till');
  await desk.getByText('冯*夏').last().click();
  await desk.getByText('单号').waitFor();
});

test('the desk scans May’s member code and keeps the number of her transfer', async () => {
  const desk = await stage.phone('desk-east', { path: 'packages/staff/pages/till/till' });
  const { text } = await stage.call('may', 'member', 'code');
  await button(desk, '扫会员码').click();
  await scan(desk, String(text));
  await desk.getByText('梅*雨').waitFor();
  await desk.getByText('银行转账').click();
  await field(desk, '金额，元').fill('88.8');
  await field(desk, '再输一次金额，元').fill('88.80');
  await field(desk, '流水号或备注').fill('2026031400088');
  await button(desk, '确认收款 ¥88.80').click();
  await desk.getByText('2026031400088').waitFor();
});

test('a member pays the desk’s code with Alipay, and the code turns into the receipt by itself', async () => {
  const amounts = { amount: 12_345, amountAgain: 12_345 };
  const shown = await stage.call('desk-east', 'cashier', 'showAlipay', {
    memberId: 'm-alex',
    campusId: 'c-east',
    ...amounts,
    requestId: 'e2e',
  });
  const order = shown.order as { readonly id: string };
  const code = encodeURIComponent(String(shown.code));
  const path = `packages/staff/pages/alipay/alipay?id=${order.id}&code=${code}`;
  const desk = await stage.phone('desk-east', { path, theme: 'dark' });
  await desk.getByText('后失效').waitFor();
  await desk.locator('canvas').waitFor();
  await shot(desk, 'alipay');
  await fetch(`${stage.cloud.url}/__alipay/pay`, {
    method: 'POST',
    body: new URLSearchParams({ code: String(shown.code), choice: 'pay' }),
  });
  await desk.getByText('已收款').waitFor();
  await desk.getByText('¥123.45').waitFor();
  await shot(desk, 'alipay-paid');
});

test('Lin writes the number down in the profile, and takes it away again', async () => {
  const lin = await stage.phone('lin', { path: 'packages/member/pages/profile/profile' });
  await field(lin, '手机号').fill('13800000002');
  await button(lin, '保存').click();
  await lin.getByText(REFUSALS.PHONE_TAKEN).waitFor();
  await field(lin, '手机号').fill('13900000000');
  await shot(lin, 'profile');
  await button(lin, '保存').click();
  await lin.getByText('已保存').waitFor();
  expect(await stage.call('lin', 'member', 'stored')).toMatchObject({ phone: '13900000000' });
});
