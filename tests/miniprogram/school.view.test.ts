import { fen } from '@shared/base/money';
import { type ClubDate, DAY, plus } from '@shared/base/time';
import { DEFAULT_RATES } from '@shared/domain/coach';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import { applicationCards } from '../../miniprogram/packages/school/pages/applications/applications.view';
import { type School, schoolView } from '../../miniprogram/packages/school/pages/home/home.view';
import {
  adminLessons,
  dayTurn,
} from '../../miniprogram/packages/school/pages/lessons/lessons.view';
import {
  appended,
  campusChoices,
  datesWith,
  type LogEntry,
  logDays,
} from '../../miniprogram/packages/school/pages/log/log.view';
import { checkRates, ratesDraft } from '../../miniprogram/packages/school/pages/rates/rates.view';
import { changeLine } from '../../miniprogram/words/changes';
import { coach } from './schooling';
import { change, lesson, now, TODAY, TOMORROW, wish } from './training';

const school = (part: Partial<School> = {}): School => ({
  now,
  campusId: 'c-centre',
  campuses: [{ id: 'c-centre', name: '中心校区' }],
  applications: [],
  changes: [],
  lessons: [],
  students: 4,
  coaches: 2,
  rates: { ...DEFAULT_RATES },
  share: 100,
  ...part,
});

describe('the school at a glance', () => {
  test('counts what waits for the admin, not what waits for others', () => {
    const view = schoolView(
      school({
        applications: [coach()],
        changes: [change({ mayVoteAs: 'admin' }), change({ id: 'ch2' })],
      }),
      now,
    );
    expect(view).toMatchObject({ applications: '1 份', changes: '1 个' });
    expect(schoolView(school(), now)).toMatchObject({ applications: '', changes: '' });
  });

  test('shows five lessons of today and says how many more there are', () => {
    const today = Array.from({ length: 7 }, (_, n) =>
      lesson({ id: `t${n}`, date: TODAY, from: 840 + n, until: 900 + n }),
    );
    const tomorrow = lesson({ id: 'm', date: TOMORROW });
    const gone = lesson({ id: 'x', date: TODAY, status: 'CANCELLED' });
    const view = schoolView(school({ lessons: [tomorrow, gone, ...today] }), now);
    expect(view.lessons.map(({ id }) => id)).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(view.more).toBe('今天还有 2 节，明天 1 节');
    expect(schoolView(school(), now).more).toBe('');
  });

  test('names the rates in whole yuan', () => {
    expect(schoolView(school(), now).rates).toBe('高级 ¥200 · 中级 ¥150 · 初级 ¥80');
  });
});

describe('an application', () => {
  test('cannot be approved before a level is chosen', () => {
    const asked = school({ applications: [coach()] });
    expect(applicationCards(asked, {})[0]?.approve).toBe('');
    const [card] = applicationCards(asked, { 'm-he': 'JUNIOR' });
    expect(card).toMatchObject({
      what: '乒乓球 · 女 · 26 岁',
      approve: '通过，定为初级',
      levels: [
        { word: '高级', rate: '¥200/小时', chosen: false },
        { word: '中级', rate: '¥150/小时', chosen: false },
        { word: '初级', rate: '¥80/小时', chosen: true },
      ],
    });
  });
});

