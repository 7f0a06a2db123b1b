import { atMost, type Measurement } from './figure';
import { generatedClub } from './forecastClub';
import { meanOf, scoreOf } from './forecastScore';
import { served } from './forecastServed';
import type { OccupancySet } from './forecastSets';

/** What it is worth to know the bookings: the same model, blind to them, on the same club. */
export function bookingFigures(): Measurement[] {
  const club = generatedClub({ venues: 3 });
  const blind = {
    ...club,
    venues: club.venues.map(({ p95, history: { booked: _, ...history } }) => ({ p95, history })),
  };
  const change = 100 * (errorOf(club) / errorOf(blind) - 1);
  const name =
    'forecast, half of the visits booked, 24 h: error against the model blind to bookings';
  return [atMost(-15, '%')(name, change)];
}

function errorOf(club: OccupancySet): number {
  const said = served(club)[24];
  return meanOf(
    club.venues.map((venue, at) => {
      const of = said[at];
      return of ? scoreOf(club, venue, of).nmae : Number.NaN;
    }),
  );
}
