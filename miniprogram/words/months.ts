import { addMonths, type ClubMonth, clubMonthOf, type Instant } from '@shared/base/time';

/** The month and its neighbours; there is none after this one. */
export interface MonthSwitch {
  readonly title: string;
  readonly before: ClubMonth;
  readonly after: ClubMonth | '';
}

export function monthSwitch(month: ClubMonth, now: Instant): MonthSwitch {
  const [year = '', number = ''] = month.split('-');
  return {
    title: `${year} 年 ${Number(number)} 月`,
    before: addMonths(month, -1),
    after: month < clubMonthOf(now) ? addMonths(month, 1) : '',
  };
}
