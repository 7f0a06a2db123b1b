import { points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import {
  CHALLENGE_STATUSES,
  type ChallengeForm,
  nextChallengeStatus,
  payoutsOf,
  rank,
  refusalToChallenge,
  type Standing,
  spanOf,
} from '@shared/domain/challenge';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const form: ChallengeForm = {
  kind: 'DAYS',
  shape: 'DUEL',
  stake: points(50),
  target: null,
  days: 7,
  places: 2,
};

describe('what can be agreed', () => {
  test.each<[string, Partial<ChallengeForm>, boolean]>([
    ['no stake', { stake: points(0) }, true],
    ['five hundred in a duel', { stake: points(500) }, true],
    ['one more', { stake: points(501) }, false],
    ['less than nothing', { stake: points(-1) }, false],
    ['fifty in a group', { shape: 'GROUP', places: 9 }, true],
    ['one more in a group', { shape: 'GROUP', places: 9, stake: points(51) }, false],
    ['a month', { days: 31 }, true],
    ['longer', { days: 32 }, false],
    ['no day', { days: 0 }, false],
    ['a duel of three', { places: 3 }, false],
    ['a group of fifty', { shape: 'GROUP', places: 50 }, true],
    ['a group of fifty-one', { shape: 'GROUP', places: 51 }, false],
    ['a target', { target: 1 }, true],
    ['a target of nothing', { target: 0 }, false],
    ['every day', { target: 7 }, true],
    ['a day more than there are', { target: 8 }, false],
    ['all minutes of a day', { kind: 'MINUTES', days: 1, target: 1_440 }, true],
    ['a minute more', { kind: 'MINUTES', days: 1, target: 1_441 }, false],
    ['all steps that count', { kind: 'STEPS', stake: points(0), target: 210_000 }, true],
    ['a step more', { kind: 'STEPS', stake: points(0), target: 210_001 }, false],
    ['a match', { kind: 'MATCH' }, true],
    ['a match with a target', { kind: 'MATCH', target: 11 }, false],
    ['a match of a group', { kind: 'MATCH', shape: 'GROUP', places: 4 }, false],
    ['steps for points', { kind: 'STEPS' }, false],
    ['steps for fun', { kind: 'STEPS', stake: points(0) }, true],
  ])('%s', (_, over, right) => {
    expect(refusalToChallenge({ ...form, ...over })).toBe(right ? null : 'CHALLENGE_FORM_INVALID');
  });
});

test('it runs from its start to the end of its last club day', () => {
  expect(spanOf(at('2026-03-14 23:59'), 1).until).toBe(at('2026-03-15 00:00'));
  expect(spanOf(at('2026-03-14 00:00'), 2).until).toBe(at('2026-03-16 00:00'));
});

test('what is over never begins again', () => {
  for (const status of CHALLENGE_STATUSES) {
    const over = ['SETTLED', 'DECLINED', 'CANCELLED', 'EXPIRED'].includes(status);
    const events = ['start', 'decline', 'cancel', 'expire', 'settle', 'dispute'] as const;
    expect(events.every((event) => nextChallengeStatus(status, event) === null)).toBe(over);
  }
});

const one = (memberId: string, total: number, more: Partial<Standing> = {}): Standing => ({
  memberId,
  total,
  left: false,
  reachedAt: null,
  ...more,
});
const ranks = (all: Standing[], target: number | null = null) =>
  rank(all, target).map(({ memberId, rank: place }) => `${memberId}${place}`);

describe('ranks', () => {
  test('the higher is better, equals share a rank', () => {
    expect(ranks([one('a', 1), one('b', 3), one('c', 3), one('d', 2)])).toEqual([
      'b1',
      'c1',
      'd3',
      'a4',
    ]);
  });

  test('who left is last, however much was done', () => {
    expect(ranks([one('a', 9, { left: true }), one('b', 0)])).toEqual(['b1', 'a2']);
  });

  test('of two who reached the target the earlier is better, before who did more without', () => {
    const all = [
      one('a', 12, { reachedAt: 20 as Instant }),
      one('b', 10, { reachedAt: 10 as Instant }),
      one('c', 9),
    ];
    expect(ranks(all, 10)).toEqual(['b1', 'a2', 'c3']);
  });
});

describe('the pot', () => {
  const paid = (all: Standing[], shape: 'DUEL' | 'GROUP', stake: number) =>
    Object.fromEntries(payoutsOf(rank(all, null), { shape, stake: points(stake) }));

  test('of a duel is the winner’s; a tie gives both back', () => {
    expect(paid([one('a', 1), one('b', 2)], 'DUEL', 50)).toEqual({ b: 100 });
    expect(paid([one('a', 2), one('b', 2)], 'DUEL', 50)).toEqual({ a: 50, b: 50 });
    expect(paid([one('a', 2, { left: true }), one('b', 0)], 'DUEL', 50)).toEqual({ b: 100 });
  });

  test('of a group is shared by the first three, and all of it by whoever stays alone', () => {
    const four = [one('a', 4), one('b', 3), one('c', 2), one('d', 1)];
    expect(paid(four, 'GROUP', 10)).toEqual({ a: 24, b: 12, c: 4 });
    const alone = four.map((each, index) => ({ ...each, left: index > 0 }));
    expect(paid(alone, 'GROUP', 10)).toEqual({ a: 40 });
  });

  test('is paid out to the point, nobody less than nothing, whoever ties or leaves', () => {
    const standing = fc.record({ total: fc.integer({ min: 0, max: 4 }), left: fc.boolean() });
    const shape = fc.constantFrom('DUEL' as const, 'GROUP' as const);
    const crowd = fc.array(standing, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(crowd, shape, fc.integer({ min: 0, max: 500 }), (crowd, shape, stake) => {
        const all = crowd.map((each, index) => one(`m${index}`, each.total, each));
        const payouts = payoutsOf(rank(all, null), { shape, stake: points(stake) });
        const sum = [...payouts.values()].reduce((total, amount) => total + amount, 0);
        expect(sum).toBe(stake * all.length);
        for (const amount of payouts.values()) expect(amount).toBeGreaterThanOrEqual(0);
        const someoneStays = all.some(({ left }) => !left);
        for (const { memberId, left } of all) {
          if (left && someoneStays) expect(payouts.get(memberId) ?? 0).toBe(0);
        }
      }),
    );
  });
});
