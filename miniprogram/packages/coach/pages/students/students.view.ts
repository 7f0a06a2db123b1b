import { formatClub } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { personFacts } from '../../../../words/people';

export type Students = Awaited<ReturnType<Api['coach']['students']>>;

export interface StudentRow {
  readonly id: string;
  readonly name: string;
  /** `女 · 26 岁 · 138…`; what is not known is left out. */
  readonly detail: string;
  /** `2026 年 1 月 23 日起`. */
  readonly since: string;
}

export interface StudentsView {
  /** `3 / 20 位`. */
  readonly count: string;
  readonly rows: readonly StudentRow[];
}

export function studentsView({ students, most }: Students): StudentsView {
  return {
    count: `${students.length} / ${most} 位`,
    rows: students.map((student) => ({
      id: student.memberId,
      name: student.realName,
      detail: [personFacts(student), student.phone].filter((part) => part !== '').join(' · '),
      since: `${formatClub(student.since, 'YYYY 年 M 月 D 日')}起`,
    })),
  };
}
