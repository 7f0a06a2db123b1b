import { setTimeout as after } from 'node:timers/promises';

/** A notification that the merchant has not taken yet. */
export interface Announced {
  readonly id: string;
  /** What it is about; faults are ordered by it. */
  readonly eventType: string;
  /** How often it was sent. */
  readonly attempts: number;
}

/** A notification as it goes over the wire. */
export interface Sealed {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the merchant answered. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** How the way of a notification goes wrong, whatever is in it; the genuine one follows… */
export type TransitEffect =
  /** This delivery does not arrive. */
  | 'failing'
  /** …except that none ever arrives. */
  | 'lost'
  /** Two at once, with the same id. */
  | 'doubled'
  /** Held until `releaseLate()`. */
  | 'late';

/** One delivery of a notification, as it went. */
export interface Delivery<Effect extends string> {
  readonly id: string;
  readonly eventType: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** What was wrong with it; null when nothing was. */
  readonly effect: Effect | null;
  /** What the merchant answered; null when nothing came within five seconds. */
  readonly status: number | null;
}

export interface NotifierOptions<A extends Announced, Effect extends string> {
  /** Where notifications under way outlive the process. */
  readonly kept: {
    readonly announcements: readonly A[];
    putAnnouncement(announcement: A): void;
    dropAnnouncement(id: string): void;
  };
  /** ms that are waited before it is sent again; given up after the last. */
  readonly ladder: readonly number[];
  /** 1 waits as long as the real channel does, 0.001 a thousandth of it. */
  readonly scale: number;
  readonly takeFault: (eventType: string) => Effect | TransitEffect | null;
  readonly seal: (announcement: A, effect: Effect | TransitEffect | null) => Sealed;
  /** Whether the merchant has taken it. */
  readonly taken: (reply: Reply) => boolean;
}

const ANSWER_WITHIN = 5000;
const LOG_LENGTH = 1000;

/** Sends notifications again and again until the merchant takes them. */
export class Notifier<A extends Announced, Effect extends string> {
  readonly deliveries: Delivery<Effect | TransitEffect>[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #held = new Set<() => void>();
  #ending = new AbortController();

  constructor(private readonly options: NotifierOptions<A, Effect>) {}

  /** Goes on with what an earlier process did not finish. */
  resume(): void {
    for (const announcement of this.options.kept.announcements) this.#start(announcement);
  }

  announce(announcement: A): void {
    this.options.kept.putAnnouncement(announcement);
    this.#start(announcement);
  }

  /** Resolves when every notification was taken, given up or is held back. */
  async idle(): Promise<void> {
    while (this.#underWay.size > this.#held.size) {
      await Promise.race([...this.#underWay, after(5, undefined, { ref: false })]);
    }
  }

  get heldBack(): number {
    return this.#held.size;
  }

  /** Sends what was held back as `late`. */
  releaseLate(): void {
    for (const release of [...this.#held]) release();
  }

  /** Forgets all that is under way. */
  async abandon(): Promise<void> {
    this.#ending.abort();
    this.releaseLate();
    await Promise.all(this.#underWay);
    this.#ending = new AbortController();
  }

  #start(announcement: A): void {
    const work = this.#deliver(announcement, this.#ending.signal).finally(() => {
      this.#underWay.delete(work);
    });
    this.#underWay.add(work);
  }

  async #deliver(announcement: A, ending: AbortSignal): Promise<void> {
    const { kept, ladder, scale, takeFault } = this.options;
    let { attempts } = announcement;
    while (!ending.aborted && attempts <= ladder.length) {
      const effect = takeFault(announcement.eventType);
      if (effect === 'lost') break;
      if (effect === 'late') await this.#hold();
      if (ending.aborted) return;
      attempts += 1;
      if (await this.#attempt({ ...announcement, attempts }, effect, ending)) break;
      if (ending.aborted) return;
      kept.putAnnouncement({ ...announcement, attempts });
      const pause = (ladder[attempts - 1] ?? 0) * scale;
      await after(pause, undefined, { signal: ending }).catch(() => undefined);
    }
    if (!ending.aborted) kept.dropAnnouncement(announcement.id);
  }

  /** @returns whether it is done: a genuine one was taken. */
  async #attempt(
    announcement: A,
    effect: Effect | TransitEffect | null,
    ending: AbortSignal,
  ): Promise<boolean> {
    if (effect === 'failing') {
      this.#note(announcement, effect, null);
      return false;
    }
    const copies = effect === 'doubled' ? 2 : 1;
    const replies = await Promise.all(
      Array.from({ length: copies }, async () => {
        const reply = await post(this.options.seal(announcement, effect), ending);
        this.#note(announcement, effect, reply?.status ?? null);
        return reply;
      }),
    );
    const genuine = effect === null || effect === 'doubled' || effect === 'late';
    return genuine && replies.some((reply) => reply !== null && this.options.taken(reply));
  }

  #hold(): Promise<void> {
    return new Promise((resolve) => {
      const release = (): void => {
        this.#held.delete(release);
        resolve();
      };
      this.#held.add(release);
    });
  }

  #note(announcement: A, effect: Effect | TransitEffect | null, status: number | null): void {
    const { id, eventType, attempts } = announcement;
    this.deliveries.push({ id, eventType, attempt: attempts, effect, status });
    if (this.deliveries.length > LOG_LENGTH) this.deliveries.shift();
  }
}

/** The merchant's answer, or null when there is none. */
async function post({ url, headers, body }: Sealed, ending: AbortSignal): Promise<Reply | null> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(ANSWER_WITHIN)]);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}
