import {
  addDays,
  addMonths,
  type ClubDate,
  type ClubMonth,
  clubDateOf,
  clubMonthOf,
  clubMonthSpan,
  daysBetween,
  type Instant,
  weekStartOf,
} from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { REFUSALS } from '@shared/refusals';
import { fullnessOf } from '../../../../words/crowding';

export type BusyMonth = Awaited<ReturnType<Api['booking']['month']>>;
type Opened = Awaited<ReturnType<Api['booking']['open']>>;

/** One square; `date` is empty before the first and after the last day of the month. */
export interface DayCell {
  readonly key: string;
  readonly date: ClubDate | '';
  readonly day: string;
  readonly today: boolean;
  readonly bookable: boolean;
  /** How far the bar goes, 0 to 100; null where there is none: a day of rest. */
  readonly percent: number | null;
  /** The bar's colour, as the crowding of a venue. */
  readonly tone: string;
  readonly spoken: string;
}

export interface MonthView {
  readonly title: string;
  readonly summary: string;
  /** Weeks from Monday to Sunday. */
  readonly weeks: readonly { readonly key: string; readonly days: readonly DayCell[] }[];
  /** Months to switch to; empty when there is nothing to see. */
  readonly before: ClubMonth | '';
  readonly after: ClubMonth | '';
}

export interface MonthFacts {
  readonly busy: BusyMonth;
  readonly days: Opened['days'];
  readonly now: Instant;
}

/** How busy a month is, with the days that can be booked: `days` are those of the tab 预约. */
export function monthView({ busy, days, now }: MonthFacts): MonthView {
  const { month } = busy;
  const { first, last } = clubMonthSpan(month);
  const released = new Set(days.filter((day) => day.released).map(({ date }) => date));
  const known = new Map(busy.days.map((day) => [day.date, day]));
  const today = clubDateOf(now);
  const start = weekStartOf(first);
  const weekCount = Math.ceil((daysBetween(start, last) + 1) / 7);
  const cell = (date: ClubDate): DayCell => {
    if (date < first || date > last) return blank(date);
    const day = known.get(date);
    const open = day?.open ?? false;
    return dayCell(date, { percent: open ? (day?.percent ?? 0) : null, today, released });
  };
  const weeks = Array.from({ length: weekCount }, (_, week) => ({
    key: addDays(start, week * 7),
    days: Array.from({ length: 7 }, (_, day) => cell(addDays(start, week * 7 + day))),
  }));
  const [year = '', number = ''] = month.split('-');
  const count = weeks.flatMap((week) => week.days).filter(({ bookable }) => bookable).length;
  return {
    title: `${year} 年 ${Number(number)} 月`,
    summary: count > 0 ? `${count} 天可以预订` : '这个月还没有可以预订的日子',
    weeks,
    ...neighbours(month, now),
  };
}

/** From this month to the next one: nobody books a day that is over. */
function neighbours(month: ClubMonth, now: Instant) {
  const thisMonth = clubMonthOf(now);
  return {
    before: month > thisMonth ? addMonths(month, -1) : ('' as const),
    after: month < addMonths(thisMonth, 1) ? addMonths(month, 1) : ('' as const),
  };
}

interface DayFacts {
  readonly percent: number | null;
  readonly today: ClubDate;
  readonly released: ReadonlySet<ClubDate>;
}

function dayCell(date: ClubDate, { percent, today, released }: DayFacts): DayCell {
  const day = `${Number(date.slice(8))}`;
  const bookable = percent !== null && released.has(date);
  const state = percent === null ? '不开放' : `已订 ${percent}%`;
  const spoken = `${day} 日${date === today ? '，今天' : ''}，${state}${bookable ? '，可预订' : ''}`;
  const { tone } = fullnessOf(percent ?? 0, 100);
  return { key: date, date, day, today: date === today, bookable, percent, tone, spoken };
}

const blank = (key: ClubDate): DayCell => ({
  key,
  date: '',
  day: '',
  today: false,
  bookable: false,
  percent: null,
  tone: '',
  spoken: '',
});

/** Why a day cannot be opened, or null when it can. */
export function refusalToOpen(cell: DayCell, now: Instant): string | null {
  if (cell.bookable) return null;
  if (cell.date < clubDateOf(now)) return '这一天已经过去，请选择后面的日期';
  return cell.percent === null ? '这一天不开放，请选择其他日期' : REFUSALS.NOT_RELEASED;
}
