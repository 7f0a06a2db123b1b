import { randomBytes } from 'node:crypto';
import { ObjectId } from 'bson';

/** A stored document. Once stored it is shared by readers and never changed in place. */
export type Doc = Record<string, unknown>;

/** CloudBase gives documents without `_id` 32 hex digits. */
export const newId = (): string => randomBytes(16).toString('hex');

/** The text under which a document is filed: ids of different types never meet. */
export function keyOf(id: unknown): string {
  if (typeof id === 'string') return `s${id}`;
  if (typeof id === 'number') return `n${id}`;
  if (id instanceof ObjectId) return `o${id.toHexString()}`;
  return `j${JSON.stringify(id)}`;
}

export function isPlainObject(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A deep copy; dates are copied, BSON types are immutable here and shared. */
export function clone<T>(value: T): T;
export function clone(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => clone(item));
  if (value instanceof Date) return new Date(value.getTime());
  if (!isPlainObject(value)) return value;
  const copy: Doc = {};
  for (const key of Object.keys(value)) copy[key] = clone(value[key]);
  return copy;
}

/** The value at a dotted path, array positions included; undefined where there is none. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const step of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Doc)[step];
  }
  return current;
}

/**
 * Every value an index or a filter sees at a dotted path: arrays on the way are entered, as
 * MongoDB does, and what is missing counts as null.
 */
export function valuesAt(value: unknown, path: string): unknown[] {
  if (!path.includes('.')) return leaves((value as Doc)[path]);
  const found: unknown[] = [];
  collect(value, path.split('.'), 0, found);
  return found;
}

function leaves(value: unknown): unknown[] {
  if (value === undefined) return [null];
  return Array.isArray(value) ? [...value, value] : [value];
}

function collect(value: unknown, steps: readonly string[], depth: number, found: unknown[]): void {
  const step = steps[depth];
  if (step === undefined) {
    found.push(...leaves(value));
  } else if (Array.isArray(value)) {
    if (/^\d+$/.test(step)) collect(value[Number(step)], steps, depth + 1, found);
    for (const item of value) if (isPlainObject(item)) collect(item, steps, depth, found);
    if (found.length === 0) found.push(null);
  } else {
    collect(isPlainObject(value) ? value[step] : undefined, steps, depth + 1, found);
  }
}
