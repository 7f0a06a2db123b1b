import {
  addDays,
  addMonths,
  type ClubDate,
  type ClubMonth,
  clubMonthSpan,
  daysBetween,
  weekStartOf,
} from '@shared/base/time';

/** One square of the calendar; `date` is empty before the first and after the last day. */
export interface DayCell {
  readonly key: string;
  readonly date: string;
  readonly day: string;
  readonly visited: boolean;
  readonly today: boolean;
  readonly future: boolean;
  readonly spoken: string;
}

export interface MonthView {
  readonly title: string;
  /** Weeks from Monday to Sunday. */
  readonly weeks: readonly { readonly key: string; readonly days: readonly DayCell[] }[];
  /** Months to switch to; empty when there is nothing there. */
  readonly before: ClubMonth | '';
  readonly after: ClubMonth | '';
  readonly summary: string;
}

export interface MonthOfVisits {
  readonly month: ClubMonth;
  readonly days: readonly ClubDate[];
  readonly today: ClubDate;
  /** Nothing is older than this. */
  readonly since: ClubDate;
}

export function monthView({ month, days, today, since }: MonthOfVisits): MonthView {
  const { first, last } = clubMonthSpan(month);
  const visited = new Set<string>(days);
  const start = weekStartOf(first);
  const weekCount = Math.ceil((daysBetween(start, last) + 1) / 7);
  const cell = (date: ClubDate): DayCell => {
    if (date < first || date > last) return blank(date);
    return {
      key: date,
      date,
      day: `${Number(date.slice(8))}`,
      visited: visited.has(date),
      today: date === today,
      future: date > today,
      spoken: `${Number(date.slice(8))} 日${visited.has(date) ? '，打过卡' : ''}`,
    };
  };
  const [year = '', number = ''] = month.split('-');
  return {
    title: `${year} 年 ${Number(number)} 月`,
    weeks: Array.from({ length: weekCount }, (_, week) => ({
      key: addDays(start, week * 7),
      days: Array.from({ length: 7 }, (_, day) => cell(addDays(start, week * 7 + day))),
    })),
    before: month > since.slice(0, 7) ? addMonths(month, -1) : '',
    after: month < today.slice(0, 7) ? addMonths(month, 1) : '',
    summary: days.length > 0 ? `打卡 ${days.length} 天` : '这个月还没有打卡',
  };
}

const blank = (date: ClubDate): DayCell => ({
  key: date,
  date: '',
  day: '',
  visited: false,
  today: false,
  future: false,
  spoken: '',
});
