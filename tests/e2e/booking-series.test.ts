import { fen, formatYuan } from '@shared/base/money';
import { addDays, type ClubDate } from '@shared/base/time';
import type { BookingDetail, BookingView } from '@shared/contracts/bookingViews';
import { clockText } from '@shared/domain/hours';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './browser';
import { placesOf, VENUE } from './places';

/** Monday after the Saturday on which the club wakes up. */
const MONDAY = '2026-03-16' as ClubDate;

let stage: Stage;
const { gridOn, giveCash, freePlace, book } = placesOf(() => stage);

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await stage.fresh();
  for (const who of ['lin', 'may']) await giveCash(who);
});
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
const page = (name: string, query: string) =>
  `packages/booking/pages/${name}/${name}?${new URLSearchParams(query)}`;

/** The dates of somebody's series, the next first, with what became of them. */
async function seriesOf(who: string): Promise<[string, string][]> {
  return (await comingOf(who)).map(({ date, status }) => [date, status]);
}
async function comingOf(who: string): Promise<readonly BookingView[]> {
  const asked = { when: 'COMING', before: null };
  const { bookings } = await stage.call(who, 'booking', 'mine', asked);
  return (bookings as readonly BookingView[]).filter(({ seriesId }) => seriesId !== null);
}
const balanceOf = async (who: string) => Number((await stage.call(who, 'wallet', 'home')).balance);

const detailOf = async (who: string, bookingId: string) =>
  (await stage.call(who, 'booking', 'detail', { bookingId })) as unknown as BookingDetail;

test('May opens Lin’s invitation, joins, and finds herself among the companions', async () => {
  const id = await book('lin', MONDAY, await freePlace(MONDAY, 2));
  const { inviteToken } = await detailOf('lin', id);
  const path = page('join', `t=${inviteToken}`);
  const may = await stage.phone('may', { path });
  await may.getByText('约你一起运动 · 羽毛球').waitFor();
  await may.getByText('还没有同伴，你来做第一个').waitFor();
  await button(may, '加入').click();
  await expect.poll(async () => (await detailOf('lin', id)).companions.length).toBe(1);
  const again = await stage.phone('may', { path });
  await again.getByText('你已经加入了').waitFor();
  await again.getByText('已有 1 位同伴加入').waitFor();
});

test('who is nobody yet registers on the way and has joined after it', async () => {
  const id = await book('lin', MONDAY, await freePlace(MONDAY, 2));
  const { inviteToken } = await detailOf('lin', id);
  const guest = await stage.phone('new', { path: page('join', `t=${inviteToken}`) });
  await button(guest, '加入').click();
  await guest.getByText('欢迎来到场边').waitFor();
  await guest.getByText('我已阅读并同意').click();
  await guest.getByText('请选择', { exact: true }).click();
  await guest.getByText('确定', { exact: true }).click();
  await guest.getByLabel('昵称').last().fill('小新');
  await button(guest, '完成注册').click();
  const names = async () => (await detailOf('lin', id)).companions.map(({ nickname }) => nickname);
  await expect.poll(names, { timeout: 10_000 }).toEqual(['小新']);
});

test('an invitation to a cancelled booking says so and leads to the courts', async () => {
  const id = await book('lin', MONDAY, await freePlace(MONDAY, 2));
  const { inviteToken, refund } = await detailOf('lin', id);
  const cancel = { bookingId: id, expected: refund.amount, following: false };
  await stage.call('lin', 'booking', 'cancel', cancel);
  const may = await stage.phone('may', { path: page('join', `t=${inviteToken}`) });
  await may.getByText('这次活动已经取消或结束，可以自己订一场').waitFor();
  await button(may, '看看可订的场地').click();
  await may.getByText('可订', { exact: true }).waitFor();
});

/** Pays in WeChat's own sheet. */
async function payInSheet(phone: Page): Promise<void> {
  await phone.getByText('立即支付', { exact: true }).click();
  await phone.getByText('完成', { exact: true }).click();
}

/** WeChat asks about messages only where the templates had arrived before the tap. */
async function refuseMessages(phone: Page, next: string): Promise<void> {
  const refuse = phone.getByText('拒绝', { exact: true });
  const arrived = phone.getByText(next).first();
  await refuse.or(arrived).first().waitFor();
  if (await refuse.isVisible()) await refuse.click();
  await arrived.waitFor();
}

