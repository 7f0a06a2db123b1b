import type { ClubDate } from '@shared/base/time';
import type { CourtDay, GridView, Paying } from '@shared/contracts/bookingViews';
import type { Stage } from './browser';

export const VENUE = 'v-centre-badminton';

export interface Place {
  readonly court: CourtDay;
  readonly from: number;
}

/** What members of the open stage do at its badminton hall before a test looks at a phone. */
export function placesOf(stage: () => Stage) {
  const gridOn = async (date: ClubDate): Promise<GridView> => {
    const asked = { venueId: VENUE, sport: 'BADMINTON', date };
    const { grid } = (await stage().call('lin', 'booking', 'open', asked)) as { grid: GridView };
    return grid;
  };
  return {
    gridOn,

    /** ¥500 at the desk. */
    giveCash: (who: string) =>
      stage().call('desk-east', 'cashier', 'take', {
        ...{ memberId: `m-${who}`, campusId: 'c-east', amount: 50_000, amountAgain: 50_000 },
        ...{ requestId: `cash-${who}`, channel: 'CASH', note: '' },
      }),

    /** Where so many half-hours in a row are free on that day, on a court that is not the one named. */
    async freePlace(date: ClubDate, slots: number, not = ''): Promise<Place> {
      const grid = await gridOn(date);
      for (const court of grid.courts) {
        const row = court.cells.indexOf('f'.repeat(slots));
        if (row >= 0 && court.id !== not) return { court, from: (grid.open?.from ?? 0) + row * 30 };
      }
      throw new Error(`nothing is free on ${date}`);
    },

    /** Somebody books an hour from the wallet. */
    async book(who: string, date: ClubDate, { court, from }: Place): Promise<string> {
      const grid = await gridOn(date);
      const first = (from - (grid.open?.from ?? 0)) / 30;
      const expected = grid.prices.slice(first, first + 2).reduce((sum, { fen }) => sum + fen, 0);
      const { booking } = (await stage().call(who, 'booking', 'create', {
        ...{ venueId: VENUE, courtId: court.id, date, from, until: from + 60, places: 1 },
        ...{ expected, channel: 'WALLET', requestId: `book-${who}-${date}` },
      })) as unknown as Paying;
      return booking.id;
    },
  };
}
