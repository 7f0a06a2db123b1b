import { bookedAhead } from '@shared/domain/forecast/booked';
import { clubMarks } from '@shared/domain/forecast/clubCalendar';
import { historyOf, hourMeans, openHours, opennessOf } from '@shared/domain/forecast/days';
import { driftsOf } from '@shared/domain/forecast/drift';
import { DAY_HOURS, dayOf } from '@shared/domain/forecast/history';
import { outlookOf, quietHours, trendOf } from '@shared/domain/forecast/outlook';
import { nightsToMake } from '@shared/domain/forecast/schedule';
import { seriesOf } from '@shared/domain/forecast/series';
import { tableOn, weekAhead, withoutClosed } from '@shared/domain/forecast/serving';
import { aheadAt, bookedFrom } from '@shared/domain/forecast/sold';
import type { Table } from '@shared/domain/forecast/table';
import { everyDay } from '@shared/domain/venue';
import { expect, test } from 'vitest';
import { at } from './forecastHall';

const [hours = null] = everyDay(6 * 60 + 30, 22 * 60 + 31);

test('an hour is open when half of it is, without what is closed', () => {
  const open = openHours(opennessOf(hours, [{ from: 12 * 60, until: 14 * 60 + 31 }]));
  expect(open.flatMap((one, hour) => (one === 1 ? [hour] : []))).toEqual([
    6, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22,
  ]);
  expect(openHours(opennessOf(null, []))).toEqual(new Array<number>(24).fill(0));
});

test('an hour in which the doors open is the mean of its open part, one nobody counted is none', () => {
  const samples = [
    { minute: 6 * 60, headcount: 0 },
    { minute: 6 * 60 + 40, headcount: 10 },
    { minute: 6 * 60 + 50, headcount: 21 },
    { minute: 3 * 60, headcount: 7 },
    { minute: -1, headcount: 99 },
    { minute: 24 * 60, headcount: 99 },
  ];
  const means = hourMeans(samples, opennessOf(hours, []));
  expect(means[6]).toBe(15.5);
  expect(means[3]).toBe(7);
  expect(means[7]).toBe(null);
  expect(means).toHaveLength(24);
});

test('whoever is inside until twenty past ten is no count of a closed hour', () => {
  const [late = null] = everyDay(6 * 60, 22 * 60 + 20);
  const isOpenAt = opennessOf(late, []);
  const samples = [
    { minute: 22 * 60, headcount: 30 },
    { minute: 22 * 60 + 10, headcount: 20 },
    { minute: 22 * 60 + 20, headcount: 4 },
    { minute: 22 * 60 + 30, headcount: 0 },
  ];
  expect(openHours(isOpenAt)[22]).toBe(0);
  expect(hourMeans(samples, isOpenAt)[22]).toBe(2);
  expect(hourMeans(samples.slice(0, 2), isOpenAt)[22]).toBe(null);
});

const kept = (day: number, count: number) => ({
  midnight: at(day),
  counts: new Array<number>(24).fill(count),
  open: Array.from({ length: 24 }, (_, hour) => Number(hour >= 8 && hour < 22)),
});
const venue = {
  ...{ venueId: 'v', size: 10, marksOf: clubMarks(), ahead: [], weather: null },
  isOpenLater: () => false,
  special: new Map<number, 'EVENT' | 'AS_HOLIDAY' | 'AS_WORKDAY'>(),
};

test('closed hours and lost days are missing to whoever learns', () => {
  const history = historyOf(venue, [kept(0, 5), kept(2, 6)]);
  const counts = Array.from(history?.counts ?? []);
  expect(counts.slice(7, 9)).toEqual([NaN, 5]);
  expect(counts.slice(24, 48).every(Number.isNaN)).toBe(true);
  expect(counts[48 + 21]).toBe(6);
  expect(counts[48 + 22]).toBe(NaN);
  expect(historyOf(venue, [kept(0, 5)], { withClosed: true })?.counts[0]).toBe(5);
  expect(history?.isOpen(at(2, 9))).toBe(true);
  expect(history?.isOpen(at(3, 9))).toBe(false);
  expect(historyOf(venue, [])).toBe(null);
});

