import { addDays, type ClubDate } from '@shared/base/time';
import { nextMilestone, rewardFor, type Streak, streakOn } from '@shared/domain/streak';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from './clock';

const today = day('2026-03-14');
const standing = (days: number, lastDay: ClubDate | null): Streak => ({ days, lastDay });

describe('the reward of a day', () => {
  test.each([
    [1, 5, 0],
    [2, 6, 0],
    [3, 7, 0],
    [6, 10, 0],
    [7, 11, 30],
    [8, 12, 0],
    [14, 18, 0],
    [15, 19, 0],
    [16, 20, 0],
    [17, 20, 0],
    [29, 20, 0],
    [30, 20, 100],
    [31, 20, 0],
    [364, 20, 0],
    [365, 20, 1000],
    [366, 20, 0],
  ])('day %i in a row earns %i, and %i for a milestone', (days, base, milestone) => {
    const before = standing(days - 1, days === 1 ? null : addDays(today, -1));
    expect(rewardFor(before, today)).toEqual({
      streak: { days, lastDay: today },
      reward: { base, milestone },
    });
  });

  test('a missed day begins anew', () => {
    expect(rewardFor(standing(6, addDays(today, -2)), today)).toMatchObject({
      streak: { days: 1 },
      reward: { base: 5, milestone: 0 },
    });
  });

  test('a day is rewarded once', () => {
    expect(rewardFor(standing(7, today), today)).toBe(null);
  });

  test('a clock that was set back rewards no day again', () => {
    expect(rewardFor(standing(7, addDays(today, 1)), today)).toBe(null);
  });

  test('a streak runs on over the end of February and of the year', () => {
    for (const [last, next] of [
      ['2026-02-28', '2026-03-01'],
      ['2024-02-28', '2024-02-29'],
      ['2025-12-31', '2026-01-01'],
    ] as const) {
      expect(rewardFor(standing(3, day(last)), day(next))?.streak.days).toBe(4);
    }
  });
});

/** The issue's own words, said another way: runs of consecutive days, summed. */
function formula(days: readonly number[]): number {
  let total = 0;
  let run = 0;
  let last = Number.NaN;
  for (const each of [...new Set(days)].sort((a, b) => a - b)) {
    run = each === last + 1 ? run + 1 : 1;
    last = each;
    total += 5 + Math.min(15, run - 1);
    if (run === 7) total += 30;
    if (run === 30) total += 100;
    if (run === 365) total += 1000;
  }
  return total;
}

test('whatever days a member comes, and however often a day, the points are the formula’s', () => {
  const runs = fc.array(fc.record({ gap: fc.nat(3), length: fc.nat(40) }), { maxLength: 12 });
  const oneYear = fc.constant([{ gap: 0, length: 400 }]);
  fc.assert(
    fc.property(fc.oneof(runs, oneYear), fc.nat(2), (stretches, again) => {
      const days: number[] = [];
      let next = 0;
      for (const { gap, length } of stretches) {
        next += gap;
        for (let i = 0; i < length; i += 1) days.push(next++);
      }
      let streak = standing(0, null);
      let total = 0;
      for (const each of days.flatMap((one) => Array<number>(1 + again).fill(one))) {
        const earned = rewardFor(streak, addDays(day('2024-01-01'), each));
        if (!earned) continue;
        streak = earned.streak;
        total += earned.reward.base + earned.reward.milestone;
      }
      expect(total).toBe(formula(days));
    }),
  );
});

describe('what a person is told', () => {
  test.each([
    ['came today', standing(3, today), 3],
    ['came yesterday: today can still go on', standing(3, addDays(today, -1)), 3],
    ['missed yesterday', standing(3, addDays(today, -2)), 0],
    ['never came', standing(0, null), 0],
    ['a clock set back a day', standing(3, addDays(today, 1)), 3],
  ])('%s', (_, streak, days) => {
    expect(streakOn(streak, today)).toBe(days);
  });

  test.each([
    [0, { days: 7, bonus: 30, left: 7 }],
    [6, { days: 7, bonus: 30, left: 1 }],
    [7, { days: 30, bonus: 100, left: 23 }],
    [29, { days: 30, bonus: 100, left: 1 }],
    [30, { days: 365, bonus: 1000, left: 335 }],
    [364, { days: 365, bonus: 1000, left: 1 }],
    [365, null],
  ])('after %i days the next milestone is %o', (days, milestone) => {
    expect(nextMilestone(days)).toEqual(milestone);
  });
});
