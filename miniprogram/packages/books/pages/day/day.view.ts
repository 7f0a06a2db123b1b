import { type Fen, formatYuan } from '@shared/base/money';
import type { Api } from '@shared/contracts';
import type { DifferenceView } from '@shared/contracts/books';
import { DIFFERENCE_WORDS } from '@shared/domain/reconciliation';
import { dayStanding, momentText, type Tone } from '../../words';

export type ReconciledDay = Awaited<ReturnType<Api['books']['reconciliation']>>;
type Sums = ReconciledDay['day']['ours'];

export interface ComparedRow {
  readonly label: string;
  readonly ours: string;
  readonly theirs: string;
  readonly differs: boolean;
}

export interface DifferenceRow {
  readonly id: string;
  readonly what: string;
  readonly advice: string;
  readonly orderId: string;
  /** Either side's amount; `没有` where it has none. */
  readonly ours: string;
  readonly theirs: string;
  readonly refund: boolean;
  /** `王管理 · 3 月 14 日 11:00`; empty while it is open. */
  readonly settled: string;
  readonly note: string;
}

export interface DayView {
  readonly standing: string;
  readonly tone: Tone;
  readonly explanation: string;
  /** Empty when there was no bill: numbers of nothing would read as zeros. */
  readonly compared: readonly ComparedRow[];
  readonly open: readonly DifferenceRow[];
  readonly settled: readonly DifferenceRow[];
}

export function dayView({ day, differences }: ReconciledDay): DayView {
  const { word, tone } = dayStanding(day);
  const rows = differences.map(differenceRow);
  return {
    standing: word,
    tone,
    explanation: explanationOf(day),
    compared: day.status === 'BROKEN' ? [] : comparedRows(day.ours, day.theirs),
    open: rows.filter(({ settled }) => settled === ''),
    settled: rows.filter(({ settled }) => settled !== ''),
  };
}

function explanationOf({ status, at }: ReconciledDay['day']): string {
  const checked = `${momentText(at)} 核对`;
  return status === 'BROKEN' ? `${checked}，没有拿到渠道账单，会自动再试` : checked;
}

function comparedRows(ours: Sums, theirs: Sums): ComparedRow[] {
  const pieces = (count: number) => `${count} 笔`;
  const rows: readonly [string, string, string][] = [
    ['收款', formatYuan(ours.amount), formatYuan(theirs.amount)],
    ['收款笔数', pieces(ours.count), pieces(theirs.count)],
    ['退款', formatYuan(ours.refunded), formatYuan(theirs.refunded)],
    ['退款笔数', pieces(ours.refunds), pieces(theirs.refunds)],
  ];
  return rows.map(([label, our, their]) => {
    return { label, ours: our, theirs: their, differs: our !== their };
  });
}

const amountText = (amount: Fen | null) => (amount === null ? '没有' : formatYuan(amount));

function differenceRow(difference: DifferenceView): DifferenceRow {
  const { settled } = difference;
  return {
    id: difference.id,
    ...DIFFERENCE_WORDS[difference.kind],
    orderId: difference.orderId,
    ours: amountText(difference.ours),
    theirs: amountText(difference.theirs),
    refund: difference.kind === 'REFUND_ONLY_OURS',
    settled: settled ? `${settled.by} · ${momentText(settled.at)}` : '',
    note: settled?.note ?? '',
  };
}