test.each([
  // 2025-09-01 is a Monday; 09-06 a Saturday.
  ['a Monday like a Sunday', 0, 'AS_HOLIDAY', { holiday: true, worked: false }],
  ['a Saturday that is worked', 5, 'AS_WORKDAY', { holiday: false, worked: true }],
  ['a Monday like a workday', 0, 'AS_WORKDAY', { holiday: false, worked: false }],
] as const)('a manager’s mark makes %s', (_, day, kind, marks) => {
  const special = new Map([[dayOf(at(day)), kind]]);
  const history = historyOf({ ...venue, special }, [kept(0, 5)]);
  expect(history?.marksOf(dayOf(at(day)))).toMatchObject(marks);
});

test('of an event nothing is learned', () => {
  const special = new Map([[dayOf(at(0)), 'EVENT' as const]]);
  const history = historyOf({ ...venue, special }, [kept(0, 5)]);
  expect(Array.from(history?.counts ?? []).every(Number.isNaN)).toBe(true);
});

test('an event is no silence of the counter', () => {
  const DAYS = 30;
  const special = new Map([[dayOf(at(DAYS - 1)), 'EVENT' as const]]);
  const days = Array.from({ length: DAYS }, (_, day) => kept(day, 5 + (day % 3)));
  const toldOf = (history: ReturnType<typeof historyOf>) =>
    history ? driftsOf(seriesOf(history, at(DAYS))).map(({ kind }) => kind) : null;
  const lost = { ...kept(DAYS - 1, 5), counts: new Array<null>(24).fill(null) };
  expect(toldOf(historyOf(venue, [...days.slice(0, -1), lost]))).toContain('SILENT');
  expect(toldOf(historyOf({ ...venue, special }, days))).not.toContain('SILENT');
});

test('what is sold is known at the midnights after it was made, half an hour for half', () => {
  const commitment = { from: at(1, 9) + 0.5, until: at(1, 11), people: 4, knownFrom: at(0, 12) };
  expect(aheadAt(at(0), [commitment]).people.every((one) => one === 0)).toBe(true);
  expect(aheadAt(at(1), [commitment]).people.slice(8, 12)).toEqual([0, 2, 4, 0]);
});

test('each night’s notes are what was known then, and of no other night', () => {
  const nights = [
    { midnight: at(0), people: [0, 0, ...new Array<number>(190).fill(3)] },
    { midnight: at(1), people: new Array<number>(192).fill(5) },
  ];
  const { people } = bookedAhead(bookedFrom(nights), at(0), 48);
  const [known0, known1] = people;
  expect([known0?.[2], known0?.[24], known1?.[24], known1?.[2]]).toEqual([3, 5, 3, 0]);
});

test.each([
  ['nothing was ever counted', { last: null, firstDay: null }, []],
  ['three weeks are not over', { last: null, firstDay: at(10) }, []],
  ['three weeks are over tonight', { last: null, firstDay: at(9) }, [30]],
  ['a night is missing', { last: at(28), firstDay: at(0) }, [29, 30]],
  ['it was made', { last: at(30), firstDay: at(0) }, []],
])('the nights to make when %s', (_, of, days) => {
  expect(nightsToMake({ ...of, tonight: at(30) })).toEqual(days.map((day) => at(day)));
});

test('a club with a long past lives eight weeks of it again', () => {
  expect(nightsToMake({ last: null, firstDay: at(-300), tonight: at(30) })).toHaveLength(57);
});

test.each([
  ['fills', 10, 20, 'FILLING'],
  ['empties', 20, 10, 'EMPTYING'],
  ['moves a little', 20, 24, 'STEADY'],
  ['closes', 20, 0, null],
  ['is closed', 0, 20, null],
] as const)('a hall that %s', (_, now, later, trend) => {
  expect(trendOf((minute) => (minute < 630 ? now : later), 600, 100)).toBe(trend);
});

const line = (...middles: number[]) => middles.map((middle, index) => ({ at: index, middle }));

test.each([
  ['a crowded hall that empties', 9, line(9, 9, 5, 5, 5, 5), { to: 'MODERATE', at: 2 }],
  ['a crowded hall that stays', 9, line(9, 9, 9, 9, 9, 9), null],
  ['a dip that does not last', 9, line(9, 5, 9, 9, 9, 9), null],
  ['the last half an hour', 9, line(9, 9, 9, 5, 5, 5), null],
  ['a quiet hall that fills', 1, line(1, 8, 8, 8, 8), { to: 'BUSY', at: 1 }],
  [
    'a hall in between that empties first',
    5,
    line(5, 1, 1, 1, 1, 9, 9, 9, 9),
    { to: 'FREE', at: 1 },
  ],
] as const)('%s', (_, headcount, ahead, change) => {
  expect(outlookOf(headcount, 10, ahead).change).toEqual(change);
});

