import { Refusal } from '@shared/refusals';
import { isConflict, isThrottled } from './cloudErrors';
import { type Commands, updateOf } from './cloudQuery';
import { CommitUnknown, type Doc, type Transaction } from './db';

/** The parts of the SDK's transaction that we use; the SDK itself types it as `any`. */
export interface SdkTransaction {
  collection(name: string): {
    doc(id: string): {
      get(): Promise<{ data: unknown }>;
      set(body: object): Promise<unknown>;
      create(body: object): Promise<unknown>;
      update(body: object): Promise<{ updated?: number }>;
      remove(): Promise<unknown>;
    };
  };
  commit(): Promise<unknown>;
  rollback(): Promise<unknown>;
}

/** What every attempt of a transaction starts from. */
export interface TransactionGround extends Pick<Transaction, 'origin'> {
  readonly commands: Commands;
  readonly start: () => Promise<SdkTransaction>;
}

const MOST_ATTEMPTS = 8;
const FIRST_PAUSE_MS = 15;

const pause = (attempt: number) => {
  const longest = FIRST_PAUSE_MS * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, longest / 2 + Math.random() * longest));
};

/**
 * Runs a transaction until it commits, is refused or has lost too many races (`BUSY`).
 * Our own loop, because the SDK's sees only conflicts at the commit and never pauses.
 */
export async function runTransaction<T>(
  ground: TransactionGround,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const outcome = await runOnce(await ground.start(), ground, work);
    if ('value' in outcome) return outcome.value;
    await pause(attempt);
  }
  throw new Refusal('BUSY');
}

async function runOnce<T>(
  raw: SdkTransaction,
  ground: TransactionGround,
  work: (tx: Transaction) => Promise<T>,
): Promise<{ value: T } | { conflict: true }> {
  const tx = typed(raw, ground);
  let value: T;
  try {
    value = await work(tx.use);
  } catch (error) {
    // A conflict has ended it already; the rollback's own failure would hide the reason.
    await raw.rollback().catch(() => undefined);
    if (isConflict(error)) return { conflict: true };
    throw error;
  }
  if (!tx.wrote()) {
    await raw.rollback().catch(() => undefined);
    return { value };
  }
  try {
    await raw.commit();
    return { value };
  } catch (error) {
    if (isConflict(error)) return { conflict: true };
    if (isThrottled(error)) {
      await raw.rollback().catch(() => undefined);
      throw error;
    }
    throw new CommitUnknown('the commit may have happened or not', { cause: error });
  }
}

function typed(raw: SdkTransaction, { commands, origin }: TransactionGround) {
  let wrote = false;
  const at = (from: { name: string }, id: string) => raw.collection(from.name).doc(id);
  const get: Transaction['get'] = async (from, id) => {
    const { data } = await at(from, id).get();
    return data === null || data === undefined ? null : from.schema.parse(data);
  };
  const writing = <T>(write: Promise<T>) => {
    wrote = true;
    return write;
  };
  const use: Transaction = {
    origin,
    get,
    need: async (from, id) => (await get(from, id)) ?? missing(from.name, id),
    put: async (into, doc) => {
      await writing(at(into, doc._id).set(bodyOf(into.schema.parse(doc))));
    },
    create: async (into, doc) => {
      await writing(at(into, doc._id).create(bodyOf(into.schema.parse(doc))));
    },
    change: async (into, id, change) => {
      const { updated } = await writing(at(into, id).update(updateOf(commands, change)));
      // The database counts only what became different: what is as it should be is there, too. A
      // number that is added to always becomes different.
      if ((updated ?? 0) > 0 || change.increase !== undefined) return (updated ?? 0) > 0;
      return (await get(into, id)) !== null;
    },
    remove: async (from, id) => {
      await writing(at(from, id).remove());
    },
  };
  return { use, wrote: () => wrote };
}

/** The SDK refuses a body that repeats its id. */
function bodyOf<D extends Doc>({ _id, ...body }: D): object {
  return body;
}

function missing(collection: string, id: string): never {
  throw new Error(`${collection}/${id} should exist`);
}
