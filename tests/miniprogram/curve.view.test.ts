import { type ClubDate, clubDayStart, HOUR, MINUTE, plus } from '@shared/base/time';
import { expect, test } from 'vitest';
import { curveOf } from '../../miniprogram/components/day-curve/curve.view';

const midnight = clubDayStart('2026-03-14' as ClubDate);
const at = (hours: number) => plus(midnight, hours * HOUR);
const span = { opensAt: at(9), closesAt: at(21) };
const sample = (hours: number, headcount: number) => ({ at: at(hours), headcount });

test('the curve lies inside the opening hours and ends at this moment', () => {
  const samples = [sample(8, 1), sample(9, 0), sample(12, 6), sample(15, 9)];
  const curve = curveOf({ samples, span, headcount: 3, now: at(18) });
  expect(curve.dots).toEqual([
    { x: 0, y: 0 },
    { x: 0.25, y: 0.6 },
    { x: 0.5, y: 0.9 },
    { x: 0.75, y: 0.3 },
  ]);
  expect(curve.live).toBe(true);
  expect(curve.levels.map(({ text }) => text)).toEqual(['0', '5', '10']);
  expect(curve.spoken).toBe('今天到现在最多 9 人，在 15:00');
});

test('the hours below are round and never crowd', () => {
  const hoursOf = (opens: number, closes: number) => {
    const opening = { opensAt: at(opens), closesAt: at(closes) };
    const samples = [sample(opens, 0)];
    return curveOf({ samples, span: opening, headcount: 1, now: at(opens + 1) }).hours;
  };
  const texts = (opens: number, closes: number) => hoursOf(opens, closes).map(({ text }) => text);
  expect(texts(9, 21)).toEqual(['10:00', '12:00', '14:00', '16:00', '18:00', '20:00']);
  expect(texts(6.5, 22.5)).toEqual(['09:00', '12:00', '15:00', '18:00', '21:00']);
  expect(texts(18, 24)).toEqual(['18:00', '19:00', '20:00', '21:00', '22:00', '23:00', '24:00']);
  expect(hoursOf(9, 21)[0]?.at).toBe(8.3);
});

test('after closing the day is complete, without a marker of now', () => {
  const samples = [sample(9, 2), sample(20, 4)];
  const curve = curveOf({ samples, span, headcount: 0, now: at(23) });
  expect(curve.live).toBe(false);
  expect(curve.dots).toHaveLength(2);
});

test.each([
  ['on a day of rest', null, at(12), '今天休息'],
  ['before opening', span, at(8), '开门以后'],
  ['in the first minutes', span, plus(at(9), MINUTE), '刚开门'],
])('%s there is a sentence instead', (_, hours, now, words) => {
  const curve = curveOf({ samples: [], span: hours, headcount: 0, now });
  expect(curve.dots).toEqual([]);
  expect(curve.hint).toContain(words);
});

test.each([
  [0, '2'],
  [2, '2'],
  [3, '4'],
  [9, '10'],
  [11, '12'],
  [17, '20'],
  [73, '80'],
  [101, '120'],
])('a peak of %i is drawn under a round number', (peak, top) => {
  const curve = curveOf({ samples: [sample(9, peak)], span, headcount: 0, now: at(10) });
  expect(curve.levels.at(-1)?.text).toBe(top);
});
