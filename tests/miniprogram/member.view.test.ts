import type { Points } from '@shared/base/money';
import { type ClubDate, clubDayStart, HOUR, MINUTE, plus, SECOND } from '@shared/base/time';
import type { VisitView } from '@shared/contracts/visit';
import { expect, test } from 'vitest';
import { celebrationOf } from '../../miniprogram/components/check-in-sheet/checkIn.view';
import {
  codeSize,
  codeView,
  isDueForRenewal,
} from '../../miniprogram/packages/member/pages/code/code.view';
import {
  exportName,
  exportOf,
  type Piece,
  storedRows,
} from '../../miniprogram/packages/member/pages/privacy/privacy.view';
import {
  birthYears,
  EMPTY_FORM,
  formView,
} from '../../miniprogram/packages/member/pages/register/register.view';
import { visitDays } from '../../miniprogram/packages/member/pages/visits/visits.view';

const saturday = clubDayStart('2026-03-14' as ClubDate);
const now = plus(saturday, 10 * HOUR);

const checkedIn = {
  visit: { id: 'x', venueId: 'v1', venueName: '乒乓馆', checkedInAt: now, deadline: now },
  repeated: false,
  reward: { points: 9 as Points, milestone: 0 as Points, streakDays: 5 },
  left: null,
};

test('a check-in is celebrated with its points and the streak', () => {
  expect(celebrationOf(checkedIn)).toMatchObject({
    title: '打卡成功',
    points: '+9',
    streak: '连续打卡 5 天',
    milestone: '',
    left: '',
  });
});

test('a milestone and the visit elsewhere that ended are said', () => {
  const celebration = celebrationOf({
    ...checkedIn,
    reward: { points: 41 as Points, milestone: 30 as Points, streakDays: 7 },
    left: { venueId: 'v2', venueName: '健身房', minutes: 75 },
  });
  expect(celebration.milestone).toBe('连续 7 天里程碑，其中 30 积分是奖励');
  expect(celebration.left).toBe('已从「健身房」离场，停留 1 小时 15 分');
});

test('the second check-in of a day earns nothing and says so', () => {
  expect(celebrationOf({ ...checkedIn, reward: null })).toMatchObject({
    points: '',
    streak: '今天的打卡积分已经领过了',
  });
});

test('the form asks for one thing after the other, as the server would', () => {
  const steps = [
    EMPTY_FORM,
    { ...EMPTY_FORM, consent: true },
    { ...EMPTY_FORM, consent: true, birthYear: 1998 },
    { ...EMPTY_FORM, consent: true, birthYear: 1998, nickname: '  ' },
    { ...EMPTY_FORM, consent: true, birthYear: 1998, nickname: '小满' },
  ];
  expect(steps.map((form) => formView(form, now).missing)).toEqual([
    expect.stringContaining('隐私保护指引'),
    '请选择出生年份',
    expect.stringContaining('昵称'),
    expect.stringContaining('昵称'),
    '',
  ]);
});

test('who may be under fourteen needs a guardian', () => {
  const child = { consent: true, birthYear: 2013, guardianConsent: false, nickname: '豆豆' };
  expect(formView(child, now)).toMatchObject({ guardian: true });
  expect(formView(child, now).missing).toContain('监护人');
  expect(formView({ ...child, guardianConsent: true }, now).missing).toBe('');
  expect(formView({ ...child, birthYear: 2011 }, now)).toMatchObject({ guardian: false });
});

test('the years to pick from end with this one', () => {
  const { years, labels, usual } = birthYears(now);
  expect(years[0]).toBe(2026);
  expect(years.at(-1)).toBe(1926);
  expect(labels[usual]).toBe('1998 年');
});

test('a member code counts down, is renewed before it ends, and is never shown dead', () => {
  const code = { text: 'CM1', expiresAt: plus(now, 60 * SECOND) };
  expect(codeView(code, now)).toEqual({ text: 'CM1', note: '60 秒后自动换新' });
  expect(isDueForRenewal(code, plus(now, 49 * SECOND))).toBe(false);
  expect(isDueForRenewal(code, plus(now, 50 * SECOND))).toBe(true);
  expect(codeView(code, plus(now, 60 * SECOND)).text).toBe('');
});

