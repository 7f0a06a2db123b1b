import { ObjectId } from 'bson';
import type { Collection } from './collection';
import { type Doc, isPlainObject, keyOf } from './document';
import { AFTER_EVERYTHING, isIndexable, isRangeable, orderedKey, typeRange } from './indexKeys';
import type { OrderedIndex } from './orderedIndex';

/** What a filter says about one field: one of these values, or a range. */
interface Restriction {
  equals?: readonly unknown[];
  low?: { readonly value: unknown; readonly open: boolean };
  high?: { readonly value: unknown; readonly open: boolean };
}

/** More index look-ups than this are slower than reading everything. */
const MOST_LOOKUPS = 2000;

/**
 * Keys of the documents a filter can match, found by `_id` or the most telling index; null when
 * every document has to be looked at. It is only a selection: the filter is tested afterwards.
 */
export function candidates(collection: Collection, query: Doc): Iterable<string> | null {
  const restrictions = new Map<string, Restriction>();
  gather(query, restrictions);
  const ids = restrictions.get('_id')?.equals;
  if (ids?.every(isId)) return new Set(ids.map(keyOf));
  let best: { readonly index: OrderedIndex; readonly worth: number } | null = null;
  for (const index of collection.indexes) {
    const worth = worthOf(index, restrictions);
    if (worth > (best?.worth ?? 0)) best = { index, worth };
  }
  return best === null ? null : lookUp(best.index, restrictions);
}

/** The single `_id` a filter consists of, or undefined. */
export function soleId(query: Doc): string | number | undefined {
  const id = query._id;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return Object.keys(query).length === 1 ? id : undefined;
}

const isId = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || value instanceof ObjectId;

function gather(query: Doc, restrictions: Map<string, Restriction>): void {
  for (const field of Object.keys(query)) {
    const condition = query[field];
    if (field === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isPlainObject(part)) gather(part, restrictions);
    } else if (!field.startsWith('$')) {
      const restriction = restrictions.get(field) ?? {};
      restrict(restriction, condition);
      restrictions.set(field, restriction);
    }
  }
}

function restrict(restriction: Restriction, condition: unknown): void {
  if (!isPlainObject(condition)) {
    if (isIndexable(condition)) restriction.equals ??= [condition];
    return;
  }
  const { $eq, $in, $gt, $gte, $lt, $lte } = condition;
  if ('$eq' in condition && isIndexable($eq)) restriction.equals ??= [$eq];
  if (Array.isArray($in) && $in.every(isIndexable)) restriction.equals ??= $in;
  if (isRangeable($gte)) restriction.low = { value: $gte, open: false };
  if (isRangeable($gt)) restriction.low = { value: $gt, open: true };
  if (isRangeable($lte)) restriction.high = { value: $lte, open: false };
  if (isRangeable($lt)) restriction.high = { value: $lt, open: true };
}

/** Two points for each leading field that is fixed, one for a range after them. */
function worthOf(index: OrderedIndex, restrictions: ReadonlyMap<string, Restriction>): number {
  let worth = 0;
  let lookups = 1;
  for (const [field] of index.spec.fields) {
    const restriction = restrictions.get(field);
    lookups *= restriction?.equals?.length ?? 1;
    if (restriction?.equals !== undefined && lookups <= MOST_LOOKUPS) {
      worth += 2;
    } else {
      return restriction?.low || restriction?.high ? worth + 1 : worth;
    }
  }
  return worth;
}

function lookUp(
  index: OrderedIndex,
  restrictions: ReadonlyMap<string, Restriction>,
): Iterable<string> {
  let prefixes = [''];
  let fixed = 0;
  for (const [field] of index.spec.fields) {
    const equals = restrictions.get(field)?.equals;
    if (equals === undefined || prefixes.length * equals.length > MOST_LOOKUPS) break;
    const keys = [...new Set(equals.map(orderedKey))];
    prefixes = prefixes.flatMap((prefix) => keys.map((key) => prefix + key));
    fixed++;
  }
  const found = new Set<string>();
  const whole = fixed === index.spec.fields.length;
  const next = index.spec.fields[fixed]?.[0];
  const range = next === undefined ? undefined : restrictions.get(next);
  for (const prefix of prefixes) {
    const keys = whole ? (index.holders(prefix) ?? []) : ranged(index, prefix, range);
    for (const key of keys) found.add(key);
  }
  return found;
}

function ranged(index: OrderedIndex, prefix: string, range: Restriction | undefined): string[] {
  const bound = range?.low ?? range?.high;
  if (range === undefined || bound === undefined || range.equals !== undefined) {
    return index.startingWith(prefix);
  }
  // Elements of one array may satisfy the two bounds separately, so only one of them selects.
  const high = index.multikey && range.low !== undefined ? undefined : range.high;
  const { low: first, high: last } = typeRange(bound.value);
  const from = range.low === undefined ? first : edge(range.low.value, range.low.open);
  const to = high === undefined ? last : edge(high.value, !high.open);
  return index.range(prefix + from, prefix + to);
}

const edge = (value: unknown, after: boolean): string =>
  orderedKey(value) + (after ? AFTER_EVERYTHING : '');
