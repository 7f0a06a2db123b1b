import { addDays, clubDateOf, clubWeekdayOf, formatClub, type Instant } from '@shared/base/time';
import { WEEKDAYS } from './opening';

/** Above the lines of one day: `今天 · 3 月 14 日 周六`; the year only when it is another. */
export function dayTitle(at: Instant, now: Instant): string {
  const date = clubDateOf(at);
  const today = clubDateOf(now);
  const weekday = WEEKDAYS[clubWeekdayOf(at)];
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  const text = `${formatClub(at, sameYear ? 'M 月 D 日' : 'YYYY 年 M 月 D 日')} ${weekday}`;
  if (date === today) return `今天 · ${text}`;
  if (date === addDays(today, 1)) return `明天 · ${text}`;
  return date === addDays(today, -1) ? `昨天 · ${text}` : text;
}
