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
  /** How it will go on; what is over of it is left out. */
  readonly ahead?: readonly Expected[];
}

/** People expected at a moment: eight times out of ten between low and high. */
export interface Expected {
  readonly at: Instant;
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** A point of the drawing: 0,0 is the lower left corner, 1,1 the upper right one. */
export interface Dot {
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  readonly dots: readonly Dot[];
  /** The forecast that goes on from there, and the band around it. */
  readonly ahead: readonly Dot[];
  readonly band: readonly { readonly x: number; readonly low: number; readonly high: number }[];
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

const NOTHING = { dots: [], ahead: [], band: [], live: false, hours: [], levels: [] } as const;
const ROUND = [2, 4, 6, 8, 10, 12, 16] as const;
const HOUR_STEPS = [1, 2, 3, 4, 6] as const;
const MOST_HOUR_LABELS = 6;

/** Today's headcount so far inside the opening hours and how it will go on, ready to draw. */
export function curveOf({ samples, span, headcount, now, ahead = [] }: Day): Curve {
  if (!span) return nothing('今天休息，没有人数曲线');
  const open = now >= span.opensAt && now < span.closesAt;
  const within = samples.filter(({ at }) => at >= span.opensAt && at <= span.closesAt && at <= now);
  const here = { at: now, headcount };
  const known = open ? [...within, here] : within;
  const coming = comingOf(ahead, span, open ? here : null);
  const isDrawn = coming.length > 1;
  if (now < span.opensAt && !isDrawn) return nothing('开门以后，这里会画出今天的人数');
  if (known.length < 2 && !isDrawn) return nothing('刚开门，过十分钟再来看今天的曲线');
  const top = niceTop(Math.max(...known.map((one) => one.headcount), ...coming.map(highOf)));
  const xOf = (at: Instant) => (at - span.opensAt) / (span.closesAt - span.opensAt);
  return {
    dots: known.map((point) => ({ x: xOf(point.at), y: point.headcount / top })),
    ahead: coming.map((point) => ({ x: xOf(point.at), y: point.middle / top })),
    band: coming.map(({ at, low, high }) => ({ x: xOf(at), low: low / top, high: high / top })),
    live: open,
    hours: hourLabels(span.opensAt, span.closesAt),
    levels: [0, top / 2, top].map((level) => ({ at: (level / top) * 100, text: `${level}` })),
    hint: '',
    spoken: [soFar(known), expectedPeak(coming)].filter((one) => one !== '').join('；'),
  };
}

const highOf = ({ high }: Expected) => high;

/** What is still to come of the opening hours; from this moment on when the doors are open. */
function comingOf(
  ahead: readonly Expected[],
  { opensAt, closesAt }: NonNullable<Day['span']>,
  here: { readonly at: Instant; readonly headcount: number } | null,
): Expected[] {
  const from = here ? here.at + 1 : opensAt;
  const coming = ahead.filter(({ at }) => at >= from && at <= closesAt);
  if (!here || coming.length === 0) return coming;
  const { at, headcount } = here;
  return [{ at, middle: headcount, low: headcount, high: headcount }, ...coming];
}

function soFar(known: readonly CurvePoint[]): string {
  const [first] = known;
  if (!first) return '';
  const peak = known.reduce((best, one) => (one.headcount >= best.headcount ? one : best), first);
  return `今天到现在最多 ${peak.headcount} 人，在 ${formatClub(peak.at, 'HH:mm')}`;
}

function expectedPeak(coming: readonly Expected[]): string {
  const [first] = coming;
  if (!first) return '';
  const peak = coming.reduce((best, one) => (one.middle > best.middle ? one : best), first);
  return `预计 ${formatClub(peak.at, 'HH:mm')} 最多，约 ${Math.round(peak.middle)} 人`;
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
