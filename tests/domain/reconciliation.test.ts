import type { Fen } from '@shared/base/money';
import {
  billReadyAt,
  type Difference,
  differencesOf,
  type Movement,
  NO_MOVEMENT,
  sumsWith,
} from '@shared/domain/reconciliation';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const paid = (orderId: string, amount: number): Movement => ({
  orderId,
  refundId: null,
  amount: amount as Fen,
});
const back = (orderId: string, refundId: string, amount: number): Movement => ({
  orderId,
  refundId,
  amount: amount as Fen,
});

describe('a channel’s day against ours', () => {
  test.each([
    ['PAYMENT_ONLY_THEIRS', [], [paid('a', 100)], 'a', null, 100],
    ['PAYMENT_ONLY_OURS', [paid('a', 100)], [], 'a', 100, null],
    ['PAYMENT_AMOUNT', [paid('a', 100)], [paid('a', 99)], 'a', 100, 99],
    ['REFUND_ONLY_THEIRS', [], [back('a', 'r', 100)], 'r', null, 100],
    ['REFUND_ONLY_OURS', [back('a', 'r', 100)], [], 'r', 100, null],
    ['REFUND_AMOUNT', [back('a', 'r', 100)], [back('a', 'r', 101)], 'r', 100, 101],
  ] as const)('%s', (kind, ours, theirs, about, our, their) => {
    expect(differencesOf(ours, theirs)).toMatchObject([
      { id: `${kind}:${about}`, kind, ours: our, theirs: their },
    ]);
  });

  test('a refund numbered like an order is not that order’s payment', () => {
    const kinds = differencesOf([paid('a', 100)], [back('a', 'a', 100)]).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['PAYMENT_ONLY_OURS', 'REFUND_ONLY_THEIRS']);
  });

  test('a payment that the channel tells twice is one too many, under an id of its own', () => {
    const twice = [paid('a', 100), paid('a', 100)];
    expect(differencesOf([paid('a', 100)], twice)).toMatchObject([
      { id: 'PAYMENT_ONLY_THEIRS:a', theirs: 100 },
    ]);
    expect(differencesOf([], twice).map(({ id }) => id)).toEqual([
      'PAYMENT_ONLY_THEIRS:a',
      'PAYMENT_ONLY_THEIRS:a#2',
    ]);
  });
});

const movement = fc
  .record({
    orderId: fc.constantFrom('a', 'b', 'c'),
    refundId: fc.constantFrom(null, 'a', 'r', 's'),
    amount: fc.integer({ min: 1, max: 3 }),
  })
  .map((made) => made as Movement);
const day = fc.array(movement, { maxLength: 12 });

const bag = (movements: readonly Movement[]) =>
  movements.map((one) => JSON.stringify([one.orderId, one.refundId, one.amount])).sort();

const MIRROR: Readonly<Record<string, string>> = {
  ONLY_OURS: 'ONLY_THEIRS',
  ONLY_THEIRS: 'ONLY_OURS',
};
const mirrored = ({ kind, orderId, refundId, ours, theirs }: Difference) => ({
  kind: kind.replace(/ONLY_\w+/, (side) => MIRROR[side] ?? side),
  orderId,
  refundId,
  ours: theirs,
  theirs: ours,
});
const inAnyOrder = (differences: readonly object[]) =>
  differences.map((one) => JSON.stringify(one)).sort();

describe('whatever the two days are', () => {
  test('they have no differences exactly when the same moved as often on either side', () => {
    fc.assert(
      fc.property(day, day, (ours, theirs) => {
        const same = JSON.stringify(bag(ours)) === JSON.stringify(bag(theirs));
        expect(differencesOf(ours, theirs).length === 0).toBe(same);
      }),
    );
  });

  test('a day has no difference from itself, in any order', () => {
    fc.assert(
      fc.property(day, (ours) => {
        expect(differencesOf(ours, [...ours].reverse())).toEqual([]);
      }),
    );
  });

  test('seen from the other side the differences are the same, mirrored', () => {
    fc.assert(
      fc.property(day, day, (ours, theirs) => {
        const there = differencesOf(ours, theirs).map(({ id, ...rest }) => rest);
        const andBack = differencesOf(theirs, ours).map(mirrored);
        expect(inAnyOrder(andBack)).toEqual(inAnyOrder(there));
      }),
    );
  });

  test('each movement is in at most one difference, each difference has its own id', () => {
    fc.assert(
      fc.property(day, day, (ours, theirs) => {
        const differences = differencesOf(ours, theirs);
        const told = (side: 'ours' | 'theirs') =>
          differences.flatMap((one) => {
            const amount = one[side];
            const { orderId, refundId } = one;
            return amount === null ? [] : [{ orderId, refundId, amount }];
          });
        const within = (part: readonly string[], whole: readonly string[]) => {
          const left = [...whole];
          return part.every((one) => {
            const place = left.indexOf(one);
            if (place >= 0) left.splice(place, 1);
            return place >= 0;
          });
        };
        expect(within(bag(told('ours')), bag(ours))).toBe(true);
        expect(within(bag(told('theirs')), bag(theirs))).toBe(true);
        expect(new Set(differences.map(({ id }) => id)).size).toBe(differences.length);
      }),
    );
  });

  test('what the differences say is what the sums differ by', () => {
    fc.assert(
      fc.property(day, day, (ours, theirs) => {
        const net = (movements: readonly Movement[]) => {
          const { amount, refunded } = sumsWith(NO_MOVEMENT, movements);
          return amount - refunded;
        };
        const told = differencesOf(ours, theirs).reduce((sum, one) => {
          const sign = one.refundId === null ? 1 : -1;
          return sum + sign * ((one.ours ?? 0) - (one.theirs ?? 0));
        }, 0);
        expect(told).toBe(net(ours) - net(theirs));
      }),
    );
  });
});

test('a bill is there at ten on the next day, also after the last of a month', () => {
  expect(billReadyAt('2026-03-14' as never)).toBe(at('2026-03-15 10:00'));
  expect(billReadyAt('2026-02-28' as never)).toBe(at('2026-03-01 10:00'));
});
