import { LEADS } from '@shared/domain/forecast/live';
import type { Table } from '@shared/domain/forecast/table';
import { middleAt, todayAhead } from '@shared/domain/forecast/today';
import { expect, test } from 'vitest';
import { at } from './forecastHall';

/** Open from 8 to 22, forty people all day; what is more now halves with every lead. */
const middle = Array.from({ length: 192 }, (_, hour) =>
  hour % 24 >= 8 && hour % 24 < 22 ? 40 : 0,
);
const table: Table = {
  ...{ venueId: 'v', from: at(0), basis: 'OWN', middle, scale: 100 },
  low: middle.map((count) => count * 0.5),
  high: middle.map((count) => count * 1.5),
  live: { weights: LEADS.map((_, place) => [0.5 ** place]) },
  reach: [1, 2, 3, 3].map((reach) => ({ low: -reach, high: reach })),
  moreDayBefore: new Array<null>(24).fill(null),
};
const noon = 12 * 60;
const every10 = (headcount: number, until: number) =>
  Array.from({ length: 18 }, (_, back) => ({ minute: until - 170 + 10 * back, headcount }));

test('the curve begins at what is counted now and bends back to what was expected', () => {
  const points = todayAhead(table, every10(60, noon), noon);
  expect(points.map(({ minute }) => minute)).toEqual(
    Array.from({ length: 72 }, (_, step) => noon + 10 * step),
  );
  expect(points[0]).toEqual({ minute: noon, middle: 60, low: 60, high: 60 });
  expect(points[3]?.middle).toBeCloseTo(60, 5);
  // A lead of two hours is an hour and a half from now.
  expect(points[9]?.middle).toBeCloseTo(50, 5);
  const middles = points.slice(0, 60).map((point) => point.middle);
  expect([...middles].sort((a, b) => b - a)).toEqual(middles);
  expect(points.at(-1)).toEqual({ minute: 23 * 60 + 50, middle: 0, low: 0, high: 0 });
});

test.each([
  ['no sample at all', []],
  ['samples of the future', every10(60, noon + 300).filter(({ minute }) => minute > noon)],
  ['a sample of an hour ago', [{ minute: noon - 60, headcount: 60 }]],
])('%s leaves the table as it is', (_, samples) => {
  const [first] = todayAhead(table, samples, noon);
  expect(first).toEqual({ minute: noon, middle: 40, low: 20, high: 60 });
});

test('a sample of fifty-nine minutes ago corrects, and does not pretend to be now', () => {
  const [first] = todayAhead(table, [{ minute: noon - 59, headcount: 60 }], noon);
  expect(first?.middle).toBeCloseTo(60, 5);
  expect((first?.high ?? 0) - (first?.low ?? 0)).toBeGreaterThan(1);
});

test.each([
  ['before it opens', 7 * 60 + 59, 0],
  ['at the doors', 8 * 60, 40],
  ['at half past', 12 * 60 + 30, 40],
  ['at the full hour between 40 and 80', 13 * 60, 60],
  ['the last minute', 21 * 60 + 59, 40],
  ['when it has closed', 22 * 60, 0],
])('%s the table says', (_, minute, people) => {
  const busier = { middle: middle.map((count, hour) => (hour === 13 ? 80 : count)) };
  expect(middleAt(busier, minute)).toBe(people);
});
