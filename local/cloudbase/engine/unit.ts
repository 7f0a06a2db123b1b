import { storedText } from '../ejson';
import type { Collection } from './collection';
import { type Doc, newId } from './document';
import { failures } from './failures';
import { limits } from './limits';
import type { OrderedIndex } from './orderedIndex';
import type { ChangeKind, Store, Write } from './store';

/** Thrown when a write meets something another transaction holds. */
export class Locked extends Error {
  constructor(readonly owner: Transaction) {
    super('held by a transaction');
  }
}

const SEPARATOR = '\0';

/** A unit of work: writes that take effect together. An ordinary operation is one of its own. */
export class Unit {
  readonly writes = new Map<string, Write>();

  constructor(protected readonly store: Store) {}

  /** What this unit sees of a document. */
  read(collection: Collection, key: string): Doc | null {
    const own = this.writes.get(collection.name + SEPARATOR + key);
    return own !== undefined ? own.doc : this.seen(collection, key);
  }

  /** Keys of documents that only this unit has, for scans. */
  ownKeys(collection: Collection): string[] {
    const own: string[] = [];
    for (const write of this.writes.values()) {
      if (write.collection === collection) own.push(write.key);
    }
    return own;
  }

  /** Whether the indexes of the store describe what this unit sees (own writes apart). */
  get current(): boolean {
    return true;
  }

  /** Adds a write, after checking that nobody holds the document and no unique value clashes. */
  stage(
    collection: Collection,
    key: string,
    doc: Doc | null,
    kind: ChangeKind,
    fields: readonly string[] = [],
  ): void {
    const name = collection.name + SEPARATOR + key;
    this.claim(name, collection, key);
    for (const index of collection.unique) this.#claimUnique(index, collection, key, doc);
    if (doc !== null) {
      for (const index of collection.indexes) index.checkSizes(doc);
      this.checkSize(doc);
    }
    this.writes.set(name, merged(this.writes.get(name), { collection, key, doc, kind, fields }));
  }

  protected seen(collection: Collection, key: string): Doc | null {
    return collection.latest(key);
  }

  protected claim(name: string, _collection: Collection, _key: string): void {
    const owner = this.store.locks.get(name);
    if (owner !== undefined) throw new Locked(owner);
  }

  /** Throws when the document is larger than the platform stores; returns its size in bytes. */
  protected checkSize(doc: Doc): number {
    const bytes = roughBytes(doc);
    if (bytes > limits.documentBytes) {
      throw failures.refused(
        '[FailedOperation] object to insert too large. size in bytes: ' +
          `${bytes}, max size: ${limits.documentBytes}`,
      );
    }
    return bytes;
  }

  #claimUnique(index: OrderedIndex, collection: Collection, key: string, doc: Doc | null): void {
    const lockName = (entry: string): string =>
      [collection.name, '#', index.spec.name, entry].join(SEPARATOR);
    const old = this.read(collection, key);
    if (old !== null) {
      for (const entry of index.entriesOf(old)) this.claim(lockName(entry), collection, key);
    }
    if (doc === null) return;
    for (const entry of index.entriesOf(doc)) {
      this.claim(lockName(entry), collection, key);
      if (this.#isTaken(index, collection, entry, key)) {
        const values = index.spec.fields.map(([field]) => `${field}: ${show(doc, field)}`);
        throw failures.duplicate(collection.name, index.spec.name, `{ ${values.join(', ')} }`);
      }
    }
  }

  #isTaken(index: OrderedIndex, collection: Collection, entry: string, key: string): boolean {
    for (const other of index.holders(entry) ?? []) {
      if (other !== key && !this.writes.has(collection.name + SEPARATOR + other)) return true;
    }
    for (const write of this.writes.values()) {
      if (write.collection !== collection || write.key === key || write.doc === null) continue;
      if (index.entriesOf(write.doc).includes(entry)) return true;
    }
    return false;
  }
}

const show = (doc: Doc, field: string): string => JSON.stringify(doc[field] ?? null);

/** Several writes of one document within a unit look like one from outside. */
function merged(earlier: Write | undefined, later: Write): Write {
  if (earlier === undefined) return later;
  if (later.kind === 'remove') return later;
  if (earlier.kind === 'add') return { ...later, kind: 'add' };
  if (earlier.kind === 'update' && later.kind === 'update') {
    return { ...later, fields: [...new Set([...earlier.fields, ...later.fields])] };
  }
  return { ...later, kind: 'replace' };
}

const roughBytes = (doc: Doc): number => Buffer.byteLength(storedText(doc));

/**
 * A transaction: snapshot isolation, the first writer of a document wins. The snapshot is taken by
 * the first operation; what it writes stays locked until it ends, after 30 s at the latest.
 */
export class Transaction extends Unit {
  readonly id = newId();
  readonly ended: Promise<void>;
  /** Newest commit this transaction sees; null until its first operation. */
  snapshot: number | null = null;
  #operations = 0;
  #bytes = 0;
  #busy = false;
  #finish: () => void = () => undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #held = new Set<string>();

  constructor(store: Store) {
    super(store);
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#timer = setTimeout(() => this.end(), store.transactionMs);
    this.#timer.unref();
    store.transactions.set(this.id, this);
  }

  override get current(): boolean {
    return this.snapshot === null || this.store.isCurrent(this.snapshot);
  }

  get isOpen(): boolean {
    return this.store.transactions.has(this.id);
  }

  /** Runs one operation; a second one that overlaps it is refused, as is the 101st. */
  async operate<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#busy) throw failures.busy();
    this.#busy = true;
    try {
      // Gives a request sent at the same time the chance to arrive and be refused.
      await new Promise((resolve) => setTimeout(resolve, limits.overlapMs));
      if (!this.isOpen) throw failures.transactionGone();
      if (++this.#operations > limits.transactionOperations) {
        this.end();
        throw failures.transactionFailed(
          '[LimitExceeded.TransactionOperations] a transaction may have at most ' +
            `${limits.transactionOperations} operations`,
        );
      }
      this.snapshot ??= this.store.sequence;
      return await operation();
    } finally {
      this.#busy = false;
    }
  }

  commit(): void {
    if (this.#busy) throw failures.busy();
    if (!this.isOpen) throw failures.transactionGone();
    try {
      this.store.commit([...this.writes.values()]);
    } finally {
      this.end();
    }
  }

  /** Lets go of everything; what was not committed is gone. */
  end(): void {
    if (!this.store.transactions.delete(this.id)) return;
    clearTimeout(this.#timer);
    for (const name of this.#held) this.store.locks.delete(name);
    this.writes.clear();
    this.#finish();
    this.store.forgetHistory();
  }

  protected override seen(collection: Collection, key: string): Doc | null {
    return this.snapshot === null ? collection.latest(key) : collection.asOf(key, this.snapshot);
  }

  protected override claim(name: string, collection: Collection, key: string): void {
    const owner = this.store.locks.get(name);
    if (owner === this) return;
    const head = collection.heads.get(key);
    const changedSince = head !== undefined && head.sequence > (this.snapshot ?? 0);
    if (owner !== undefined || changedSince) throw failures.conflict();
    this.store.locks.set(name, this);
    this.#held.add(name);
  }

  protected override checkSize(doc: Doc): number {
    const bytes = super.checkSize(doc);
    this.#bytes += bytes;
    if (this.#bytes > limits.transactionBytes) {
      throw failures.transactionFailed(
        `[FailedOperation] Total size of all transaction operations must be less than ` +
          `${limits.transactionBytes} bytes`,
      );
    }
    return bytes;
  }
}
