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

/** Feng opens the wallet from 我的 and chooses ¥200. */
async function atTheCashier(): Promise<Page> {
  const feng = await stage.phone('feng', { path: 'pages/me/me' });
  await feng.getByText('钱包', { exact: true }).click();
  await button(feng, '充值').click();
  await feng.getByText('¥200', { exact: true }).click();
  await button(feng, '支付').click();
  await feng.getByText('立即支付').waitFor();
  return feng;
}

test('Feng tops up ¥200, pays in WeChat’s sheet, sees the balance, and takes it back', async () => {
  const feng = await atTheCashier();
  if (process.env.SHOTS) await feng.screenshot({ path: `${process.env.SHOTS}/cashier.png` });
  await feng.getByText('立即支付').click();
  await feng.getByText('完成', { exact: true }).click();
  await feng.getByText('+¥200.00').first().waitFor();
  if (process.env.SHOTS) await feng.screenshot({ path: `${process.env.SHOTS}/paid.png` });
  const again = await stage.phone('feng', { path: 'packages/wallet/pages/home/home' });
  await again.getByText('¥200.00', { exact: true }).first().waitFor();
  if (process.env.SHOTS) await again.screenshot({ path: `${process.env.SHOTS}/wallet.png` });
  await button(again, '退回').click();
  await again.getByRole('alertdialog').getByRole('button', { name: '退回' }).click();
  await again.getByText('¥0.00', { exact: true }).waitFor();
  await again.getByText('充值退回').waitFor();
});

test('who closes the sheet has paid nothing and finds the order waiting', async () => {
  const feng = await atTheCashier();
  await feng.getByText('试试其他结果').click();
  await feng.getByText('中途取消支付').click();
  await feng.getByText('继续支付').first().waitFor();
  const again = await stage.phone('feng', { path: 'packages/wallet/pages/home/home' });
  await again.getByText('待支付').waitFor();
  await again.getByText('¥0.00', { exact: true }).waitFor();
  await button(again, '继续支付').click();
  await again.getByText('立即支付').click();
  await again.getByText('完成', { exact: true }).click();
  await again
    .getByText(/成功|已支付/)
    .first()
    .waitFor();
});
