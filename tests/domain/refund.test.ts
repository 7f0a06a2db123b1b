import { fen, points } from '@shared/base/money';
import { mostPointsFor } from '@shared/domain/points';
import { backOf, dueOf, moveOf, type Paid, shareOf, wholeOf, worthOf } from '@shared/domain/refund';
import { type CouponTerms, couponOff } from '@shared/domain/reward';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** A booking of a price, paid with so many points and a coupon, the rest in money. */
function paidWith(total: number, { used = 0, off = 0 } = {}): Paid {
  const means = { pointsUsed: points(used), couponOff: fen(off), quote: { total: fen(total) } };
  return { ...means, paid: dueOf(means), refunded: fen(0), pointsBack: points(0) };
}

/** It moves, as the booking is written then. */
function moved(before: Paid, total: number, percent: number): Paid {
  const { difference, points: back, couponOff } = moveOf(before, fen(total), percent);
  return {
    ...before,
    quote: { total: fen(total) },
    paid: fen(before.paid + Math.max(0, difference)),
    refunded: fen(before.refunded + Math.max(0, -difference)),
    pointsUsed: points(before.pointsUsed - back),
    couponOff,
  };
}

const anyPaid = fc
  .record({ total: fc.nat(200_000), off: fc.nat(50_000), share: fc.nat(100) })
  .map(({ total, off, share }) => {
    const taken = couponOff({ off: fen(off) } satisfies Pick<CouponTerms, 'off'>, fen(total));
    const most = mostPointsFor(fen(total - taken));
    return paidWith(total, { off: taken, used: Math.floor((most * share) / 100) });
  });
const anyPercent = fc.constantFrom(0, 50, 80, 100);
const anyMoves = fc.array(fc.record({ total: fc.nat(200_000), percent: anyPercent }), {
  maxLength: 5,
});

describe('what cancelling gives back', () => {
  test.each([
    [6_000, 0, 0, 100, 6_000, 0, false],
    [6_000, 0, 0, 80, 4_800, 0, false],
    [2_001, 0, 0, 50, 1_001, 0, false],
    [6_000, 1_500, 0, 100, 4_500, 1_500, false],
    [6_000, 1_501, 0, 50, 2_250, 751, false],
    [6_000, 1_500, 1_000, 100, 3_500, 1_500, true],
    [6_000, 1_500, 1_000, 80, 2_800, 1_200, false],
    [6_000, 1_500, 1_000, 0, 0, 0, false],
    [6_000, 0, 6_000, 100, 0, 0, true],
    [6_000, 0, 6_000, 80, 0, 0, false],
    [0, 0, 0, 100, 0, 0, false],
  ])(
    'of %i fen with %i points and a coupon of %i, at %i percent',
    (total, used, off, percent, money, back, coupon) => {
      expect(backOf(paidWith(total, { used, off }), percent)).toEqual({
        money,
        points: back,
        coupon,
      });
    },
  );

  test('is never more than was paid, of either, and all of it at a hundred percent', () => {
    fc.assert(
      fc.property(anyPaid, fc.integer({ min: 0, max: 100 }), (paid, percent) => {
        const back = backOf(paid, percent);
        expect(back.money).toBeLessThanOrEqual(paid.paid);
        expect(back.points).toBeLessThanOrEqual(paid.pointsUsed);
        expect(Math.min(back.money, back.points)).toBeGreaterThanOrEqual(0);
        expect(backOf(paid, 100)).toEqual(wholeOf(paid));
      }),
    );
  });

  test('of money alone is what the tier says of it, as ever', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 0, max: 100 }), (total, percent) => {
        expect(backOf(paidWith(total), percent).money).toBe(shareOf(fen(total), percent));
      }),
    );
  });
});

describe('what a move means', () => {
  test.each([
    ['a dearer place is paid in money', 1_500, 0, 9_000, 100, 3_000, 0, 0],
    ['half of it gives half of both back', 1_500, 0, 3_000, 100, -2_250, 750, 0],
    ['by the tier', 1_500, 0, 3_000, 50, -1_125, 375, 0],
    ['of what the coupon paid nothing comes back', 1_500, 1_000, 3_000, 100, -1_750, 750, 500],
    ['nothing is left of a place that costs nothing', 1_500, 1_000, 0, 100, -3_500, 1_500, 0],
    ['the same price is nothing', 1_500, 1_000, 6_000, 0, 0, 0, 1_000],
  ])('%s', (_, used, off, total, percent, difference, back, couponOff) => {
    const paid = paidWith(6_000, { used, off });
    expect(moveOf(paid, fen(total), percent)).toEqual({ difference, points: back, couponOff });
  });

  test('any moves and a cancellation never give back more than was paid, of money or of points', () => {
    fc.assert(
      fc.property(anyPaid, anyMoves, anyPercent, (paid, moves, last) => {
        let now = paid;
        let ceiling = 100;
        for (const { total, percent } of moves) {
          ceiling = Math.min(ceiling, percent);
          now = moved(now, total, ceiling);
          const whole = wholeOf(now);
          expect(Math.min(whole.money, whole.points, now.couponOff)).toBeGreaterThanOrEqual(0);
          expect(now.couponOff).toBeLessThanOrEqual(paid.couponOff);
          // What it is worth is covered to the fen: nobody plays for less than the price.
          expect(worthOf(now)).toBe(total);
        }
        const back = backOf(now, Math.min(ceiling, last));
        expect(now.refunded + back.money).toBeLessThanOrEqual(now.paid);
        expect(back.points).toBeLessThanOrEqual(now.pointsUsed);
      }),
      { numRuns: 1_000 },
    );
  });
});
