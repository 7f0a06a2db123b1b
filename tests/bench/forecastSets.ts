import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DayMarks,
  dayOf,
  type Hour,
  hourOfDay,
  quantileOf,
  type VenueHistory,
  type WeatherIssue,
  weekdayOf,
} from '@shared/domain/forecast/history';

/** A set of venues with the split that all models are measured on. */
export interface OccupancySet {
  readonly name: string;
  readonly calibrationFrom: Hour;
  readonly testFrom: Hour;
  readonly testTo: Hour;
  readonly venues: readonly MeasuredVenue[];
}

export interface MeasuredVenue {
  readonly history: VenueHistory;
  /** The 95th percentile of the counts before the test, as splits.json has it. */
  readonly p95: number;
}

interface Splits {
  readonly sets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Sheet = readonly (readonly string[])[];

/** The three sets of the folder: gyms, one campus gym, pools and saunas. */
export async function readSets(folder: string): Promise<OccupancySet[]> {
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const sheet = async (name: string): Promise<Sheet> =>
    (await text(name))
      .trim()
      .split('\n')
      .map((line) => line.trim().split(','));
  const { sets } = JSON.parse(await text('splits.json')) as Splits;
  const opened = (name: string, venues: readonly VenueHistory[], share = 0.5): OccupancySet => {
    const at = (key: string) => hourAt(sets[name]?.[key] ?? '');
    const split = { calibrationFrom: at('cal_start'), testTo: at('test_end') };
    const testFrom = at('test_start');
    return {
      name,
      ...split,
      testFrom,
      venues: venues.map((one) => measured(one, testFrom, share)),
    };
  };
  return [
    opened(
      'fitnesspark',
      await fitnesspark(sheet, JSON.parse(await text('fitnesspark_venues.json'))),
    ),
    opened('rsf', rsf(await sheet('rsf_hourly.csv')), 0.3),
    opened('swm', await swm(sheet)),
  ];
}

/** `2026-03-14` or `2026-03-14 10:00[:00]` as an hour. */
export function hourAt(text: string): Hour {
  const [date = '', time = '00:00'] = text.split(' ');
  return Math.floor(Date.parse(`${date}T${time.slice(0, 5)}:00Z`) / 3_600_000);
}

const numberOf = (cell: string | undefined) => (cell ? Number(cell) : NaN);
const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Christmas Eve to 2 January. */
function turnOfTheYear(day: number): number {
  const date = dateOf(day).slice(5);
  return date >= '12-24' || date <= '01-02' ? 1 : 0;
}

function marksBy(holidays: ReadonlySet<string>, periods: (day: number) => number[]) {
  return (day: number): DayMarks => ({
    holiday: holidays.has(dateOf(day)),
    worked: false,
    periods: [turnOfTheYear(day), ...periods(day)],
  });
}

async function fitnesspark(
  sheet: (name: string) => Promise<Sheet>,
  about: Readonly<Record<string, { canton: string; area_m2: number }>>,
): Promise<VenueHistory[]> {
  const holidays = await sheet('fitnesspark_holidays.csv');
  return columnsOf(await sheet('fitnesspark_hourly.csv')).map(({ venueId, from, counts }) => {
    const venue = about[venueId];
    const here = holidays.filter((row) => row[1] === venue?.canton).map((row) => row[0] ?? '');
    const marksOf = marksBy(new Set(here), () => []);
    return { venueId, from, counts, marksOf, isOpen: () => true, size: venue?.area_m2 || null };
  });
}

function rsf(rows: Sheet): VenueHistory[] {
  const [column] = columnsOf(rows.map((row) => row.slice(0, 2)));
  if (!column) throw new Error('rsf_hourly.csv is empty');
  const days = new Map(rows.slice(1).map((row) => [dayOf(hourAt(row[0] ?? '')), row]));
  const flag = (day: number, cell: number) => Number(days.get(day)?.[cell] ?? 0);
  const marksOf = (day: number): DayMarks => ({
    ...{ holiday: flag(day, 3) === 1, worked: false },
    periods: [turnOfTheYear(day), flag(day, 5), flag(day, 4)],
  });
  const temperature = heldOver(rows.slice(1).map((row) => numberOf(row[2])));
  const none = temperature.map(() => NaN);
  // The set has observed weather only, which all models on it are given.
  const observed = { issuedAt: -Infinity, from: column.from, temperature, rain: none, cloud: none };
  return [{ ...column, marksOf, isOpen: () => true, size: null, weather: [observed] }];
}

/** The last reading for six hours of a gap. */
function heldOver(values: readonly number[]): number[] {
  const held: number[] = [];
  let gap = 0;
  for (const value of values) {
    gap = Number.isNaN(value) ? gap + 1 : 0;
    held.push(gap > 0 && gap <= 6 ? (held.at(-1) ?? NaN) : value);
  }
  return held;
}

async function swm(sheet: (name: string) => Promise<Sheet>): Promise<VenueHistory[]> {
  const holidays = await sheet('swm_holidays.csv');
  const of = (kind: string) =>
    new Set(holidays.filter((row) => row[1] === kind).map((row) => row[0] ?? ''));
  const school = of('school');
  const marksOf = marksBy(of('public'), (day) => [Number(school.has(dateOf(day)))]);
  const weather = issuesOf(await sheet('swm_weather_asissued.csv'));
  const columns = columnsOf(await sheet('swm_hourly.csv'));
  return columns.map((column) => ({ ...column, marksOf, isOpen: () => true, size: null, weather }));
}

function issuesOf(rows: Sheet): WeatherIssue[] {
  const issues = new Map<string, (readonly string[])[]>();
  for (const row of rows.slice(1)) {
    const issued = issues.get(row[0] ?? '');
    if (issued) issued.push(row);
    else issues.set(row[0] ?? '', [row]);
  }
  return [...issues].map(([issued, entries]) => {
    const from = hourAt(entries[0]?.[1] ?? '');
    const column = (cell: number) => {
      const values: number[] = [];
      for (const row of entries) values[hourAt(row[1] ?? '') - from] = numberOf(row[cell]);
      return Array.from(values, (value) => value ?? NaN);
    };
    // Issued at 13:22 it was there for whoever looked at 14:00.
    const issuedAt = Math.ceil(Date.parse(`${issued.replace(' ', 'T')}Z`) / 3_600_000);
    return { issuedAt, from, temperature: column(2), rain: column(3), cloud: column(4) };
  });
}

interface Column {
  readonly venueId: string;
  readonly from: Hour;
  readonly counts: Float32Array;
}

function columnsOf([head = [], ...rows]: Sheet): Column[] {
  const from = hourAt(rows[0]?.[0] ?? '');
  return head.slice(1).map((venueId, column) => ({
    ...{ venueId, from },
    counts: Float32Array.from(rows, (row) => numberOf(row[column + 1])),
  }));
}

/** With the hours that count as open: those of the week that had readings before the test. */
export function measured(history: VenueHistory, testFrom: Hour, share: number): MeasuredVenue {
  const weeks = Array.from({ length: 168 }, () => ({ all: 0, counts: [] as number[] }));
  const known = testFrom - history.from;
  const before: number[] = [];
  for (let entry = 0; entry < known; entry++) {
    const hour = history.from + entry;
    const cell = weeks[weekdayOf(hour) * 24 + hourOfDay(hour)];
    const count = history.counts[entry] ?? NaN;
    if (cell) cell.all++;
    if (Number.isNaN(count)) continue;
    cell?.counts.push(count);
    before.push(count);
  }
  const p95 = quantileOf(sorted(before), 0.95);
  const open = weeks.map(
    ({ all, counts }) =>
      quantileOf(sorted(counts), 0.5) >= 0.05 * p95 && counts.length / all >= share,
  );
  const isOpen = (hour: Hour) => open[weekdayOf(hour) * 24 + hourOfDay(hour)] ?? false;
  return { history: { ...history, isOpen }, p95 };
}

export const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
