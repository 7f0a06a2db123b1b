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
