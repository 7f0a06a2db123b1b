import { addDays } from '@shared/base/time';
import type { BookingView } from '@shared/contracts/bookingViews';
import { clockText } from '@shared/domain/hours';
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
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};
const slot = (page: Page, court: string, time: string) =>
  page.locator(`[aria-label^="${court} ${time}"]`);
/** WeChat's own sheet: what of the phone asks a person something. */
const wechat = (page: Page, word: string) => page.getByText(word, { exact: true });

/** Opens 预约, tomorrow, and chooses 14:00 to 15:00 on court 1: one half-hour, then the next. */
async function atTheChoice(who: string): Promise<Page> {
  const phone = await stage.phone(who, { path: 'pages/booking/booking' });
  await phone.locator('.day', { hasText: '明天' }).click();
  await phone.locator('.day--on', { hasText: '明天' }).waitFor();
  await phone.locator('.booking__grid--turning').waitFor({ state: 'detached' });
  await slot(phone, '1 号场', '14:00').click();
  await slot(phone, '1 号场', '14:30').click();
  await phone.getByText('1 号场 14:00–15:00').waitFor();
  return phone;
}

/** … and goes on to the page that books it. */
async function atTheForm(who: string): Promise<Page> {
  const phone = await atTheChoice(who);
  await button(phone, '去预订').click();
  await phone.getByText('取消和退款').waitFor();
  return phone;
}

async function topUp(who: string): Promise<void> {
  const phone = await stage.phone(who, { path: 'packages/wallet/pages/topup/topup' });
  await wechat(phone, '¥200').click();
  await button(phone, '支付').click();
  await wechat(phone, '立即支付').click();
  await wechat(phone, '完成').click();
  await phone.getByText('钱包余额 ¥200.00').waitFor();
  await phone.close();
}

test('Feng pays a court from the wallet, sees the code, cancels, and the money is back', async () => {
  await topUp('feng');
  const feng = await atTheForm('feng');
  await button(feng, '余额支付 ¥60.00').click();
  await wechat(feng, '允许').click();
  await feng.getByText('预订成功').waitFor();
  expect(await feng.locator('.code__digits').textContent()).toMatch(/^\d{5} \d{5} \d{5}$/);
  await feng.locator('.code canvas').waitFor();

  await wechat(feng, '取消预订').first().click();
  const sheet = feng.locator('.cancel-sheet');
  await sheet.getByText('已付 ¥60.00 的 100%').waitFor();
  await button(feng, '确认取消').click();
  await feng.getByText('退款 ¥60.00').waitFor();
  expect(await feng.locator('.code__digits').count()).toBe(0);

  const wallet = await stage.phone('feng', { path: 'packages/wallet/pages/home/home' });
  await wechat(wallet, '¥200.00').first().waitFor();
});

test('Feng lets points pay a part, sees it on the bill, and has fewer points after it', async () => {
  await topUp('feng');
  const present = { memberId: 'm-feng', amount: 2_000, reason: '会员日赠送', requestId: 'p-1' };
  await stage.call('root', 'membership', 'adjust', present);
  const before = Number((await stage.call('feng', 'reward', 'home')).points);
  const feng = await atTheForm('feng');
  await button(feng, '余额支付 ¥60.00').waitFor();
  await feng.getByText(`用 1800 积分抵 ¥18.00，共有 ${before} 积分`).click();
  await feng.getByText('-¥18.00').waitFor();
  await button(feng, '余额支付 ¥42.00').click();
  await wechat(feng, '允许').click();
  await feng.getByText('预订成功').waitFor();
  await feng.getByText('1800 积分').waitFor();
  expect((await stage.call('feng', 'reward', 'home')).points).toBe(before - 1_800);

  await wechat(feng, '取消预订').first().click();
  await feng.locator('.cancel-sheet').getByText('另退 1800 积分').waitFor();
  await button(feng, '确认取消').click();
  await feng.getByText('退款 ¥42.00，按原来的支付方式退回；1800 积分已退回').waitFor();
  expect((await stage.call('feng', 'reward', 'home')).points).toBe(before);
});

test('who closes WeChat’s sheet keeps the court for a while, and pays it from 我的预订', async () => {
  const feng = await atTheForm('feng');
  await feng.getByText('微信支付').first().click();
  await button(feng, '微信支付 ¥60.00').click();
  await wechat(feng, '允许').click();
  await feng.getByText('试试其他结果').click();
  await feng.getByText('中途取消支付').click();
  await feng.getByText('支付已取消').waitFor();
  await feng.getByText(/还剩 14:\d\d/).waitFor();

  const again = await stage.phone('feng', { path: 'packages/booking/pages/mine/mine' });
  await wechat(again, '待支付').click();
  await button(again, '微信支付 ¥60.00').click();
  await wechat(again, '立即支付').click();
  await wechat(again, '完成').click();
  await again.getByText('预订成功').waitFor();
  await again.locator('.code__digits').waitFor();
});

