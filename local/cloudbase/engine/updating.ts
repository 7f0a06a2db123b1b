import * as updateOperators from 'mingo/operators/update';
import { update } from 'mingo/updater';
import { clone, type Doc, isPlainObject } from './document';
import { failures } from './failures';
import { explained, matchingOptions } from './matching';

export interface Updated {
  readonly doc: Doc;
  /** Paths that changed; empty when the operators changed nothing. */
  readonly fields: readonly string[];
}

type Make = (changes: never) => (doc: Doc) => string[];

const OPERATORS: Readonly<Record<string, Make>> = { ...updateOperators };
const NUMERIC = new Set(['$inc', '$mul', '$bit']);
const OF_ARRAYS = new Set(['$push', '$pull', '$pullAll', '$addToSet', '$pop']);
/** Operators that create what is missing on the way to their field. */
const CREATING = new Set(['$set', '$inc', '$mul', '$push', '$addToSet', '$max', '$min', '$bit']);

/**
 * Applies update operators to a copy. What mingo passes over and MongoDB refuses – counting on a
 * text, pushing to a number, setting a field of null – is refused first.
 */
export function applyUpdate(doc: Doc, operators: Doc, query: Doc): Updated {
  const paths: string[] = [];
  for (const [operator, changes] of Object.entries(operators)) {
    if (!Object.hasOwn(OPERATORS, operator) || !isPlainObject(changes)) {
      throw failures.refused(`[FailedOperation.Update] Unknown update operator: ${operator}`);
    }
    for (const path of Object.keys(changes)) check(doc, operator, path);
    paths.push(...Object.keys(changes));
    if (operator === '$rename') paths.push(...Object.values(changes).map(String));
  }
  checkConflicts(paths);
  const copy = clone(doc);
  const fields = paths.some((path) => path.includes('$'))
    ? explained(() => update(copy, operators, [], query, { queryOptions: matchingOptions }))
    : explained(() => applyEach(copy, operators));
  return { doc: copy, fields };
}

/** The operators one by one: without a positional `$` this is all that mingo's `update` does. */
function applyEach(copy: Doc, operators: Doc): string[] {
  const fields = Object.entries(operators).flatMap(
    ([operator, changes]) => OPERATORS[operator]?.(changes as never)(copy) ?? [],
  );
  return fields.sort();
}

/** Two changes may not touch the same field, nor one a part of the other's. */
function checkConflicts(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(path)) throw conflicting(path, path);
    seen.add(path);
  }
  for (const path of seen) {
    for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      const part = path.slice(0, dot);
      if (seen.has(part)) throw conflicting(path, part);
    }
  }
}

const conflicting = (path: string, other: string): Error =>
  failures.refused(
    `[FailedOperation.Update] Updating the path '${path}' would create a conflict at '${other}'`,
  );

function check(doc: Doc, operator: string, path: string): void {
  if (path === '_id' || path.startsWith('_id.')) {
    throw failures.refused(
      `[FailedOperation.Update] Performing an update on the path '_id' would modify the ` +
        `immutable field '_id'`,
    );
  }
  if (path.includes('$')) return;
  const value = walk(doc, path.split('.'), CREATING.has(operator));
  if (value === undefined) return;
  if (NUMERIC.has(operator) && typeof value !== 'number') {
    throw failures.refused(
      `[FailedOperation.Update] Cannot apply ${operator} to a value of non-numeric type. ` +
        `{_id: ${JSON.stringify(doc._id)}} has the field '${path}' of non-numeric type ` +
        typeName(value),
    );
  }
  if (OF_ARRAYS.has(operator) && !Array.isArray(value)) {
    throw failures.refused(
      `[FailedOperation.Update] The field '${path}' must be an array but is of type ` +
        `${typeName(value)} in document {_id: ${JSON.stringify(doc._id)}}`,
    );
  }
}

/** The value at a path; throws where a field would have to be made inside something else. */
function walk(doc: Doc, steps: readonly string[], creating: boolean): unknown {
  let current: unknown = doc;
  for (const [depth, step] of steps.entries()) {
    if (current === undefined) return undefined;
    const enterable = Array.isArray(current) ? /^\d+$/.test(step) : isPlainObject(current);
    if (!enterable) {
      if (!creating) return undefined;
      throw failures.refused(
        `[FailedOperation.Update] Cannot create field '${step}' in element ` +
          `{${steps[depth - 1] ?? ''}: ${JSON.stringify(current)}}`,
      );
    }
    current = (current as Doc)[step];
  }
  return current;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
