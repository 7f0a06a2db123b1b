import { formatClub, HOUR, type Instant } from '@shared/base/time';
import type { CurvePoint } from '@shared/contracts/venue';

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

/** The smallest even 2, 4, 6, 8 or 10 times a power of ten that holds the peak. */
function niceTop(peak: number): number {
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, peak))));
  const steps = [2, 4, 6, 8, 10, 20].map((step) => step * magnitude);
  return steps.find((step) => step >= peak) ?? peak;
}

/** Whole hours, at most six of them, the opening hour first. */
function hourLabels(opensAt: Instant, closesAt: Instant): Curve['hours'] {
  const hours = (closesAt - opensAt) / HOUR;
  const step = HOUR_STEPS.find((candidate) => hours / candidate <= MOST_HOUR_LABELS) ?? 6;
  const labels: { at: number; text: string }[] = [];
  for (let hour = 0; hour <= hours; hour += step) {
    const text = formatClub((opensAt + hour * HOUR) as Instant, 'HH:mm');
    labels.push({ at: Math.round((hour / hours) * 1000) / 10, text });
  }
  return labels;
}
