import { formatYuan } from '@shared/base/money';
import { addMonths, type ClubMonth, clubMonthOf, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { durationText } from '../../../../words/duration';

export type Income = Awaited<ReturnType<Api['coach']['income']>>;

/** A month and its neighbours; there is none after this month. */
export interface MonthTurn {
  readonly title: string;
  readonly before: ClubMonth;
  readonly after: ClubMonth | '';
}

export interface IncomeRow {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly amount: string;
}

export interface IncomeView {
  readonly total: string;
  readonly lessons: string;
  readonly hours: string;
  readonly rows: readonly IncomeRow[];
}

export function monthTurn(month: ClubMonth, now: Instant): MonthTurn {
  const [year = '', number = ''] = month.split('-');
  return {
    title: `${year} 年 ${Number(number)} 月`,
    before: addMonths(month, -1),
    after: month < clubMonthOf(now) ? addMonths(month, 1) : '',
  };
}

export function incomeView({ lessons, minutes, fen, byStudent }: Income): IncomeView {
  return {
    total: formatYuan(fen),
    lessons: `${lessons} 节`,
    hours: durationText(minutes),
    rows: byStudent.map((one) => ({
      id: one.memberId,
      name: one.realName,
      detail: `${one.lessons} 节 · ${durationText(one.minutes)}`,
      amount: formatYuan(one.fen),
    })),
  };
}
