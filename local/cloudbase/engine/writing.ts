import type { Collection } from './collection';
import { type Doc, keyOf, newId } from './document';
import { failures } from './failures';
import { matching } from './reading';
import type { Store } from './store';
import { Locked, type Transaction, Unit } from './unit';
import { applyUpdate } from './updating';

export interface UpdateRequest {
  readonly query: Doc;
  /** Update operators, or the whole new document when `merge` is false. */
  readonly data: Doc;
  readonly multi: boolean;
  readonly merge: boolean;
  readonly upsert: boolean;
  /** Fields a document gets when the update creates it, e.g. `_openid`. */
  readonly whenCreated?: Doc;
}

export interface UpdateOutcome {
  readonly matched: number;
  readonly updated: number;
  readonly upsertedId?: unknown;
  /** The first matching document as it is afterwards. */
  readonly doc: Doc | null;
}

/**
 * Lets an operation take effect: within its transaction, or at once – then it waits for
 * transactions that hold what it touches and looks again. Any failed write ends its transaction.
 */
async function take<T>(
  store: Store,
  transaction: Transaction | null,
  work: (unit: Unit) => T,
): Promise<T> {
  if (transaction !== null) {
    try {
      return work(transaction);
    } catch (error) {
      transaction.end();
      throw error;
    }
  }
  for (;;) {
    const unit = new Unit(store);
    try {
      const result = work(unit);
      store.commit([...unit.writes.values()]);
      return result;
    } catch (error) {
      if (!(error instanceof Locked)) throw error;
      await error.owner.ended;
    }
  }
}

export function insert(
  store: Store,
  collection: Collection,
  docs: readonly Doc[],
  transaction: Transaction | null,
): Promise<unknown[]> {
  for (const doc of docs) {
    checkNames(doc);
    doc._id ??= newId();
    if (Array.isArray(doc._id) || doc._id instanceof RegExp) {
      throw failures.refused("[FailedOperation] can't use an array or a regex for _id");
    }
  }
  return take(store, transaction, (unit) => {
    for (const doc of docs) add(collection, doc, unit);
    return docs.map((doc) => doc._id);
  });
}

/** Stages a new document; E11000 when there is one with this id, matched or not. */
function add(collection: Collection, doc: Doc, unit: Unit): void {
  const key = keyOf(doc._id);
  if (unit.read(collection, key) !== null) {
    const id = `{ _id: ${JSON.stringify(doc._id)} }`;
    throw failures.duplicate(collection.name, '_id_', id);
  }
  unit.stage(collection, key, doc, 'add');
}

/** The platform refuses names that MongoDB would take for operators, at the top level. */
function checkNames(doc: Doc): void {
  const operator = Object.keys(doc).find((name) => name.startsWith('$'));
  if (operator !== undefined) {
    throw failures.refused(`[FailedOperation] document fields may not start with '$': ${operator}`);
  }
}

export function update(
  store: Store,
  collection: Collection,
  request: UpdateRequest,
  transaction: Transaction | null,
): Promise<UpdateOutcome> {
  if (!request.merge) checkNames(request.data);
  return take(store, transaction, (unit) => {
    const most = request.multi ? Number.POSITIVE_INFINITY : 1;
    const found = matching(collection, request.query, unit, most);
    if (found.length === 0) return create(collection, request, unit);
    let updated = 0;
    let first: Doc | null = null;
    for (const [key, doc] of found) {
      const next = change(collection, key, doc, request, unit);
      if (next !== doc) updated++;
      first ??= next;
    }
    return { matched: found.length, updated, doc: first };
  });
}

/** Stages the changed document and returns it, or returns the same when nothing changed. */
function change(
  collection: Collection,
  key: string,
  doc: Doc,
  request: UpdateRequest,
  unit: Unit,
): Doc {
  if (!request.merge) {
    const kept = request.whenCreated === undefined ? {} : pick(doc, request.whenCreated);
    const next = { ...kept, ...request.data, _id: doc._id };
    unit.stage(collection, key, next, 'replace');
    return next;
  }
  const { doc: next, fields } = applyUpdate(doc, request.data, request.query);
  if (fields.length === 0) return doc;
  unit.stage(collection, key, next, 'update', fields);
  return next;
}

const pick = (doc: Doc, names: Doc): Doc =>
  Object.fromEntries(
    Object.keys(names).flatMap((name) => (name in doc ? [[name, doc[name]]] : [])),
  );

function create(collection: Collection, request: UpdateRequest, unit: Unit): UpdateOutcome {
  if (!request.upsert) return { matched: 0, updated: 0, doc: null };
  const id = request.query._id ?? newId();
  const start = { _id: id, ...request.whenCreated };
  const doc = request.merge
    ? applyUpdate(start, request.data, request.query).doc
    : { ...start, ...request.data, _id: id };
  add(collection, doc, unit);
  return { matched: 0, updated: 0, upsertedId: id, doc };
}

/** Removes matching documents, one or all; resolves to how many. */
export function remove(
  store: Store,
  collection: Collection,
  query: Doc,
  multi: boolean,
  transaction: Transaction | null,
): Promise<number> {
  return take(store, transaction, (unit) => {
    const found = matching(collection, query, unit, multi ? Number.POSITIVE_INFINITY : 1);
    for (const [key] of found) unit.stage(collection, key, null, 'remove');
    return found.length;
  });
}