test.each([
  ['from the wallet', '余额支付'],
  ['in WeChat’s sheet', '微信支付'],
])('Lin moves a booking to a longer time elsewhere and pays the difference %s', async (_, way) => {
  const before = await freePlace(MONDAY, 2);
  const id = await book('lin', MONDAY, before);
  const to = await freePlace(MONDAY, 3, before.court.id);
  const lin = await stage.phone('lin', { path: page('move', `id=${id}`) });
  await lin.getByText('现在的时段').waitFor();
  const cell = (from: number) => lin.getByLabel(`${to.court.name} ${clockText(from)}`).first();
  await cell(to.from).click();
  // An hour, as before: nothing is to be paid.
  await lin.getByText('不用补差价').waitFor();
  await cell(to.from + 60).click();
  await lin.getByText(/^补差价 ¥/).waitFor();
  await lin.getByText(way, { exact: true }).first().click();
  await button(lin, '补差价并改期').click();
  await lin.getByRole('alertdialog').getByRole('button', { name: '确认改期' }).click();
  if (way === '微信支付') await payInSheet(lin);
  await expect.poll(async () => (await detailOf('lin', id)).booking.courtId).toBe(to.court.id);
  const { booking } = await detailOf('lin', id);
  expect([booking.from, booking.until]).toEqual([to.from, to.from + 90]);
  expect(booking.paid).toBe(booking.quote.total);
});

test('Lin keeps four Mondays, one of them already May’s and skipped, with one payment', async () => {
  const { court, from } = await freePlace(MONDAY, 2);
  const until = from + 60;
  const { dates } = (await stage.call('may', 'booking', 'checkSeries', {
    ...{ venueId: VENUE, courtId: court.id, date: MONDAY, from, until, weeks: 2, places: 1 },
  })) as { dates: { total: number; others: { id: string }[] }[] };
  await stage.call('may', 'booking', 'createSeries', {
    ...{ venueId: VENUE, from, until, places: 1, channel: 'WALLET', requestId: 'may-series' },
    dates: [
      { date: MONDAY, courtId: dates[0]?.others[0]?.id },
      { date: addDays(MONDAY, 7), courtId: court.id },
    ],
    expected: (dates[0]?.total ?? 0) + (dates[1]?.total ?? 0),
  });
  const asked = `venueId=${VENUE}&courtId=${court.id}&date=${MONDAY}&sport=BADMINTON`;
  const path = page('series', `${asked}&from=${from}&until=${until}`);
  const lin = await stage.phone('lin', { path });
  await lin.getByText('已被订走').waitFor();
  await lin.getByText('订 3 次，跳过 1 次').first().waitFor();
  await button(lin, '余额支付').click();
  await refuseMessages(lin, '我的预订');
  const kept = [0, 14, 21].map((days) => addDays(MONDAY, days));
  expect(await seriesOf('lin')).toEqual(kept.map((date) => [date, 'BOOKED']));
});

test('Lin keeps four Mondays and pays them with points and in WeChat’s sheet', async () => {
  const { court, from } = await freePlace(MONDAY, 2);
  const asked = `venueId=${VENUE}&courtId=${court.id}&date=${MONDAY}&sport=BADMINTON`;
  const path = page('series', `${asked}&from=${from}&until=${from + 60}`);
  const lin = await stage.phone('lin', { path });
  await lin.getByText('订 4 次').first().waitFor();
  await lin.getByRole('switch', { name: /^积分抵扣/ }).click();
  await lin.getByText('微信支付', { exact: true }).first().click();
  await button(lin, '微信支付').click();
  await refuseMessages(lin, '立即支付');
  await payInSheet(lin);
  await lin.getByText('我的预订').first().waitFor();
  const kept = [0, 7, 14, 21].map((days) => addDays(MONDAY, days));
  await expect
    .poll(() => seriesOf('lin'), { timeout: 10_000 })
    .toEqual(kept.map((date) => [date, 'BOOKED']));
  const { points } = await stage.call('lin', 'reward', 'home', {});
  expect(points).toBe(0);
});

