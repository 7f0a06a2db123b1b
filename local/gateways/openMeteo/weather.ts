/** The columns that can be asked for, with their units. */
export const COLUMNS = {
  temperature_2m: '°C',
  precipitation: 'mm',
  cloud_cover: '%',
} as const;
export type Column = keyof typeof COLUMNS;

export const isColumn = (name: string): name is Column => Object.hasOwn(COLUMNS, name);

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;

/** Between 0 and 1, the same for the same numbers (a sine's far digits). */
function chance(...of: readonly number[]): number {
  const mixed = of.reduce((sum, one, place) => sum + one * (12.9898 + 65.1 * place), 0);
  const far = Math.sin(mixed) * 43_758.5453;
  return far - Math.floor(far);
}

/** The weather of an hour at a place: the season, the day, and a mood that lasts some days. */
function weatherAt(latitude: number, hour: number) {
  const day = Math.floor(hour / 24);
  const season = Math.cos((2 * Math.PI * ((day % 365) - 200)) / 365);
  const mood = chance(latitude, Math.floor(day / 3));
  const warmth = Math.cos((2 * Math.PI * ((hour % 24) - 15)) / 24);
  const cloud = Math.min(1, Math.max(0, 1.4 * mood - 0.2 + 0.2 * chance(latitude, hour)));
  const isWet = mood > 0.65 && chance(latitude, hour, 2) > 0.5;
  return {
    temperature_2m: 16 + 11 * season + 4 * warmth * (1.2 - cloud) - 3 * cloud,
    precipitation: isWet ? 3 * chance(latitude, hour, 3) : 0,
    cloud_cover: 100 * cloud,
  };
}

/** Columns by hour from today's midnight on, as they stand at `now` (ms); `offset` in seconds. */
export function forecastOf(
  { latitude }: { readonly latitude: number },
  columns: readonly Column[],
  of: { readonly now: number; readonly days: number; readonly offset: number },
) {
  const local = Math.floor(of.now / 1000) + of.offset;
  const midnight = Math.floor(local / DAY_SECONDS) * DAY_SECONDS;
  const hours = Array.from({ length: of.days * 24 }, (_, hour) => midnight / HOUR_SECONDS + hour);
  const found = hours.map((hour) => weatherAt(latitude, hour));
  return {
    time: hours.map((hour) => hour * HOUR_SECONDS - of.offset),
    ...Object.fromEntries(
      columns.map((column) => [column, found.map((one) => Number(one[column].toFixed(1)))]),
    ),
  };
}
