import { DAY_HOURS } from './history';
import type { Series } from './series';

/** Targets at a similar distance, which share a model. */
export interface Group {
  readonly name: string;
  /** Hours from the origin, the last hour that is over, to the target; in training. */
  readonly leadOf: (series: Series, hour: number) => number;
  /** What the four-week mean of a single venue says of it; of many venues' that much less. */
  readonly fourWeeks: number;
  /** How many of the trees of a training it grows; far ahead fewer find all there is. */
  readonly grown: number;
}

/** Shares of the members of a forecast; together 1. */
export interface Blend {
  readonly trees: number;
  readonly ridge: number;
  readonly fourWeeks: number;
}

/** A single venue's four weeks say much beside what could be learned from it alone. */
export function blendOf({ fourWeeks }: Pick<Group, 'fourWeeks'>, venues: number): Blend {
  const recent = fourWeeks / Math.max(1, venues);
  const ridge = (1 - recent) * (RIDGE.among + (RIDGE.alone - RIDGE.among) / Math.max(1, venues));
  return { trees: 1 - ridge - recent, ridge, fourWeeks: recent };
}

/** Of what trees and ridge share. */
const RIDGE = { alone: 0.34, among: 0.45 };

/** From the midnight `days` − 1 days before the target's day. */
const nightly = ({ hourOfDay }: Series, hour: number, days: number) =>
  (hourOfDay[hour] ?? 0) + 1 + (days - 1) * DAY_HOURS;

const TODAY = 1 / 6;
const AFTER = 1 / 3;

/** Days of a table: the last makes seven days whole in the evening. */
const WEEK_DAY = 8;

/** The groups of the nightly table, by the day of the target: today, tomorrow, five days, the last. */
export const NIGHTLY: readonly Group[] = [
  { name: 'today', grown: 1, fourWeeks: TODAY, leadOf: (series, hour) => nightly(series, hour, 1) },
  {
    ...{ name: 'tomorrow', grown: 1, fourWeeks: AFTER },
    leadOf: (series, hour) => nightly(series, hour, 2),
  },
  {
    ...{ name: 'later', grown: 0.4, fourWeeks: AFTER },
    // Each day of the history stands for another distance, from three days to seven.
    leadOf: (series, hour) => nightly(series, hour, 3 + (Math.floor(hour / DAY_HOURS) % 5)),
  },
  {
    ...{ name: 'week', grown: 0.6, fourWeeks: AFTER },
    leadOf: (series, hour) => nightly(series, hour, WEEK_DAY),
  },
];

/** Which of NIGHTLY is asked for a target on day `days`, 1 being the day the night belongs to. */
export const groupOfDay = (days: number) => (days === WEEK_DAY ? 3 : Math.min(days, 3) - 1);