test.each([
  [320, 224],
  [390, 294],
  [430, 300],
])('on a screen of %i px the code is %i px wide', (width, size) => {
  expect(codeSize(width)).toBe(size);
});

function visit(part: Partial<VisitView>): VisitView {
  return {
    id: 'x',
    venueId: 'v1',
    venueName: '乒乓馆',
    status: 'CLOSED',
    method: 'DOOR',
    checkedInAt: plus(saturday, 8 * HOUR),
    deadline: plus(saturday, 12 * HOUR),
    checkedOutAt: plus(saturday, 9 * HOUR + 28 * MINUTE),
    ending: 'MEMBER',
    reason: null,
    minutes: 88,
    points: 9 as Points,
    ...part,
  };
}

test('visits stand under their day, newest first', () => {
  const yesterday = plus(saturday, -4 * HOUR);
  const days = visitDays(
    [
      visit({ id: 'c', status: 'OPEN', checkedOutAt: null, ending: null, checkedInAt: now }),
      visit({ id: 'b' }),
      visit({ id: 'a', checkedInAt: yesterday, points: 0 as Points }),
    ],
    plus(now, 5 * MINUTE),
  );
  expect(days.map(({ title, rows }) => [title, rows.length])).toEqual([
    ['今天 · 3 月 14 日 周六', 2],
    ['昨天 · 3 月 13 日 周五', 1],
  ]);
  expect(days[0]?.rows).toMatchObject([
    { open: true, time: '10:00 – 现在 · 5 分钟' },
    { open: false, time: '08:00 – 09:28 · 1 小时 28 分', points: '+9', note: '' },
  ]);
  expect(days[1]?.rows[0]?.points).toBe('');
});

test('a visit that did not end by its member says how', () => {
  const row = (part: Partial<VisitView>) => visitDays([visit(part)], now)[0]?.rows[0]?.note;
  expect(row({ ending: 'CLOSING' })).toBe('闭馆，自动离场');
  expect(row({ ending: 'DESK', reason: '忘记离场' })).toBe('前台办理离场：忘记离场');
  expect(row({ method: 'DESK' })).toBe('前台办理入场');
});

test('what is stored is told in words, the guardian only where there is one', () => {
  const stored = {
    nickname: '豆豆',
    phone: null,
    birthYear: 2014,
    guardianConsent: false,
    consentAt: now,
    hasAvatar: false,
    visits: 3,
    favourites: 1,
    pointEntries: 4,
    points: 20 as Points,
  };
  expect(storedRows(stored).map(({ value }) => value)).toContain('20 分，4 条明细');
  expect(storedRows(stored).map(({ label }) => label)).not.toContain('监护人同意');
  const child = storedRows({ ...stored, guardianConsent: true });
  expect(child.map(({ label }) => label)).toContain('监护人同意');
});

test('the pieces of an export become one file with readable times', () => {
  const piece = (part: Partial<Piece>): Piece => ({
    profile: null,
    favourites: [],
    challenges: [],
    pointEntries: [],
    moneyEntries: [],
    orders: [],
    messages: [],
    bookings: [],
    reviews: [],
    lessons: [],
    evaluations: [],
    training: null,
    membership: null,
    rewards: null,
    visits: [],
    next: null,
    ...part,
  });
  const whole = exportOf(
    [
      piece({ visits: [visit({ id: 'b' })], next: '1' }),
      piece({ visits: [visit({ id: 'a' })], favourites: [] }),
    ],
    now,
  );
  expect(whole.exportedAt).toBe('2026-03-14T10:00:00+08:00');
  expect(whole.visits).toMatchObject([
    { id: 'b', checkedInAt: '2026-03-14T08:00:00+08:00' },
    { id: 'a', minutes: 88 },
  ]);
  const change = { id: 'c', createdAt: now };
  const record = { student: null, coach: null, relations: [], taught: [], changes: [change] };
  const trained = exportOf([piece({ training: record as never }), piece({ next: null })], now);
  expect(trained.training).toMatchObject({
    changes: [{ id: 'c', createdAt: '2026-03-14T10:00:00+08:00' }],
  });
  expect(exportName(now)).toBe('courtside-2026-03-14.json');
});
