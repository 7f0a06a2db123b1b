import { addDays, type ClubDate } from '@shared/base/time';
import type { BookingDetail, CourtDay, GridView, Paying } from '@shared/contracts/bookingViews';
import { clockText } from '@shared/domain/hours';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './browser';

const VENUE = 'v-centre-badminton';
/** Monday after the Saturday on which the club wakes up. */
const MONDAY = '2026-03-16' as ClubDate;

let stage: Stage;

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

/** ¥500 at the desk. */
async function giveCash(who: string): Promise<void> {
  await stage.call('desk-east', 'cashier', 'take', {
    memberId: `m-${who}`,
    campusId: 'c-east',
    amount: 50_000,
    amountAgain: 50_000,
    requestId: `cash-${who}`,
    channel: 'CASH',
    note: '',
  });
}

async function gridOn(date: ClubDate): Promise<GridView> {
  const asked = { venueId: VENUE, sport: 'BADMINTON', date };
  const { grid } = (await stage.call('lin', 'booking', 'open', asked)) as { grid: GridView };
  return grid;
}

interface Place {
  readonly court: CourtDay;
  readonly from: number;
}

/** Where so many half-hours in a row are free on that day, on a court that is not the one named. */
async function freePlace(date: ClubDate, slots: number, not = ''): Promise<Place> {
  const grid = await gridOn(date);
  for (const court of grid.courts) {
    const row = court.cells.indexOf('f'.repeat(slots));
    if (row >= 0 && court.id !== not) return { court, from: (grid.open?.from ?? 0) + row * 30 };
  }
  throw new Error(`nothing is free on ${date}`);
}

/** Somebody books an hour from the wallet. */
async function book(who: string, date: ClubDate, { court, from }: Place): Promise<string> {
  const grid = await gridOn(date);
  const first = (from - (grid.open?.from ?? 0)) / 30;
  const expected = grid.prices.slice(first, first + 2).reduce((sum, { fen }) => sum + fen, 0);
  const { booking } = (await stage.call(who, 'booking', 'create', {
    ...{ venueId: VENUE, courtId: court.id, date, from, until: from + 60, places: 1 },
    ...{ expected, channel: 'WALLET', requestId: `book-${who}-${date}` },
  })) as unknown as Paying;
  return booking.id;
}

/** The dates of somebody's series, the next first, with what became of them. */
async function seriesOf(who: string): Promise<[string, string][]> {
  const asked = { when: 'COMING', before: null };
  const { bookings } = (await stage.call(who, 'booking', 'mine', asked)) as {
    bookings: { date: string; seriesId: string | null; status: string }[];
  };
  const series = bookings.filter(({ seriesId }) => seriesId !== null);
  return series.map(({ date, status }) => [date, status]);
}

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

test('Lin keeps four Mondays and pays them in WeChat’s sheet', async () => {
  const { court, from } = await freePlace(MONDAY, 2);
  const asked = `venueId=${VENUE}&courtId=${court.id}&date=${MONDAY}&sport=BADMINTON`;
  const path = page('series', `${asked}&from=${from}&until=${from + 60}`);
  const lin = await stage.phone('lin', { path });
  await lin.getByText('订 4 次').first().waitFor();
  await lin.getByText('微信支付', { exact: true }).first().click();
  await button(lin, '微信支付').click();
  await refuseMessages(lin, '立即支付');
  await payInSheet(lin);
  await lin.getByText('我的预订').first().waitFor();
  const kept = [0, 7, 14, 21].map((days) => addDays(MONDAY, days));
  await expect
    .poll(() => seriesOf('lin'), { timeout: 10_000 })
    .toEqual(kept.map((date) => [date, 'BOOKED']));
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
