import { dayKindOf } from '../../base/holidays';
import { addDays, type ClubDate, clubDayStart, HOUR, type Instant } from '../../base/time';
import type { DayMarks, Hour } from './history';

const FIRST_DAY = '1970-01-01' as ClubDate;
const START = clubDayStart(FIRST_DAY);

/** The hour at the club that a moment lies in. */
export const clubHourOf = (at: Instant): Hour => Math.floor((at - START) / HOUR);

/** When an hour at the club begins. */
export const instantOf = (hour: Hour) => (START + hour * HOUR) as Instant;

/** The first hour of a day at the club. */
export const midnightOf = (date: ClubDate): Hour => clubHourOf(clubDayStart(date));

const dateOf = (day: number): ClubDate => addDays(FIRST_DAY, day);

const isWeekend = (day: number) => (((day + 3) % 7) + 7) % 7 >= 5;

/** Spring Festival and National Day empty a town for a week; other holidays are a long weekend. */
const LONG = 5;

/**
 * Public holidays and worked weekends (调休) of the State Council's calendar; the period says that a
 * day belongs to five holidays in a row or more. Years not published yet have weekends only.
 */
export function clubMarks(): (day: number) => DayMarks {
  const known = new Map<number, boolean>();
  const isHoliday = (day: number): boolean => {
    const before = known.get(day);
    if (before !== undefined) return before;
    const is = dayKindOf(dateOf(day)) === 'HOLIDAY';
    known.set(day, is);
    return is;
  };
  const runOf = (day: number, step: 1 | -1): number => {
    let run = 0;
    while (isHoliday(day + step * (run + 1))) run++;
    return run;
  };
  return (day) => {
    const holiday = isHoliday(day);
    const isLong = holiday && 1 + runOf(day, 1) + runOf(day, -1) >= LONG;
    const worked = isWeekend(day) && dayKindOf(dateOf(day)) === 'WEEKDAY';
    return { holiday, worked, periods: [Number(isLong)] };
  };
}
