import {
  addDays,
  addMonths,
  type ClubMonth,
  clubDateOf,
  clubDayStart,
  clubMonthOf,
  clubMonthSpan,
  clubWeekdayOf,
  daysBetween,
  formatClub,
  type Instant,
  minutesBetween,
  weekStartOf,
} from '@shared/base/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, day } from './clock';

const month = (text: string) => text as ClubMonth;

describe('the club lives at UTC+8, wherever the machine stands', () => {
  test.each([
    ['2026-03-13T15:59:59.999Z', '2026-03-13', '2026-03', 5],
    ['2026-03-13T16:00:00.000Z', '2026-03-14', '2026-03', 6],
    ['2026-02-28T15:59:59.999Z', '2026-02-28', '2026-02', 6],
    ['2026-02-28T16:00:00.000Z', '2026-03-01', '2026-03', 0],
    ['2024-02-28T16:00:00.000Z', '2024-02-29', '2024-02', 4],
    ['2025-12-31T15:59:59.999Z', '2025-12-31', '2025-12', 3],
    ['2025-12-31T16:00:00.000Z', '2026-01-01', '2026-01', 4],
  ])('%s is %s at the club', (utc, date, inMonth, weekday) => {
    const moment = Date.parse(utc) as Instant;
    expect(clubDateOf(moment)).toBe(date);
    expect(clubMonthOf(moment)).toBe(inMonth);
    expect(clubWeekdayOf(moment)).toBe(weekday);
  });

  test('a club day begins at its midnight and is found again in its first and last millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const date = addDays(day('1990-01-01'), days);
        const start = clubDayStart(date);
        expect(clubDateOf(start)).toBe(date);
        expect(clubDateOf((start - 1) as Instant)).toBe(addDays(date, -1));
        expect(clubDayStart(addDays(date, 1)) - start).toBe(86_400_000);
        expect(daysBetween(day('1990-01-01'), date)).toBe(days);
      }),
    );
  });
});

test.each([
  ['2026-01', '2026-01-01', '2026-01-31'],
  ['2026-02', '2026-02-01', '2026-02-28'],
  ['2024-02', '2024-02-01', '2024-02-29'],
  ['2026-04', '2026-04-01', '2026-04-30'],
  ['2025-12', '2025-12-01', '2025-12-31'],
])('%s runs from %s to %s', (text, first, last) => {
  expect(clubMonthSpan(month(text))).toEqual({ first, last });
});

test.each([
  ['2026-03', 1, '2026-04'],
  ['2025-12', 1, '2026-01'],
  ['2026-01', -1, '2025-12'],
  ['2024-03', -12, '2023-03'],
])('%s and %i months is %s', (from, months, to) => {
  expect(addMonths(month(from), months)).toBe(to);
});

test.each([
  ['a Monday', '2026-03-09', '2026-03-09'],
  ['the Saturday after it', '2026-03-14', '2026-03-09'],
  ['the Sunday that ends the week', '2026-03-15', '2026-03-09'],
  ['the next Monday', '2026-03-16', '2026-03-16'],
  ['New Year’s Day, a Thursday', '2026-01-01', '2025-12-29'],
])('%s (%s) belongs to the week of %s', (_, date, monday) => {
  expect(weekStartOf(day(date))).toBe(monday);
});

test.each([
  [0, 0],
  [59_999, 0],
  [60_000, 1],
  [119_999, 1],
  [-60_000, 0],
])('%i ms are %i whole minutes', (ms, minutes) => {
  const start = at('2026-03-14 10:00');
  expect(minutesBetween(start, (start + ms) as Instant)).toBe(minutes);
});

test('times are told as the club’s clock shows them', () => {
  expect(formatClub(at('2026-03-14 00:05'), 'M月D日 HH:mm')).toBe('3月14日 00:05');
});
