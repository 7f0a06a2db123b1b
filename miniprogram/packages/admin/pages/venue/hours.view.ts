import { clockText, type DayHours, MINUTES_A_DAY, type WeeklyHours } from '@shared/domain/hours';

/** Monday first, as people here read a week; the numbers are those of `clubWeekdayOf`. */
const WEEK = [
  { weekday: 1, label: '周一' },
  { weekday: 2, label: '周二' },
  { weekday: 3, label: '周三' },
  { weekday: 4, label: '周四' },
  { weekday: 5, label: '周五' },
  { weekday: 6, label: '周六' },
  { weekday: 0, label: '周日' },
] as const;

const MONDAY = 1;
const USUAL = { opens: 9 * 60, closes: 22 * 60 } as const;

export interface HoursRow {
  readonly weekday: number;
  readonly label: string;
  readonly open: boolean;
  readonly opens: string;
  readonly closes: string;
  /** What the time picker starts at: it knows no 24:00. */
  readonly closesPicked: string;
  readonly error: string;
}

export function hoursRows(hours: WeeklyHours): HoursRow[] {
  return WEEK.map(({ weekday, label }) => {
    const day = hours[weekday] ?? null;
    const { opens, closes } = day ?? USUAL;
    return {
      weekday,
      label,
      open: day !== null,
      opens: clockText(opens),
      closes: clockText(closes),
      closesPicked: clockText(closes % MINUTES_A_DAY),
      error: day && opens >= closes ? '关门要晚于开门' : '',
    };
  });
}

/** A day opens (with Monday's times, or the usual ones) or becomes a day of rest. */
export function withDayOpen(hours: WeeklyHours, weekday: number, open: boolean): WeeklyHours {
  return withDay(hours, weekday, open ? (hours[weekday] ?? hours[MONDAY] ?? USUAL) : null);
}

/** A picked time, `HH:mm`. Midnight as closing time is the end of that day. */
export function withTime(
  hours: WeeklyHours,
  weekday: number,
  edge: 'opens' | 'closes',
  picked: string,
): WeeklyHours {
  const [hour = 0, minute = 0] = picked.split(':').map(Number);
  const minutes = hour * 60 + minute;
  const value = edge === 'closes' && minutes === 0 ? MINUTES_A_DAY : minutes;
  return withDay(hours, weekday, { ...(hours[weekday] ?? USUAL), [edge]: value });
}

/** The day that others are likely to copy: Monday, or the first that is open after it. */
const pattern = (hours: WeeklyHours): DayHours =>
  WEEK.map(({ weekday }) => hours[weekday] ?? null).find((day) => day !== null) ?? null;

/** `每天都 09:00–22:00`: offered unless every day is so already, or none is open. */
export function sameLabel(hours: WeeklyHours): string {
  const day = pattern(hours);
  if (!day || hours.every((other) => isSame(day, other))) return '';
  return `每天都 ${clockText(day.opens)}–${clockText(day.closes)}`;
}

export const sameEveryDay = (hours: WeeklyHours): WeeklyHours => hours.map(() => pattern(hours));

const isSame = (a: DayHours, b: DayHours) => a?.opens === b?.opens && a?.closes === b?.closes;

const withDay = (hours: WeeklyHours, weekday: number, day: DayHours): WeeklyHours =>
  hours.map((known, index) => (index === weekday ? day : known));