describe('lessons of a day', () => {
  test.each([
    [lesson({ status: 'PENDING' }), true],
    [lesson(), true],
    [lesson({ status: 'CANCEL_PENDING', cancellation: wish(false) }), true],
    [lesson({ endAt: plus(now, 1) }), true],
    [lesson({ endAt: now }), false],
    [lesson({ status: 'PENDING', startAt: now }), false],
    [lesson({ status: 'CANCELLED' }), false],
    [lesson({ status: 'COMPLETED' }), false],
  ])('%#: an admin may cancel: %s', (one, may) => {
    expect(adminLessons([one], now)[0]?.mayCancel).toBe(may);
  });

  test('name both parties and why one was cancelled, in the order they begin', () => {
    const lines = adminLessons(
      [lesson({ id: 'b', from: 900, until: 960 }), lesson({ id: 'a', reason: '停电' })],
      now,
    );
    expect(lines.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(lines[0]).toMatchObject({ who: '林小满 · 教练 王建国', note: '原因：停电' });
  });

  test('turn day by day on both sides of today', () => {
    expect(dayTurn(TODAY, now)).toEqual({
      title: '今天 · 3 月 14 日 周六',
      before: '2026-03-13',
      after: '2026-03-15',
    });
  });
});

test('a ballot says who changes to whom and how everybody voted', () => {
  expect(changeLine(change({ mayVoteAs: 'admin' }))).toMatchObject({
    student: '林小满',
    status: '表决中',
    what: '王建国 → 李静',
    mayVote: true,
    votes: [
      { voter: '现任教练 王建国', word: '同意', note: '祝顺利' },
      { voter: '新教练 李静', word: '待表决' },
      { voter: '校区管理员', word: '待表决' },
    ],
  });
  expect(changeLine(change()).mayVote).toBe(false);
});

describe('rates', () => {
  const SET = { rates: DEFAULT_RATES, share: 70 };

  test.each([
    ['200', ''],
    ['1', ''],
    ['2000', ''],
    ['0', REFUSALS.RATE_INVALID],
    ['2001', REFUSALS.RATE_INVALID],
    ['80.5', REFUSALS.RATE_INVALID],
    ['', REFUSALS.RATE_INVALID],
    ['abc', REFUSALS.RATE_INVALID],
  ])('of ¥%s: %s', (typed, error) => {
    const result = checkRates({ ...ratesDraft(SET), JUNIOR: typed });
    expect(result.ok ? '' : result.errors.JUNIOR).toBe(error);
    expect(result.ok ? result.form.rates.SENIOR : fen(20_000)).toBe(20_000);
  });

  test.each([
    ['0', 0],
    ['70', 70],
    [' 100 ', 100],
    ['101', null],
    ['-1', null],
    ['66.6', null],
    ['', null],
    ['七成', null],
  ])('a share of %j percent is %j', (typed, share) => {
    const result = checkRates({ ...ratesDraft(SET), share: typed });
    expect(result.ok ? result.form.share : null).toBe(share);
    if (!result.ok) expect(result.errors.share).toBe(REFUSALS.SHARE_INVALID);
  });
});

describe('the log', () => {
  const entry = (id: string, at = now): LogEntry => ({
    id,
    at,
    actor: '沈馆长',
    action: '管理员取消课程',
    target: '林小满',
    detail: '停电',
    campusName: '中心校区',
    ip: '127.0.0.1',
  });

  test('stands by day: who did what to whom, where and from which address', () => {
    expect(logDays([entry('a'), entry('b', plus(now, -DAY))], now)).toMatchObject([
      {
        title: '3 月 14 日 周六',
        rows: [{ who: '沈馆长 → 林小满', place: '中心校区 · IP 127.0.0.1', time: '10:00:00' }],
      },
      { title: '3 月 13 日 周五', rows: [{ id: 'b' }] },
    ]);
    const alone = logDays([{ ...entry('c'), target: '', ip: null }], now)[0]?.rows[0];
    expect(alone).toMatchObject({ who: '沈馆长', place: '中心校区' });
  });

  test('is of a campus of choice for who has several', () => {
    const [east, west] = [
      { id: 'c-east', name: '东区' },
      { id: 'c-west', name: '西区' },
    ];
    expect(campusChoices({ campuses: [east, west] })).toEqual([
      { id: '', name: '全部校区' },
      east,
      west,
    ]);
    expect(campusChoices({ campuses: [east] })).toEqual([]);
  });

  test('shows an entry on two pages once', () => {
    expect(appended([entry('a')], [entry('a'), entry('b')]).map(({ id }) => id)).toEqual([
      'a',
      'b',
    ]);
  });

  test('never asks for dates that end before they begin', () => {
    const [early, late] = ['2026-03-01', '2026-03-10'] as ClubDate[];
    if (!early || !late) throw new Error('two dates');
    const from = datesWith({ from: null, until: early }, { from: late });
    expect(from).toEqual({ from: late, until: late });
    const until = datesWith({ from: late, until: null }, { until: early });
    expect(until).toEqual({ from: early, until: early });
    expect(datesWith({ from: early, until: late }, { from: null })).toEqual({
      from: null,
      until: late,
    });
  });
});
