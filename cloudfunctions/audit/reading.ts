import { type Instant, plus } from '@shared/base/time';
import type { AuditAction } from '@shared/domain/audit';
import type { Db } from '../_kit/db';
import { bookingsMade } from '../booking/service';
import { lessonsMade } from '../lessons/service';
import { ordersPaidBy } from '../order/service';
import { auditEntries } from './store';

/** Somebody did something: an entry, or what a booking or an order says by itself. */
export interface Logged {
  readonly id: string;
  readonly at: Instant;
  readonly actorId: string | null;
  readonly campusId: string | null;
  readonly action: string;
  readonly targetId: string;
  readonly detail: string;
  readonly ip: string | null;
}

/** A stretch of the log: from a moment on, up to but without another; null is every campus. */
export interface Stretch {
  readonly campusId: string | null;
  readonly from: Instant;
  readonly until: Instant;
}

type Source = (db: Db, ask: Stretch & { readonly limit: number }) => Promise<Logged[]>;

const written: Source = async (db, { campusId, from, until, limit }) => {
  const found = await db.find(auditEntries, {
    where: { ...(campusId !== null && { campusId }), at: { gte: from, lt: until } },
    order: [['at', 'desc']],
    limit,
  });
  return found.map(({ _id: id, ...entry }) => ({ id, ...entry }));
};

const saying =
  (action: AuditAction, read: (...ask: Parameters<Source>) => Promise<Omit<Logged, 'action'>[]>) =>
  async (...ask: Parameters<Source>) =>
    (await read(...ask)).map((found) => ({ ...found, action }));

/**
 * docs/decisions/0007 says why three of them are not written down a second time. Of one millisecond
 * the later comes first: who books from the wallet has booked, then paid.
 */
const SOURCES: readonly Source[] = [
  saying('order.pay', ordersPaidBy),
  written,
  saying('booking.create', bookingsMade),
  saying('student.book', lessonsMade),
];

/** Where the platform stops; nothing of ours happens so often in one millisecond. */
const MOST_IN_AN_INSTANT = 1000;

export interface Read {
  /** Newest first. */
  readonly entries: Logged[];
  /** The log goes on before this moment; null when this was all. */
  readonly next: Instant | null;
}

/**
 * The newest of a stretch of the log, at most `size` of each source. Of what happened in one
 * millisecond it reads all or nothing, so that the next page can begin before a moment.
 */
export async function readLog(db: Db, stretch: Stretch, size: number): Promise<Read> {
  const { from, until } = stretch;
  const pages = await readAll(db, stretch, size);
  // A full page may have left out others of its last instant.
  const ends = pages.map((page) => (page.length < size ? null : (page.at(-1)?.at ?? null)));
  const reached = Math.max(...ends.map((end) => end ?? from)) as Instant;
  if (ends.every((end) => end === null)) return { entries: newestFirst(pages.flat()), next: null };
  const entries = newestFirst(pages.flat().filter(({ at }) => at > reached));
  if (entries.length > 0) return { entries, next: plus(reached, 1) };
  // More than a page in the newest instant: all of it.
  const instant = { ...stretch, from: reached, until };
  const whole = (await readAll(db, instant, MOST_IN_AN_INSTANT)).flat();
  return { entries: newestFirst(whole), next: reached };
}

const readAll = (db: Db, stretch: Stretch, limit: number) =>
  Promise.all(SOURCES.map((read) => read(db, { ...stretch, limit })));

const newestFirst = (entries: Logged[]) => entries.sort((a, b) => b.at - a.at);
