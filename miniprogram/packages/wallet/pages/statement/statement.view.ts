import { type Fen, fen, formatYuan, yuanText } from '@shared/base/money';
import {
  addMonths,
  type ClubMonth,
  clubDateOf,
  clubMonthOf,
  formatClub,
  type Instant,
} from '@shared/base/time';
import type { StatementLine } from '@shared/contracts/wallet';
import { dayTitle } from '../../../../words/days';
import { type LineRow, lineRow } from '../../order/line.view';
import { STATEMENT_WORDS, type StatementKind } from '../../words';

/** Which lines are shown. */
export type Filter = 'ALL' | 'TOPUP' | 'REFUND' | 'SPENDING';

const FILTERS: readonly Filter[] = ['ALL', 'TOPUP', 'REFUND', 'SPENDING'];

/** Where a person looks for a line: money that goes back is a refund, whichever way it goes. */
const FILTER_OF: Readonly<Record<StatementKind, Filter>> = {
  TOPUP: 'TOPUP',
  WITHDRAWAL: 'REFUND',
  REFUND: 'REFUND',
  SPENDING: 'SPENDING',
  REVERSAL: 'REFUND',
};

export interface StatementDay {
  readonly date: string;
  readonly title: string;
  readonly rows: readonly LineRow[];
}

export interface StatementView {
  readonly filters: readonly {
    readonly filter: Filter;
    readonly word: string;
    readonly chosen: boolean;
  }[];
  /** Sums of the lines that are shown. */
  readonly gained: string;
  readonly spent: string;
  readonly days: readonly StatementDay[];
  /** Why there are no lines; empty when there are. */
  readonly empty: string;
}

/** The lines of one month as they come (newest first), under their days. */
export function statementView(
  lines: readonly StatementLine[],
  filter: Filter,
  now: Instant,
): StatementView {
  const shown = shownLines(lines, filter);
  return {
    filters: FILTERS.map((each) => ({
      filter: each,
      word: filterWord(each),
      chosen: each === filter,
    })),
    gained: formatYuan(sumOf(shown.filter(({ amount }) => amount > 0))),
    spent: formatYuan(fen(Math.abs(sumOf(shown.filter(({ amount }) => amount < 0))))),
    days: daysOf(shown, now),
    empty: shown.length > 0 ? '' : emptyText(filter),
  };
}

export const shownLines = (lines: readonly StatementLine[], filter: Filter) =>
  filter === 'ALL' ? lines : lines.filter(({ kind }) => FILTER_OF[kind] === filter);

const filterWord = (filter: Filter) => (filter === 'ALL' ? '全部' : STATEMENT_WORDS[filter]);

const emptyText = (filter: Filter) =>
  filter === 'ALL' ? '这个月没有明细' : `这个月没有${STATEMENT_WORDS[filter]}`;

const sumOf = (lines: readonly StatementLine[]): Fen =>
  fen(lines.reduce((sum, { amount }) => sum + amount, 0));

function daysOf(lines: readonly StatementLine[], now: Instant): StatementDay[] {
  const days: { date: string; title: string; rows: LineRow[] }[] = [];
  for (const line of lines) {
    const date = clubDateOf(line.at);
    let day = days[days.length - 1];
    if (day?.date !== date) {
      day = { date, title: dayTitle(line.at, now), rows: [] };
      days.push(day);
    }
    day.rows.push(lineRow(line, 'HH:mm'));
  }
  return days;
}

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

const CSV_HEAD = ['时间', '类型', '金额（元）', '订单号'];
/** Tells spreadsheets that the text is UTF-8; without it Excel garbles Chinese. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The lines as a spreadsheet reads them (RFC 4180): every field quoted, amounts in yuan. */
export function statementCsv(lines: readonly StatementLine[]): string {
  const rows = lines.map(({ at, kind, amount, orderId }) => [
    formatClub(at, 'YYYY-MM-DD HH:mm:ss'),
    STATEMENT_WORDS[kind],
    yuanText(amount),
    orderId ?? '',
  ]);
  const text = [CSV_HEAD, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n');
  return `${BYTE_ORDER_MARK}${text}\r\n`;
}

const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

export const csvName = (month: ClubMonth) => `courtside-wallet-${month}.csv`;
