import { DAY_HOURS, type Hour, type VenueHistory } from '@shared/domain/forecast/history';
import { networkOf, newcomerForecast } from '@shared/domain/forecast/newcomer';
import { type Series, seriesOf } from '@shared/domain/forecast/series';
import { atMost, type Measurement } from './figure';
import { meanOf } from './forecastScore';
import { lastOf } from './forecastServed';
import type { MeasuredVenue, OccupancySet } from './forecastSets';

const REACH = [
  { days: 0, reach: 0.205 },
  { days: 3, reach: 0.175 },
  { days: 7, reach: 0.158 },
] as const;

/** Openings are so far apart that they fall on all days of the week. */
const APART = 9 * DAY_HOURS;

/**
 * Each venue held out in turn: it opens on many days of the test, and after so many days of its own
 * the next one is forecast from these and the other venues. Its size is the
 * busy hour it was built for, as a manager states a capacity; `area` tells what floor area would do.
 */
export function newcomerFigures(set: OccupancySet): Measurement[] {
  const openings = openingsOf(set);
  const area = REACH.map(({ days }) => meanErrorOf(openings, days, 'area'));
  const said = area.map((error) => error.toFixed(3)).join(' / ');
  console.log(`  a new venue of known floor area only, after 0 / 3 / 7 days: nMAE ${said}`);
  return REACH.map(({ days, reach }) => {
    const value = Math.round(1000 * meanErrorOf(openings, days, 'capacity')) / 1000;
    const name = `forecast, a new venue after ${days} days of its own: nMAE of the next one`;
    return { ...atMost(reach, '')(name, value), value };
  });
}

type Size = 'area' | 'capacity';

interface Opening {
  readonly at: Hour;
  readonly venues: readonly (MeasuredVenue & { readonly series: Series })[];
}

function openingsOf({ venues, testFrom, testTo }: OccupancySet): Opening[] {
  const openings: Opening[] = [];
  for (let at = testFrom; at + 8 * DAY_HOURS <= testTo; at += APART) {
    const all = venues.map((venue) => ({
      ...venue,
      series: seriesOf(lastOf(venue.history, at), at),
    }));
    openings.push({ at, venues: all });
  }
  return openings;
}

function meanErrorOf(openings: readonly Opening[], days: number, by: Size): number {
  const venues = openings[0]?.venues ?? [];
  return meanOf(venues.map((_, held) => errorOf(openings, held, { days, by })));
}

function errorOf(
  openings: readonly Opening[],
  at: number,
  { days, by }: { readonly days: number; readonly by: Size },
): number {
  let missed = 0;
  let came = 0;
  for (const opening of openings) {
    const held = opening.venues[at];
    if (!held) continue;
    const { history } = held;
    const now = opening.at + days * DAY_HOURS;
    const others = opening.venues.filter((venue) => venue !== held);
    const sizeOf = (venue: MeasuredVenue) => (by === 'area' ? venue.history.size : venue.p95);
    const network = networkOf(
      others.map(({ series }) => series),
      others.map(sizeOf),
    );
    const own = seriesOf(since(history, opening.at, now), now);
    const said = newcomerForecast(network, own, sizeOf(held));
    for (let ahead = 0; ahead < DAY_HOURS; ahead++) {
      const count = history.counts[now + ahead - history.from] ?? Number.NaN;
      if (!history.isOpen(now + ahead) || Number.isNaN(count)) continue;
      missed += Math.abs(count - (said?.middle[ahead] ?? 0));
      came += count;
    }
  }
  return missed / came;
}

/** A venue that nobody counted before it opened. */
function since(history: VenueHistory, opening: Hour, now: Hour): VenueHistory {
  const counts = Array.from(history.counts).slice(opening - history.from, now - history.from);
  return { ...history, from: opening, counts };
}
