import { fen, points } from '@shared/base/money';
import { addDays, clubDayStart } from '@shared/base/time';
import {
  addLots,
  DEFAULT_EARN_RULES,
  earnedBy,
  expiringSoon,
  expiryByMonth,
  isExpired,
  type Lot,
  lastDayOf,
  lastExpiredDay,
  mostPointsFor,
  newestToRemind,
  pointsByPrice,
  refusalToUsePoints,
  reversedBy,
  sumOfLots,
  takeLots,
  usableOn,
  usablePointsFor,
} from '@shared/domain/points';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from './clock';

const lot = (date: string, left: number): Lot => ({ day: day(date), left: points(left) });
const FIRST = day('2023-12-25');
const anyDay = fc.integer({ min: 0, max: 1500 }).map((days) => addDays(FIRST, days));
const anyLots = fc
  .array(fc.record({ day: anyDay, left: fc.integer({ min: 0, max: 500 }).map(points) }), {
    maxLength: 12,
  })
  .map((lots) => addLots([], lots));

describe('the points of several prices', () => {
  test.each([
    [[6_000, 6_000, 6_000], 2_000, [666, 667, 667]],
    [[6_000, 3_000], 900, [600, 300]],
    [[0, 6_000, 0], 100, [0, 100, 0]],
    [[1, 333], 100, [0, 100]],
    [[0, 0], 0, [0, 0]],
  ])('%o of %i pay %o', (prices, amount, shares) => {
    expect(pointsByPrice(prices.map(fen), points(amount))).toEqual(shares);
  });

  test('add up, and no date is paid more than it costs', () => {
    const prices = fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(prices, fc.integer({ min: 0, max: 30 }), (all, percent) => {
        const amount = Math.floor((all.reduce((sum, one) => sum + one, 0) * percent) / 100);
        const shares = pointsByPrice(all.map(fen), points(amount));
        expect(shares.reduce((sum: number, one) => sum + one, 0)).toBe(amount);
        expect(shares.every((share, n) => share <= (all[n] ?? 0))).toBe(true);
      }),
    );
  });
});

describe('points of a day', () => {
  test.each([
    ['2026-03-14', '2027-03-14'],
    ['2026-12-31', '2027-12-31'],
    ['2026-01-31', '2027-01-31'],
    ['2027-02-28', '2028-02-28'],
    ['2028-02-29', '2029-02-28'],
    ['2027-03-01', '2028-03-01'],
  ])('that were earned on %s can be used until %s', (earned, last) => {
    const of = lot(earned, 1);
    expect(lastDayOf(of.day)).toBe(last);
    expect(isExpired(of, day(last))).toBe(false);
    expect(isExpired(of, addDays(day(last), 1))).toBe(true);
  });

  test.each([
    ['2027-03-14', '2026-03-13'],
    ['2027-03-15', '2026-03-14'],
    ['2027-01-01', '2025-12-31'],
    // In a year that has one, its 29th is the first day on which those of the 28th are over.
    ['2028-02-29', '2027-02-28'],
    ['2028-03-01', '2027-02-28'],
    ['2028-03-02', '2027-03-01'],
    // In a year that has none, those of the 29th go with those of the 28th.
    ['2029-02-28', '2028-02-27'],
    ['2029-03-01', '2028-02-29'],
    ['2029-03-02', '2028-03-01'],
  ])('are over on %s up to those of %s', (today, newest) => {
    expect(lastExpiredDay(day(today))).toBe(newest);
  });

  test('are over on a day exactly if they are not after the newest that are', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (earned, today) => {
        const over = isExpired({ day: earned }, today);
        expect(over).toBe(earned <= lastExpiredDay(today));
      }),
      { numRuns: 2_000 },
    );
  });

  test('can be used for twelve months: 365 days and the day itself, or one more over a 29th', () => {
    fc.assert(
      fc.property(anyDay, (earned) => {
        const lasts = (clubDayStart(lastDayOf(earned)) - clubDayStart(earned)) / 86_400_000;
        expect([365, 366]).toContain(lasts);
      }),
    );
  });
});

