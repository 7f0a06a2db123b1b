import { type ClubDate, clubDayStart, HOUR, MINUTE } from '@shared/base/time';
import { DIFFERENCE_WORDS } from '@shared/domain/reconciliation';
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

const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
const page = (name: string, query = '') => `packages/books/pages/${name}/${name}${query}`;

const onTop = (phone: Page) => phone.locator('.wxphone-page').filter({ visible: true }).last();
const shot = async (phone: Page, name: string) => {
  if (process.env.SHOTS) await phone.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

/** Feng tops up ¥200 and pays in WeChat's sheet. */
async function topUp(): Promise<void> {
  const feng = await stage.phone('feng', { path: 'packages/wallet/pages/topup/topup' });
  await feng.getByText('¥200', { exact: true }).click();
  await button(feng, '支付').click();
  await feng.getByText('立即支付').click();
  await feng.getByText('完成', { exact: true }).click();
  await feng.getByText('+¥200.00').first().waitFor();
}

/** ¥100 in cash for Feng, taken at the east desk. */
async function takeCash(): Promise<void> {
  await stage.call('desk-east', 'cashier', 'take', {
    memberId: 'm-feng',
    campusId: 'c-east',
    amount: 10_000,
    amountAgain: 10_000,
    requestId: 'cash-1',
    channel: 'CASH',
    note: '',
  });
}

test('after Feng topped up ¥200 the super admin finds it in the takings and opens the order’s file', async () => {
  await topUp();
  const root = await stage.phone('root', { path: 'packages/admin/pages/home/home' });
  await root.getByText('账务', { exact: true }).click();
  await root.getByText('1 笔收款，0 笔退款').waitFor();
  await root.getByText('收款汇总', { exact: true }).click();
  await root.getByText('微信支付 · 钱包充值').waitFor();
  await root.getByText('与账本一致').waitFor();
  expect(await root.locator('.total__net').innerText()).toBe('¥200.00');

  const orders = await stage.phone('root', { path: page('orders') });
  await orders.getByLabel(/冯\*夏，¥200\.00，已支付/).click();
  await orders.getByText('充值入账').waitFor();
  const posting = orders.locator('.posting').first();
  expect(await posting.innerText()).toMatch(/微信支付\s*→\s*会员余额\s*¥200\.00/);
});

test('a day without takings says so, and tomorrow cannot be opened', async () => {
  await topUp();
  const root = await stage.phone('root', { path: page('takings') });
  await root.getByText('微信支付 · 钱包充值').waitFor();
  await root.getByText('今天 · 3 月 14 日 周六').waitFor();
  await root.getByLabel('后一天').click({ force: true });
  await root.getByLabel('前一天').click();
  await root.getByText('昨天 · 3 月 13 日 周五').waitFor();
  // A lesson was taken there; the last Sunday nobody paid anything.
  await root.getByText('余额 · 课程').waitFor();
  for (const day of ['12 日 周四', '11 日 周三', '10 日 周二', '9 日 周一', '8 日 周日']) {
    await root.getByLabel('前一天').click();
    await root.getByText(`3 月 ${day}`).waitFor();
  }
  await root.getByText('这一天没有收款，也没有退款').waitFor();
});

test('cash that was typed in by mistake is taken back with a reason, after a question that names it', async () => {
  await takeCash();
  const admin = await stage.phone('admin-east', { path: page('orders') });
  await admin.getByLabel(/冯\*夏，¥100\.00，已支付/).click();
  await button(admin, '冲正').first().click();
  await button(admin, '冲正').last().click();
  await admin.getByText('请写明原因，2 到 100 个字').waitFor();
  await admin.getByText('金额输错').click();
  await button(admin, '冲正').last().click();
  const question = admin.getByRole('alertdialog');
  await question.getByText('冲正 ¥100.00？').waitFor();
  expect(await question.innerText()).toContain('冯*夏');
  await question.getByRole('button', { name: '冲正' }).click();
  await admin.locator('.face').getByText('已冲正').waitFor();
  const wallet = await stage.call('feng', 'wallet', 'home');
  expect(wallet.balance).toBe(0);
});

test('a number that nobody knows is told beside the field, a known one opens its order', async () => {
  await takeCash();
  const { orders } = await stage.call('root', 'books', 'orders', { before: null });
  const [first] = orders as readonly { readonly order: { readonly id: string } }[];
  const root = await stage.phone('root', { path: page('orders') });
  await root.locator('wx-input input').fill('nothing');
  await button(root, '查找').click();
  await root.getByText('没有找到这个订单').waitFor();
  await root.locator('wx-input input').fill(first?.order.id ?? '');
  await button(root, '查找').click();
  await root.locator('.face').getByText('¥100.00').waitFor();
});

test('a campus admin sees the own campus, and no reconciliation', async () => {
  await topUp();
  await takeCash();
  const admin = await stage.phone('admin-east', { path: page('home') });
  await admin.getByText('1 笔收款，0 笔退款').waitFor();
  await admin.getByText('退款', { exact: true }).waitFor();
  expect(await admin.getByText('对账', { exact: true }).count()).toBe(0);
});

test('a day is compared by hand and says that both sides agree', async () => {
  const yesterday = page('day', '?channel=WECHAT&date=2026-03-12');
  const root = await stage.phone('root', { path: yesterday });
  await root.getByText('这一天还没有对账').waitFor();
  await button(root, '重新对账').click();
  await root.getByText('一致', { exact: true }).waitFor();
});

test('a payment that WeChat’s bill does not have is told with what to do, and noted as dealt with', async () => {
  await topUp();
  stage.gateways.wechat.faults.bill(() => []);
  stage.cloud.clock.jump(clubDayStart('2026-03-15' as ClubDate) + 10 * HOUR + 29 * MINUTE);
  await stage.cloud.advanceClock(2 * MINUTE);
  const root = await stage.phone('root', { path: page('home') });
  await shot(root, 'home');
  await onTop(root)
    .getByLabel(/^对账差异 1/)
    .click();
  await onTop(root).getByText('还有 1 处差异要处理').waitFor();
  await shot(root, 'reconciliation');
  await onTop(root).getByLabel('3 月 14 日，微信支付，1 处差异').click();
  await onTop(root).getByText('要处理的差异').waitFor();
  await shot(root, 'day');
  const { what, advice } = DIFFERENCE_WORDS.PAYMENT_ONLY_OURS;
  await onTop(root).getByText(advice).waitFor();
  await button(root, '注明已处理').first().click();
  await root.getByRole('textbox', { name: '原因' }).fill('渠道账单晚到，后台查到这笔');
  await shot(root, 'settle');
  await button(root, '注明已处理').last().click();
  await onTop(root).getByText('渠道账单晚到，后台查到这笔').waitFor();
  expect(await onTop(root).getByText('要处理的差异').count()).toBe(0);
  await onTop(root).locator('.card').filter({ hasText: what }).waitFor();
  await shot(root, 'settled');
  const after = await stage.phone('root', { path: page('home') });
  await after.getByText('查账').waitFor();
  expect(await after.getByText('对账差异').count()).toBe(0);
});

test('a refund that WeChat cannot carry out is shown as stuck, and is put into the wallet by hand', async () => {
  await topUp();
  const { withdrawable } = await stage.call('feng', 'wallet', 'home');
  const [paid] = withdrawable as readonly { readonly orderId: string }[];
  stage.gateways.wechat.faults.refund('ABNORMAL');
  const asked = { orderId: paid?.orderId, requestId: 'back-1' };
  await stage.call('feng', 'wallet', 'withdraw', asked);
  await stage.gateways.wechat.idle();
  await stage.cloud.advanceClock(MINUTE);
  expect((await stage.call('feng', 'wallet', 'home')).balance).toBe(0);
  const root = await stage.phone('root', { path: page('home') });
  await onTop(root)
    .getByLabel(/^退款卡住 1/)
    .click();
  await onTop(root)
    .getByLabel(/冯\*夏，¥200\.00，.*查看订单/)
    .waitFor();
  await onTop(root).getByText('卡住', { exact: true }).waitFor();
  await shot(root, 'stuck');
  await button(root, '退到余额').first().click();
  await root.getByText('原账户已注销').click();
  await shot(root, 'stuck-reason');
  await button(root, '退到余额').last().click();
  const question = root.getByRole('alertdialog');
  await question.getByText('退 ¥200.00 到余额？').waitFor();
  await shot(root, 'stuck-question');
  await question.getByRole('button', { name: '退到余额' }).click();
  await root.getByText('已退到会员余额').waitFor();
  await onTop(root).getByText('最近七天完成').waitFor();
  await shot(root, 'credited');
  expect((await stage.call('feng', 'wallet', 'home')).balance).toBe(20_000);
});
