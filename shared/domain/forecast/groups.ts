import { DAY_HOURS } from './history';
import type { Series } from './series';

/** Targets at a similar distance, which share a model. */
export interface Group {
  readonly name: string;
  /** Hours from the origin, the last hour that is over, to the target; in training. */
  readonly leadOf: (series: Series, hour: number) => number;
  /** How much the four-week mean says where a single venue is learned from. */
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

/** Many venues know more than one: trees and ridges say the more, the more venues they learn from. */
export function blendOf({ fourWeeks: alone }: Pick<Group, 'fourWeeks'>, venues: number): Blend {
  const fourWeeks = (3 * alone) / (venues + 2);
  const ridge = (0.45 * venues) / (venues + 1);
  return { trees: 1 - ridge - fourWeeks, ridge, fourWeeks };
}

/** From the midnight `days` − 1 days before the target's day. */
const nightly = ({ hourOfDay }: Series, hour: number, days: number) =>
  (hourOfDay[hour] ?? 0) + 1 + (days - 1) * DAY_HOURS;

/** The last hours say more of today than the last weeks. */
const TODAY = 1 / 6;
const AHEAD = 1 / 3;

/** Days of a table: the last makes seven days whole in the evening. */
const WEEK_DAY = 8;

/** The groups of the nightly table, by the day of the target: today, tomorrow, five days, the last. */
export const NIGHTLY: readonly Group[] = [
  { name: 'today', grown: 1, fourWeeks: TODAY, leadOf: (series, hour) => nightly(series, hour, 1) },
  {
    name: 'tomorrow',
    grown: 1,
    fourWeeks: AHEAD,
    leadOf: (series, hour) => nightly(series, hour, 2),
  },
  {
    ...{ name: 'later', grown: 0.4, fourWeeks: AHEAD },
    // Each day of the history stands for another distance, from three days to seven.
    leadOf: (series, hour) => nightly(series, hour, 3 + (Math.floor(hour / DAY_HOURS) % 5)),
  },
  {
    ...{ name: 'week', grown: 0.6, fourWeeks: AHEAD },
    leadOf: (series, hour) => nightly(series, hour, WEEK_DAY),
  },
];

/** Which of NIGHTLY is asked for a target on day `days`, 1 being the day the night belongs to. */
export const groupOfDay = (days: number) => (days === WEEK_DAY ? 3 : Math.min(days, 3) - 1);