test('the two quietest hours that are left, whole ones, in the order of the clock', () => {
  const day = (from: number, until: number) =>
    Array.from({ length: (until - from) / 10 }, (_, step) => {
      const minute = from + 10 * step;
      return { minute, middle: [8, 9, 3, 5, 2, 7][Math.floor(minute / 60) - 10] ?? 0 };
    });
  expect(quietHours(day(630, 960), 630)).toEqual([
    { minute: 720, people: 3 },
    { minute: 840, people: 2 },
  ]);
  expect(quietHours(day(810, 960), 810)).toEqual([]);
  // The hour that has just begun is no advice.
  expect(quietHours(day(720, 960), 719)).toHaveLength(2);
  expect(quietHours(day(720, 960), 720)).toEqual([]);
  const empty = [11, 12, 13, 14].flatMap((hour) =>
    Array.from({ length: 6 }, (_, step) => ({ minute: 60 * hour + 10 * step, middle: hour - 11 })),
  );
  expect(quietHours(empty, 600).map(({ people }) => people)).toEqual([0, 1]);
});

test('a table of yesterday tells today, and one of nine days ago nothing', () => {
  const column = Array.from({ length: 192 }, (_, hour) => (hour % DAY_HOURS >= 8 ? hour : 0));
  const table = {
    ...{ venueId: 'v', from: at(0), basis: 'OWN' as const, scale: 10, live: null, reach: [] },
    ...{ middle: column, low: column, high: column, moreDayBefore: [] },
  };
  expect(tableOn(table, at(1))?.middle[8]).toBe(32);
  expect(tableOn(table, at(0))).toBe(table);
  expect(tableOn(table, at(8))).toBe(null);
  expect(tableOn(table, at(-1))).toBe(null);
  const week = weekAhead(table);
  expect(week).toHaveLength(7);
  expect(week[1]).toMatchObject({ midnight: at(1), first: 8 });
  expect(week[1]?.hours).toHaveLength(16);
  const rest = Array.from({ length: 9 }, (_, step) => ({
    ...{ minute: 570 + 10 * step, middle: 90 + step },
    ...{ low: 80, high: 100 },
  }));
  const [today] = weekAhead(table, rest);
  expect(today?.hours.slice(1, 4).map(({ middle }) => middle)).toEqual([9, 96, 11]);
});

test.each([
  ['half of an hour', 9 * 60 + 30, 10 * 60, [9]],
  ['less than half of one', 9 * 60 + 31, 10 * 60, []],
  ['an afternoon and a part', 13 * 60 + 30, 16 * 60 + 29, [13, 14, 15]],
  ['since yesterday', -600, 9 * 60, [8]],
  ['tomorrow', 33 * 60, 34 * 60, [33]],
])('a closure of %s takes these hours from a table made before it', (_, from, until, taken) => {
  const isOpen = (hour: number) => hour % 24 >= 8;
  const column = Array.from({ length: 192 }, (__, hour) => (isOpen(hour) ? 9 : 0));
  const made: Table = {
    ...{ venueId: 'v', from: at(0), basis: 'OWN', scale: 10, live: null, reach: [] },
    ...{ middle: column, low: column, high: column, moreDayBefore: [] },
  };
  const { middle, low, high } = withoutClosed(made, [{ from, until }]);
  const open = column.map((people, hour) => (taken.includes(hour) ? 0 : people));
  expect([middle, low, high]).toEqual([open, open, open]);
});

test('an hour in which hardly anybody comes is no closed one', () => {
  const column = Array.from({ length: 192 }, (_, hour) => (hour % 24 >= 8 ? 0.2 : 0));
  const [today] = weekAhead({
    ...{ venueId: 'v', from: at(0), basis: 'OWN', scale: 10, live: null, reach: [] },
    ...{ middle: column, low: column, high: column, moreDayBefore: [] },
  });
  expect(today?.hours[0]).toEqual({ middle: 0, low: 0, high: 1 });
});
