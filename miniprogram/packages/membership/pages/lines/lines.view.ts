import { type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { PointLine } from '@shared/contracts/membership';
import { type Day, underDays } from '../../../../words/days';
import { type PointRow, pointRow, pointsText } from '../../../../words/points';

export interface LinesView {
  readonly gained: string;
  readonly spent: string;
  readonly days: readonly Day<PointRow>[];
}

/** The lines of one month as they come (newest first), under their days. */
export function linesView(lines: readonly PointLine[], now: Instant): LinesView {
  return {
    gained: pointsText(sumOf(lines.filter(({ amount }) => amount > 0))),
    spent: pointsText(points(Math.abs(sumOf(lines.filter(({ amount }) => amount < 0))))),
    days: underDays(lines, now, (line) => pointRow(line, 'HH:mm')),
  };
}

const sumOf = (lines: readonly PointLine[]): Points =>
  points(lines.reduce((sum, { amount }) => sum + amount, 0));
