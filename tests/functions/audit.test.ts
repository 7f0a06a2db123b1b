import type { Fen } from '@shared/base/money';
import { DAY, HOUR, type Instant, MINUTE, plus } from '@shared/base/time';
import { LOG_LIFE } from '@shared/domain/audit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetLog } from '../../cloudfunctions/audit/forgetting';
import { type LogSearch, searchLog } from '../../cloudfunctions/audit/searching';
import { day } from '../domain/clock';
import { createFor, enrol, login, openService } from './account';
import { book, COURT_1, clock, fill, TODAY } from './booking';
import { type Club, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
let service: ReturnType<typeof openService>;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
  service = openService(club);
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const ALL: LogSearch = { campusId: null, text: '', from: null, until: null, before: null };
const search = async (admin: string, ask: Partial<LogSearch> = {}) =>
  searchLog(service.context(), await service.caller(admin), { ...ALL, ...ask });
const now = () => club.cloud.clock.now() as Instant;

/** Every page of a search, from the newest to the oldest. */
async function whole(admin: string, ask: Partial<LogSearch> = {}) {
  const entries = [];
  let pages = 0;
  let before: Instant | null = null;
  do {
    const page = await search(admin, { ...ask, before });
    entries.push(...page.entries);
    before = page.next;
    pages += 1;
  } while (before !== null);
  return { entries, pages };
}

/** `count` entries of the east campus, `each` of them in one millisecond, the newest at `end`. */
async function written(
  count: number,
  { each = 1, end = plus(now(), -HOUR), detail = '到点离场' } = {},
) {
  const documents = Array.from({ length: count }, (_, n) => ({
    _id: `test-${end}-${String(n).padStart(4, '0')}`,
    at: end - Math.floor(n / each) * MINUTE,
    actorId: 'm-desk-east',
    campusId: 'c-east',
    action: 'visit.checkOut',
    targetId: 'm-lin',
    detail,
    ip: '203.0.113.9',
  }));
  await club.cloud.load('audit_entries', documents);
  return documents.map(({ _id }) => _id);
}

describe('the log', () => {
  test('says who did what to whom, when and from where, in words', async () => {
    await enrol(club, 'lin', 'c-east');
    const [id] = await written(1);
    const { entries, next } = await search('admin-east', { text: '离场' });
    expect(next).toBeNull();
    expect(entries).toEqual([
      {
        ...{ id, at: expect.any(Number), actor: expect.stringMatching(/./), action: '请会员离场' },
        ...{ target: 'lin同学', detail: '到点离场', campusName: expect.stringContaining('东') },
        ip: '203.0.113.9',
      },
    ]);
  });

  test('has who asked for a lesson, once, and from where', async () => {
    await fill(money, 'lin', 40_000);
    const fee = { expectedFee: 20_000 as Fen, requestId: 'logged' };
    const time = { date: day('2026-03-17'), from: clock(10), until: clock(11), tableId: null };
    const wang = { coachId: 'm-coach-wang', ...time, ...fee };
    const lesson = await club.as('lin').student.book(wang);
    const { entries } = await search('root', { text: '预约课程', campusId: 'c-centre' });
    expect(entries.filter(({ id }) => id.includes(lesson.id))).toMatchObject([
      {
        actor: '林小满',
        action: '预约课程',
        target: '',
        campusName: expect.stringContaining('中心'),
      },
    ]);
    expect(entries[0]?.detail).toContain('3月17日 10:00');
  });

  test('has what members do with their accounts, and never what they changed to', async () => {
    await club.as('lin').member.updateProfile({ nickname: '新的名字', phone: '15000000000' });
    await createFor(club, 'lin', 'linxm');
    await login(club, 'oNew1', 'linxm');
    await club.as('oNew1').account.unbind({});
    const { entries } = await search('root');
    expect(entries.map(({ action, detail }) => [action, detail])).toEqual(
      expect.arrayContaining([
        ['解绑微信', '还有 1 个微信'],
        ['绑定微信', '第 2 个微信'],
        ['设置用户名', ''],
        ['修改资料', '昵称、手机号'],
      ]),
    );
    expect(JSON.stringify(await club.documents('audit_entries'))).not.toMatch(
      /15000000000|新的名字/,
    );
  });

  test('saving a profile as it is writes nothing down', async () => {
    const { nickname, phone } = await club.as('lin').member.stored({});
    await club.as('lin').member.updateProfile({ nickname, phone });
    expect(await club.documents('audit_entries', { action: 'member.updateProfile' })).toEqual([]);
  });

  test('keeps that somebody came and went, under no name', async () => {
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '过客甲' };
    const { id } = await club.as('oGuest').member.register(form);
    await club.as('oGuest').member.deleteAccount({ confirm: '注销' });
    const { entries } = await search('root', { text: id });
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['注销账号', '已注销的会员'],
      ['注册', '已注销的会员'],
    ]);
  });

  test('says who booked, paid, moved, cancelled and took money back, and from where', async () => {
    await fill(money, 'lin');
    const date = day('2026-03-15');
    const { booking } = await book(club, 'lin', { date });
    const to = { courtId: COURT_1, date, from: clock(16), until: clock(18) };
    const pays = { expectedDifference: 6_000 as Fen, channel: 'WALLET', requestId: 'm' } as const;
    const { booking: bookings, wallet } = club.as('lin');
    await bookings.reschedule({ bookingId: booking.id, ...to, ...pays });
    const gives = { expected: 12_000 as Fen, following: false };
    await bookings.cancel({ bookingId: booking.id, ...gives });
    const [topup] = (await wallet.home({})).withdrawable;
    await wallet.withdraw({ orderId: String(topup?.orderId), requestId: 'w' });
    const { entries } = await whole('root', { from: TODAY });
    const mine = entries.filter(({ actor }) => actor === '林小满');
    expect(mine.map(({ action }) => action)).toEqual([
      ...['充值退回', '取消预订', '付款', '改期', '付款', '预订场地', '付款'],
    ]);
    const details = mine.filter(({ action }) => action === '付款').map(({ detail }) => detail);
    expect(details).toEqual([
      expect.stringMatching(/改期.* 余额 ¥60\.00$/),
      expect.stringMatching(/ 余额 ¥60\.00$/),
      expect.stringMatching(/充值 微信支付 ¥200\.00$/),
    ]);
    for (const { ip, campusName, action, detail } of mine) {
      expect(ip, `${action} ${detail}`).toMatch(/^[\d.:a-f]+$/);
      expect(campusName === '').toBe(/充值/.test(action + detail));
    }
  });

  test('of a campus is its admin’s alone; the super admin has every one, and all', async () => {
    await written(3);
    expect((await search('admin-east')).entries.length).toBeGreaterThan(0);
    for (const { campusName } of (await whole('admin-east')).entries)
      expect(campusName).toContain('东');
    const west = await search('admin-west', { text: '请会员离场' });
    expect(west.entries).toEqual([]);
    expect(await outcome(search('admin-west', { campusId: 'c-east' }))).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(search('root', { campusId: 'c-nowhere' }))).toBe('CAMPUS_NOT_FOUND');
    const root = await search('root', { campusId: 'c-east', text: '请会员离场' });
    expect(root.entries).toHaveLength(3);
    // Whoever looks learns with it what there is to choose between.
    expect(west.campuses).toEqual([{ id: 'c-west', name: '西区' }]);
    expect(root.campuses.map(({ id }) => id).sort()).toEqual(['c-centre', 'c-east', 'c-west']);
    expect((await club.as('admin-west').school.log(ALL)).campuses).toEqual(west.campuses);
  });
});

