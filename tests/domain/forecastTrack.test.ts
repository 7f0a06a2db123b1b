import { accuracyOf } from '@shared/domain/forecast/accuracy';
import type { KeptDay } from '@shared/domain/forecast/days';
import { emptyRecord, type TrackRecord } from '@shared/domain/forecast/record';
import { SHOWN, type Shown, trackOf } from '@shared/domain/forecast/track';
import { describe, expect, test } from 'vitest';
import { at, isOpen } from './forecastHall';

const WEEKS = 10;
const DAYS = 7 * WEEKS;
const OPEN_HOURS = 14;
const CAME = 20;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** Twenty people in every open hour; in the others a cleaner's robot is counted. */
const keptDay = (day: number): KeptDay => ({
  midnight: at(day),
  counts: hours.map((hour) => (isOpen(at(day, hour)) ? CAME : 7)),
  open: hours.map((hour) => Number(isOpen(at(day, hour)))),
});
const kept = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, one) => keptDay(from + one));

/** A record whose forecasts are `miss` people too high, by distance and day. */
function recordOf(days: number, miss: (day: number, distance: Shown) => number): TrackRecord {
  const record = emptyRecord('v-1', at(0));
  const said = (distance: Shown) =>
    Array.from({ length: 24 * days }, (_, entry) =>
      isOpen(at(0, entry)) ? CAME + miss(Math.floor(entry / 24), distance) : null,
    );
  const shown = { '1h': said('1h'), '3h': said('3h'), '24h': said('24h'), '168h': said('168h') };
  return { ...record, days, said: { ...record.said, ...shown } };
}

/** Week 0 missed by 1, week 1 by 2 too little, week 2 by 3 too much again; far ahead by more. */
const byWeek = recordOf(DAYS, (day, distance) => {
  const week = Math.floor(day / 7);
  return (week % 2 === 0 ? 1 : -1) * (week + 1 + SHOWN.indexOf(distance) / 10);
});

describe('the last eight of ten weeks', () => {
  const { days, errors } = trackOf(byWeek, kept(0, DAYS), 8);

  test('are 56 days, oldest first, each with who came and what was said', () => {
    expect(days).toHaveLength(56);
    expect(days.map(({ midnight }) => midnight)).toEqual(
      Array.from({ length: 56 }, (_, day) => at(14 + day)),
    );
    expect(new Set(days.map(({ came }) => came))).toEqual(new Set([CAME]));
    expect(days[6]?.said).toEqual({ '1h': 23, '3h': 23.1, '24h': 23.2, '168h': 23.3 });
    expect(days[7]?.said).toEqual({ '1h': 16, '3h': 15.9, '24h': 15.8, '168h': 15.7 });
  });

  test.each<[Shown, number[], number]>([
    ['1h', [3, 4, 5, 6, 7, 8, 9, 10], 6.5],
    ['3h', [3.1, 4.1, 5.1, 6.1, 7.1, 8.1, 9.1, 10.1], 6.6],
    ['24h', [3.2, 4.2, 5.2, 6.2, 7.2, 8.2, 9.2, 10.2], 6.7],
    ['168h', [3.3, 4.3, 5.3, 6.3, 7.3, 8.3, 9.3, 10.3], 6.8],
  ])('have each its own error %s ahead, and all of them one', (distance, weeks, whole) => {
    expect(errors[distance].weeks).toEqual(weeks);
    expect(errors[distance].whole?.error).toBeCloseTo(whole, 10);
    expect(errors[distance].whole?.share).toBeCloseTo(whole / CAME, 10);
    expect(errors[distance].whole?.hours).toBe(56 * OPEN_HOURS);
  });
});

