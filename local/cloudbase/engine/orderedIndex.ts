import type { IndexSpec } from '../manifestTypes';
import { type Doc, valuesAt } from './document';
import { failures } from './failures';
import { AFTER_EVERYTHING, indexedBytes, orderedKey } from './indexKeys';
import { limits } from './limits';

/** Insertions that are still merged one by one; more are sorted together. */
const FEW = 16;

/** An index over the newest committed documents: entries → keys of the documents that have them. */
export class OrderedIndex {
  readonly #holders = new Map<string, Set<string>>();
  #sorted: string[] = [];
  #unsorted: string[] = [];
  /** Whether any document ever had an array here; then a range may use only one bound. */
  #multikey = false;

  constructor(readonly spec: IndexSpec) {}

  get multikey(): boolean {
    return this.#multikey;
  }

  /** The entries of a document: one, or one for each element of an array. */
  entriesOf(doc: Doc): readonly string[] {
    let entries = [''];
    for (const [field] of this.spec.fields) {
      const values = valuesAt(doc, field);
      if (values.length > 1) this.#multikey = true;
      const keys = values.map(orderedKey);
      entries =
        keys.length === 1
          ? entries.map((entry) => entry + keys[0])
          : [...new Set(entries.flatMap((entry) => keys.map((key) => entry + key)))];
    }
    return entries;
  }

  /** Throws when a value is longer than the platform indexes. */
  checkSizes(doc: Doc): void {
    for (const [field] of this.spec.fields) {
      for (const value of valuesAt(doc, field)) {
        const bytes = indexedBytes(value);
        if (bytes > limits.indexedValueBytes && !Array.isArray(value)) {
          throw failures.refused(
            '[FailedOperation] WiredTigerIndex::insert: key too large to index, failing ' +
              `${bytes} > ${limits.indexedValueBytes} (index ${this.spec.name})`,
          );
        }
      }
    }
  }

  add(key: string, doc: Doc): void {
    for (const entry of this.entriesOf(doc)) {
      const holders = this.#holders.get(entry);
      if (holders !== undefined) {
        holders.add(key);
      } else {
        this.#holders.set(entry, new Set([key]));
        this.#unsorted.push(entry);
      }
    }
  }

  delete(key: string, doc: Doc): void {
    for (const entry of this.entriesOf(doc)) {
      const holders = this.#holders.get(entry);
      holders?.delete(key);
      if (holders?.size === 0) this.#holders.delete(entry);
    }
  }

  holders(entry: string): ReadonlySet<string> | undefined {
    return this.#holders.get(entry);
  }

  /** Keys of the documents with an entry in [low, high), in the index's order. */
  range(low: string, high: string): string[] {
    this.#sort();
    const found = new Set<string>();
    for (let at = lowerBound(this.#sorted, low); at < this.#sorted.length; at++) {
      const entry = this.#sorted[at];
      if (entry === undefined || entry >= high) break;
      for (const key of this.#holders.get(entry) ?? []) found.add(key);
    }
    return [...found];
  }

  startingWith(prefix: string): string[] {
    return this.range(prefix, prefix + AFTER_EVERYTHING);
  }

  clear(): void {
    this.#holders.clear();
    this.#sorted = [];
    this.#unsorted = [];
    this.#multikey = false;
  }

  /** Entries nobody holds any more stay in the list until it is mostly made of them. */
  #sort(): void {
    if (this.#unsorted.length > FEW || this.#sorted.length > 2 * this.#holders.size + FEW) {
      this.#sorted = [...this.#holders.keys()].sort();
    } else {
      for (const entry of this.#unsorted) {
        const at = lowerBound(this.#sorted, entry);
        if (this.#sorted[at] !== entry) this.#sorted.splice(at, 0, entry);
      }
    }
    this.#unsorted = [];
  }
}

function lowerBound(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = sorted[middle];
    if (entry !== undefined && entry < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
