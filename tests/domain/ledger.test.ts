import { points } from '@shared/base/money';
import {
  changesOf,
  guardedChangesOf,
  housePoints,
  isGuarded,
  memberPoints,
  type Posting,
  reversed,
} from '@shared/domain/ledger';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const accounts = [
  memberPoints('m-lin'),
  memberPoints('m-may'),
  housePoints('check-in'),
  housePoints('milestone'),
] as const;
const account = fc.constantFrom(...accounts);
const postings: fc.Arbitrary<Posting[]> = fc.array(
  fc.record({ from: account, to: account, amount: fc.integer({ min: 1, max: 5000 }).map(points) }),
  { maxLength: 20 },
);

/** Everything that every account gains, the house included. */
function balancesOf(moves: readonly Posting[]): Map<string, number> {
  const balances = new Map<string, number>();
  for (const { from, to, amount } of moves) {
    balances.set(from, (balances.get(from) ?? 0) - amount);
    balances.set(to, (balances.get(to) ?? 0) + amount);
  }
  return balances;
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

test('what members gain is what the house gives, to the point', () => {
  fc.assert(
    fc.property(postings, (moves) => {
      const balances = balancesOf(moves);
      expect(sum(balances.values())).toBe(0);
      const guarded = [...balances].filter(([name]) => name.startsWith('points:member:'));
      expect(sum(changesOf(moves).values())).toBe(0);
      expect([...guardedChangesOf(moves)].sort()).toEqual(guarded.sort());
    }),
  );
});

test('a reversal undoes to the point', () => {
  fc.assert(
    fc.property(postings, (moves) => {
      const after = changesOf([...moves, ...reversed(moves)]);
      expect([...after.values()].every((change) => change === 0)).toBe(true);
    }),
  );
});

test.each([0, -1])('a posting of %i points is a bug', (amount) => {
  const move = { from: accounts[2], to: accounts[0], amount: points(amount) };
  expect(() => changesOf([move])).toThrow(RangeError);
});

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
  '%d is no number of points',
  (amount) => {
    expect(() => points(amount)).toThrow(RangeError);
  },
);

test('members’ accounts are guarded, the house’s are not', () => {
  expect(accounts.map(isGuarded)).toEqual([true, true, false, false]);
});
