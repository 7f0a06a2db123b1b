import { DAY_HOURS } from './history';
import type { Series } from './series';

/** Targets at a similar distance, which share a model. */
export interface Group {
  readonly name: string;
  /** Hours from the origin, the last hour that is over, to the target; in training. */
  readonly leadOf: (series: Series, hour: number) => number;
  /** Shares of trees, ridge and four-week mean in the forecast. */
  readonly blend: Blend;
  /** How many of the trees of a training it grows; far ahead fewer find all there is. */
  readonly grown: number;
}

export interface Blend {
  readonly trees: number;
  readonly ridge: number;
  readonly fourWeeks: number;
}

/** From the midnight `days` − 1 days before the target's day. */
const nightly = ({ hourOfDay }: Series, hour: number, days: number) =>
  (hourOfDay[hour] ?? 0) + 1 + (days - 1) * DAY_HOURS;

const NEAR: Blend = { trees: 0.5, ridge: 0.5, fourWeeks: 0 };
const FAR: Blend = { trees: 0.37, ridge: 0.3, fourWeeks: 0.33 };

/** Days of a table: the last makes seven days whole in the evening. */
const WEEK_DAY = 8;

/** The groups of the nightly table, by the day of the target: today, tomorrow, five days, the last. */
export const NIGHTLY: readonly Group[] = [
  { name: 'today', grown: 1, blend: NEAR, leadOf: (series, hour) => nightly(series, hour, 1) },
  { name: 'tomorrow', grown: 1, blend: NEAR, leadOf: (series, hour) => nightly(series, hour, 2) },
  {
    ...{ name: 'later', grown: 0.4, blend: FAR },
    // Each day of the history stands for another distance, from three days to seven.
    leadOf: (series, hour) => nightly(series, hour, 3 + (Math.floor(hour / DAY_HOURS) % 5)),
  },
  {
    ...{ name: 'week', grown: 0.6, blend: FAR },
    leadOf: (series, hour) => nightly(series, hour, WEEK_DAY),
  },
];

/** Which of NIGHTLY is asked for a target on day `days`, 1 being the day the night belongs to. */
export const groupOfDay = (days: number) => (days === WEEK_DAY ? 3 : Math.min(days, 3) - 1);
