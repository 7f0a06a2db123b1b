import { fen, points } from '@shared/base/money';
import { addDays, type ClubDate } from '@shared/base/time';
import type { SeriesDate } from '@shared/contracts/bookingViews';
import { describe, expect, test } from 'vitest';
import type { Wanted } from '../../miniprogram/packages/booking/pages/confirm/confirm.view';
import {
  type SeriesForm,
  SKIP,
  seriesView,
  toggled,
} from '../../miniprogram/packages/booking/pages/series/series.view';
import type { Opened } from '../../miniprogram/pages/booking/booking.view';
import { clock, court, gridOf, NOW, TODAY } from './bookingGrid';

const wanted: Wanted = {
  venueId: 'v',
  courtId: '1',
  date: TODAY,
  sport: 'BADMINTON',
  from: clock(19),
  until: clock(20),
};
const opened: Opened = {
  registered: true,
  venues: [{ id: 'v', name: '中心羽毛球馆', sports: ['BADMINTON'] }],
  days: [],
  releaseMinute: 420,
  means: null,
  grid: gridOf([court('1', 'f')]),
  now: NOW,
};
const week = (index: number) => addDays(TODAY, index * 7) as ClubDate;

function dates(parts: Readonly<Record<number, Partial<SeriesDate>>> = {}): SeriesDate[] {
  return Array.from({ length: 12 }, (_, index) => ({
    date: week(index),
    refusal: null,
    others: [],
    total: fen(6_000),
    ...parts[index],
  }));
}

const form = (part: Partial<SeriesForm> = {}): SeriesForm => ({
  weeks: 4,
  by: 'WALLET',
  withPoints: false,
  decided: {},
  ...part,
});
const others = [
  { id: '3', name: '3 号场' },
  { id: '4', name: '4 号场' },
];
const clash = { 1: { refusal: 'SLOT_TAKEN', others } };
const shown = (facts: SeriesDate[], how: Partial<SeriesForm> = {}) =>
  seriesView({ wanted, opened, dates: facts }, form(how));

test('four free weeks are four dates with one sum', () => {
  const view = shown(dates());
  expect(view.title).toBe('每周六 19:00–20:00');
  expect(view.venue).toBe('中心羽毛球馆 · 1 号场 · 1 小时');
  expect(view).toMatchObject({ count: '订 4 次', due: 24_000, button: '余额支付 ¥240.00' });
  expect(view.dates).toEqual([0, 1, 2, 3].map((index) => ({ date: week(index), courtId: '1' })));
});

test.each([
  [2, false, true],
  [3, true, true],
  [12, true, false],
])('of %i weeks there may be fewer: %s, more: %s', (weeks, fewer, more) => {
  const view = shown(dates(), { weeks });
  expect(view).toMatchObject({ fewer, more });
  expect(view.rows).toHaveLength(weeks);
});

describe('a clash', () => {
  test('is skipped until something else is said, and its courts are offered', () => {
    const view = shown(dates(clash));
    expect(view).toMatchObject({ count: '订 3 次，跳过 1 次', due: 18_000 });
    expect(view.rows[1]).toMatchObject({ reason: '已被订走', kept: false, price: '跳过' });
    expect(view.rows[1]?.ways.map(({ word, chosen }) => [word, chosen])).toEqual([
      ['跳过', true],
      ['改到 3 号场', false],
      ['改到 4 号场', false],
    ]);
  });

  test('moves to another court', () => {
    const view = shown(dates(clash), { decided: { [week(1)]: '4' } });
    expect(view.dates[1]).toEqual({ date: week(1), courtId: '4' });
    expect(view.rows[1]).toMatchObject({ kept: true, price: '¥60.00' });
    expect(view.due).toBe(24_000);
  });

  test('is skipped again when that court is gone, too', () => {
    const gone = { 1: { refusal: 'SLOT_TAKEN', others: others.slice(0, 1) } };
    expect(shown(dates(gone), { decided: { [week(1)]: '4' } }).dates).toHaveLength(3);
  });

  test('cannot be kept as asked, whatever was decided before', () => {
    const kept = { decided: { [week(1)]: '1' } };
    expect(shown(dates(clash), kept).rows[1]?.kept).toBe(false);
  });

  test('with the own limit is no better on another court', () => {
    const view = shown(dates({ 1: { refusal: 'DAY_LIMIT', others } }));
    expect(view.rows[1]).toMatchObject({ reason: '超过每天可订的时间', ways: [] });
  });

  test('whose reason has no short word says the whole sentence', () => {
    const view = shown(dates({ 1: { refusal: 'COURT_NOT_FOUND' } }));
    expect(view.rows[1]?.reason).toBe('没有找到这个场地，请刷新后再试');
  });
});

test('a free date is skipped by a tap, and taken in again by another', () => {
  const skipped = toggled(form(), week(2), '1');
  expect(skipped.decided).toEqual({ [week(2)]: SKIP });
  expect(shown(dates(), skipped).count).toBe('订 3 次，跳过 1 次');
  expect(shown(dates(), toggled(skipped, week(2), '1')).count).toBe('订 4 次');
});

test.each([
  ['without any date', [0, 1, 2, 3]],
  ['with one date, which is no series,', [0, 1, 3]],
])('%s there is nothing to pay', (_, skipped) => {
  const decided = Object.fromEntries(skipped.map((index) => [week(index), SKIP]));
  const view = shown(dates(), { decided });
  expect(view).toMatchObject({ payable: false, ways: [], button: '请至少保留 2 个日期' });
});

describe('points', () => {
  const withMeans = (own: number, how: Partial<SeriesForm> = {}) => {
    const means = { points: points(own), coupons: [] };
    return seriesView({ wanted, opened: { ...opened, means }, dates: dates() }, form(how));
  };

  test('pay up to thirty percent of all dates together, when they are asked to', () => {
    const most = withMeans(10_000);
    expect(most).toMatchObject({ pointsUsed: 0, due: 24_000, points: { on: false } });
    expect(most.points?.note).toBe('用 7200 积分抵 ¥72.00，共有 10000 积分');
    const used = withMeans(10_000, { withPoints: true });
    expect(used).toMatchObject({ pointsUsed: 7_200, due: 16_800, button: '余额支付 ¥168.00' });
    expect(withMeans(10_000, { withPoints: true, weeks: 2 })).toMatchObject({ pointsUsed: 3_600 });
  });

  test.each([
    [99, null],
    [100, 100],
  ])('of %i points %s can be used', (own, used) => {
    const { points: row, pointsUsed } = withMeans(own, { withPoints: true });
    expect(row === null ? null : pointsUsed).toBe(used);
  });
});

test('what costs nothing asks for no way to pay', () => {
  const free = dates().map((date) => ({ ...date, total: fen(0) }));
  expect(shown(free)).toMatchObject({ ways: [], button: '确认预订' });
});
