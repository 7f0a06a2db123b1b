import type { VenueBoard } from '@shared/contracts/board';
import { api } from './api';
import { Follower } from './follower';

/** How full one venue is at this moment. */
export interface Headcount {
  readonly venueId: string;
  readonly headcount: number;
  readonly capacity: number;
}

/** Where headcounts come from: the cloud, or what a test puts in its place. */
export interface BoardSource {
  watch(
    venueIds: readonly string[],
    on: { change(boards: readonly VenueBoard[]): void; lost(): void },
  ): { close(): void };
  poll(venueIds: readonly string[]): Promise<readonly Headcount[]>;
}

/** Follows the public boards of some venues. */
export class BoardFollower extends Follower<readonly Headcount[]> {
  constructor(
    onChange: (headcounts: readonly Headcount[]) => void,
    source: BoardSource = cloudBoards,
  ) {
    super(onChange, {
      watch: (venueIds, { change, lost }) =>
        source.watch(venueIds, { change: (boards) => change(boards.map(headcountOf)), lost }),
      poll: (venueIds) => source.poll(venueIds),
    });
  }
}

const headcountOf = ({ _id, headcount, capacity }: VenueBoard): Headcount => ({
  venueId: _id,
  headcount,
  capacity,
});

const cloudBoards: BoardSource = {
  watch(venueIds, on) {
    const db = wx.cloud.database();
    return db
      .collection('venue_boards')
      .where({ _id: db.command.in([...venueIds]) })
      .watch({
        // The rules of the collection let nothing but boards in, written by our functions.
        onChange: ({ docs }) => on.change(docs as unknown as VenueBoard[]),
        onError: () => on.lost(),
      });
  },
  async poll(venueIds) {
    const { venues } = await api.venue.list({});
    return venues
      .filter(({ id }) => venueIds.includes(id))
      .map(({ id, headcount, capacity }) => ({ venueId: id, headcount, capacity }));
  },
};
