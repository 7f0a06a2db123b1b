import { readFile } from 'node:fs/promises';
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

const onTop = (page: Page) => page.locator('.wxphone-page').filter({ visible: true }).last();
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};
const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });

/** An hour on court 1 tomorrow, from the wallet: ¥60. */
const book = (who: string) =>
  stage.call(who, 'booking', 'create', {
    ...{ venueId: 'v-centre-badminton', courtId: 'v-centre-badminton-1', date: '2026-03-15' },
    ...{ from: 840, until: 900, places: 1, expected: 6_000, channel: 'WALLET' },
    requestId: `book-${who}`,
  });

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
  await shot(feng, 'cashier');
  await feng.getByText('立即支付').click();
  await feng.getByText('完成', { exact: true }).click();
  await feng.getByText('+¥200.00').first().waitFor();
  await shot(feng, 'paid');
  const again = await stage.phone('feng', { path: 'packages/wallet/pages/home/home' });
  await again.getByText('¥200.00', { exact: true }).first().waitFor();
  await shot(again, 'wallet');
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

test('a card that holds too little ends in a failed payment, and trying again pays the same order', async () => {
  const feng = await atTheCashier();
  await feng.getByText('试试其他结果').click();
  await feng.getByText('余额不足', { exact: true }).click();
  await feng.getByText('支付没有完成').waitFor();
  await feng.getByText(/订单保留到 10:\d\d，请检查网络或余额后再试/).waitFor();
  await shot(feng, 'poor');
  expect((await stage.call('feng', 'wallet', 'home')).balance).toBe(0);
  await button(feng, '继续支付').click();
  await feng.getByText('立即支付').click();
  await feng.getByText('完成', { exact: true }).click();
  await feng.getByText('充值成功').waitFor();
  const { balance, pending, recent } = await stage.call('feng', 'wallet', 'home');
  expect([balance, pending]).toEqual([20_000, []]);
  expect(recent).toHaveLength(1);
});

test('who closes the app right after paying finds the money in the wallet on opening it again', async () => {
  const feng = await atTheCashier();
  await feng.getByText('试试其他结果').click();
  await feng.getByText('付款后直接关掉小程序').click();
  await feng.waitForURL((url) => !url.searchParams.has('path'));
  await stage.gateways.wechat.idle();
  await feng.getByText('我的', { exact: true }).last().click();
  await feng.getByText('钱包', { exact: true }).click();
  await feng.getByText('¥200.00', { exact: true }).first().waitFor();
  await shot(feng, 'reopened');
  expect(await feng.getByText('待支付').count()).toBe(0);
});

test('a line of the statement opens what it was for; a month, a kind and a table of them are asked for', async () => {
  const feng = await atTheCashier();
  await feng.getByText('立即支付').click();
  await feng.getByText('完成', { exact: true }).click();
  await feng.getByText('充值成功').waitFor();
  await book('feng');
  const phone = await stage.phone('feng', { path: 'packages/wallet/pages/home/home' });
  await phone.getByText('全部明细').click();
  const line = (word: string) => onTop(phone).locator('.row--tap').filter({ hasText: word });
  await line('+¥200.00').waitFor();
  await line('-¥60.00').click();
  await onTop(phone).getByText('订场', { exact: true }).waitFor();
  await shot(phone, 'order');
  await onTop(phone).getByText('查看预订').click();
  await onTop(phone).getByText('1 号场').first().waitFor();
  await phone.locator('.wxphone-back').click();
  await phone.locator('.wxphone-back').click();

  await onTop(phone).getByRole('radio', { name: '充值' }).click();
  await line('-¥60.00').waitFor({ state: 'detached' });
  await shot(phone, 'statement');
  const [file] = await Promise.all([
    phone.waitForEvent('download'),
    (async () => {
      await line('导出这些明细').click();
      await phone.getByText('存到这台电脑').click();
    })(),
  ]);
  expect(file.suggestedFilename()).toBe('courtside-wallet-2026-03.csv');
  const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(head).toBe('\uFEFF"时间","类型","金额（元）","订单号"');
  expect(lines).toEqual([expect.stringMatching(/^"2026-03-14 10:.*","充值","200\.00","\w+"$/)]);
  await phone.getByText('明细已导出').waitFor();
  await onTop(phone).getByLabel('上个月').click();
  await onTop(phone).getByText('这个月没有充值').waitFor();
});
