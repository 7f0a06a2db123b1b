import { accuracyOf } from '@shared/domain/forecast/accuracy';
import { clubHourOf, clubMarks, instantOf, midnightOf } from '@shared/domain/forecast/clubCalendar';
import { type Drift, driftsOf } from '@shared/domain/forecast/drift';
import { expectationOf } from '@shared/domain/forecast/expected';
import { dayOf, hourOfDay, type VenueHistory, weekdayOf } from '@shared/domain/forecast/history';
import { adapted, EVEN, reachOf } from '@shared/domain/forecast/intervals';
import { emptyRecord } from '@shared/domain/forecast/record';
import { seriesOf } from '@shared/domain/forecast/series';
import { openedModel } from '@shared/domain/forecast/table';
import { trained, trainerOf } from '@shared/domain/forecast/training';
import { expect, test } from 'vitest';
import { day, at as moment } from './clock';
import { at, changed, hall, isOpen, SMALL } from './forecastHall';

const DAYS = 70;
const quiet = hall(DAYS);
const last = (days: number) => (DAYS - days) * 24;
const drifts = (history: VenueHistory) =>
  driftsOf(seriesOf(history, at(DAYS))).map(({ kind }): Drift['kind'] => kind);
const since = (entry: number, count: (before: number) => number) =>
  changed(quiet, (before, at) => (at >= entry ? count(before) : before));

test.each<[string, VenueHistory, Drift['kind'][]]>([
  ['a club in order', quiet, []],
  ['a counter that doubles for a week', since(last(7), (count) => 2 * count), ['LEVEL']],
  ['a hall where nobody ever comes', changed(quiet, (count) => 0 * count), []],
  ['a hall that is empty since this morning', since(last(1), (count) => 0 * count), ['STUCK']],
  ['a third more people', since(last(7), (count) => 1.33 * count), []],
  ['half of the people', since(last(7), (count) => 0.5 * count), ['LEVEL']],
  ['a week of samples lost', since(last(7), () => Number.NaN), ['SILENT']],
  ['a counter stuck since this morning', since(last(1), () => 40), ['STUCK', 'NIGHT_COUNTS']],
  [
    'a counter stuck for five open hours',
    changed(quiet, (count, entry) => (entry >= last(1) + 17 && entry < last(1) + 22 ? 40 : count)),
    [],
  ],
  [
    'a counter stuck for six open hours',
    changed(quiet, (count, entry) => (entry >= last(1) + 16 && entry < last(1) + 22 ? 40 : count)),
    ['STUCK'],
  ],
  [
    'somebody counted in seven nights',
    changed(quiet, (count, entry) => (entry >= last(7) && entry % 24 === 3 ? 9 : count)),
    ['NIGHT_COUNTS'],
  ],
  [
    'somebody counted in six nights',
    changed(quiet, (count, entry) => (entry >= last(6) && entry % 24 === 3 ? 9 : count)),
    [],
  ],
  [
    'a clock that is half a day late',
    changed(quiet, (count, entry) =>
      entry >= last(7) ? (quiet.counts[entry - 12] ?? count) : count,
    ),
    ['NIGHT_COUNTS'],
  ],
])('%s: what the manager is told', (_, history, told) => {
  expect(drifts(history)).toEqual(told);
});

test('a family in a hall where one is usual is no level', () => {
  const few = changed(quiet, (count, entry) => (entry >= last(7) ? count / 5 : count / 25));
  expect(driftsOf(seriesOf(few, at(DAYS), 2)).map(({ kind }) => kind)).not.toContain('LEVEL');
  const more = changed(quiet, (count, entry) => (entry >= last(7) ? count : count / 5));
  expect(drifts(more)).toEqual(['LEVEL']);
});

const holidays = (days: number): Pick<VenueHistory, 'marksOf'> => ({
  marksOf: (day) => ({
    holiday: day >= dayOf(at(DAYS - days)) && day < dayOf(at(DAYS)),
    worked: false,
  }),
});

test('a long holiday with a third of the people is no alarm, nor a few hours after it', () => {
  const third = since(last(8), (count) => count / 3);
  expect(drifts({ ...third, ...holidays(8) })).toEqual([]);
  expect(drifts(third)).toEqual(['LEVEL']);
});

test('two usual days with twice the people are one, holidays or not', () => {
  const doubled = since(last(7), (count) => 2 * count);
  const since5 = (day: number) => day >= dayOf(at(DAYS - 7)) && day < dayOf(at(DAYS - 2));
  const marksOf = (day: number) => ({ holiday: since5(day), worked: false });
  expect(drifts({ ...doubled, marksOf })).toEqual(['LEVEL']);
});

test('a hall with three hours a day is watched as well', () => {
  const evening = (hour: number) => hourOfDay(hour) >= 18 && hourOfDay(hour) < 21;
  const doubled = since(last(7), (count) => 2 * count);
  const counts = Array.from(doubled.counts, (count, entry) =>
    evening(doubled.from + entry) ? count : Number.NaN,
  );
  expect(drifts({ ...doubled, counts, isOpen: evening })).toEqual(['LEVEL']);
});

const errorAfter = (history: VenueHistory) => {
  const model = trained(trainerOf([history], at(DAYS - 7), SMALL));
  const series = seriesOf(history, at(DAYS - 7), model.scales[history.venueId]);
  const said = expectationOf({ model, opened: openedModel(model) }, series, null);
  let missed = 0;
  for (let ahead = 0; ahead < 168; ahead++) {
    const count = quiet.counts[last(7) + ahead] ?? Number.NaN;
    if (!Number.isNaN(count)) missed += Math.abs(count - (said?.middle[ahead] ?? 0));
  }
  return missed;
};