describe('lots', () => {
  test('of one day are one, in the order of their days, and none is empty', () => {
    const lots = addLots([lot('2026-02-01', 5)], [lot('2026-01-01', 3), lot('2026-02-01', 2)]);
    expect(lots).toEqual([lot('2026-01-01', 3), lot('2026-02-01', 7)]);
    expect(addLots([], [lot('2026-01-01', 0)])).toEqual([]);
  });

  test('are taken from the oldest on', () => {
    const lots = [lot('2026-01-01', 3), lot('2026-02-01', 7)];
    expect(takeLots(lots, points(5))).toEqual({
      taken: [lot('2026-01-01', 3), lot('2026-02-01', 2)],
      rest: [lot('2026-02-01', 5)],
    });
    expect(takeLots(lots, points(10))?.rest).toEqual([]);
    expect(takeLots(lots, points(11))).toBe(null);
  });

  test('of one day are taken first where it was they that were given back', () => {
    const lots = [lot('2026-01-01', 3), lot('2026-02-01', 7)];
    expect(takeLots(lots, points(8), day('2026-02-01'))).toEqual({
      taken: [lot('2026-01-01', 1), lot('2026-02-01', 7)],
      rest: [lot('2026-01-01', 2)],
    });
  });

  test('whatever is taken and put back, nothing is won or lost, and every point keeps its day', () => {
    fc.assert(
      fc.property(
        anyLots,
        fc.integer({ min: 0, max: 7_000 }),
        fc.option(anyDay),
        (lots, n, first) => {
          const split = takeLots(lots, points(n), first);
          const whole = sumOfLots(lots);
          expect(split === null).toBe(n > whole);
          if (!split) return;
          expect(sumOfLots(split.taken)).toBe(n);
          expect(sumOfLots(split.rest)).toBe(whole - n);
          expect(addLots(split.rest, split.taken)).toEqual(lots);
        },
      ),
    );
  });

  test('taken from the oldest on leave nothing older than what was taken', () => {
    fc.assert(
      fc.property(anyLots, fc.integer({ min: 0, max: 3_000 }), (lots, n) => {
        const split = takeLots(lots, points(n));
        const [oldestLeft] = split?.rest ?? [];
        for (const { day: taken } of split?.taken ?? []) {
          if (oldestLeft) expect(taken <= oldestLeft.day).toBe(true);
        }
      }),
    );
  });

  test('are told by the month in which they go, and only what is left can be used', () => {
    const lots = [lot('2025-03-13', 1), lot('2025-03-31', 2), lot('2025-04-01', 4)];
    expect(expiryByMonth(lots)).toEqual([
      { month: '2026-03', amount: 3 },
      { month: '2026-04', amount: 4 },
    ]);
    expect(usableOn(lots, day('2026-03-13'))).toBe(7);
    expect(usableOn(lots, day('2026-03-14'))).toBe(6);
    expect(usableOn(lots, day('2026-04-02'))).toBe(0);
  });
});

