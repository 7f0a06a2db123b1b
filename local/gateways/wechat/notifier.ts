import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Announcement, Books } from './books';
import type { NotificationEffect, WechatFaults } from './faults';
import { type SealContext, type Sealed, seal } from './sealing';

/** One delivery of a notification, as it went. */
export interface Delivery {
  readonly id: string;
  readonly eventType: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** What was wrong with it; null when nothing was. */
  readonly effect: NotificationEffect | null;
  /** What the merchant answered; null when nothing came within five seconds. */
  readonly status: number | null;
}

export interface NotifierOptions {
  readonly books: Books;
  readonly faults: WechatFaults;
  readonly context: () => SealContext;
  readonly now: () => number;
  /** 1 waits as long as WeChat does, 0.001 a thousandth of it. */
  readonly scale: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How long WeChat waits before it sends again. */
const LADDER = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
] as const;
const ANSWER_WITHIN = 5 * SECOND;
const LOG_LENGTH = 1000;

/** Sends notifications again and again until the merchant takes them with 200 or 204. */
export class Notifier {
  readonly deliveries: Delivery[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #held = new Set<() => void>();
  #ending = new AbortController();

  constructor(private readonly options: NotifierOptions) {}

  /** Goes on with what an earlier process did not finish. */
  resume(): void {
    for (const announcement of this.options.books.announcements) this.#start(announcement);
  }

  announce(url: string, eventType: string, plain: object): void {
    const announcement = this.announcement(url, eventType, plain);
    this.options.books.putAnnouncement(announcement);
    this.#start(announcement);
  }

  announcement(url: string, eventType: string, plain: object): Announcement {
    const createdAt = this.options.now();
    return { id: `EV-${randomUUID()}`, createdAt, url, eventType, plain, attempts: 0 };
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

  #start(announcement: Announcement): void {
    const work = this.#deliver(announcement, this.#ending.signal).finally(() => {
      this.#underWay.delete(work);
    });
    this.#underWay.add(work);
  }

  async #deliver(announcement: Announcement, ending: AbortSignal): Promise<void> {
    let { attempts } = announcement;
    while (!ending.aborted && attempts <= LADDER.length) {
      const effect = this.options.faults.takeNotification(announcement.eventType);
      if (effect === 'lost') break;
      if (effect === 'late') await this.#hold();
      if (ending.aborted) return;
      attempts += 1;
      if (await this.#attempt({ ...announcement, attempts }, effect, ending)) break;
      if (ending.aborted) return;
      this.options.books.putAnnouncement({ ...announcement, attempts });
      const pause = (LADDER[attempts - 1] ?? 0) * this.options.scale;
      await after(pause, undefined, { signal: ending }).catch(() => undefined);
    }
    if (!ending.aborted) this.options.books.dropAnnouncement(announcement.id);
  }

  /** @returns whether it is done: a genuine one was taken. */
  async #attempt(
    announcement: Announcement,
    effect: NotificationEffect | null,
    ending: AbortSignal,
  ): Promise<boolean> {
    if (effect === 'failing') {
      this.#note(announcement, effect, null);
      return false;
    }
    const copies = effect === 'doubled' ? 2 : 1;
    const statuses = await Promise.all(
      Array.from({ length: copies }, async () => {
        const status = await post(seal(announcement, effect, this.options.context()), ending);
        this.#note(announcement, effect, status);
        return status;
      }),
    );
    const genuine = effect === null || effect === 'doubled' || effect === 'late';
    return genuine && statuses.some((status) => status === 200 || status === 204);
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

  #note(
    { id, eventType, attempts }: Announcement,
    effect: NotificationEffect | null,
    status: number | null,
  ): void {
    this.deliveries.push({ id, eventType, attempt: attempts, effect, status });
    if (this.deliveries.length > LOG_LENGTH) this.deliveries.shift();
  }
}

/** The merchant's status, or null when there is no answer. */
async function post({ url, headers, body }: Sealed, ending: AbortSignal): Promise<number | null> {
  const signal = AbortSignal.any([ending, AbortSignal.timeout(ANSWER_WITHIN)]);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
