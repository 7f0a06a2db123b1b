import { MINUTE } from '@shared/base/time';
import { clockText } from '@shared/domain/hours';
import { REFUSALS } from '@shared/refusals';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, scan } from './browser';

const VENUE = 'v-east-pingpong';
const TABLE = `${VENUE}-8`;
/** A Saturday: the half-hour costs ¥12. */
const TODAY = '2026-03-14';
const HOUR_PRICE = 2400;
const page = (name: string, query = '') => `packages/courts/pages/${name}/${name}${query}`;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const onTop = (phone: Page) => phone.locator('.wxphone-page').filter({ visible: true }).last();
const button = (phone: Page, word: string) =>
  onTop(phone).locator('wx-button').filter({ hasText: word, visible: true });
const text = (phone: Page, words: string) => onTop(phone).getByText(words).first();
const field = (phone: Page, label: string) =>
  onTop(phone).getByRole('textbox', { name: label, exact: true });
const shot = async (phone: Page, name: string) => {
  if (process.env.SHOTS) await phone.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

interface Row {
  readonly code: string;
  readonly who: string;
  readonly booking: Readonly<Record<string, unknown>> & { readonly id: string };
}

let made = 0;
/** The desk sells Lin an hour on the last table, for cash. */
async function bookedForLin(from: number): Promise<Row> {
  made += 1;
  const { row } = await stage.call('desk-east', 'courts', 'book', {
    venueId: VENUE,
    courtId: TABLE,
    date: TODAY,
    from,
    until: from + 60,
    places: 1,
    memberId: 'm-lin',
    customer: null,
    channel: 'CASH',
    expected: HOUR_PRICE,
    requestId: `e2e-${made}`,
  });
  return row as Row;
}
const rowNow = async (bookingId: string) =>
  (await stage.call('desk-east', 'courts', 'order', { bookingId })).row as Row;

test('the desk books for a walk-in who pays cash; the sheet names them as one', async () => {
  const desk = await stage.phone('desk-east', { path: page('sheet') });
  await text(desk, '代订').click();
  const free = onTop(desk).locator('.grid__slot--free').first();
  await free.click();
  await text(desk, '¥12.00').waitFor();
  await shot(desk, 'slots');
  await button(desk, '下一步').click();
  await onTop(desk).getByRole('radio', { name: '散客' }).click();
  await text(desk, '请填写散客的称呼').waitFor();
  await field(desk, '散客称呼').fill('欧阳先生');
  await shot(desk, 'book');
  await button(desk, '确认收款 ¥12.00').click();
  await text(desk, '已预订').waitFor();
  await shot(desk, 'booked');
  await button(desk, '完成').click();
  await desk.locator('.wxphone-back').click();
  const line = onTop(desk).locator('.line').filter({ hasText: '欧阳先生' });
  await line.getByText('散客').waitFor();
  await shot(desk, 'sheet');
});

test('Lin’s code is red before its time and green half an hour before the start', async () => {
  const { code } = await bookedForLin(11 * 60);
  const desk = await stage.phone('desk-east', { path: page('sheet') });
  await text(desk, clockText(11 * 60)).waitFor();
  await button(desk, '扫码签到').click();
  await scan(desk, `CB1.${code}`);
  await text(desk, REFUSALS.TOO_EARLY_TO_VERIFY).waitFor();
  await shot(desk, 'too-early');
  await stage.cloud.advanceClock(30 * MINUTE);
  await button(desk, '继续扫码').click();
  await scan(desk, `CB1.${code}`);
  await text(desk, '打到 12:00').waitFor();
  await shot(desk, 'verified');
  await button(desk, '完成').click();
  await onTop(desk).locator('.line').filter({ hasText: '林*满' }).getByText('已签到').waitFor();

  await button(desk, '输码').click();
  await field(desk, '订场码').fill('123');
  await button(desk, '签到').last().click();
  await text(desk, REFUSALS.BOOKING_CODE_INVALID).waitFor();
});

test('a booking is marked as a no-show and waived with a reason', async () => {
  const { booking } = await bookedForLin(10 * 60 + 30);
  await stage.cloud.advanceClock(35 * MINUTE);
  const desk = await stage.phone('desk-east', { path: page('sheet'), theme: 'dark', width: 320 });
  const line = onTop(desk).locator('.line').filter({ hasText: '林*满' });
  await line.click();
  await shot(desk, 'facts');
  await button(desk, '标记未到').click();
  await desk.getByRole('alertdialog').getByRole('button', { name: '标记未到' }).click();
  await line.getByText('未到场').waitFor();
  await line.click();
  await button(desk, '免除未到').click();
  await field(desk, '原因').fill('会员在门口等了很久');
  await button(desk, '免除未到').last().click();
  await line.getByText('未到已免除').waitFor();
  expect(await rowNow(booking.id)).toMatchObject({ waived: true });
});

test('the desk cancels with a reason, and all of it goes back', async () => {
  const { booking } = await bookedForLin(18 * 60);
  const desk = await stage.phone('desk-east', { path: page('sheet') });
  await onTop(desk).locator('.line').filter({ hasText: '林*满' }).click();
  await button(desk, '取消并全额退款').click();
  await field(desk, '原因').fill('馆内停电');
  await button(desk, '取消预订').last().click();
  await desk.getByText('¥24.00 全额退回').waitFor();
  await desk.getByRole('alertdialog').getByRole('button', { name: '取消预订' }).click();
  await text(desk, '已取消').waitFor();
  const { booking: after } = await rowNow(booking.id);
  expect(after).toMatchObject({ status: 'CANCELLED', refunded: HOUR_PRICE });
});

test('the east admin gives a part of a played booking back; the desk has no such button', async () => {
  const { booking, code } = await bookedForLin(10 * 60 + 30);
  await stage.call('desk-east', 'courts', 'verify', { code });
  stage.cloud.clock.jump(Number(booking.endAt));
  await stage.cloud.advanceClock(MINUTE);
  const desk = await stage.phone('desk-east', { path: page('sheet') });
  await onTop(desk).locator('.line').filter({ hasText: '林*满' }).click();
  await button(desk, '知道了').waitFor();
  expect(await button(desk, '退部分款').count()).toBe(0);

  const before = await stage.call('lin', 'wallet', 'home');
  const admin = await stage.phone('admin-east', { path: page('sheet') });
  const line = onTop(admin).locator('.line').filter({ hasText: '林*满' });
  await line.click();
  await button(admin, '退部分款').click();
  await field(admin, '退款金额，元').fill('24.01');
  await button(admin, '退款').last().click();
  await text(admin, '最多可退 ¥24.00，请改小金额').waitFor();
  await shot(admin, 'refund');
  await field(admin, '退款金额，元').fill('10');
  await field(admin, '原因').fill('灯坏了一半');
  await button(admin, '退款').last().click();
  await admin.getByText('退 ¥10.00 给 林*满？').waitFor();
  await shot(admin, 'refund-question');
  await admin.getByRole('button', { name: '确认退款' }).click();
  await admin.getByText('已退款').waitFor();
  expect((await rowNow(booking.id)).booking).toMatchObject({ refunded: 1_000 });
  const { balance } = await stage.call('lin', 'wallet', 'home');
  expect(balance).toBe(Number(before.balance) + 1_000);
  await line.click();
  await text(admin, '¥10.00').waitFor();
  await shot(admin, 'refunded');
});

test('the east admin changes a price, is asked before leaving it unsaved, and Lin’s grid shows it', async () => {
  const admin = await stage.phone('admin-east', { path: 'packages/admin/pages/home/home' });
  await onTop(admin).getByLabel('东区乒乓球馆 的场地与价格').click();
  await text(admin, '没有要保存的修改').waitFor();
  await text(admin, '¥8.00 / 半小时').click();
  await field(admin, '第 2 条价格，元').fill('19.5');
  await text(admin, '这样算下来').waitFor();
  await shot(admin, 'price');
  await button(admin, '完成').click();
  await button(admin, '保存').waitFor();
  await admin.locator('.wxphone-back').click();
  await admin.getByText('离开会丢掉这次的修改').waitFor();
  await admin.getByRole('button', { name: '取消' }).click();
  await button(admin, '保存').click();
  await text(admin, '没有要保存的修改').waitFor();

  const lin = await stage.phone('lin', { path: `pages/booking/booking?venueId=${VENUE}` });
  await lin.getByText('¥19.5').first().waitFor();
});

test('an edit that somebody overtook offers to start again from what is stored', async () => {
  const admin = await stage.phone('admin-east', { path: page('offer', `?venueId=${VENUE}`) });
  await onTop(admin).getByLabel('每周固定').click();
  const { version, offer } = await stage.call('root', 'courts', 'offer', { venueId: VENUE });
  await stage.call('root', 'courts', 'saveOffer', { venueId: VENUE, version, offer });
  await button(admin, '保存').click();
  await admin.getByText('别人刚刚修改过').waitFor();
  await admin.getByRole('button', { name: '重新载入' }).click();
  await text(admin, '没有要保存的修改').waitFor();
});

test('a closure cancels Lin’s booking with a full refund and a message, and can be reopened', async () => {
  const { booking } = await bookedForLin(20 * 60);
  const admin = await stage.phone('admin-east', { path: page('closures', `?venueId=${VENUE}`) });
  await text(admin, '现在没有停用的场地').waitFor();
  await button(admin, '停用一段时间').click();
  await onTop(admin).getByRole('checkbox', { name: '8 号台' }).click();
  await button(admin, '停用').click();
  await text(admin, REFUSALS.REASON_REQUIRED).waitFor();
  await field(admin, '原因').fill('更换球台');
  await shot(admin, 'close');
  await button(admin, '停用').click();
  await admin.getByText('个预订会取消并全额退款').waitFor();
  await shot(admin, 'close-question');
  await admin.getByRole('button', { name: '确认停用' }).click();
  await text(admin, '个预订已退款').waitFor();
  await shot(admin, 'closures');
  const { booking: after } = await rowNow(booking.id);
  expect(after).toMatchObject({ status: 'CANCELLED', refunded: HOUR_PRICE });
  const { messages } = await stage.call('lin', 'message', 'list', { before: null });
  expect(messages).toContainEqual(expect.objectContaining({ kind: 'COURT_CLOSED' }));

  await button(admin, '恢复使用').click();
  await admin.getByRole('alertdialog').getByRole('button', { name: '恢复使用' }).click();
  await text(admin, '已恢复').waitFor();
});

test('an Alipay code that nobody scans is given up, and the form is there again', async () => {
  const query = `?venueId=${VENUE}&courtId=${TABLE}&sport=TABLE_TENNIS&date=${TODAY}&from=1200&until=1260`;
  const desk = await stage.phone('desk-east', { path: page('book', query), theme: 'dark' });
  await onTop(desk).getByRole('radio', { name: '散客' }).click();
  await field(desk, '散客称呼').fill('周小姐');
  await onTop(desk).getByRole('radio', { name: '支付宝' }).click();
  await button(desk, '出示付款码 ¥24.00').click();
  await text(desk, '后失效').waitFor();
  await shot(desk, 'paying');
  const sheet = await stage.phone('desk-east', { path: page('sheet', '') });
  await text(sheet, '周小姐').click();
  await button(sheet, '显示收款码').click();
  await text(sheet, '请 周小姐 用支付宝扫码').waitFor();
  await text(sheet, '后失效').waitFor();
  await shot(sheet, 'paying-again');
  await sheet.close();
  await button(desk, '取消收款').click();
  await desk.getByRole('alertdialog').getByRole('button', { name: '取消收款' }).click();
  await button(desk, '出示付款码 ¥24.00').waitFor();
});
