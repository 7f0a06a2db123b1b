import { fen, points } from '@shared/base/money';
import { type ClubDate, MINUTE, plus, SECOND } from '@shared/base/time';
import type { BookingDetail } from '@shared/contracts/bookingViews';
import { describe, expect, test } from 'vitest';
import { wishOfAgain } from '../../miniprogram/packages/booking/pages/detail/again.view';
import {
  detailView,
  inviteCard,
  type Shown,
} from '../../miniprogram/packages/booking/pages/detail/detail.view';
import { booking, detail, now, saturday } from './booking';

const shown = (part: Partial<Shown> = {}): Shown => ({
  ...{ fresh: false, cashier: null, by: null, now },
  ...part,
});
const viewOf = (what: BookingDetail, part: Partial<Shown> = {}) => detailView(what, shown(part));

describe('a booking that waits for payment', () => {
  const unpaid = (balance: number) =>
    detail(
      { status: 'PENDING_PAY', paid: fen(0) },
      { may: { pay: true, cancel: true }, balance: fen(balance) },
    );

  test('counts down and is paid by the wallet when it holds enough', () => {
    expect(viewOf(unpaid(6_000), { now: plus(now, 28 * SECOND) })).toMatchObject({
      face: { title: '待支付', note: '场地保留到 10:15，过后自动放开' },
      due: { left: '14:32', short: false, by: 'WALLET', button: '余额支付 ¥60.00' },
      cancel: null,
    });
  });

  test('is paid in WeChat when somebody chooses that', () => {
    expect(viewOf(unpaid(6_000), { by: 'WECHAT' }).due?.button).toBe('微信支付 ¥60.00');
  });

  test('that the wallet cannot pay says what is missing and offers WeChat', () => {
    const view = viewOf(unpaid(5_999), { fresh: true, by: 'WALLET' });
    expect(view.face).toMatchObject({
      title: '余额不足',
      note: '场地已为你保留到 10:15，余额还差 ¥0.01',
    });
    expect(view.due).toMatchObject({ short: true, by: 'WECHAT', ways: [] });
  });

  test.each([
    ['cancelled', '支付已取消'],
    ['failed', '支付没有完成'],
  ] as const)('after a cashier that was %s says “%s” and can be paid', (cashier, title) => {
    const view = viewOf(unpaid(0), { cashier, fresh: true });
    expect(view.face.title).toBe(title);
    expect(view.due).not.toBeNull();
  });

  test('that WeChat says is paid is asked for, not paid a second time', () => {
    expect(viewOf(unpaid(0), { cashier: 'done', fresh: true })).toMatchObject({
      face: { title: '结果确认中' },
      due: null,
      awaited: true,
    });
  });

  test('that is over but not closed yet cannot be paid', () => {
    const late = plus(now, 15 * MINUTE);
    expect(viewOf(unpaid(6_000), { now: plus(late, -1) }).due?.left).toBe('0:01');
    expect(viewOf(unpaid(6_000), { now: late })).toMatchObject({
      face: { title: '正在关闭' },
      due: null,
    });
  });

  test('of a series names no amount that nobody told', () => {
    const series = detail(
      { status: 'PENDING_PAY', paid: fen(0), seriesId: 's1' },
      { may: { pay: true } },
    );
    expect(viewOf(series).due).toMatchObject({ short: false, button: '余额支付' });
  });
});

