import { SECOND } from '@shared/base/time';
import { after } from './clock';

/** Where what is followed comes from: the cloud, or what a test puts in its place. */
export interface Source<Seen> {
  watch(ids: readonly string[], on: { change(seen: Seen): void; lost(): void }): { close(): void };
  poll(ids: readonly string[]): Promise<Seen>;
}

const POLL = 15 * SECOND;
/** After a watch was lost: so many polls before it is tried again. */
const POLLS_BEFORE_WATCHING = 2;

/**
 * Follows some documents: `onChange` gets what is known about all of them, at once and after every
 * change. A watch that breaks is replaced by polling every 15 s until a new one holds. A page
 * follows in onShow and stops in onHide and onUnload.
 */
export class Follower<Seen> {
  private ids: readonly string[] = [];
  private release: () => void = () => undefined;

  constructor(
    private readonly onChange: (seen: Seen) => void,
    private readonly source: Source<Seen>,
  ) {}

  /** Follows these from now on; asked again for the same ones it changes nothing. */
  follow(ids: readonly string[]): void {
    if (ids.join() === this.ids.join()) return;
    this.stop();
    this.ids = ids;
    if (ids.length > 0) this.watch();
  }

  stop(): void {
    this.release();
    this.release = () => undefined;
    this.ids = [];
  }

  private watch(): void {
    let current = true;
    const watch = this.source.watch(this.ids, {
      change: (seen) => {
        if (current) this.onChange(seen);
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
      this.source.poll(this.ids).then(
        (seen) => {
          if (current) this.onChange(seen);
        },
        () => undefined, // still no network: what is shown stays as it was
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
