import { DEFAULT_LIMITS } from '@shared/domain/booking';
import { refusalToRepeat, weeklyDates } from '@shared/domain/series';
import { describe, expect, test } from 'vitest';
import { at, day } from './clock';

const now = at('2026-03-14 10:00');
const facts = { limits: DEFAULT_LIMITS, now };
const saturdays = weeklyDates(day('2026-03-14'), 13);
const weeks = (...ahead: number[]) => ahead.map((week) => saturdays[week] ?? day('2026-03-14'));

describe('a weekly series', () => {
  test.each([
    ['from its first week on', weeks(0, 1, 2), null],
    ['whose first week is skipped', weeks(1, 2), null],
    ['whose first two weeks are skipped', weeks(2, 5), null],
    ['of the longest stretch', weeks(0, 11), null],
    ['of a week more', weeks(0, 12), 'NOT_RELEASED'],
    ['that has one date twice', weeks(1, 1), 'SLOT_INVALID'],
    ['of two days in a row', [day('2026-03-16'), day('2026-03-17')], 'SLOT_INVALID'],
    ['that began last week', [day('2026-03-07'), day('2026-03-14')], null],
  ])('%s', (_, dates, refusal) => {
    expect(refusalToRepeat(dates, facts)).toBe(refusal);
  });

  test.each([
    ['2026-03-16', null],
    ['2026-03-17', 'NOT_RELEASED'],
    // Its weekday is on sale today.
    ['2026-03-21', null],
  ])('that begins on %s is on sale when its weekday is', (first, refusal) => {
    const limits = { ...DEFAULT_LIMITS, daysAhead: 2 };
    expect(refusalToRepeat(weeklyDates(day(first), 3), { limits, now })).toBe(refusal);
  });
});