test('a week lost costs little, a clock a day late more, a doubled counter most', () => {
  const good = errorAfter(quiet);
  const worse = (from: number, count: (before: number, entry: number) => number) =>
    errorAfter(changed(quiet, (before, at) => (at >= from ? count(before, at) : before))) / good;
  const lost = worse(last(14), () => Number.NaN);
  const shifted = worse(0, (count, entry) => quiet.counts[entry - 24] ?? count);
  const doubled = worse(last(14), (count) => 2 * count);
  expect(lost).toBeLessThan(1.3);
  expect(shifted).toBeGreaterThan(lost);
  expect(doubled).toBeGreaterThan(shifted);
});

test('a hall without counts rests on the others, and alone says nothing', () => {
  const model = trained(trainerOf([quiet, hall(DAYS, { seed: 2 })], at(DAYS), SMALL));
  const opened = openedModel(model);
  const fresh = { ...hall(0, { seed: 3, size: 120 }), from: at(DAYS) };
  const said = expectationOf({ model, opened }, seriesOf(fresh, at(DAYS)), 120);
  expect(said?.basis).toBe('NETWORK');
  const busiest = Math.max(...(said?.middle ?? []));
  expect(busiest).toBeGreaterThan(
    1.4 *
      Math.max(...(expectationOf({ model, opened }, seriesOf(quiet, at(DAYS)), 60)?.middle ?? [])),
  );
  expect(said?.middle.every((count, ahead) => isOpen(at(DAYS) + ahead) || count === 0)).toBe(true);
  const alone = trained(trainerOf([], at(DAYS), SMALL));
  expect(
    expectationOf({ model: alone, opened: openedModel(alone) }, seriesOf(fresh, at(DAYS)), 120),
  ).toBeNull();
});

test('a young hall moves from the network to what comes', () => {
  const model = trained(trainerOf([quiet], at(DAYS), SMALL));
  const opened = openedModel(model);
  // It says that it is as large as the other one, and is half as full.
  const half = { ...changed(hall(DAYS + 20), (count) => count / 2), venueId: 'v-young', size: 60 };
  const level = (days: number) => {
    const counts = Array.from(half.counts).slice(last(0), last(0) + 24 * days);
    const young = { ...half, from: at(DAYS), counts };
    const said = expectationOf({ model, opened }, seriesOf(young, at(DAYS + days)), 60);
    return (said?.middle.slice(0, 168).reduce((a, b) => a + b, 0) ?? 0) / 2;
  };
  const [none, three, seven] = [level(0), level(3), level(7)];
  expect(three).toBeLessThan(0.75 * none);
  expect(Math.abs(seven / none - 0.5)).toBeLessThan(Math.abs(three / none - 0.5) + 0.02);
});

test.each([
  ['too few misses', new Array<number>(19).fill(1), null],
  ['just enough', Array.from({ length: 21 }, (_, at) => at - 10), { low: -8, high: 8 }],
])('the reach of a band of %s', (_, misses, reach) => {
  expect(reachOf(misses, EVEN)).toEqual(reach);
});

test.each([
  ['three counted hours teach nothing', 3, 0, 0.1],
  ['a day inside leaves out more', 10, 0, 0.102],
  ['a day of which one in ten was below changes nothing', 10, 1, 0.1],
  ['a day below leaves out less', 10, 10, 0.082],
])('%s', (_, hours, below, low) => {
  const judged = Array.from({ length: hours }, (_, at) => ({
    count: at < below ? 0 : 5,
    low: 1,
    high: 9,
  }));
  expect(adapted(EVEN, judged).low).toBeCloseTo(low, 10);
});

test('an error is published from forty hours on', () => {
  const series = seriesOf(quiet, at(DAYS));
  const said = (hours: number) => {
    const record = emptyRecord('v-1', at(0));
    const middle = Array.from({ length: hours }, (_, entry) =>
      isOpen(at(0) + entry) ? (quiet.counts[entry] ?? 0) + 2 : null,
    );
    return { ...record, days: 3, said: { ...record.said, '1d': middle } };
  };
  expect(accuracyOf(said(2 * 24 + 19), series, { distance: '1d' })).toBeNull();
  const published = accuracyOf(said(2 * 24 + 20), series, { distance: '1d' });
  expect(published?.hours).toBe(40);
  expect(published?.error).toBeCloseTo(2, 5);
  // What is no number says nothing of how right the others were.
  const odd = said(2 * 24 + 20);
  const middle = odd.said['1d'].map((one, entry) => (entry === 9 ? Number.NaN : one));
  const filled = [...middle, ...said(3 * 24).said['1d'].slice(middle.length)];
  const all = accuracyOf({ ...odd, said: { ...odd.said, '1d': filled } }, series, {
    distance: '1d',
  });
  expect(all?.hours).toBe(41);
  expect(all?.error).toBeCloseTo(2, 5);
});

test.each([
  ['2026-02-14', 'a Saturday worked for Spring Festival', false, true, 0],
  ['2026-02-17', 'New Year', true, false, 1],
  ['2026-02-28', 'a Saturday worked for it afterwards', false, true, 0],
  ['2026-03-14', 'a Saturday', false, false, 0],
  ['2026-04-05', 'Qingming, three days', true, false, 0],
  ['2026-10-01', 'National Day', true, false, 1],
])('%s, %s', (date, _, holiday, worked, long) => {
  expect(clubMarks()(dayOf(midnightOf(day(date))))).toEqual({ holiday, worked, periods: [long] });
});

test('an hour at the club is where its moments lie', () => {
  const hour = clubHourOf(moment('2026-03-14 10:59'));
  expect([hourOfDay(hour), weekdayOf(hour)]).toEqual([10, 5]);
  expect(instantOf(hour)).toBe(moment('2026-03-14 10:00'));
});
