import type { Fen } from '@shared/base/money';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { messageVariables } from '../../local/club/templates';
import { BADMINTON, book, COURT_1, clock, moveBooking, TODAY, TOMORROW } from './booking';
import type { Club } from './club';
import { at } from './courts';
import { type MoneyClub, openMoneyClub } from './money';
import { allowTemplates, noticesOf } from './notices';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub({
    settings: (name, own) => (name === 'message' ? messageVariables : own),
  });
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

/** What has come to somebody's WeChat: the template, then the values of its lines. */
const heard = async (who: string) =>
  (await noticesOf(club, who)).map(({ title, lines }) => [
    title,
    ...lines.map(({ value }) => value),
  ]);

async function paidInWechat(date: typeof TODAY) {
  const { booking, payment } = await book(club, 'lin', { date, channel: 'WECHAT' });
  if (!payment) throw new Error('no sheet');
  money.pay('lin', payment);
  await money.wechat.idle();
  await club.passMinutes(1);
  return booking;
}

const PLACE = '中心羽毛球馆 1 号场';
const NOW = expect.stringMatching(/^2026年3月14日 1\d:\d\d$/);

describe('what becomes of a booking comes to WeChat, once for each acceptance', () => {
  test('paid, moved, cancelled and refunded; and the place goes to who waits', async () => {
    await allowTemplates(club, 'lin', ['BOOKING', 'PAYMENT']);
    const booking = await paidInWechat(TOMORROW);
    const paid = [
      ['场边 · 预订变动', PLACE, '2026年3月15日 14:00', '预订成功', '到场请出示订场码'],
      ['场边 · 付款和退款', PLACE, '60.00元', '付款成功', NOW],
    ];
    const atFirst = await heard('lin');
    expect(atFirst).toHaveLength(2);
    expect(atFirst).toEqual(expect.arrayContaining(paid));

    await allowTemplates(club, 'lin', ['BOOKING', 'BOOKING', 'PAYMENT']);
    await allowTemplates(club, 'may', ['VACANCY']);
    await moveBooking(club, booking.id, { from: clock(16), until: clock(17) });
    const span = { venueId: BADMINTON, courtId: COURT_1, date: TOMORROW };
    await club.as('may').booking.wait({ ...span, from: clock(16), until: clock(17) });
    const asked = { bookingId: booking.id, expected: 6_000 as Fen, following: false };
    await club.as('lin').booking.cancel(asked);
    await club.passMinutes(2);
    const moved = [
      ['场边 · 预订变动', PLACE, '2026年3月15日 16:00', '已改期', '请留意新的时间'],
      ['场边 · 预订变动', PLACE, '2026年3月15日 16:00', '已取消', '退款已发起'],
      ['场边 · 付款和退款', PLACE, '60.00元', '退款已发起', NOW],
    ];
    const inTheEnd = await heard('lin');
    expect(inTheEnd).toHaveLength(5);
    expect(inTheEnd).toEqual(expect.arrayContaining(moved));
    expect(await heard('may')).toEqual([
      ['场边 · 空位通知', PLACE, '2026年3月15日 16:00', '只保留10分钟，请尽快预订'],
    ]);
  });

  test('two hours before it begins', async () => {
    await allowTemplates(club, 'lin', ['REMINDER']);
    await paidInWechat(TODAY);
    expect(await heard('lin')).toEqual([]);
    club.cloud.clock.jump(at(clock(12)));
    await club.passMinutes(2);
    expect(await heard('lin')).toEqual([
      ['场边 · 开始提醒', PLACE, '2026年3月14日 14:00', '请提前到场签到'],
    ]);
  });
});
