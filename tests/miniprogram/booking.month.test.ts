import type { ClubDate, ClubMonth } from '@shared/base/time';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import {
  type BusyMonth,
  type DayCell,
  monthView,
  refusalToOpen,
} from '../../miniprogram/packages/booking/pages/month/month.view';
import { NOW } from './bookingGrid';

const date = (day: number) => `2026-03-${`${day}`.padStart(2, '0')}` as ClubDate;

function march(days: BusyMonth['days'] = []): BusyMonth {
  return { month: '2026-03' as ClubMonth, days, now: NOW };
}

/** From the fourteenth to the twenty-first; the last is released later. */
const DAYS = Array.from({ length: 8 }, (_, index) => ({
  date: date(14 + index),
  released: index < 7,
}));

const BUSY = march([
  { date: date(13), percent: 40, open: true },
  { date: date(14), percent: 100, open: true },
  { date: date(15), percent: 0, open: false },
  { date: date(16), percent: 76, open: true },
  { date: date(21), percent: 5, open: true },
]);

const view = monthView({ busy: BUSY, days: DAYS, now: NOW });
const cells = view.weeks.flatMap(({ days }) => days);
const cellOf = (day: number): DayCell => {
  const cell = cells.find((one) => one.date === date(day));
  if (!cell) throw new Error(`no ${day}`);
  return cell;
};

test('a month stands in weeks from Monday to Sunday', () => {
  expect(view.title).toBe('2026 年 3 月');
  expect(view.weeks).toHaveLength(6);
  expect(view.weeks[0]?.days.map(({ day }) => day)).toEqual(['', '', '', '', '', '', '1']);
  expect(cells.filter((cell) => cell.date !== '')).toHaveLength(31);
});

test('how busy a day is can be seen, and heard', () => {
  expect(cellOf(14)).toMatchObject({ percent: 100, tone: 'full', today: true });
  expect(cellOf(14).spoken).toBe('14 日，今天，已订 100%，可预订');
  expect(cellOf(16)).toMatchObject({
    percent: 76,
    tone: 'busy',
    spoken: '16 日，已订 76%，可预订',
  });
  expect(cellOf(15)).toMatchObject({ percent: null, spoken: '15 日，不开放' });
});

test.each([
  ['yesterday', 13, '这一天已经过去，请选择后面的日期'],
  ['today, even when it is full: who waits finds it there', 14, null],
  ['a day of rest', 15, '这一天不开放，请选择其他日期'],
  ['an open day', 16, null],
  ['the day that is released later', 21, REFUSALS.NOT_RELEASED],
])('%s', (_, day, refusal) => {
  expect(refusalToOpen(cellOf(day), NOW)).toBe(refusal);
  expect(cellOf(day).bookable).toBe(refusal === null);
});

test('the summary counts the days that can be booked', () => {
  expect(view.summary).toBe('2 天可以预订');
  expect(monthView({ busy: march(), days: DAYS, now: NOW }).summary).toBe(
    '这个月还没有可以预订的日子',
  );
});

describe('the arrows', () => {
  test.each([
    ['this month leads only forwards', '2026-03', '', '2026-04'],
    ['the next one only back', '2026-04', '2026-03', ''],
  ])('%s', (_, month, before, after) => {
    const busy = { month: month as ClubMonth, days: [], now: NOW };
    expect(monthView({ busy, days: DAYS, now: NOW })).toMatchObject({ before, after });
  });
});
