import type { MinuteSpan } from './days';
import { DAY_HOURS, type Hour } from './history';
import type { Expected } from './now';
import type { Table } from './table';
import type { Point } from './today';

const HOUR_MINUTES = 60;

/**
 * The table without the hours that are closed for half an hour or more of them: closures that the
 * night knew nothing of. Minutes are counted from the table's midnight.
 */
export function withoutClosed(table: Table, closed: readonly MinuteSpan[]): Table {
  const shut = (hour: number) =>
    closed.some(({ from, until }) => {
      const [start, end] = [hour * HOUR_MINUTES, (hour + 1) * HOUR_MINUTES];
      return Math.min(end, until) - Math.max(start, from) >= HOUR_MINUTES / 2;
    });
  if (closed.length === 0) return table;
  const open = (column: readonly number[]) =>
    column.map((people, hour) => (shut(hour) ? 0 : people));
  const { middle, low, high } = table;
  return { ...table, middle: open(middle), low: open(low), high: open(high) };
}

/**
 * The table as of a later midnight than the one it was made for: between midnight and the night's
 * run, or after a night that failed. It knows nothing of the days in between, but what comes more
 * than it said stays so for a while as ever: a live count corrects it. Null when nothing is left.
 */
export function tableOn(table: Table, midnight: Hour): Table | null {
  const passed = midnight - table.from;
  if (passed === 0) return table;
  if (passed < 0 || passed >= table.middle.length) return null;
  return {
    ...table,
    from: midnight,
    middle: table.middle.slice(passed),
    low: table.low.slice(passed),
    high: table.high.slice(passed),
    moreDayBefore: [],
  };
}

/** A day of the week ahead: its open hours, one after another. */
export interface DayAhead {
  readonly midnight: Hour;
  /** The first hour that is open, 0 to 23. */
  readonly first: number;
  readonly hours: readonly Expected[];
}

const DAYS = 7;

/**
 * The next seven days, today the first, whole people; a day of rest has no hours. What is left of
 * today is what the live count makes of it: `rest`, in steps of ten minutes.
 */
export function weekAhead(table: Table, rest: readonly Point[] = []): DayAhead[] {
  const days: DayAhead[] = [];
  for (let day = 0; day < DAYS; day++) {
    const start = day * DAY_HOURS;
    if (start + DAY_HOURS > table.middle.length) break;
    const open = Array.from({ length: DAY_HOURS }, (_, hour) => hour).filter(
      (hour) => (table.high[start + hour] ?? 0) > 0,
    );
    const [first = 0] = open;
    const end = (open.at(-1) ?? -1) + 1;
    const hours = Array.from({ length: Math.max(0, end - first) }, (_, at) =>
      expectedAt(table, start + first + at),
    );
    const told = day === 0 ? hours.map((one, at) => meanIn(rest, first + at) ?? one) : hours;
    days.push({ midnight: table.from + start, first, hours: told });
  }
  return days;
}

const expectedAt = ({ middle, low, high }: Table, at: number): Expected => ({
  middle: Math.round(middle[at] ?? 0),
  low: Math.round(low[at] ?? 0),
  // An hour that is open has a band: 0 says that it is closed.
  high: Math.ceil(high[at] ?? 0),
});

const STEPS_AN_HOUR = 6;

/** The mean of a whole hour that is still to come. */
function meanIn(rest: readonly Point[], hour: number): Expected | null {
  const within = rest.filter(({ minute }) => Math.floor(minute / 60) === hour);
  if (within.length < STEPS_AN_HOUR) return null;
  const mean = (of: (point: Point) => number) =>
    Math.round(within.reduce((sum, point) => sum + of(point), 0) / within.length);
  return {
    middle: mean(({ middle }) => middle),
    low: mean(({ low }) => low),
    high: Math.max(
      1,
      mean(({ high }) => high),
    ),
  };
}
