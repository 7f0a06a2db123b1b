import type { CollectionSpec, IndexSpec } from '../manifestTypes';
import { type Doc, keyOf } from './document';
import { OrderedIndex } from './orderedIndex';

/** One committed state of a document; null when it was removed. Older ones serve open snapshots. */
export interface Version {
  readonly sequence: number;
  readonly doc: Doc | null;
  previous: Version | null;
}

const OPENID_INDEX: IndexSpec = { name: '_openid_1', fields: [['_openid', 1]], unique: false };

export class Collection {
  readonly heads = new Map<string, Version>();
  readonly indexes: readonly OrderedIndex[];
  readonly unique: readonly OrderedIndex[];

  constructor(
    readonly name: string,
    readonly rules: CollectionSpec['rules'],
    indexes: readonly IndexSpec[],
  ) {
    const named = indexes.some((index) => index.name === OPENID_INDEX.name);
    this.indexes = (named ? indexes : [OPENID_INDEX, ...indexes]).map(
      (spec) => new OrderedIndex(spec),
    );
    this.unique = this.indexes.filter((index) => index.spec.unique);
  }

  /** The newest committed document. */
  latest(key: string): Doc | null {
    return this.heads.get(key)?.doc ?? null;
  }

  /** The document as it was when `sequence` was the newest commit. */
  asOf(key: string, sequence: number): Doc | null {
    let version = this.heads.get(key) ?? null;
    while (version !== null && version.sequence > sequence) version = version.previous;
    return version?.doc ?? null;
  }

  /** Makes a document (or its removal) the newest version; keeps the older when asked to. */
  put(key: string, doc: Doc | null, sequence: number, keepHistory: boolean): void {
    const old = this.heads.get(key) ?? null;
    if (old?.doc) for (const index of this.indexes) index.delete(key, old.doc);
    if (doc !== null) for (const index of this.indexes) index.add(key, doc);
    if (doc === null && !keepHistory) this.heads.delete(key);
    else this.heads.set(key, { sequence, doc, previous: keepHistory ? old : null });
  }

  /** Forgets versions that no snapshot at or after `sequence` can see. */
  forget(key: string, sequence: number): void {
    let version = this.heads.get(key);
    if (version !== undefined && version.doc === null && version.sequence <= sequence) {
      this.heads.delete(key);
      return;
    }
    while (version !== undefined && version.sequence > sequence) {
      version = version.previous ?? undefined;
    }
    if (version !== undefined) version.previous = null;
  }

  clear(): void {
    this.heads.clear();
    for (const index of this.indexes) index.clear();
  }

  /** Files documents that are known to be committed, when starting. */
  restore(docs: Iterable<Doc>): void {
    for (const doc of docs) this.put(keyOf(doc._id), doc, 0, false);
  }
}
