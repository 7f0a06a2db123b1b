import { clubDayStart, clubWeekdayOf, formatClub } from '@shared/base/time';
import type { ForecastView } from '@shared/contracts/forecast';
import { clockText } from '@shared/domain/hours';
import { fullnessOf } from '../../../../words/crowding';
import { WEEKDAYS } from '../../../../words/opening';

type DayAhead = ForecastView['week'][number];

/** An hour of the strip; closed ones keep its place. */
export interface Cell {
  readonly hour: number;
  readonly tone: string;
  /** Height of its bar in percent. */
  readonly percent: number;
}

export interface WeekRow {
  readonly date: string;
  readonly weekday: string;
  /** `3/14`. */
  readonly day: string;
  readonly cells: readonly Cell[];
  /** The day in one sentence, for who taps it and for a screen reader. */
  readonly said: string;
}

export interface Week {
  readonly rows: readonly WeekRow[];
  /** Hours above the strip: where, in percent from the left. */
  readonly hours: readonly { readonly at: number; readonly text: string }[];
}

const LEAST_PERCENT = 6;
const LABEL_EVERY = 3;

/** Seven days by hours: how full each hour will be, all days on the same hours. */
export function weekOf(week: readonly DayAhead[], capacity: number): Week {
  const open = week.filter(({ hours }) => hours.length > 0);
  if (open.length === 0) return { rows: [], hours: [] };
  const first = Math.min(...open.map((day) => day.first));
  const end = Math.max(...open.map((day) => day.first + day.hours.length));
  const hours = Array.from({ length: end - first }, (_, at) => first + at);
  return {
    rows: week.map((day, index) => ({
      date: day.date,
      weekday: index === 0 ? '今天' : (WEEKDAYS[clubWeekdayOf(clubDayStart(day.date))] ?? ''),
      day: formatClub(clubDayStart(day.date), 'M/D'),
      cells: hours.map((hour) => cellOf(day, hour, capacity)),
      said: saidOf(day, capacity),
    })),
    hours: hours
      .filter((hour) => hour % LABEL_EVERY === 0)
      .map((hour) => ({ at: ((hour - first) / hours.length) * 100, text: `${hour}` })),
  };
}

/** An hour between two that are open: a closure takes it. */
const isClosed = ({ high }: DayAhead['hours'][number]) => high === 0;

function cellOf({ first, hours }: DayAhead, hour: number, capacity: number): Cell {
  const expected = hours[hour - first];
  if (!expected || isClosed(expected)) return { hour, tone: 'closed', percent: 0 };
  const { tone, percent } = fullnessOf(expected.middle, capacity);
  return { hour, tone, percent: Math.max(LEAST_PERCENT, percent) };
}

/** When most and when fewest are expected, with the word for it: the colour is not the only way. */
function saidOf({ first, hours, event }: DayAhead, capacity: number): string {
  const open = hours.flatMap((one, place) => (isClosed(one) ? [] : [{ ...one, place }]));
  const [start] = open;
  if (!start) return '休息';
  const peak = open.reduce((a, b) => (b.middle > a.middle ? b : a), start);
  const quiet = open.reduce((a, b) => (b.middle < a.middle ? b : a), start);
  const most = peak.middle;
  const at = (place: number) => clockText((first + place) * 60);
  const { word } = fullnessOf(most, capacity);
  const told = event === null ? '' : `有活动${event && `（${event}）`}，预测可能不准；`;
  return `${told}${at(peak.place)} 人最多，约 ${most} 人（${peak.low}–${peak.high}），${word}；${at(quiet.place)} 人最少，约 ${quiet.middle} 人`;
}