test('a wallet that holds too little keeps the court until it is topped up', async () => {
  const feng = await atTheForm('feng');
  await button(feng, '余额支付 ¥60.00').click();
  await wechat(feng, '允许').click();
  await feng.getByText('余额不足').waitFor();
  await button(feng, '去充值').click();
  await wechat(feng, '¥200').click();
  await button(feng, '微信支付 ¥200.00').click();
  await wechat(feng, '立即支付').click();
  await wechat(feng, '完成').click();
  await feng.getByText('+¥200.00').waitFor();
  await button(feng, '完成').click();
  await button(feng, '余额支付 ¥60.00').click();
  await feng.getByText('预订成功').waitFor();
});

test('Han sees what Feng took, and who was slower is told and led back', async () => {
  await topUp('feng');
  const [feng, han] = [await atTheForm('feng'), await atTheForm('han')];
  await button(feng, '余额支付 ¥60.00').click();
  await wechat(feng, '允许').click();
  await feng.getByText('预订成功').waitFor();

  await button(han, '余额支付 ¥60.00').click();
  await wechat(han, '允许').click();
  await han.getByText('这个时段刚被订走了').waitFor();
  await button(han, '重新选择').click();
  await han.locator('[aria-label^="1 号场 14:00 已订出"]').waitFor();
  await han.locator('[aria-label^="2 号场 14:00 可预订"]').waitFor();
});

test('a gym is booked for two, by places', async () => {
  await topUp('feng');
  const path =
    'packages/booking/pages/confirm/confirm?venueId=v-centre-gym&courtId=v-centre-gym-1&date=2026-03-15&sport=GYM&from=840&until=900';
  const feng = await stage.phone('feng', { path });
  await feng.getByLabel('多一个人').click();
  await feng.getByText('¥8.00 × 2 个半小时 × 2 人').waitFor();
  await button(feng, '余额支付 ¥32.00').click();
  await wechat(feng, '允许').click();
  await feng.getByText('预订成功').waitFor();
  await feng.getByText('2 个名额').waitFor();
});

/** WeChat asks about messages only where the templates had arrived before the tap. */
async function allowMessages(phone: Page, next: string): Promise<void> {
  const allow = wechat(phone, '允许');
  const arrived = phone.getByText(next).first();
  await allow.or(arrived).first().waitFor();
  if (await allow.isVisible()) await allow.click();
  await arrived.waitFor();
}

test('Han waits in line for what Feng has, is offered it, and books the place that is kept', async () => {
  await topUp('feng');
  await topUp('han');
  const feng = await atTheForm('feng');
  await button(feng, '余额支付 ¥60.00').click();
  await wechat(feng, '允许').click();
  await feng.getByText('预订成功').waitFor();

  const han = await stage.phone('han', { path: 'pages/booking/booking' });
  await han.locator('.day', { hasText: '明天' }).click();
  await han.locator('.day--on', { hasText: '明天' }).waitFor();
  await han.locator('.booking__grid--turning').waitFor({ state: 'detached' });
  await slot(han, '1 号场', '14:00').click();
  await slot(han, '1 号场', '14:30').click();
  await button(han, '排队候补').click();
  await allowMessages(han, '你排在第一位');
  await wechat(han, '看预订').click();
  await button(han, '退出候补').waitFor();

  await wechat(feng, '取消预订').first().click();
  await button(feng, '确认取消').click();
  await feng.getByText('退款 ¥60.00').waitFor();
  const kept = await stage.phone('han', { path: 'packages/booking/pages/mine/mine' });
  await button(kept, '去预订').click();
  await button(kept, '余额支付 ¥60.00').click();
  await allowMessages(kept, '预订成功');
});

test('Lin puts a booking into the calendar, plays, gives stars, and books there once more', async () => {
  const asked = { when: 'COMING', before: null };
  const { bookings } = await stage.call('lin', 'booking', 'mine', asked);
  const [coming] = bookings as unknown as BookingView[];
  if (!coming) throw new Error('Lin has a booking tonight');
  const path = `packages/booking/pages/detail/detail?id=${coming.id}`;
  const before = await stage.phone('lin', { path });
  await before.getByText('加入日历').click();
  await before.getByText('提前 120 分钟提醒').waitFor();
  await wechat(before, '保存').click();
  await before.getByText('已加入日历').waitFor();
  await before.close();

  const { code } = await stage.call('lin', 'booking', 'detail', { bookingId: coming.id });
  stage.cloud.clock.jump(coming.startAt);
  await stage.call('root', 'courts', 'verify', { code: String(code) });
  stage.cloud.clock.jump(coming.endAt);
  await stage.cloud.advanceClock(60_000);
  const after = await stage.phone('lin', { path });
  await button(after, '评价').click();
  await after.getByLabel('4 星').click();
  await button(after, '提交评价').click();
  await after.getByText('谢谢你的评价').waitFor();
  await button(after, '再订一次').click();
  await after.locator('.booking__name', { hasText: coming.venueName }).waitFor();
  const day = String(Number(addDays(coming.date, 7).slice(8)));
  const chip = after.locator('.day--on', { hasText: day });
  await expect.poll(async () => (await chip.boundingBox())?.x ?? 999).toBeLessThan(390 - 44);
  const time = `${clockText(coming.from)}–${clockText(coming.until)}`;
  await after.getByText(`${coming.courtName} ${time}`).waitFor();
  await shot(after, 'again');
  await button(after, '去预订').click();
  await after.getByText('取消和退款').waitFor();
});
