// Node finds no named exports in this CommonJS package; every bundler finds the default one.
import chineseDays from 'chinese-days';
import type { ClubDate } from './time';

/** What a day is to a price list. */
export const DAY_KINDS = ['WEEKDAY', 'WEEKEND', 'HOLIDAY'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

/**
 * A weekend day that is worked in exchange for a holiday (调休) is a weekday; a statutory holiday is
 * a holiday on whatever weekday it falls. Years that are not published yet have weekends only.
 */
export function dayKindOf(date: ClubDate): DayKind {
  // A holiday is named in three parts: `Labour Day,劳动节,2`; an ordinary day by its weekday.
  const { work, name } = chineseDays.getDayDetail(date);
  if (work) return 'WEEKDAY';
  return name.includes(',') ? 'HOLIDAY' : 'WEEKEND';
}
