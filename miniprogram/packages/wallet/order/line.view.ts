import { formatClub } from '@shared/base/time';
import type { StatementLine } from '@shared/contracts/wallet';
import { signedYuan } from '../../../words/money';
import { STATEMENT_WORDS } from '../words';

/** One line of the statement; it leads to an order, to a lesson, or, both empty, nowhere. */
export interface LineRow {
  readonly id: string;
  readonly what: string;
  readonly time: string;
  readonly amount: string;
  readonly gain: boolean;
  readonly orderId: string;
  readonly lessonId: string;
}

/** `time` is a template: under the title of its day a line says only the hour. */
export function lineRow(line: StatementLine, time: 'HH:mm' | 'M 月 D 日 HH:mm'): LineRow {
  return {
    id: line.id,
    what: `${line.lessonId === null ? '' : '课程'}${STATEMENT_WORDS[line.kind]}`,
    time: formatClub(line.at, time),
    amount: signedYuan(line.amount),
    gain: line.amount > 0,
    orderId: line.orderId ?? '',
    lessonId: line.lessonId ?? '',
  };
}
