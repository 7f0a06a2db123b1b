import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  formatClub,
  type Instant,
} from '@shared/base/time';
import { WEEKDAYS } from './opening';

/** Above the lines of one day: `今天 · 3 月 14 日 周六`; the year only when it is another. */
export function dayTitle(at: Instant, now: Instant): string {
  const date = clubDateOf(at);
  const today = clubDateOf(now);
  const text = dateText(date, now);
  if (date === today) return `今天 · ${text}`;
  if (date === addDays(today, 1)) return `明天 · ${text}`;
  return date === addDays(today, -1) ? `昨天 · ${text}` : text;
}

/** `3 月 14 日 周六`; the year only when it is another. */
export function dateText(date: ClubDate, now: Instant): string {
  const at = clubDayStart(date);
  const sameYear = date.slice(0, 4) === clubDateOf(now).slice(0, 4);
  const day = formatClub(at, sameYear ? 'M 月 D 日' : 'YYYY 年 M 月 D 日');
  return `${day} ${WEEKDAYS[clubWeekdayOf(at)]}`;
}

/** Lines of one day, ready to print. */
export interface Day<Row> {
  readonly date: ClubDate;
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Lines under their days, in the order in which they come. */
export function underDays<Line extends { readonly at: Instant }, Row>(
  lines: readonly Line[],
  now: Instant,
  rowOf: (line: Line) => Row,
): Day<Row>[] {
  const days: { date: ClubDate; title: string; rows: Row[] }[] = [];
  for (const line of lines) {
    const date = clubDateOf(line.at);
    let day = days[days.length - 1];
    if (day?.date !== date) {
      day = { date, title: dayTitle(line.at, now), rows: [] };
      days.push(day);
    }
    day.rows.push(rowOf(line));
  }
  return days;
}
