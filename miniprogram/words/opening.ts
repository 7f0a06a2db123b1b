import {
  addDays,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  daysBetween,
  formatClub,
  type Instant,
} from '@shared/base/time';
import type { OpeningView } from '@shared/contracts/venue';

/** Sunday first, as the club's weekdays count. */
export const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** `22:00`; midnight at the end of `now`'s day is 24:00, as the hours on the door say. */
function closingText(at: Instant, now: Instant): string {
  const midnight = clubDayStart(addDays(clubDateOf(now), 1));
  return at === midnight ? '24:00' : formatClub(at, 'HH:mm');
}

/** `09:00`, `明天 09:00`, `周三 09:00`. */
function openingText(at: Instant, now: Instant): string {
  const time = formatClub(at, 'HH:mm');
  const days = daysBetween(clubDateOf(now), clubDateOf(at));
  if (days === 0) return time;
  return `${days === 1 ? '明天' : WEEKDAYS[clubWeekdayOf(at)]} ${time}`;
}

/** Whether the doors are open and when that changes, in one short line. */
export function openingLine({ open, suspended, changesAt }: OpeningView, now: Instant): string {
  if (suspended) return '暂停开放';
  if (changesAt === null) return open ? '全天开放' : '本周不开放';
  return open
    ? `${closingText(changesAt, now)} 关门`
    : `休息中，${openingText(changesAt, now)} 开门`;
}

/** Whether the state told by the server is over and has to be asked again. */
export const isOutdated = ({ changesAt }: OpeningView, now: Instant) =>
  changesAt !== null && changesAt <= now;
