import type { Hour, WeatherIssue } from './history';

/** Weather forecasts, found by when they were issued. */
export interface Weather {
  readonly from: Hour;
  readonly issues: readonly WeatherIssue[];
  /** The last issue of or before each entry; -1 if there is none. */
  readonly latest: Int32Array;
  /** Mean temperature of the two weeks before each entry, as issued; NaN without. */
  readonly mild: Float32Array;
}

type Element = 'temperature' | 'rain' | 'cloud';

/** Entries are hours from `from` on. */
export function weatherOf(all: readonly WeatherIssue[], from: Hour, length: number): Weather {
  const issues = [...all].sort((a, b) => a.issuedAt - b.issuedAt);
  const latest = new Int32Array(length);
  let last = -1;
  for (let entry = 0; entry < length; entry++) {
    while ((issues[last + 1]?.issuedAt ?? Infinity) <= from + entry + 1) last++;
    latest[entry] = last;
  }
  const bare = { from, issues, latest, mild: new Float32Array(0) };
  const felt = Float32Array.from(latest, (_, entry) =>
    forecastAt(bare, 'temperature', entry, entry),
  );
  return { ...bare, mild: meanBefore(felt, TWO_WEEKS) };
}

const TWO_WEEKS = 336;

/** What had been forecast for an entry when the entry `origin` was over; NaN if nothing. */
export function forecastAt(weather: Weather, of: Element, entry: number, origin: number): number {
  const issue = weather.issues[weather.latest[origin] ?? -1];
  return issue?.[of][weather.from + entry - issue.from] ?? NaN;
}

function meanBefore(values: Float32Array, hours: number): Float32Array {
  let sum = 0;
  let many = 0;
  const take = (value: number, sign: number) => {
    if (Number.isNaN(value)) return;
    sum += sign * value;
    many += sign;
  };
  return values.map((value, entry) => {
    take(value, 1);
    take(values[entry - hours] ?? NaN, -1);
    return many >= 24 ? sum / many : NaN;
  });
}
