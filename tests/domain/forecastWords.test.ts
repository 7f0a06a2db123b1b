import { type Drift, driftsOf } from '@shared/domain/forecast/drift';
import type { VenueHistory } from '@shared/domain/forecast/history';
import { seriesOf } from '@shared/domain/forecast/series';
import { driftText } from '@shared/domain/forecast/words';
import { expect, test } from 'vitest';
import { at, changed, hall } from './forecastHall';

const DAYS = 70;
const quiet = hall(DAYS);
const last = (days: number) => (DAYS - days) * 24;
const since = (entry: number, count: (before: number) => number) =>
  changed(quiet, (before, at) => (at >= entry ? count(before) : before));
const drifts = (history: VenueHistory) => driftsOf(seriesOf(history, at(DAYS)));

test.each<[Drift, string]>([
  [{ kind: 'STUCK', hours: 6, count: 40 }, '人数已有 6 个开放小时没变，一直是 40 人'],
  [{ kind: 'STUCK', hours: 9, count: 12.33 }, '人数已有 9 个开放小时没变，一直是 12 人'],
  [{ kind: 'STUCK', hours: 14, count: 0 }, '人数已有 14 个开放小时没变，一直是 0 人'],
  [{ kind: 'NIGHT_COUNTS', hours: 7 }, '近七天有 7 个关门的小时还数到了人'],
  [{ kind: 'LEVEL', ratio: 0.5 }, '近七天的人数是平常的 0.5 倍'],
  [{ kind: 'LEVEL', ratio: 2.04 }, '近七天的人数是平常的 2.0 倍'],
  [{ kind: 'LEVEL', ratio: 0.1 }, '近七天的人数是平常的 0.1 倍'],
  [{ kind: 'LEVEL', ratio: 0.03 }, '近七天的人数不到平常的 0.1 倍'],
  [{ kind: 'LEVEL', ratio: 9.9 }, '近七天的人数是平常的 9.9 倍'],
  [{ kind: 'LEVEL', ratio: 10 }, '近七天的人数是平常的 10 倍以上'],
  [{ kind: 'SILENT', hours: 12 }, '已有 12 个开放小时没有人数'],
])('%j is told in words', (drift, text) => {
  expect(driftText(drift)).toBe(text);
});

test.each<[string, VenueHistory, string[]]>([
  ['a club in order', quiet, []],
  [
    'a counter stuck for the last eight open hours',
    changed(quiet, (count, entry) => (entry >= last(1) + 14 && entry < last(1) + 22 ? 33 : count)),
    ['人数已有 8 个开放小时没变，一直是 33 人'],
  ],
  [
    'somebody counted for two hours in each of five nights',
    changed(quiet, (count, entry) => (entry >= last(5) && [2, 3].includes(entry % 24) ? 9 : count)),
    ['近七天有 10 个关门的小时还数到了人'],
  ],
  ['twice the people', since(last(7), (count) => 2 * count), ['近七天的人数是平常的 2.0 倍']],
  ['a third of them', since(last(7), (count) => count / 3), ['近七天的人数是平常的 0.3 倍']],
  ['two days without counts', since(last(2), () => Number.NaN), ['已有 28 个开放小时没有人数']],
])('%s: the manager reads', (_, history, texts) => {
  expect(drifts(history).map(driftText)).toEqual(texts);
});

test.each([
  [0.57, ['LEVEL']],
  [0.63, []],
  [1.56, []],
  [1.65, ['LEVEL']],
])('a week with %s times the people: %j', (times, kinds) => {
  const told = drifts(since(last(7), (count) => times * count));
  expect(told.map(({ kind }) => kind)).toEqual(kinds);
});

test.each([
  [0.57, 0.57],
  [1.65, 1.65],
  [9, 9],
  [40, 10],
])('%s times the people are told as %s times the usual', (times, ratio) => {
  const [told] = drifts(since(last(7), (count) => times * count));
  // Noise of a week against that of nine: two in a hundred.
  const said = told?.kind === 'LEVEL' ? told.ratio / ratio : Number.NaN;
  expect(Math.abs(said - 1)).toBeLessThan(0.02);
});

test.each([
  ['eleven open hours without counts are none', 11, []],
  ['twelve are', 12, ['SILENT']],
])('a silence: %s', (_, hours, kinds) => {
  const end = last(1) + 22;
  const lost = changed(quiet, (count, entry) =>
    entry >= end - hours && entry < end ? Number.NaN : count,
  );
  expect(drifts(lost).map(({ kind }) => kind)).toEqual(kinds);
});
