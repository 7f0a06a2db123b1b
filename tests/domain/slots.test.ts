import { readFileSync } from 'node:fs';
import type { ClubDate } from '@shared/base/time';
import {
  type Claim,
  endOf,
  fits,
  isOnGrid,
  mostTaken,
  overlaps,
  restsOf,
  slotsOf,
  startOf,
} from '@shared/domain/slots';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const claim = (from: number, until: number, places = 1): Claim => ({
  ...{ from, until, places },
  ownerId: `${from}-${until}`,
  kind: 'BOOKING',
  memberId: null,
});

describe('a wish beside what is taken', () => {
  interface Case {
    readonly capacity: number;
    readonly want: readonly [string, string];
    readonly existing: readonly (readonly [string, string])[];
    readonly fits: boolean;
  }
  const { cases } = JSON.parse(readFileSync('tests/cases/capacity.json', 'utf8')) as {
    cases: Case[];
  };
  const minute = (text: string) => {
    const [hours = 0, minutes = 0] = text.slice(11).split(':').map(Number);
    return hours * 60 + minutes;
  };
  const answer = ({ capacity, want: [from, until], existing }: Case) =>
    fits(
      existing.map(([start, end]) => claim(minute(start), minute(end))),
      { from: minute(from), until: minute(until), places: 1 },
      capacity,
    );

  test.each([true, false])('agrees with every given case whose answer is %s', (expected) => {
    const some = cases.filter((one) => one.fits === expected);
    expect(some.length).toBeGreaterThan(10);
    expect(some.filter((one) => answer(one) !== expected)).toEqual([]);
  });

  test('fits exactly when the capacity is above the most that is taken at any minute', () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 6 }))
      .map(([start, length]) => ({ from: start * 30, until: (start + length) * 30 }));
    const claims = fc.array(fc.tuple(span, fc.integer({ min: 1, max: 4 })), { maxLength: 12 });
    fc.assert(
      fc.property(claims, span, fc.integer({ min: 1, max: 12 }), (some, want, capacity) => {
        const taken = some.map(([{ from, until }, places]) => claim(from, until, places));
        // By brute force: every half-hour on its own.
        const worst = Math.max(
          ...slotsOf(want).map((slot) =>
            taken
              .filter((one) => one.from <= slot && slot < one.until)
              .reduce((sum, { places }) => sum + places, 0),
          ),
        );
        expect(mostTaken(taken, want)).toBe(worst);
        expect(fits(taken, { ...want, places: 1 }, capacity)).toBe(capacity >= worst + 1);
      }),
    );
  });
});

test.each([
  [600, 660, true],
  [600, 615, false],
  [615, 645, false],
  [660, 600, false],
  [600, 600, false],
  [-30, 30, false],
  [1410, 1440, true],
  [1410, 1470, false],
])('%i to %i is on the grid of half-hours: %s', (from, until, expected) => {
  expect(isOnGrid({ from, until })).toBe(expected);
});

test('spans that only touch do not overlap', () => {
  const [first, touching, inside] = [claim(600, 660), claim(660, 720), claim(630, 640)];
  expect(overlaps(first, touching)).toBe(false);
  expect(overlaps(touching, first)).toBe(false);
  expect(overlaps(first, inside)).toBe(true);
});

test('a span begins and ends on the club’s clock, midnight included', () => {
  const date = '2026-03-14' as ClubDate;
  expect(startOf(date, { from: 0, until: 30 })).toBe(at('2026-03-14 00:00'));
  expect(endOf(date, { from: 1410, until: 1440 })).toBe(at('2026-03-15 00:00'));
});

describe('what is left of a span', () => {
  const span = { from: 840, until: 960 };
  test.each([
    ['all of it is taken', { from: 840, until: 960 }, []],
    ['more than it is taken', { from: 780, until: 1020 }, []],
    ['its beginning is taken', { from: 780, until: 870 }, [{ from: 870, until: 960 }]],
    ['its end is taken', { from: 900, until: 960 }, [{ from: 840, until: 900 }]],
    [
      'its middle is taken',
      { from: 870, until: 900 },
      [
        { from: 840, until: 870 },
        { from: 900, until: 960 },
      ],
    ],
  ])('when %s', (_, taken, left) => {
    expect(restsOf(span, taken)).toEqual(left);
  });
});
