import type { CollectionSpec } from '../manifestTypes';
import { Collection } from './collection';
import { clone, type Doc, keyOf, newId } from './document';
import { failures } from './failures';
import type { Journal } from './journal';
import { limits } from './limits';
import type { Transaction } from './unit';

/** How a document changed: inserted, altered by operators, replaced whole, removed. */
export type ChangeKind = 'add' | 'update' | 'replace' | 'remove';

/** A change on its way into the store. */
export interface Write {
  readonly collection: Collection;
  readonly key: string;
  readonly doc: Doc | null;
  readonly kind: ChangeKind;
  /** Paths that operators touched; only for `update`. */
  readonly fields: readonly string[];
}

export interface Change extends Write {
  readonly before: Doc | null;
}

/** All changes of one commit, seen together by watchers. */
export type CommitListener = (changes: readonly Change[]) => void;

interface Superseded {
  readonly collection: Collection;
  readonly key: string;
  readonly sequence: number;
}

/** The documents of one environment: in memory, with the journal as what survives. */
export class Store {
  readonly collections = new Map<string, Collection>();
  readonly transactions = new Map<string, Transaction>();
  /** What open transactions hold: documents and unique values, by name. */
  readonly locks = new Map<string, Transaction>();
  #sequence = 0;
  #superseded: Superseded[] = [];
  readonly #listeners = new Set<CommitListener>();

  constructor(
    readonly journal: Journal | null,
    /** How long a transaction lives, in real ms. */
    readonly transactionMs: number = limits.transactionMs,
  ) {}

  get sequence(): number {
    return this.#sequence;
  }

  /** Makes a collection known and reads what the journal has of it. */
  define(name: string, spec: CollectionSpec): void {
    const collection = new Collection(name, spec.rules, spec.indexes);
    if (this.journal !== null) collection.restore(this.journal.documents(name));
    this.collections.set(name, collection);
  }

  collection(name: unknown): Collection {
    const collection = typeof name === 'string' ? this.collections.get(name) : undefined;
    if (collection === undefined) throw failures.collectionMissing(String(name));
    return collection;
  }

  onCommit(listener: CommitListener): void {
    this.#listeners.add(listener);
  }

  /** Makes all writes at once durable, then visible, then known to listeners. */
  commit(writes: readonly Write[]): void {
    if (writes.length === 0) return;
    this.journal?.write(
      writes.map(({ collection, key, doc }) => ({ collection: collection.name, key, doc })),
    );
    const sequence = ++this.#sequence;
    const keepHistory = this.#oldestSnapshot() < sequence;
    const changes: Change[] = [];
    for (const write of writes) {
      const before = write.collection.latest(write.key);
      if (before === null && write.doc === null) continue;
      write.collection.put(write.key, write.doc, sequence, keepHistory);
      if (keepHistory) {
        this.#superseded.push({ collection: write.collection, key: write.key, sequence });
      }
      changes.push({ ...write, before });
    }
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
  }

  /** Puts copies in place without any check, as one commit; same ids are replaced. */
  load(name: string, docs: readonly Doc[]): void {
    const collection = this.collection(name);
    this.commit(
      docs.map((given) => {
        const doc = given._id === undefined ? { ...clone(given), _id: newId() } : clone(given);
        const key = keyOf(doc._id);
        const kind = collection.latest(key) === null ? 'add' : 'replace';
        return { collection, key, doc, kind, fields: [] };
      }),
    );
  }

  /** Removes every document of every collection. */
  clear(): void {
    for (const transaction of [...this.transactions.values()]) transaction.end();
    const changes: Change[] = [];
    for (const collection of this.collections.values()) {
      for (const [key, { doc: before }] of collection.heads) {
        if (before === null) continue;
        changes.push({ collection, key, doc: null, kind: 'remove', fields: [], before });
      }
      collection.clear();
    }
    this.journal?.clear();
    this.#sequence++;
    this.#superseded = [];
    if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
  }

  /** Drops versions that no open transaction can see any more. */
  forgetHistory(): void {
    const oldest = this.#oldestSnapshot();
    let done = 0;
    for (const { collection, key, sequence } of this.#superseded) {
      if (sequence > oldest) break;
      collection.forget(key, oldest);
      done++;
    }
    if (done > 0) this.#superseded.splice(0, done);
  }

  /** Ends open transactions and lets go of the file. */
  close(): void {
    for (const transaction of [...this.transactions.values()]) transaction.end();
    this.journal?.close();
  }

  /** True when nothing was committed since any open snapshot, so indexes tell the whole truth. */
  isCurrent(snapshot: number): boolean {
    return snapshot === this.#sequence;
  }

  #oldestSnapshot(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { snapshot } of this.transactions.values()) {
      if (snapshot !== null && snapshot < oldest) oldest = snapshot;
    }
    return oldest;
  }
}
