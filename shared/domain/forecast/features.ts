import { DAY_HOURS, WEEK_HOURS } from './history';
import type { Profile, Series } from './series';
import { forecastAt } from './weather';

/** One number that a model sees of a target hour. */
interface Feature {
  readonly name: string;
  /** Headcounts are divided by the venue's scale, so that one model serves small and large. */
  readonly people?: true;
  /** `hour` is the target, `origin` the last hour that is over: entries of the series. */
  readonly of: (series: Series, hour: number, origin: number) => number;
}

/** What is usual, as far as it is known at the origin. */
const profileOf = (series: Series, hour: number, origin: number) =>
  hour - origin > WEEK_HOURS ? series.older : series.profile;

function usual(name: string, column: keyof Profile, beside = 0): Feature {
  return {
    ...{ name, people: true },
    of: (series, hour, origin) =>
      at(profileOf(series, hour + beside, origin)[column], hour + beside),
  };
}

const at = (column: Float32Array, entry: number) => column[entry] ?? NaN;

/** The last entry of the target's hour of the day that is over at the origin. */
const sameHourBefore = (hour: number, origin: number) =>
  hour - DAY_HOURS * Math.ceil((hour - origin) / DAY_HOURS);

/** How many midnights lie between origin and target, counting an origin at 23:00 as that midnight. */
const nightsAhead = (series: Series, hour: number, origin: number) =>
  Math.max(0, Math.ceil((hour - origin - 1 - (series.hourOfDay[hour] ?? 0)) / DAY_HOURS));

function meanOfSevenDays(counts: Float32Array, last: number): number {
  let sum = 0;
  let many = 0;
  for (let day = 0; day < 7; day++) {
    const count = at(counts, last - day * DAY_HOURS);
    if (Number.isNaN(count)) continue;
    sum += count;
    many++;
  }
  return many > 0 ? sum / many : NaN;
}

function weather(element: 'temperature' | 'rain' | 'cloud'): Feature {
  return {
    name: element,
    of: (series, hour, origin) =>
      series.weather ? forecastAt(series.weather, element, hour, origin) : NaN,
  };
}

function period(number: number): Feature {
  return { name: `period${number}`, of: ({ periods }, hour) => periods[number]?.[hour] ?? 0 };
}

export const FEATURES: readonly Feature[] = [
  { name: 'hour', of: ({ hourOfDay }, hour) => hourOfDay[hour] ?? 0 },
  { name: 'weekday', of: ({ weekday }, hour) => weekday[hour] ?? 0 },
  { name: 'holiday', of: ({ holiday }, hour) => holiday[hour] ?? 0 },
  { name: 'eve', of: ({ holiday }, hour) => holiday[hour + DAY_HOURS] ?? 0 },
  { name: 'dayAfter', of: ({ holiday }, hour) => holiday[hour - DAY_HOURS] ?? 0 },
  { name: 'worked', of: ({ worked }, hour) => worked[hour] ?? 0 },
  period(0),
  period(1),
  period(2),
  usual('usual', 'usual'),
  usual('fourWeeks', 'fourWeeks'),
  usual('likeDay', 'likeDay'),
  usual('usualNext', 'usual', 1),
  usual('usualBefore', 'usual', -1),
  {
    ...{ name: 'weekAgo', people: true },
    of: ({ counts }, hour, origin) =>
      hour - origin > WEEK_HOURS ? NaN : at(counts, hour - WEEK_HOURS),
  },
  {
    name: 'twoWeeksAgo',
    people: true,
    of: ({ counts }, hour) => at(counts, hour - 2 * WEEK_HOURS),
  },
  { name: 'levelWeek', of: ({ level }, _, origin) => at(level.week, origin) },
  { name: 'levelMonth', of: ({ level }, _, origin) => at(level.month, origin) },
  { name: 'levelDay', of: ({ level }, _, origin) => at(level.day, origin) },
  {
    name: 'dayAgo',
    people: true,
    of: ({ counts }, hour, origin) => at(counts, sameHourBefore(hour, origin)),
  },
  {
    name: 'moreDayAgo',
    people: true,
    of: ({ more }, hour, origin) => at(more, sameHourBefore(hour, origin)),
  },
  {
    name: 'sevenDays',
    people: true,
    of: ({ counts }, hour, origin) => meanOfSevenDays(counts, sameHourBefore(hour, origin)),
  },
  {
    name: 'booked',
    people: true,
    of: (series, hour, origin) =>
      at(series.booked?.people[nightsAhead(series, hour, origin)] ?? NOTHING, hour),
  },
  {
    name: 'usuallyBooked',
    people: true,
    of: (series, hour, origin) =>
      at(series.booked?.usual[nightsAhead(series, hour, origin)] ?? NOTHING, hour),
  },
  // What is the same at all hours of a venue, and not of two venues, tells trees whose hours they are.
  { name: 'venue', of: ({ scale }) => scale },
  weather('temperature'),
  weather('rain'),
  weather('cloud'),
  {
    name: 'warmer',
    of: ({ weather: known }, hour, origin) =>
      known ? forecastAt(known, 'temperature', hour, origin) - at(known.mild, origin) : NaN,
  },
];

const NOTHING = new Float32Array(0);

const places = new Map(FEATURES.map(({ name }, place) => [name, place]));

/** Where a feature stands in a row. An unknown name is a mistake of ours. */
export function placeOf(name: string): number {
  const place = places.get(name);
  if (place === undefined) throw new Error(`no feature ${name}`);
  return place;
}

export interface Look {
  /** The target hour and the last hour that is over: entries of the series. */
  readonly hour: number;
  readonly origin: number;
}

const USUAL = placeOf('usual');
const MORE = placeOf('moreDayAgo');
const LAGS = ['fourWeeks', 'likeDay', 'weekAgo', 'twoWeeksAgo', 'dayAgo', 'sevenDays'].map(placeOf);

/**
 * Writes a row of FEATURES; NaN where something is not known. What nobody counted is taken for what is
 * usual: a gap shall not look like an empty hall to a model that has seen few gaps.
 */
export function writeFeatures(series: Series, { hour, origin }: Look, row: Float32Array): void {
  FEATURES.forEach((feature, place) => {
    const value = feature.of(series, hour, origin);
    row[place] = feature.people ? value / series.scale : value;
  });
  const isMissing = (place: number) => Number.isNaN(row[place] ?? NaN);
  for (const lag of LAGS) if (isMissing(lag)) row[lag] = row[USUAL] ?? NaN;
  if (isMissing(MORE)) row[MORE] = 0;
}
