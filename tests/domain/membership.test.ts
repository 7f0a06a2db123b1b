import { points } from '@shared/base/money';
import {
  isAbove,
  LEVELS,
  levelFor,
  limitsFor,
  nextLevel,
  percentOf,
  pointsFrom,
} from '@shared/domain/membership';
import { describe, expect, test } from 'vitest';

test.each([
  [0, 'BASIC'],
  [999, 'BASIC'],
  [1_000, 'SILVER'],
  [4_999, 'SILVER'],
  [5_000, 'GOLD'],
  [9_999, 'GOLD'],
  [10_000, 'DIAMOND'],
  [1_000_000, 'DIAMOND'],
] as const)('%i points of a lifetime make a %s member', (lifetime, level) => {
  expect(levelFor(points(lifetime))).toBe(level);
});

test.each([
  [null, 100],
  ['BASIC', 100],
  ['SILVER', 95],
  ['GOLD', 90],
  ['DIAMOND', 85],
] as const)('a %s member pays %i percent of a court', (level, percent) => {
  expect(percentOf(level)).toBe(percent);
});

describe('the next level', () => {
  test.each([
    ['BASIC', 0, 'SILVER', 1_000],
    ['BASIC', 999, 'SILVER', 1],
    ['SILVER', 1_000, 'GOLD', 4_000],
    ['GOLD', 9_999, 'DIAMOND', 1],
    // What was taken back does not lower the level, but it is missing to the next.
    ['SILVER', 400, 'GOLD', 4_600],
    // Reached, and not given yet.
    ['BASIC', 1_200, 'SILVER', 0],
  ] as const)('of %s with %i points is missing %3$i to %2$s', (level, lifetime, next, missing) => {
    expect(nextLevel(level, points(lifetime))).toEqual({ level: next, missing });
  });

  test('of the highest there is none', () => {
    expect(nextLevel('DIAMOND', points(10_000))).toBe(null);
  });
});

test('a level is above another in the order of the points that it takes', () => {
  const sorted = [...LEVELS].sort((a, b) => pointsFrom(a) - pointsFrom(b));
  expect(sorted).toEqual([...LEVELS]);
  expect(isAbove('SILVER', 'BASIC')).toBe(true);
  expect(isAbove('SILVER', 'SILVER')).toBe(false);
  expect(isAbove('GOLD', 'DIAMOND')).toBe(false);
});

describe('new days for sale', () => {
  const limits = { daysAhead: 7, releaseMinute: 7 * 60, mostMinutes: 120 };

  test.each([
    [null, 420],
    ['BASIC', 420],
    ['SILVER', 420],
    ['GOLD', 360],
    ['DIAMOND', 360],
  ] as const)('are released to %s at minute %i', (level, releaseMinute) => {
    expect(limitsFor(limits, level)).toEqual({ ...limits, releaseMinute });
  });

  test.each([
    [60, 0],
    [59, 0],
    [0, 0],
  ])('never before the day itself: %i is %i', (minute, released) => {
    expect(limitsFor({ ...limits, releaseMinute: minute }, 'GOLD').releaseMinute).toBe(released);
  });
});