test('a record of three weeks and a day has errors of the last three, and little of the one before', () => {
  const young = recordOf(22, (day) => (day === 0 ? 9 : 2));
  const { days, errors } = trackOf(young, kept(0, 22), 8);
  expect(days).toHaveLength(22);
  expect(errors['3h'].weeks).toEqual([null, null, null, null, null, 2, 2, 2]);
  expect(errors['3h'].whole?.error).toBeCloseTo((9 + 21 * 2) / 22, 10);
});

test('a venue without a record has neither days nor errors', () => {
  const { days, errors } = trackOf(emptyRecord('v-1', at(0)), kept(0, 3), 8);
  expect(days).toEqual([]);
  for (const distance of SHOWN) {
    expect(errors[distance]).toEqual({ whole: null, weeks: new Array(8).fill(null) });
  }
});

test('days of which no counts are kept have nobody, and take nothing from the others', () => {
  const { days, errors } = trackOf(byWeek, [...kept(0, 28), ...kept(35, DAYS)], 8);
  const lost = { came: null, said: { '1h': null, '3h': null, '24h': null, '168h': null } };
  expect(days.slice(14, 21)).toEqual(
    Array.from({ length: 7 }, (_, one) => ({ midnight: at(28 + one), ...lost })),
  );
  expect(errors['1h'].weeks).toEqual([3, 4, null, 6, 7, 8, 9, 10]);
});

test('days kept from before the record and after it are not looked at', () => {
  const odd = (day: number): KeptDay => ({ ...keptDay(day), counts: hours.map(() => 900) });
  const around = [odd(-1), ...kept(0, DAYS), odd(DAYS)];
  expect(trackOf(byWeek, around, 12)).toEqual(trackOf(byWeek, kept(0, DAYS), 12));
});

describe('what is published of the errors', () => {
  const counts = Float32Array.from({ length: 24 * DAYS }, (_, entry) =>
    isOpen(at(0, entry)) ? CAME : Number.NaN,
  );
  const series = { from: at(0), counts };
  const published = (record: TrackRecord) => accuracyOf(record, series, { distance: '3h' });

  test.each([
    ['two months ago', 14, 2],
    ['29 days ago', DAYS - 29, 2],
    ['28 days ago', DAYS - 28, 3],
    ['yesterday', DAYS - 1, 3],
  ])('is of the last four weeks alone: a day missed by 30 %s', (_, missed, error) => {
    const record = recordOf(DAYS, (day) => (day === missed ? 30 : 2));
    expect(published(record)).toEqual({
      error: expect.closeTo(error, 10),
      share: expect.closeTo(error / CAME, 10),
      hours: 28 * OPEN_HOURS,
    });
  });

  /** Of the last four weeks only so many hours are counted. */
  const counted = (many: number, since: number) => {
    const first = (DAYS - since) * 24;
    let left = many;
    return counts.map((count, entry) => {
      if (entry < first || Number.isNaN(count)) return entry < first ? count : Number.NaN;
      return left-- > 0 ? count : Number.NaN;
    });
  };

  test.each([
    [39, null],
    [40, 40],
    [41, 41],
  ])('with %s hours in four weeks it is said of %s, however many were before', (many, said) => {
    const few = { from: at(0), counts: counted(many, 28) };
    const record = recordOf(DAYS, () => 2);
    expect(accuracyOf(record, few, { distance: '3h' })?.hours ?? null).toBe(said);
  });

  test('is nothing of a hall where nobody came', () => {
    const nobody = { from: at(0), counts: counts.map((count) => 0 * count) };
    expect(accuracyOf(byWeek, nobody, { distance: '3h' })).toBeNull();
  });

  test('is the same whenever the counts begin', () => {
    const older = new Float32Array(24 * (DAYS + 5)).fill(900);
    older.set(counts, 24 * 5);
    const of = { distance: '24h', days: DAYS } as const;
    const longer = accuracyOf(byWeek, { from: at(-5), counts: older }, of);
    expect(longer?.error).toBeCloseTo(5.7, 10);
    expect(longer).toEqual(accuracyOf(byWeek, series, of));
  });
});
