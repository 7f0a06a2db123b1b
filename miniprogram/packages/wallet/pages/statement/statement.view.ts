import { type Fen, fen, formatYuan, yuanText } from '@shared/base/money';
import { type ClubMonth, formatClub, type Instant } from '@shared/base/time';
import type { StatementLine } from '@shared/contracts/wallet';
import { type Day, underDays } from '../../../../words/days';
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

export interface StatementView {
  readonly filters: readonly {
    readonly filter: Filter;
    readonly word: string;
    readonly chosen: boolean;
  }[];
  /** Sums of the lines that are shown. */
  readonly gained: string;
  readonly spent: string;
  readonly days: readonly Day<LineRow>[];
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
    days: underDays(shown, now, (line) => lineRow(line, 'HH:mm')),
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