describe('the reminder', () => {
  const lots = [lot('2025-03-10', 5), lot('2025-03-28', 7), lot('2025-04-02', 11)];
  const march = { month: '2026-03', amount: 12, first: '2026-03-10', last: '2026-03-28' };
  const april = { month: '2026-04', amount: 11, first: '2026-04-02', last: '2026-04-02' };

  test.each([
    ['2026-02-09', null, []],
    ['2026-02-10', null, [march]],
    ['2026-03-01', null, [march]],
    ['2026-03-02', null, [march, april]],
    ['2026-03-02', '2026-03', [april]],
    ['2026-03-02', '2026-04', []],
  ])('on %s, told of %s before, says %j', (today, told, said) => {
    expect(expiringSoon(lots, day(today), told as never)).toEqual(said);
  });

  test('does not say what is over already', () => {
    expect(expiringSoon(lots, day('2026-03-11'), null)).toEqual([
      { month: '2026-03', amount: 7, first: '2026-03-28', last: '2026-03-28' },
      april,
    ]);
  });

  test.each([
    // A month before the 31st is the last day of a shorter month.
    ['2025-03-31', '2026-02-27', false],
    ['2025-03-31', '2026-02-28', true],
    ['2025-12-31', '2026-11-30', true],
    ['2028-02-29', '2029-01-27', false],
    ['2028-02-29', '2029-01-28', true],
  ])('of points of %s is due on %s: %s', (earned, today, due) => {
    expect(expiringSoon([lot(earned, 1)], day(today), null)).toHaveLength(due ? 1 : 0);
  });

  test('misses nobody by the day of the oldest points', () => {
    fc.assert(
      fc.property(anyLots, anyDay, (lots, today) => {
        const [oldest] = lots;
        if (!oldest || expiringSoon(lots, today, null).length === 0) return;
        expect(oldest.day <= newestToRemind(today)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('points at payment', () => {
  test.each([
    [0, 0],
    [333, 99],
    [334, 100],
    [1_000, 300],
    [999, 299],
  ])('pay of %i fen %i at most', (price, most) => {
    expect(mostPointsFor(fen(price))).toBe(most);
  });

  test.each([
    [333, 1_000, 0],
    [334, 1_000, 100],
    [10_000, 99, 0],
    [10_000, 100, 100],
    [10_000, 2_999, 2_999],
    [10_000, 3_001, 3_000],
  ])('of a price of %i fen and %i points are used %i', (price, available, used) => {
    expect(usablePointsFor(fen(price), points(available))).toBe(used);
  });

  test.each([
    ['BOOKING', 10_000, 0, 0, null],
    ['BOOKING', 10_000, 99, 500, 'POINTS_TOO_FEW'],
    ['BOOKING', 10_000, 100, 500, null],
    ['BOOKING', 10_000, 3_000, 3_000, null],
    ['BOOKING', 10_000, 3_001, 4_000, 'POINTS_TOO_MANY'],
    ['BOOKING', 10_000, 501, 500, 'INSUFFICIENT_POINTS'],
    ['BOOKING_SERIES', 10_000, 100, 100, null],
    ['BOOKING_SERIES', 10_000, 3_001, 4_000, 'POINTS_TOO_MANY'],
    ['TOPUP', 10_000, 100, 500, 'POINTS_NOT_HERE'],
    ['BOOKING_CHANGE', 10_000, 100, 500, 'POINTS_NOT_HERE'],
    ['TOPUP', 10_000, 0, 500, null],
  ] as const)('%s of %i with %i of %i: %s', (kind, price, amount, available, refusal) => {
    const ask = { kind, price: fen(price), amount: points(amount) };
    expect(refusalToUsePoints(ask, points(available))).toBe(refusal);
  });
});

describe('what is consumed', () => {
  test.each([
    ['BOOKING', 0, 0],
    ['BOOKING', 1, 10],
    ['BOOKING', 1_099, 10],
    ['BOOKING', 1_100, 11],
    ['BOOKING', 12_345, 123],
    ['LESSON', 99, 0],
    ['LESSON', 100, 1],
    ['LESSON', 20_050, 200],
  ] as const)('as %s for %i fen earns %i', (kind, paid, earned) => {
    expect(earnedBy(DEFAULT_EARN_RULES, fen(paid), kind)).toBe(earned);
  });

  test.each([
    [100, 10_000, 0, 0],
    [100, 10_000, 1, 0],
    [100, 10_000, 99, 0],
    [100, 10_000, 100, 1],
    [100, 10_000, 9_999, 99],
    [100, 10_000, 10_000, 100],
    [10, 300, 100, 3],
    [10, 300, 400, 10],
    [10, 0, 0, 0],
  ])('%i points for %i fen of which %i go back lose %i', (earned, paid, refunded, reversed) => {
    const money = { paid: fen(paid), refunded: fen(refunded) };
    expect(reversedBy(points(earned), money)).toBe(reversed);
  });

  test('given back bit by bit loses as much as at once', () => {
    const amount = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(amount, fc.array(amount, { maxLength: 8 }), (earned, parts) => {
        const paid = fen(parts.reduce((sum, part) => sum + part, 100));
        let gone = 0;
        let refunded = 0;
        for (const part of parts) {
          refunded += part;
          const now = reversedBy(points(earned), { paid, refunded: fen(refunded) });
          expect(now).toBeGreaterThanOrEqual(gone);
          gone = now;
        }
        expect(gone).toBe(reversedBy(points(earned), { paid, refunded: fen(refunded) }));
        expect(gone).toBeLessThanOrEqual(earned);
      }),
    );
  });
});
