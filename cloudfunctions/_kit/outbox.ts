import type { Instant } from '@shared/base/time';
import { MINUTE, plus } from '@shared/base/time';
import { instant } from '@shared/contracts/scalars';
import * as z from 'zod';
import { collection, type Db, type Transaction } from './db';
import type { Context } from './serve';

/**
 * What must follow a commit, written in that commit. Drained inline after the answer is decided
 * and by a timer; whatever it does must be right when done twice.
 */
const outboxEntry = z.object({
  _id: z.string().min(1).max(200),
  kind: z.string(),
  payload: z.record(z.string(), z.unknown()),
  at: instant,
  /** Not before this moment: pushed back after each failure. */
  dueAt: instant,
  attempts: z.int().min(0),
});
export type OutboxEntry = z.output<typeof outboxEntry>;
export const outbox = collection('outbox', outboxEntry);

export type OutboxHandlers = Readonly<
  Record<string, (payload: OutboxEntry['payload'], context: Context) => Promise<void>>
>;

/**
 * Leaves a deed to be done after the commit, under a key that says why; with `dueAt` not before that
 * moment.
 */
export async function leaveInOutbox(
  tx: Transaction,
  deed: {
    key: string;
    kind: string;
    payload: OutboxEntry['payload'];
    at: Instant;
    dueAt?: Instant;
  },
): Promise<void> {
  const { key, kind, payload, at, dueAt = at } = deed;
  await tx.put(outbox, { _id: key, kind, payload, at, dueAt, attempts: 0 });
}

/** What was left to be done is nobody's call, whoever happens to drain it: it has no address. */
const withoutOrigin = (db: Db): Db => ({
  ...db,
  transaction: (work) => db.transaction((tx) => work({ ...tx, origin: null })),
});

/**
 * Does one deed for somebody who waits for it, due or not: one that another call left a moment ago is
 * not due yet on this call's clock. If it fails, it stays as it was left.
 */
export async function doNow(
  handlers: OutboxHandlers,
  { db, ...context }: Context,
  { key, kind, payload }: Pick<OutboxEntry, 'kind' | 'payload'> & { readonly key: string },
): Promise<void> {
  const { platform, newId } = context;
  try {
    await handlers[kind]?.(payload, { ...context, db: withoutOrigin(db) });
    await db.removeAll(outbox, { _id: key });
  } catch (fault) {
    platform.reportFault(fault, newId());
  }
}

const BATCH = 100;
const FIRST_PAUSE = MINUTE;
const MOST_DOUBLINGS = 8;

interface Draining {
  /** Does all kinds but these, which another function handles: one that nobody handles is reported. */
  readonly elsewhere?: readonly string[];
  /** False when there is no time for another deed: what is left stays for the next drain. */
  readonly mayGoOn?: () => boolean;
}

/**
 * Does what is due of the kinds that `handlers` knows. One that fails waits longer each time and
 * keeps nobody else waiting.
 *
 * @returns how many deeds were done
 */
export async function drainOutbox(
  handlers: OutboxHandlers,
  context: Context,
  { elsewhere, mayGoOn = () => true }: Draining = {},
): Promise<number> {
  const { db, now, platform, newId } = context;
  const unattended = { ...context, db: withoutOrigin(db) };
  const kind = elsewhere ? { notIn: elsewhere } : { in: Object.keys(handlers) };
  const due = await db.find(outbox, {
    where: { dueAt: { lte: now }, kind },
    order: [['dueAt', 'asc']],
    limit: BATCH,
  });
  let done = 0;
  for (const entry of due) {
    if (!mayGoOn()) break;
    try {
      const handle = handlers[entry.kind];
      if (!handle) throw new Error(`nobody handles ${entry.kind}`);
      await handle(entry.payload, unattended);
      await db.removeAll(outbox, { _id: entry._id });
      done += 1;
    } catch (fault) {
      platform.reportFault(fault, newId());
      const wait = FIRST_PAUSE * 2 ** Math.min(entry.attempts, MOST_DOUBLINGS);
      await db.changeIf(
        outbox,
        { _id: entry._id },
        { set: { dueAt: plus(now, wait) }, increase: { attempts: 1 } },
      );
    }
  }
  return done;
}
