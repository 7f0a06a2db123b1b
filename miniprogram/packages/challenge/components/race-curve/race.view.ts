import { addDays, clubDateOf, clubDayStart, formatClub, type Instant } from '@shared/base/time';
import type { ChallengeBoard } from '@shared/contracts/challengeViews';
import { type Dot, niceTop } from '../../../../components/day-curve/curve.view';
import { amountText, nameOf } from '../../challenge.view';

/** My sum over the days against another's, ready to draw. */
export interface Race {
  readonly mine: readonly Dot[];
  readonly theirs: readonly Dot[];
  readonly levels: readonly { readonly at: number; readonly text: string }[];
  /** Days below the drawing: where, in percent from the left, and the text. */
  readonly dates: readonly { readonly at: number; readonly text: string }[];
  readonly mineWord: string;
  readonly theirWord: string;
  readonly spoken: string;
}

type Row = ChallengeBoard['rows'][number];

/** Null where there is nothing to compare: before it runs, alone, and in a match. */
export function raceOf({ challenge, rows, you }: ChallengeBoard): Race | null {
  const mine = rows.find(({ memberId }) => memberId === you);
  // The best of the others: who is to be caught, or kept behind.
  const theirs = rows.find(({ memberId, left }) => memberId !== you && !left);
  if (challenge.kind === 'MATCH' || challenge.from === null || !mine || !theirs) return null;
  if (mine.total + theirs.total === 0) return null;
  const top = niceTop(Math.max(2, mine.total, theirs.total));
  const words = [mine, theirs].map(({ total }) => amountText(total, challenge.kind));
  const [mineWord = '', theirWord = ''] = words;
  return {
    mine: dotsOf(mine, challenge.days, top),
    theirs: dotsOf(theirs, challenge.days, top),
    levels: [0, top / 2, top].map((level) => ({ at: (level / top) * 100, text: levelText(level) })),
    dates: datesOf(challenge.from, challenge.days),
    mineWord: `我 ${mineWord}`,
    theirWord: `${nameOf(theirs)} ${theirWord}`,
    spoken: `我 ${mineWord}，${nameOf(theirs)} ${theirWord}`,
  };
}

/** From nothing at the start; the sum of a day stands at its end. */
function dotsOf({ curve }: Row, days: number, top: number): Dot[] {
  let sum = 0;
  const dots = curve.map(({ value }, index) => {
    sum += value;
    return { x: Math.min(1, (index + 1) / days), y: sum / top };
  });
  return [{ x: 0, y: 0 }, ...dots];
}

/** Steps go into the ten thousands. */
const levelText = (level: number) => (level >= 10_000 ? `${level / 10_000}万` : String(level));

/** The first day, the middle and the last. */
function datesOf(from: Instant, days: number) {
  const shown = new Set([0, Math.floor((days - 1) / 2), days - 1]);
  return [...shown].map((day) => ({
    at: ((day + 0.5) / days) * 100,
    text: formatClub(clubDayStart(addDays(clubDateOf(from), day)), 'M/D'),
  }));
}
