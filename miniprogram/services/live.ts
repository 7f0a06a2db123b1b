import { SECOND } from '@shared/base/time';
import type { VenueBoard } from '@shared/contracts/board';
import { api } from './api';
import { after } from './clock';

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

const POLL = 15 * SECOND;
/** After a watch was lost: so many polls before it is tried again. */
const POLLS_BEFORE_WATCHING = 2;

/**
 * Follows the public boards of some venues: `onChange` gets what is known about all of them, at
 * once and after every change. A watch that breaks is replaced by polling every 15 s until a new
 * one holds. A page follows in onShow and stops in onHide and onUnload.
 */
export class BoardFollower {
  private venueIds: readonly string[] = [];
  private release: () => void = () => undefined;

  constructor(
    private readonly onChange: (headcounts: readonly Headcount[]) => void,
    private readonly source: BoardSource = cloudBoards,
  ) {}

  /** Follows these venues from now on; asked again for the same ones it changes nothing. */
  follow(venueIds: readonly string[]): void {
    if (venueIds.join() === this.venueIds.join()) return;
    this.stop();
    this.venueIds = venueIds;
    if (venueIds.length > 0) this.watch();
  }

  stop(): void {
    this.release();
    this.release = () => undefined;
    this.venueIds = [];
  }

  private watch(): void {
    let current = true;
    const watch = this.source.watch(this.venueIds, {
      change: (boards) => {
        if (current) this.onChange(boards.map(headcountOf));
      },
      lost: () => {
        if (!current) return;
        this.release();
        this.pollThenWatch(0);
      },
    });
    this.release = () => {
      current = false;
      watch.close();
    };
  }

  private pollThenWatch(polled: number): void {
    let current = true;
    const next = (): void => {
      if (!current) return;
      if (polled >= POLLS_BEFORE_WATCHING) {
        this.watch();
        return;
      }
      this.source.poll(this.venueIds).then(
        (headcounts) => {
          if (current) this.onChange(headcounts);
        },
        () => undefined, // still no network: the numbers stay as they were
      );
      this.pollThenWatch(polled + 1);
    };
    const cancel = after(polled === 0 ? 0 : POLL, next);
    this.release = () => {
      current = false;
      cancel();
    };
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
