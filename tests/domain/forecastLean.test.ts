import { leanOn } from '@shared/domain/forecast/lean';
import { withoutAccident } from '@shared/domain/forecast/live';
import { nightOf } from '@shared/domain/forecast/night';
import { emptyRecord, type TrackRecord } from '@shared/domain/forecast/record';
import { seriesOf } from '@shared/domain/forecast/series';
import type { Table } from '@shared/domain/forecast/table';
import { describe, expect, test } from 'vitest';
import { at, changed, hall } from './forecastHall';

const DAYS = 130;
const noisy = hall(DAYS);
/** The same week again and again. */
const steady = changed(noisy, (_, entry) => noisy.counts[entry % 168] ?? Number.NaN);

interface Book {
  readonly record: TrackRecord;
  readonly tables: ReadonlyMap<number, Table>;
}

const opened = (day: number): Book => ({
  record: emptyRecord(steady.venueId, at(day)),
  tables: new Map(),
});

/** Nights from one day to another of a model that says `share` of what comes. */
function nights(from: number, to: number, share: number, before = opened(from)): Book {
  const { record, tables } = before;
  const issued = new Map(tables);
  let known = record;
  for (let night = from; night < to; night++) {
    const midnight = at(night);
    const series = seriesOf(steady, midnight, 60);
    const comes = (hour: number) => steady.counts[hour % 168] ?? 0;
    const middle = Array.from({ length: 192 }, (_, ahead) =>
      series.open[series.known + ahead] === 1 ? share * comes(series.known + ahead) : 0,
    );
    const look = (of: number) => issued.get(of);
    const [made] = nightOf([{ series, record: known, issued: look, middle, basis: 'OWN' }]);
    if (!made) throw new Error('no night');
    known = made.record;
    issued.set(midnight, made.table);
  }
  return { record: known, tables: issued };
}

const leansAfter = (many: number, share: number) => {
  const { tables } = nights(10, 10 + many, share);
  return [...tables.values()].at(-1)?.leans;
};

describe('a model that says a fifth too little', () => {
  test.each([
    // Each night knows the days before it; eight nights ahead, those before the last eight.
    [1, 0, 0],
    [29, 0.0625, 0.0491],
    [57, 0.125, 0.1116],
    [64, 0.125, 0.125],
    [110, 0.125, 0.125],
  ])('is made up for by half after a season, and never by more: night %s', (many, near, far) => {
    const leans = leansAfter(many, 0.8);
    expect(leans?.['1d']).toBeCloseTo(near, 2);
    expect(leans?.['8d']).toBeCloseTo(far, 2);
  });

  test('is told so in the table and in its band', () => {
    const { tables } = nights(10, 80, 0.8);
    const table = [...tables.values()].at(-1);
    const noon = 12;
    const came = steady.counts[(79 * 24 + noon) % 168] ?? Number.NaN;
    expect(table?.middle[noon]).toBeCloseTo(0.8 * 1.125 * came, 0);
    // What is still too little the band makes up for.
    expect(table?.high[noon]).toBeGreaterThan(0.99 * came);
  });
});

test('who is right by half of the time leans nowhere, and who says too much leans down', () => {
  for (const lean of Object.values(leansAfter(70, 1) ?? {})) expect(lean).toBeCloseTo(0, 3);
  expect(leansAfter(70, 1.25)?.['1d']).toBeCloseTo(-0.1, 2);
});

test.each([
  [1, 0.1],
  [2, 0.2],
  [5, 0.5],
  [8, 0.8],
])('day %s of the table leans by %s, in even steps from the second on', (day, lean) => {
  expect(leanOn({ '1d': 0.1, '2d': 0.2, '8d': 0.8 }, day)).toBeCloseTo(lean);
});

test('a record and tables of before there were leans are gone on with', () => {
  const { record, tables } = nights(10, 40, 1);
  const { leans: _, ...old } = record;
  const oldTables = [...tables].map(
    ([midnight, { leans, ...table }]) => [midnight, table] as const,
  );
  const after = nights(40, 75, 0.8, { record: old, tables: new Map(oldTables) });
  const whole = nights(40, 75, 0.8, { record, tables });
  expect(after.record.leans?.['8d']).toHaveLength(after.record.days);
  expect(after).toEqual({ ...whole, tables: expect.any(Map) });
});

test.each([
  ['a small miss as it is', 0.05, 0.05],
  ['a small miss less people as it is', -0.05, -0.05],
  ['a full hall out of nowhere as a tenth of a busy hour', 0.9, 0.1],
  ['an empty one as a tenth less', -0.9, -0.1],
])('weights learn from %s', (_, missed, told) => {
  expect(withoutAccident(missed, [0, 1], [0.5, 0])).toBeCloseTo(told);
  // What the weights of before expected is none.
  expect(withoutAccident(missed + 0.3, [0, 0.3], [0.5, 1])).toBeCloseTo(told + 0.3);
});

test('before there are weights every miss counts', () => {
  expect(withoutAccident(0.9, undefined, [1])).toBe(0.9);
});