describe('its pages', () => {
  test.each([
    [1, 1],
    [40, 1],
    [41, 1],
    [130, 1],
    [130, 7],
    [130, 65],
    [200, 200],
  ])('%i entries, %i in a millisecond: each is shown once, newest first', async (count, each) => {
    const ids = await written(count, { each });
    const { entries } = await whole('admin-east', { from: TODAY, until: TODAY });
    const mine = entries.filter(({ id }) => id.startsWith('test-'));
    expect(mine.map(({ id }) => id).sort()).toEqual(ids.sort());
    const times = entries.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  test('a word that is far down is found by going on, and each call reads only so much', async () => {
    await written(1200);
    const [needle] = await written(1, { end: plus(now(), -30 * HOUR), detail: '针在这里' });
    const first = await search('admin-east', { text: '针在' });
    expect(first.entries).toEqual([]);
    expect(first.next).not.toBeNull();
    const { entries, pages } = await whole('admin-east', { text: '针在' });
    expect(entries.map(({ id }) => id)).toEqual([needle]);
    expect(pages).toBeGreaterThan(1);
  });

  test.each(['离场', '林小满', 'VISIT.checkout', '到点'])('%j finds it', async (text) => {
    await written(1);
    expect((await search('admin-east', { text })).entries.length).toBeGreaterThan(0);
  });

  test('the dates are the club’s days, both included', async () => {
    await written(1, { end: plus(now(), -DAY) });
    const found = async (from: string, until: string) =>
      (await search('admin-east', { text: '到点', from: day(from), until: day(until) })).entries
        .length;
    expect(await found('2026-03-13', '2026-03-13')).toBe(1);
    expect(await found('2026-03-14', '2026-03-14')).toBe(0);
    expect(await found('2026-03-01', '2026-03-12')).toBe(0);
    expect(await found('2026-03-14', '2026-03-12')).toBe(0);
  });
});

test('three years on an entry is forgotten, not a millisecond earlier', async () => {
  const end = plus(now(), -2 * HOUR);
  await written(2, { end });
  const left = async (later: number) => {
    await forgetLog({ ...service.context(), now: plus(end, LOG_LIFE + later) });
    return (await club.documents('audit_entries', { detail: '到点离场' })).length;
  };
  // The second is a minute older than the first.
  expect(await left(-MINUTE)).toBe(2);
  expect(await left(0)).toBe(1);
  expect(await left(1)).toBe(0);
});

test('more than a day’s work is forgotten over several days', async () => {
  await written(5_100);
  const later = { ...service.context(), now: plus(now(), LOG_LIFE + DAY) };
  await forgetLog(later);
  expect(await club.documents('audit_entries', { detail: '到点离场' })).toHaveLength(100);
  await forgetLog(later);
  expect(await club.documents('audit_entries', { detail: '到点离场' })).toEqual([]);
});
