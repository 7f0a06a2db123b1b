import {
  clockText,
  isWeek,
  nextOpening,
  openSpanAt,
  openSpanOn,
  type WeeklyHours,
} from '@shared/domain/hours';
import { everyDay, refusalOfHours } from '@shared/domain/venue';
import { describe, expect, test } from 'vitest';
import { at, day } from './clock';

// Saturday 2026-03-14; the Monday after is the 16th.
const usual = everyDay(8 * 60, 22 * 60);
const restsOnMonday: WeeklyHours = usual.map((hours, weekday) => (weekday === 1 ? null : hours));
const toMidnight = everyDay(18 * 60, 24 * 60);
const roundTheClock = everyDay(0, 24 * 60);
const never: WeeklyHours = Array.from({ length: 7 }, () => null);

describe('whether the doors are open', () => {
  test.each([
    ['a millisecond before opening', usual, '2026-03-14 07:59:59.999', false],
    ['at the opening minute', usual, '2026-03-14 08:00', true],
    ['a millisecond before closing', usual, '2026-03-14 21:59:59.999', true],
    ['at the closing minute', usual, '2026-03-14 22:00', false],
    ['on the day of rest', restsOnMonday, '2026-03-16 12:00', false],
    ['the day after the day of rest', restsOnMonday, '2026-03-17 08:00', true],
    ['just before a midnight that closes', toMidnight, '2026-03-14 23:59:59.999', true],
    ['at the midnight that closes', toMidnight, '2026-03-15 00:00', false],
    ['at midnight of a venue that never closes', roundTheClock, '2026-03-15 00:00', true],
    ['in a week of rest', never, '2026-03-14 12:00', false],
  ])('%s', (_, hours, now, open) => {
    expect(openSpanAt(hours, at(now)) !== null).toBe(open);
  });

  test('an opening tells its limits as moments', () => {
    expect(openSpanAt(toMidnight, at('2026-03-14 20:00'))).toEqual({
      opensAt: at('2026-03-14 18:00'),
      closesAt: at('2026-03-15 00:00'),
    });
    expect(openSpanOn(restsOnMonday, day('2026-03-16'))).toBe(null);
  });
});

describe('when it opens next', () => {
  test.each([
    ['before opening: today', usual, '2026-03-14 07:59:59.999', '2026-03-14 08:00'],
    ['at the opening itself: tomorrow', usual, '2026-03-14 08:00', '2026-03-15 08:00'],
    ['after closing: tomorrow', usual, '2026-03-14 23:00', '2026-03-15 08:00'],
    [
      'before a day of rest: the day after it',
      restsOnMonday,
      '2026-03-15 22:00',
      '2026-03-17 08:00',
    ],
    [
      'open on Saturdays only: in a week',
      usual.map((hours, weekday) => (weekday === 6 ? hours : null)),
      '2026-03-14 08:00',
      '2026-03-21 08:00',
    ],
    ['over the year’s end', usual, '2025-12-31 22:00', '2026-01-01 08:00'],
  ])('%s', (_, hours, now, opens) => {
    expect(nextOpening(hours, at(now))).toBe(at(opens));
  });

  test('a venue that rests all week never opens', () => {
    expect(nextOpening(never, at('2026-03-14 12:00'))).toBe(null);
  });
});

describe('a week of hours', () => {
  const withSunday = (opens: number, closes: number): WeeklyHours => [
    { opens, closes },
    ...usual.slice(1),
  ];

  test.each([
    ['seven usual days', usual, true],
    ['seven days of rest', never, true],
    ['a day from 0:00 to 24:00', roundTheClock, true],
    ['one minute of opening', withSunday(0, 1), true],
    ['six days', usual.slice(1), false],
    ['eight days', [...usual, null], false],
    ['a day that opens when it closes', withSunday(600, 600), false],
    ['a day that closes before it opens', withSunday(601, 600), false],
    ['a day beyond 24:00', withSunday(600, 1441), false],
    ['a day before 0:00', withSunday(-1, 600), false],
    ['half minutes', withSunday(600.5, 700), false],
  ])('%s', (_, hours, good) => {
    expect(isWeek(hours)).toBe(good);
    expect(refusalOfHours(hours)).toBe(good ? null : 'HOURS_INVALID');
  });
});

test.each([
  [0, '00:00'],
  [390, '06:30'],
  [1440, '24:00'],
])('%i minutes after midnight read %s', (minutes, text) => {
  expect(clockText(minutes)).toBe(text);
});
