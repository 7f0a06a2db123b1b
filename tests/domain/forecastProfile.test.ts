import { clubMarks, midnightOf } from '@shared/domain/forecast/clubCalendar';
import { expectationOf } from '@shared/domain/forecast/expected';
import { FEATURES, placeOf, writeFeatures } from '@shared/domain/forecast/features';
import {
  type DayMarks,
  dayOf,
  type Hour,
  TABLE_HOURS,
  type VenueHistory,
  type WeatherIssue,
} from '@shared/domain/forecast/history';
import { seededRandom } from '@shared/domain/forecast/random';
import { seriesOf } from '@shared/domain/forecast/series';
import { openedModel } from '@shared/domain/forecast/table';
import { trained, trainerOf } from '@shared/domain/forecast/training';
import { describe, expect, test } from 'vitest';
import { day } from './clock';
import { at, changed, hall, isOpen, SMALL } from './forecastHall';

/** Fourteen weeks back there is a history. */
const WEEKS = 14;
const [MONDAY, THURSDAY, SATURDAY] = [0, 3, 5];
const NOON = 12;

/** Headcounts at noon by how many days ago. */
type Ago = Readonly<Record<number, number>>;
type Marked = Readonly<Record<number, Partial<DayMarks>>>;

const ORDINARY: DayMarks = { holiday: false, worked: false };
const HOLIDAY = { holiday: true };
const WORKED = { worked: true };

/** What the profiles say of noon on a day of the week, of which nothing but `ago` is known. */
function noonOf(weekday: number, ago: Ago, marked: Marked = {}) {
  const target = WEEKS * 7 + weekday;
  const counts = new Array<number>(target * 24).fill(Number.NaN);
  for (const [days, count] of Object.entries(ago)) {
    counts[(target - Number(days)) * 24 + NOON] = count;
  }
  const marksOf = (of: number) => ({ ...ORDINARY, ...marked[dayOf(at(target)) - of] });
  const series = seriesOf({ ...hall(0), counts, marksOf }, at(target));
  const { profile, older } = series;
  const hour = target * 24 + NOON;
  const said = ({ usual, fourWeeks, likeDay }: typeof profile) => ({
    usual: usual[hour],
    fourWeeks: fourWeeks[hour],
    likeDay: likeDay[hour],
  });
  return { lately: said(profile), older: said(older) };
}

const weeks = (by: Ago): Ago =>
  Object.fromEntries(Object.entries(by).map(([week, count]) => [7 * Number(week), count]));

describe('the usual weighs 0.75 a week, over twelve weeks', () => {
  test.each<[string, Ago, number]>([
    ['last week alone', { 1: 10 }, 10],
    ['the week before it weighs three quarters', { 1: 10, 2: 80 }, 40],
    ['three weeks: 16, 12 and 9 parts', { 1: 0, 2: 37, 3: 74 }, 30],
    ['a week nobody counted leaves the others their weights', { 1: 0, 3: 25 }, 9],
    ['eleven weeks later hardly anything is left', { 1: 0, 12: 100 }, 4.0524],
    ['twelve weeks ago still counts', { 12: 30 }, 30],
    ['thirteen weeks ago does not', { 12: 30, 13: 1000 }, 30],
  ])('%s', (_, by, usual) => {
    expect(noonOf(MONDAY, weeks(by)).lately.usual).toBeCloseTo(usual, 3);
  });

  test.each<[string, number, Marked, number]>([
    ['a week in order', SATURDAY, {}, 40],
    ['a holiday last week is left out', SATURDAY, { 7: HOLIDAY }, 80],
    ['a holiday two weeks ago is left out', THURSDAY, { 14: HOLIDAY }, 10],
    ['a Saturday that was worked is left out', SATURDAY, { 7: WORKED }, 80],
    ['a holiday on the day before changes nothing', SATURDAY, { 8: HOLIDAY, 6: HOLIDAY }, 40],
    ['on a holiday itself the usual is that of other weeks', THURSDAY, { 0: HOLIDAY }, 40],
  ])('%s', (_, weekday, marked, usual) => {
    expect(noonOf(weekday, weeks({ 1: 10, 2: 80 }), marked).lately.usual).toBeCloseTo(usual, 3);
  });

  test('more than a week ahead the last week is not known yet', () => {
    const { usual } = noonOf(MONDAY, weeks({ 1: 1000, 2: 10, 3: 80 })).older;
    expect(usual).toBeCloseTo(40, 3);
  });

  test('a young hall takes the same hour of the second week back', () => {
    const ago = { 1: 1000, 6: 1000, 8: 10, 10: 20, 13: 60, 15: 1000 };
    expect(noonOf(MONDAY, ago).lately.usual).toBeCloseTo(30, 3);
  });
});