describe('a booking that is paid', () => {
  const code = '796093636664277';
  const paid = detail({}, { code, may: { cancel: true, reschedule: true, invite: true } });

  test('shows its code, as a picture and to be read aloud', () => {
    expect(viewOf(paid, { fresh: true })).toMatchObject({
      face: { title: '预订成功', note: '开场前 30 分钟起，到前台出示订场码' },
      code: { text: `CB1.${code}`, digits: '79609 36366 64277' },
    });
    expect(viewOf(paid).face.title).toBe('已预订');
  });

  test('can be shown at the desk from thirty minutes before, until it is over', () => {
    const open = plus(saturday(14), -30 * MINUTE);
    expect(viewOf(paid, { now: plus(open, -1) }).face.note).toContain('30 分钟起');
    expect(viewOf(paid, { now: open }).face.note).toContain('现在可以');
    expect(viewOf(paid, { now: saturday(15) })).toMatchObject({ code: null, again: true });
  });

  test('says what comes back before it is cancelled', () => {
    const refund = { ...paid.refund, percent: 80, amount: fen(4_800) };
    const view = viewOf({
      ...paid,
      refund: { ...refund, following: { count: 3, amount: fen(16_800), points: points(0) } },
    });
    expect(view.cancel).toMatchObject({
      back: '¥48.00',
      note: '已付 ¥60.00 的 80%',
      following: '共 3 次，退 ¥168.00',
    });
    const following = { count: 3, amount: fen(16_800), points: points(1_200) };
    expect(viewOf({ ...paid, refund: { ...refund, following } }).cancel?.following).toBe(
      '共 3 次，退 ¥168.00和 1200 积分',
    );
    expect(viewOf({ ...paid, refund }).cancel?.following).toBe('');
  });

  test('lists who comes along; only the organiser takes somebody out, and not after the start', () => {
    const may = { memberId: 'm-may', nickname: '梅若雨', avatarUrl: null };
    const withMay = { ...paid, companions: [may] };
    expect(viewOf(withMay).people.map(({ name, removable }) => [name, removable])).toEqual([
      ['林小满', false],
      ['梅若雨', true],
    ]);
    expect(viewOf(withMay, { now: saturday(14) }).people[1]?.removable).toBe(false);
    const seenByMay = { ...withMay, booking: booking({ mine: false }) };
    expect(viewOf(seenByMay)).toMatchObject({
      face: { note: '由 林小满 预订' },
      bill: null,
      people: [{}, { removable: false }],
    });
  });

  test('is shared by its invitation, and without one by the tab', () => {
    expect(inviteCard({ ...paid, inviteToken: 'b1.s+g' }, now)).toEqual({
      title: '一起打球：今天 · 3 月 14 日 周六 14:00–15:00 中心羽毛球馆 1 号场',
      path: '/packages/booking/pages/join/join?t=b1.s%2Bg',
    });
    expect(inviteCard(paid, now).path).toBe('/pages/booking/booking');
  });
});

test.each([
  ['before it begins, the same day', '2026-03-14', saturday(13), '2026-03-14'],
  ['once it has begun, a week later', '2026-03-14', saturday(14), '2026-03-21'],
  ['of last week, today', '2026-03-07', saturday(13), '2026-03-14'],
  ['of a Monday, the next one', '2026-03-09', saturday(13), '2026-03-16'],
  ['of a Friday, the next one', '2026-02-27', saturday(13), '2026-03-20'],
])('“once more” is the same time on the same court: %s', (_, date, at, next) => {
  expect(wishOfAgain(booking({ date: date as ClubDate }), at)).toEqual({
    ...{ venueId: 'v-1', sport: 'BADMINTON', date: next },
    time: { courtId: 'c-1', from: 840, until: 900 },
  });
});

describe('a booking that is settled', () => {
  test.each([
    [{ status: 'CHECKED_IN' }, '已签到', '祝你打得开心'],
    [{ status: 'COMPLETED' }, '已完成', ''],
    [{ status: 'CANCELLED', refunded: fen(4_800) }, '已取消', '退款 ¥48.00，按原来的支付方式退回'],
    [{ status: 'CANCELLED' }, '已取消', '按退款规则没有可退的金额'],
    [{ status: 'CLOSED', paid: fen(0) }, '已关闭', '没有在时间内支付，场地已经放开'],
    [{ status: 'NO_SHOW' }, '未到场', '30 天内 3 次未到场会暂停预订 7 天'],
  ] as const)('%o says “%s”', (part, title, note) => {
    const view = viewOf(detail(part, { code: '1' }));
    expect(view.face).toMatchObject({ title, note });
    expect(view).toMatchObject({ code: null, due: null, cancel: null, again: true });
  });

  test('tells what was paid and what came back', () => {
    const { bill } = viewOf(detail({ status: 'CANCELLED', refunded: fen(4_800) }));
    expect(bill?.settled.map(({ label, value }) => [label, value])).toEqual([
      ['已付', '¥60.00'],
      ['已退', '¥48.00'],
    ]);
  });

  test('shows the stars that were given', () => {
    const rated = detail({ status: 'COMPLETED' }, { review: { stars: 4, text: '灯光很好' } });
    expect(viewOf(rated).review).toEqual({
      stars: [true, true, true, true, false],
      text: '灯光很好',
    });
  });
});

test('its calendar’s address can be copied where the club has one, as long as it stands', () => {
  const calendarUrl = 'https://club.example/calendar?t=b1.x';
  expect(viewOf(detail({}, { calendarUrl })).link).toBe(true);
  expect(viewOf(detail({})).link).toBe(false);
  expect(viewOf(detail({ status: 'CANCELLED' }, { calendarUrl })).link).toBe(false);
});
