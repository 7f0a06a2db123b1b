import { Aggregator } from 'mingo/aggregator';
import type { Collection } from './collection';
import { clone, type Doc, isPlainObject, keyOf } from './document';
import { failures } from './failures';
import { nearestFirst } from './geoOperators';
import { compile, explained, matchingOptions } from './matching';
import { candidates, soleId } from './plan';
import type { Store } from './store';
import type { Unit } from './unit';

export interface FindRequest {
  readonly query: Doc;
  readonly order?: Readonly<Record<string, 1 | -1>> | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
  readonly projection?: Doc | undefined;
}

/** Keys and documents a unit sees and a filter can match, in insertion order. */
function* selected(collection: Collection, query: Doc, unit: Unit): Iterable<[string, Doc]> {
  const own = unit.ownKeys(collection);
  // A transaction's older snapshot is not what the indexes describe.
  const chosen = unit.current ? candidates(collection, query) : null;
  const seen = own.length > 0 ? new Set<string>() : null;
  for (const key of chosen ?? collection.heads.keys()) {
    seen?.add(key);
    const doc = unit.read(collection, key);
    if (doc !== null) yield [key, doc];
  }
  for (const key of own) {
    if (seen?.has(key)) continue;
    const doc = unit.read(collection, key);
    if (doc !== null) yield [key, doc];
  }
}

/** Keys and documents that match; stops after `most`. */
export function matching(
  collection: Collection,
  query: Doc,
  unit: Unit,
  most = Number.POSITIVE_INFINITY,
): [string, Doc][] {
  const id = soleId(query);
  if (id !== undefined) {
    const doc = unit.read(collection, keyOf(id));
    return doc === null ? [] : [[keyOf(id), doc]];
  }
  const filter = compile(query);
  const found: [string, Doc][] = [];
  for (const pair of selected(collection, query, unit)) {
    if (!explained(() => filter.test(pair[1]))) continue;
    found.push(pair);
    if (found.length >= most) break;
  }
  return found;
}

export function find(collection: Collection, request: FindRequest, unit: Unit): Doc[] {
  const { query, order, projection, skip = 0, limit = Number.POSITIVE_INFINITY } = request;
  const ordered = order !== undefined && Object.keys(order).length > 0;
  const nearest = ordered ? null : nearestFirst(query);
  const sorted = ordered || nearest !== null;
  const most = sorted ? Number.POSITIVE_INFINITY : skip + limit;
  let docs = matching(collection, query, unit, most).map(([, doc]) => doc);
  const projected = projection !== undefined && Object.keys(projection).length > 0;
  if (nearest !== null) docs.sort(nearest);
  if (ordered) {
    docs = explained(() => compile({}).find<Doc>(docs).sort(order).all());
  }
  if (skip > 0 || docs.length > limit) docs = docs.slice(skip, skip + limit);
  return projected ? explained(() => compile({}).find<Doc>(docs, projection).all()) : docs;
}

export function count(collection: Collection, query: Doc, unit: Unit): number {
  return matching(collection, query, unit).length;
}

/** Runs a pipeline; a leading `$match` uses the indexes. */
export function aggregate(store: Store, name: string, pipeline: readonly Doc[], unit: Unit): Doc[] {
  const collection = store.collection(name);
  if (pipeline.slice(1).some((stage) => '$geoNear' in stage)) {
    throw failures.refused('[FailedOperation] $geoNear is only valid as the first stage');
  }
  const first = pipeline[0]?.$match;
  const filtered = isPlainObject(first);
  const docs = matching(collection, filtered ? first : {}, unit);
  // Stages write into what they are given, so they get copies.
  const copies = docs.map(([, doc]) => clone(doc));
  const collectionResolver = (other: string): Doc[] => {
    const foreign = store.collections.get(other);
    return foreign === undefined ? [] : matching(foreign, {}, unit).map(([, doc]) => clone(doc));
  };
  return explained(() =>
    new Aggregator([...pipeline.slice(filtered ? 1 : 0)], {
      ...matchingOptions,
      collectionResolver,
    }).run(copies),
  );
}