test('Lin cancels one Monday of four, then those that follow, and is told before what comes back', async () => {
  const { court, from } = await freePlace(MONDAY, 2);
  const ask = { venueId: VENUE, from, until: from + 60, places: 1 };
  const { dates } = (await stage.call('lin', 'booking', 'checkSeries', {
    ...{ ...ask, courtId: court.id, date: MONDAY, weeks: 4 },
  })) as { dates: { date: ClubDate; total: number }[] };
  const sum = (some: readonly { total: number }[]) =>
    some.reduce((all, { total }) => all + total, 0);
  const yuan = (some: typeof dates) => formatYuan(fen(sum(some)));
  await stage.call('lin', 'booking', 'createSeries', {
    ...{ ...ask, channel: 'WALLET', requestId: 'lin-series', expected: sum(dates) },
    dates: dates.map(({ date }) => ({ date, courtId: court.id })),
  });
  const had = (await balanceOf('lin')) + sum(dates);
  const cancel = async (date: number, following: number, way: string) => {
    const bookings = await comingOf('lin');
    const id = bookings.find((one) => one.date === dates[date]?.date)?.id ?? '';
    const lin = await stage.phone('lin', { path: page('detail', `id=${id}`) });
    await lin.getByText('取消预订', { exact: true }).first().click();
    const sheet = lin.locator('.cancel-sheet');
    await sheet.getByText(yuan(dates.slice(date, date + 1)), { exact: true }).waitFor();
    await sheet.getByText(`共 ${following} 次，退 ${yuan(dates.slice(date))}`).waitFor();
    if (process.env.SHOTS) await lin.screenshot({ path: `${process.env.SHOTS}/series${date}.png` });
    await button(lin, way).click();
    await lin.getByText(`退款 ${yuan(dates.slice(date, date + 1))}`).waitFor();
  };
  await cancel(0, 4, '只取消这一次');
  expect(await balanceOf('lin')).toBe(had - sum(dates.slice(1)));
  await cancel(2, 2, '取消这次和以后的');
  expect(await balanceOf('lin')).toBe(had - sum(dates.slice(1, 2)));
  expect(await seriesOf('lin')).toEqual([[addDays(MONDAY, 7), 'BOOKED']]);
});

test('a day of the month opens in the tab, from its first free half-hour on', async () => {
  const path = page('month', `venueId=${VENUE}&sport=BADMINTON`);
  const lin = await stage.phone('lin', { path });
  await lin.getByLabel(/^16 日，已订 \d+%，可预订$/).click();
  await lin.getByRole('radio', { name: '16', checked: true }).waitFor();
  const { courts, open } = await gridOn(MONDAY);
  const rows = courts.map(({ cells }) => cells.indexOf('f')).filter((row) => row >= 0);
  const first = clockText((open?.from ?? 0) + Math.min(...rows) * 30);
  await lin
    .getByLabel(new RegExp(`${first} 可预订`))
    .first()
    .waitFor();
});

test('an end of the choice is dragged by touch, and the grid stays where it is', async () => {
  const lin = await stage.phone('lin', { path: 'pages/booking/booking' });
  await lin.getByText('周一', { exact: true }).click();
  await lin.getByRole('radio', { name: '16', checked: true }).waitFor();
  const { court, from } = await freePlace(MONDAY, 3);
  const first = lin.getByLabel(`${court.name} ${clockText(from)}`).first();
  await first.click();
  const chosen = (until: number) =>
    lin.getByText(`${court.name} ${clockText(from)}–${clockText(until)}`).waitFor();
  await chosen(from + 30);
  const before = await first.boundingBox();
  const end = await lin.locator('.grid__end--until').boundingBox();
  if (!end) throw new Error('the choice has no end');
  const x = end.x + end.width / 2;
  const y = end.y + end.height / 2;
  const fingers = await lin.context().newCDPSession(lin);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', moved = 0) =>
    fingers.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y: y + moved }],
    });
  await touch('touchStart');
  for (const moved of [15, 30, 50, 70, 88]) await touch('touchMove', moved);
  await touch('touchEnd');
  await chosen(from + 90);
  expect(await first.boundingBox()).toEqual(before);
});
