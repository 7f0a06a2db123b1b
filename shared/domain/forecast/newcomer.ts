import { DAY_HOURS, TABLE_HOURS, WEEK_HOURS } from './history';
import type { Series } from './series';

/** What venues of a network have in common; kept with a model. Plain JSON. */
export interface Network {
  /** Share of a busy hour by hour of the week, Monday 00:00 first; null where all are closed. */
  readonly week: readonly (number | null)[];
  /** The same on public holidays, by hour of the day. */
  readonly holiday: readonly (number | null)[];
  /** A busy hour's headcount per unit of size; null where no size is known. */
  readonly perSize: number | null;
  /** A busy hour's headcount of the venue in the middle. */
  readonly typical: number;
}

/** How much history each venue lends: twelve weeks, each weighing less than the next. */
const LENT = 12 * WEEK_HOURS;
const WEEKLY = 0.75;

const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};

/** What the venues have in common; `sizes` in their order, null where it is not known. */
export function networkOf(all: readonly Series[], sizes: readonly (number | null)[]): Network {
  const week = new Shares(WEEK_HOURS);
  const holiday = new Shares(DAY_HOURS);
  for (const series of all) {
    for (let hour = Math.max(0, series.known - LENT); hour < series.known; hour++) {
      const share = (series.counts[hour] ?? NaN) / series.scale;
      if (series.open[hour] !== 1 || Number.isNaN(share)) continue;
      const weight = WEEKLY ** Math.floor((series.known - 1 - hour) / WEEK_HOURS);
      if (series.holiday[hour] === 1) holiday.add(series.hourOfDay[hour] ?? 0, share, weight);
      else week.add(hourOfWeek(series, hour), share, weight);
    }
  }
  const perSize = all.flatMap(({ scale }, at) => {
    const size = sizes[at];
    return size ? [scale / size] : [];
  });
  const typical = median(all.map(({ scale }) => scale)) ?? 0;
  return { week: week.means(), holiday: holiday.means(), perSize: median(perSize), typical };
}

/** Weighted means by place. */
class Shares {
  private readonly sums: number[];
  private readonly weights: number[];
  constructor(places: number) {
    this.sums = new Array<number>(places).fill(0);
    this.weights = new Array<number>(places).fill(0);
  }
  add(place: number, share: number, weight: number): void {
    this.sums[place] = (this.sums[place] ?? 0) + weight * share;
    this.weights[place] = (this.weights[place] ?? 0) + weight;
  }
  means(): (number | null)[] {
    return this.sums.map((sum, place) => {
      const weight = this.weights[place] ?? 0;
      return weight > 0 ? Number((sum / weight).toFixed(4)) : null;
    });
  }
}

const hourOfWeek = ({ weekday, hourOfDay }: Series, hour: number) =>
  (weekday[hour] ?? 0) * DAY_HOURS + (hourOfDay[hour] ?? 0);

/** From so many days of its own on, a venue is asked by the model. */
export const OWN_DAYS = 21;

export interface NewcomerForecast {
  readonly middle: readonly number[];
  /** A busy hour's headcount, as far as is known. */
  readonly scale: number;
}

/** Days of which the guess of its size is worth as much as that many of its own. */
const SIZE_DAYS = 1;
/** The same for the shape of its day, and of one weekday-hour. */
const SHAPE_DAYS = 5;
const WEEKDAY_DAYS = 0.8;

/**
 * The next TABLE_HOURS of a venue that is too young for the model: the network's week times the guess
 * of its size, drawn towards its own level, its own hours of the day and its own hours of the week by
 * how much of each has been seen. Null if there is no network.
 */
export function newcomerForecast(
  network: Network,
  series: Series,
  size: number | null,
): NewcomerForecast | null {
  const guess = size && network.perSize ? size * network.perSize : network.typical;
  if (guess <= 0) return null;
  const shareAt = (hour: number) => {
    const ofHoliday = network.holiday[series.hourOfDay[hour] ?? 0] ?? null;
    const ofWeek = network.week[hourOfWeek(series, hour)] ?? null;
    return (series.holiday[hour] === 1 ? ofHoliday : null) ?? ofWeek ?? 0;
  };
  const seen = seenOf(series, shareAt);
  const dayOfGuess = network.week.reduce<number>((sum, share) => sum + (share ?? 0), 0) / 7;
  const prior = SIZE_DAYS * dayOfGuess;
  const level = (prior * guess + seen.came) / (prior + seen.expected);
  const middle = Array.from({ length: TABLE_HOURS }, (_, ahead) => {
    const hour = series.known + ahead;
    if (series.open[hour] !== 1) return 0;
    const base = shareAt(hour) * level;
    const ofDay = seen.byHour[series.hourOfDay[hour] ?? 0] ?? { ratio: 0, many: 0 };
    const shaped = drawn(base, { ...ofDay, prior: SHAPE_DAYS, level });
    const ofWeek = seen.byWeek[hourOfWeek(series, hour)];
    if (!ofWeek || series.holiday[hour] === 1) return shaped;
    return (shaped * WEEKDAY_DAYS + ofWeek.sum) / (WEEKDAY_DAYS + ofWeek.many);
  });
  return { middle, scale: level };
}

interface Seen {
  readonly came: number;
  readonly expected: number;
  /** By hour of the day, how many times the network's share came. */
  readonly byHour: readonly { readonly ratio: number; readonly many: number }[];
  readonly byWeek: readonly { readonly sum: number; readonly many: number }[];
}

/** The counts of a young venue beside the network's shares. */
function seenOf(series: Series, shareAt: (hour: number) => number): Seen {
  let came = 0;
  let expected = 0;
  const hours = Array.from({ length: DAY_HOURS }, () => ({ came: 0, expected: 0, many: 0 }));
  const byWeek = Array.from({ length: WEEK_HOURS }, () => ({ sum: 0, many: 0 }));
  for (let hour = 0; hour < series.known; hour++) {
    const count = series.counts[hour] ?? NaN;
    const share = shareAt(hour);
    if (series.open[hour] !== 1 || Number.isNaN(count) || share === 0) continue;
    came += count;
    expected += share;
    const ofDay = hours[series.hourOfDay[hour] ?? 0];
    if (ofDay) {
      ofDay.came += count;
      ofDay.expected += share;
      ofDay.many++;
    }
    const ofWeek = byWeek[hourOfWeek(series, hour)];
    if (ofWeek && series.holiday[hour] !== 1) {
      ofWeek.sum += count;
      ofWeek.many++;
    }
  }
  const byHour = hours.map((one) => ({ ratio: one.came / (one.expected || 1), many: one.many }));
  return { came, expected, byHour, byWeek };
}

/** What is expected, with the hour of the day's own ratio as far as it has been seen. */
function drawn(
  base: number,
  of: {
    readonly ratio: number;
    readonly many: number;
    readonly prior: number;
    readonly level: number;
  },
): number {
  const ownRatio = of.level > 0 ? of.ratio / of.level : 1;
  return base * ((of.prior + of.many * ownRatio) / (of.prior + of.many));
}
