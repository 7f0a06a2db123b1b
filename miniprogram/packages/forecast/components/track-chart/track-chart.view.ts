import { clubDayStart, formatClub } from '@shared/base/time';
import type { ForecastReport } from '@shared/contracts/forecast';
import type { Shown } from '@shared/domain/forecast/track';
import { niceTop } from '../../../../components/day-curve/curve.view';

/** 0,0 is the lower left corner, 1,1 the upper right one. */
export interface Dot {
  readonly x: number;
  readonly y: number;
}

export interface TrackChart {
  /** Lines in parts: a day without a count parts them. */
  readonly came: readonly (readonly Dot[])[];
  readonly said: readonly (readonly Dot[])[];
  readonly levels: readonly { readonly at: number; readonly text: string }[];
  readonly dates: readonly { readonly at: number; readonly text: string }[];
  readonly spoken: string;
}

type TrackedDay = ForecastReport['days'][number];

const LABEL_EVERY = 14;

/** Days by their means; null while there are not two of them. */
export function trackChart(days: readonly TrackedDay[], distance: Shown): TrackChart | null {
  const came = days.map((day) => day.came);
  const said = days.map((day) => day.said[distance]);
  const known = [...came, ...said].filter((one): one is number => one !== null);
  if (days.length < 2 || known.length < 2) return null;
  const top = niceTop(Math.max(...known));
  const step = days.length <= LABEL_EVERY ? 7 : LABEL_EVERY;
  return {
    came: partsOf(came, top),
    said: partsOf(said, top),
    levels: [0, top / 2, top].map((level) => ({ at: (level / top) * 100, text: `${level}` })),
    dates: days.flatMap(({ date }, index) =>
      (days.length - 1 - index) % step === 0
        ? [
            {
              at: (index / (days.length - 1)) * 100,
              text: formatClub(clubDayStart(date), 'M/D'),
            },
          ]
        : [],
    ),
    spoken: `最近 ${days.length} 天，每天开放时间的平均人数和当时的预测`,
  };
}

function partsOf(values: readonly (number | null)[], top: number): Dot[][] {
  const parts: Dot[][] = [];
  let part: Dot[] = [];
  values.forEach((value, index) => {
    if (value === null) part = [];
    else {
      if (part.length === 0) parts.push(part);
      part.push({ x: index / (values.length - 1), y: value / top });
    }
  });
  return parts;
}
