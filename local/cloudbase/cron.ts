/** Cron of seven fields, `second minute hour day month weekday year`, read at UTC+8. */
export interface Cron {
  /** The first instant after `after` (epoch ms) at which it is due; null when never again. */
  next(after: number): number | null;
}

const ZONE_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Names usable instead of numbers; the first stands for `low`. */
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'second', low: 0, high: 59 },
  { name: 'minute', low: 0, high: 59 },
  { name: 'hour', low: 0, high: 23 },
  { name: 'day', low: 1, high: 31 },
  { name: 'month', low: 1, high: 12, names: MONTHS },
  { name: 'weekday', low: 0, high: 6, names: WEEKDAYS },
  { name: 'year', low: 1970, high: 2099 },
];

/** Throws with the expression and the field when it is not understood. */
export function parseCron(expression: string): Cron {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) {
    throw new Error(`cron "${expression}" has ${texts.length} fields, 7 are needed`);
  }
  const sets = FIELDS.map((field, i) => {
    try {
      return parseField(texts[i] ?? '', field);
    } catch (error) {
      throw new Error(`cron "${expression}": ${(error as Error).message}`);
    }
  });
  const [seconds = [], minutes = [], hours = [], days, months, weekdays, years] = sets.map((set) =>
    [...set].sort((a, b) => a - b),
  );
  const times: number[] = [];
  const timesOfDay = () => {
    if (times.length === 0) {
      for (const h of hours)
        for (const m of minutes)
          for (const s of seconds) times.push(((h * 60 + m) * 60 + s) * 1000);
    }
    return times;
  };
  const dayFits = (date: Date): boolean => {
    if (!years?.includes(date.getUTCFullYear())) return false;
    if (!months?.includes(date.getUTCMonth() + 1)) return false;
    const onDay = days?.includes(date.getUTCDate()) ?? false;
    const onWeekday = weekdays?.includes(date.getUTCDay()) ?? false;
    // Both given: either is enough. That is the platform's rule, not that of every cron.
    return texts[3] !== '*' && texts[5] !== '*' ? onDay || onWeekday : onDay && onWeekday;
  };
  const lastYear = years?.at(-1) ?? 0;
  return { next: (after) => search(after + ZONE_MS, { dayFits, timesOfDay, lastYear }) };
}

interface Calendar {
  readonly dayFits: (date: Date) => boolean;
  /** Ascending, ms since midnight. */
  readonly timesOfDay: () => readonly number[];
  readonly lastYear: number;
}

/** `after` is shifted to UTC+8, so that UTC getters read the wall clock there. */
function search(after: number, { dayFits, timesOfDay, lastYear }: Calendar): number | null {
  let midnight = Math.floor(after / DAY_MS) * DAY_MS;
  for (; new Date(midnight).getUTCFullYear() <= lastYear; midnight += DAY_MS) {
    if (!dayFits(new Date(midnight))) continue;
    const time = firstAbove(timesOfDay(), after - midnight);
    if (time !== undefined) return midnight + time - ZONE_MS;
  }
  return null;
}

function firstAbove(sorted: readonly number[], value: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return sorted[low];
}

/** Lists, ranges, steps and names: `MON-FRI`, `1,15`, `9-17/2`, `5/15` (from 5 on, each 15th). */
function parseField(text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step = '1', ...rest] = part.split('/');
    const by = Number(step);
    if (rest.length > 0 || !Number.isInteger(by) || by < 1) throw bad(field, part);
    const [from, to] = rangeOf(range, field, part.includes('/'));
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

function rangeOf(range: string, field: Field, stepped: boolean): [number, number] {
  if (range === '*') return [field.low, field.high];
  const ends = range.split('-').map((text) => numberOf(text, field));
  const [from, to = stepped ? field.high : from] = ends;
  if (from === undefined || to === undefined || ends.length > 2 || to < from) {
    throw bad(field, range);
  }
  return [from, to];
}

function numberOf(text: string, field: Field): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + field.low : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= field.low && value <= field.high)) throw bad(field, text);
  return value;
}

const bad = (field: Field, text: string) =>
  new Error(`"${text}" is no ${field.name} (${field.low}-${field.high})`);