test.each<[string, Ago, Marked, number, number]>([
  ['four weeks count alike, a fifth not', { 1: 8, 2: 20, 3: 30, 4: 43, 5: 999 }, {}, 25.25, 31],
  ['a week nobody counted is left out', { 1: 8, 3: 30, 4: 43, 5: 999 }, {}, 27, 36.5],
  ['so is a holiday', { 1: 999, 2: 20, 3: 30, 4: 43 }, { 7: HOLIDAY }, 31, 31],
  ['so is a worked weekend', { 1: 8, 2: 20, 3: 999, 4: 44 }, { 21: WORKED }, 24, 32],
])('the mean of four weeks: %s', (_, by, marked, lately, older) => {
  const said = noonOf(SATURDAY, weeks(by), marked);
  expect(said.lately.fourWeeks).toBeCloseTo(lately, 4);
  expect(said.older.fourWeeks).toBeCloseTo(older, 4);
});

test('what was counted before the weeks that are looked at says nothing', () => {
  const { lately, older } = noonOf(MONDAY, weeks({ 13: 30, 14: 30 }));
  const nothing = { usual: Number.NaN, fourWeeks: Number.NaN, likeDay: Number.NaN };
  expect([lately, older]).toEqual([nothing, nothing]);
  expect(noonOf(MONDAY, weeks({ 5: 30 })).lately).toEqual({ ...nothing, usual: 30 });
});

describe('a day like this one', () => {
  const others = (from: number, until: number): Ago =>
    Object.fromEntries(Array.from({ length: until - from + 1 }, (_, one) => [from + one, 999]));

  // On a Thursday the Sundays are 4, 11, 18, 25, 32, 39 and 46 days ago.
  const sundays = { 11: 1, 18: 2, 25: 4, 32: 8, 39: 16 };
  test.each<[string, Ago, Marked, number]>([
    ['is one of the last five Sundays, a week ago or more', sundays, { 0: HOLIDAY }, 6.2],
    ['is one of four if a Sunday is lost', { ...sundays, 18: Number.NaN }, { 0: HOLIDAY }, 7.25],
    ['is a Sunday that was a holiday as well', sundays, { 0: HOLIDAY, 11: HOLIDAY }, 6.2],
    ['is none that was worked', { ...sundays, 11: 999 }, { 0: HOLIDAY, 11: WORKED }, 7.5],
  ])('of a holiday %s', (_, ago, marked, likeDay) => {
    const { lately } = noonOf(THURSDAY, { ...others(1, 60), ...ago }, marked);
    expect(lately.likeDay).toBeCloseTo(likeDay, 4);
  });

  // On a Saturday the working days are 8 to 12 days ago, then 15 to 19.
  const working = { 8: 1, 9: 2, 10: 4, 11: 8, 12: 16 };
  const worked = { 0: WORKED };
  test.each<[string, Ago, Marked, number]>([
    ['is one of the last five working days', working, worked, 6.2],
    ['is none that was a holiday', { ...working, 9: 999, 15: 32 }, { ...worked, 9: HOLIDAY }, 12.2],
    ['is none that nobody counted', { ...working, 9: Number.NaN, 15: 32 }, worked, 12.2],
  ])('of a worked Saturday %s', (_, ago, marked, likeDay) => {
    const { lately } = noonOf(SATURDAY, { ...others(1, 60), ...ago }, marked);
    expect(lately.likeDay).toBeCloseTo(likeDay, 4);
  });

  test('of a Saturday that is not worked is a Sunday', () => {
    const ago = { ...others(1, 60), 13: 1, 20: 2, 27: 4, 34: 8, 41: 16 };
    expect(noonOf(SATURDAY, ago).lately.likeDay).toBeCloseTo(6.2, 4);
  });
});

/** Eve, holiday, day after: as the models see an hour. */
function markedAt(
  marksOf: VenueHistory['marksOf'],
  hour: Hour,
  asOf = midnightOf(day('2026-10-20')),
): (number | undefined)[] {
  const from = midnightOf(day('2026-09-01'));
  const history = { ...hall(0), from, marksOf };
  const row = new Float32Array(FEATURES.length);
  const series = seriesOf(history, asOf, 60);
  writeFeatures(series, { hour: hour - from, origin: hour - from - 1 }, row);
  return ['eve', 'holiday', 'dayAfter'].map((name) => row[placeOf(name)]);
}

