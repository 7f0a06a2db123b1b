import type { Instant } from '@shared/base/time';
import { byHeat, heatOf } from '@shared/domain/heat';
import { expect, test } from 'vitest';
import { at } from './clock';

const now = at('2026-03-14 10:00');
const DAY = 86_400_000;
const ago = (ms: number) => (now - ms) as Instant;

test.each([
  ['a check-in now', 'CHECK_IN', 0, 3],
  ['a favourite now', 'FAVOURITE', 0, 1],
  ['a paid booking now', 'BOOKING_PAID', 0, 2],
  ['a good review now', 'REVIEW_4', 0, 2],
  ['a paid booking of three days ago: half', 'BOOKING_PAID', 3 * DAY, 1],
  ['a good review of more than seven days', 'REVIEW_4', 7 * DAY + 1, 0],
  ['a check-in of three days ago: half', 'CHECK_IN', 3 * DAY, 1.5],
  ['a check-in of six days ago: a quarter', 'CHECK_IN', 6 * DAY, 0.75],
  ['a check-in of exactly seven days ago', 'CHECK_IN', 7 * DAY, 3 * 0.5 ** (7 / 3)],
  ['a millisecond more than seven days', 'CHECK_IN', 7 * DAY + 1, 0],
  ['one from a clock that ran ahead', 'CHECK_IN', -DAY, 3],
] as const)('%s', (_, event, age, heat) => {
  expect(heatOf(event, ago(age), now)).toBeCloseTo(heat, 12);
});

test('the half-life is three days exactly', () => {
  expect(heatOf('FAVOURITE', ago(3 * DAY), now)).toBe(0.5);
});

test('the hottest comes first, ties in the order of their ids, whatever order they came in', () => {
  const scores = [
    { venueId: 'v-c', score: 1 },
    { venueId: 'v-b', score: 2 },
    { venueId: 'v-a', score: 1 },
    { venueId: 'v-d', score: 1 },
  ];
  const order = ['v-b', 'v-a', 'v-c', 'v-d'];
  expect([...scores].sort(byHeat).map(({ venueId }) => venueId)).toEqual(order);
  expect(
    [...scores]
      .reverse()
      .sort(byHeat)
      .map(({ venueId }) => venueId),
  ).toEqual(order);
  expect(byHeat({ venueId: 'v-a', score: 1 }, { venueId: 'v-a', score: 1 })).toBe(0);
});
