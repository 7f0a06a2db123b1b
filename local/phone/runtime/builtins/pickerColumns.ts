import type { PickerProperties } from './picker';

/** Rows of a picker, column by column. */
export interface PickerColumns {
  rows(selected: readonly number[]): readonly (readonly string[])[];
  readonly selected: readonly number[];
  /** What the change event carries for the selected rows. */
  valueOf(selected: readonly number[]): unknown;
}

type Properties = Readonly<Partial<PickerProperties>>;

/** Throws for a mode the phone does not have. */
export function columnsFor(properties: Properties): PickerColumns {
  const { mode = 'selector' } = properties;
  if (mode === 'selector') return selector(properties);
  if (mode === 'multiSelector') return multiSelector(properties);
  if (mode === 'time') return time(properties);
  if (mode === 'date') return date(properties);
  throw new Error(`<picker mode="${mode}"> is not supported`);
}

function label(row: unknown, key: string): string {
  if (key === '') return String(row);
  return String((row as Readonly<Record<string, unknown>> | null)?.[key] ?? '');
}

function selector({ range = [], rangeKey = '', value }: Properties): PickerColumns {
  const rows = [range.map((row) => label(row, rangeKey))];
  return {
    rows: () => rows,
    selected: [Math.max(0, Number(value) || 0)],
    valueOf: ([index = 0]) => index,
  };
}

function multiSelector({ range = [], rangeKey = '', value }: Properties): PickerColumns {
  const columns = range.map((rows) =>
    Array.isArray(rows) ? rows.map((row) => label(row, rangeKey)) : [],
  );
  const selected = Array.isArray(value) ? value.map((index) => Number(index) || 0) : [];
  return {
    rows: () => columns,
    selected: columns.map((_, index) => selected[index] ?? 0),
    valueOf: (indices) => [...indices],
  };
}

const two = (value: number) => String(value).padStart(2, '0');

/** `start` and `end` as `hh:mm`. */
function time({ value, start = '', end = '' }: Properties): PickerColumns {
  const first = minutesOf(start || '00:00');
  const last = minutesOf(end || '23:59');
  const present = Math.min(Math.max(minutesOf(String(value || '00:00')), first), last);
  const hours = range(Math.floor(first / 60), Math.floor(last / 60));
  const minutes = (hour: number) =>
    range(
      hour === Math.floor(first / 60) ? first % 60 : 0,
      hour === Math.floor(last / 60) ? last % 60 : 59,
    );
  const hourAt = (index: number) => hours[Math.min(index, hours.length - 1)] ?? 0;
  const hour = Math.floor(present / 60);
  return {
    rows: ([index = 0]) => [hours.map(two), minutes(hourAt(index)).map(two)],
    selected: [hours.indexOf(hour), minutes(hour).indexOf(present % 60)],
    valueOf: ([hourIndex = 0, minuteIndex = 0]) => {
      const chosen = hourAt(hourIndex);
      const choices = minutes(chosen);
      return `${two(chosen)}:${two(choices[Math.min(minuteIndex, choices.length - 1)] ?? 0)}`;
    },
  };
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `start`, `end` and `value` as `yyyy-mm-dd`; `fields` says how far down the columns go. */
function date({ value, start = '', end = '', fields = 'day' }: Properties): PickerColumns {
  const first = dayOf(start, { year: 1970, month: 1, day: 1 });
  const last = dayOf(end, { year: 2100, month: 12, day: 31 });
  const today = new Date();
  const now = { year: today.getFullYear(), month: today.getMonth() + 1, day: today.getDate() };
  const present = dayOf(typeof value === 'string' ? value : '', now);
  const years = range(first.year, last.year);
  const months = (year: number) =>
    range(year === first.year ? first.month : 1, year === last.year ? last.month : 12);
  const days = (year: number, month: number) =>
    range(
      year === first.year && month === first.month ? first.day : 1,
      year === last.year && month === last.month ? last.day : new Date(year, month, 0).getDate(),
    );
  const depth = fields === 'year' ? 1 : fields === 'month' ? 2 : 3;
  const at = (choices: readonly number[], index: number) =>
    choices[Math.min(Math.max(index, 0), choices.length - 1)] ?? 1;
  const chosen = ([y = 0, m = 0, d = 0]: readonly number[]): Day => {
    const year = at(years, y);
    const month = at(months(year), m);
    return { year, month, day: at(days(year, month), d) };
  };
  const index = (choices: readonly number[], wanted: number) =>
    Math.max(0, choices.indexOf(wanted));
  return {
    rows: (selected) => {
      const { year, month } = chosen(selected);
      const columns = [years.map(String), months(year).map(two), days(year, month).map(two)];
      return columns.slice(0, depth);
    },
    selected: [
      index(years, present.year),
      index(months(present.year), present.month),
      index(days(present.year, present.month), present.day),
    ].slice(0, depth),
    valueOf: (selected) => {
      const { year, month, day } = chosen(selected);
      return [String(year), two(month), two(day)].slice(0, depth).join('-');
    },
  };
}

function dayOf(text: string, otherwise: Day): Day {
  const [year, month, day] = text.split('-').map(Number);
  return {
    year: year || otherwise.year,
    month: month || otherwise.month,
    day: day || otherwise.day,
  };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