describe('the eve of a holiday and the day after it are marked', () => {
  test.each([
    ['2026-09-29', 'two days before National Day', [0, 0, 0]],
    ['2026-09-30', 'its eve', [1, 0, 0]],
    ['2026-10-01', 'its first day', [1, 1, 0]],
    ['2026-10-04', 'in the middle', [1, 1, 1]],
    ['2026-10-07', 'its last day', [0, 1, 1]],
    ['2026-10-08', 'the day after', [0, 0, 1]],
    ['2026-10-09', 'two days after', [0, 0, 0]],
  ])('%s, %s, from its first hour to its last', (date, _, marks) => {
    const midnight = midnightOf(day(date));
    expect(markedAt(clubMarks(), midnight)).toEqual(marks);
    expect(markedAt(clubMarks(), midnight + 23)).toEqual(marks);
  });

  test.each([1, 2, 8])('also on day %s of a table', (nth) => {
    const eve = midnightOf(day('2026-09-30'));
    expect(markedAt(clubMarks(), eve + 23, eve - (nth - 1) * 24)).toEqual([1, 0, 0]);
  });

  test('a holiday of one day has an eve and a day after, and is neither', () => {
    const noon = midnightOf(day('2026-09-16')) + NOON;
    const marksOf = (of: number) => ({ ...ORDINARY, holiday: of === dayOf(noon) });
    const around = [-48, -24, 0, 24, 48].map((hours) => markedAt(marksOf, noon + hours));
    expect(around).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });
});

describe('weather', () => {
  const DAYS = 70;
  const MIDNIGHT = at(DAYS);
  const random = seededRandom(5);
  const wetDays = Array.from({ length: DAYS + 8 }, () => random() < 0.4);

  /** What is forecast for the table's days, rain by day. */
  const issue = (issuedAt: Hour, from: Hour, rain: (day: number) => boolean): WeatherIssue => ({
    ...{ issuedAt, from },
    temperature: new Array<number>(TABLE_HOURS).fill(18),
    rain: Array.from({ length: TABLE_HOURS }, (_, ahead) => (rain(Math.floor(ahead / 24)) ? 2 : 0)),
    cloud: new Array<number>(TABLE_HOURS).fill(50),
  });
  // Every evening at eight for the days from midnight on.
  const weather = Array.from({ length: DAYS }, (_, night) =>
    issue(at(night) - 4, at(night), (ahead) => wetDays[night + ahead] ?? false),
  );
  const outside = [1, 2].map((seed) => {
    const followsRain = changed(hall(DAYS, { seed }), (count, entry) =>
      wetDays[Math.floor(entry / 24)] ? count / 2 : count,
    );
    return { ...followsRain, weather };
  });
  const model = trained(trainerOf(outside, MIDNIGHT, SMALL));
  const opened = openedModel(model);

  /** People through a day of the table, the first being 0, after one more issue. */
  const through = (of: number, last: WeatherIssue) =>
    outside.map((history) => {
      const told = { ...history, weather: [...weather, last] };
      const series = seriesOf(told, MIDNIGHT, model.scales[history.venueId]);
      const said = expectationOf({ model, opened }, series, history.size);
      const hours = said?.middle.filter(
        (_, ahead) => Math.floor(ahead / 24) === of && isOpen(MIDNIGHT + ahead),
      );
      return (hours ?? []).reduce((sum, count) => sum + count, 0);
    });

  const evening = (rain: (day: number) => boolean) => issue(MIDNIGHT - 4, MIDNIGHT, rain);
  const dry = () => false;
  const wet = () => true;

  test('issued yesterday moves the forecast of today and of a day later', () => {
    for (const of of [0, 1, 7]) {
      const rainy = through(of, evening(wet));
      through(of, evening(dry)).forEach((people, venue) => {
        expect(people / (rainy[venue] ?? 0)).toBeGreaterThan(1.3);
      });
    }
  });

  test('of one day moves that day alone', () => {
    const onlyTomorrow = evening((of) => of === 1);
    expect(through(0, onlyTomorrow)).toEqual(through(0, evening(dry)));
    expect(through(1, onlyTomorrow)).toEqual(through(1, evening(wet)));
  });

  test.each([
    ['at midnight is the newest', 0, 2],
    ['an hour later is not known yet', 1, 0],
  ])('issued %s', (_, late, rain) => {
    const issues = [issue(MIDNIGHT + late, MIDNIGHT, wet), evening(dry)];
    const series = seriesOf({ ...hall(DAYS), weather: issues }, MIDNIGHT, 60);
    const row = new Float32Array(FEATURES.length);
    writeFeatures(series, { hour: series.known + NOON, origin: series.known - 1 }, row);
    expect(row[placeOf('rain')]).toBe(rain);
  });

  test('of a hall without a feed is unknown, which is not dry', () => {
    const series = seriesOf(hall(DAYS), MIDNIGHT, 60);
    const row = new Float32Array(FEATURES.length);
    writeFeatures(series, { hour: series.known + NOON, origin: series.known - 1 }, row);
    const told = ['temperature', 'rain', 'cloud', 'warmer'].map((name) => row[placeOf(name)]);
    expect(told).toEqual(new Array(4).fill(Number.NaN));
  });
});
