import { clubDateOf, clubDayStart, formatClub, HOUR, type Instant } from '@shared/base/time';
import type { CurvePoint } from '@shared/contracts/venue';
import { clockText } from '@shared/domain/hours';

export interface Day {
  /** Oldest first. */
  readonly samples: readonly CurvePoint[];
  /** Today's opening; null on a day of rest. */
  readonly span: { readonly opensAt: Instant; readonly closesAt: Instant } | null;
  /** The live headcount and its moment: where the curve ends while the doors are open. */
  readonly headcount: number;
  readonly now: Instant;
}

/** A point of the drawing: 0,0 is the lower left corner, 1,1 the upper right one. */
export interface Dot {
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  readonly dots: readonly Dot[];
  /** Whether the last dot is this moment, so that it gets the marker. */
  readonly live: boolean;
  /** Hours below the drawing: where, in percent from the left, and the text. */
  readonly hours: readonly { readonly at: number; readonly text: string }[];
  /** Headcounts beside it: where, in percent from the bottom, and the text. */
  readonly levels: readonly { readonly at: number; readonly text: string }[];
  /** Why there is nothing to draw; empty when there is. */
  readonly hint: string;
  readonly spoken: string;
}

const NOTHING = { dots: [], live: false, hours: [], levels: [] } as const;
const ROUND = [2, 4, 6, 8, 10, 12, 16] as const;
const HOUR_STEPS = [1, 2, 3, 4, 6] as const;
const MOST_HOUR_LABELS = 6;

/** Today's headcount so far inside the opening hours, ready to draw and to print. */
export function curveOf({ samples, span, headcount, now }: Day): Curve {
  if (!span) return nothing('今天休息，没有人数曲线');
  if (now < span.opensAt) return nothing('开门以后，这里会画出今天的人数');
  const open = now < span.closesAt;
  const within = samples.filter(({ at }) => at >= span.opensAt && at <= span.closesAt && at <= now);
  const known = open ? [...within, { at: now, headcount }] : within;
  if (known.length < 2) return nothing('刚开门，过十分钟再来看今天的曲线');
  const peak = known.reduce((best, point) => (point.headcount >= best.headcount ? point : best));
  const top = niceTop(peak.headcount);
  const length = span.closesAt - span.opensAt;
  return {
    dots: known.map((point) => ({
      x: (point.at - span.opensAt) / length,
      y: point.headcount / top,
    })),
    live: open,
    hours: hourLabels(span.opensAt, span.closesAt),
    levels: [0, top / 2, top].map((level) => ({ at: (level / top) * 100, text: `${level}` })),
    hint: '',
    spoken: `今天到现在最多 ${peak.headcount} 人，在 ${formatClub(peak.at, 'HH:mm')}`,
  };
}

const nothing = (hint: string): Curve => ({ ...NOTHING, hint, spoken: hint });

/** The smallest round number that holds the peak; its half is a whole number too. */
export function niceTop(peak: number): number {
  for (let magnitude = 1; ; magnitude *= 10) {
    const top = ROUND.find((step) => step * magnitude >= peak);
    if (top) return top * magnitude;
  }
}

/** Round hours of the clock inside the opening, so few that they never crowd. */
function hourLabels(opensAt: Instant, closesAt: Instant): Curve['hours'] {
  const length = closesAt - opensAt;
  const step = HOUR_STEPS.find((hours) => length / (hours * HOUR) <= MOST_HOUR_LABELS) ?? 6;
  const midnight = clubDayStart(clubDateOf(opensAt));
  const labels: { at: number; text: string }[] = [];
  for (let hour = 0; hour <= 24; hour += step) {
    const at = midnight + hour * HOUR;
    if (at < opensAt || at > closesAt) continue;
    const percent = Math.round(((at - opensAt) / length) * 1000) / 10;
    labels.push({ at: percent, text: clockText(hour * 60) });
  }
  return labels;
}
