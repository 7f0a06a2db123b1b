import { update } from 'mingo/updater';
import { clone, type Doc, isPlainObject } from './document';
import { failures } from './failures';
import { explained, matchingOptions } from './matching';

export interface Updated {
  readonly doc: Doc;
  /** Paths that changed; empty when the operators changed nothing. */
  readonly fields: readonly string[];
}

const NUMERIC = new Set(['$inc', '$mul', '$bit']);
const OF_ARRAYS = new Set(['$push', '$pull', '$pullAll', '$addToSet', '$pop']);
/** Operators that create what is missing on the way to their field. */
const CREATING = new Set(['$set', '$inc', '$mul', '$push', '$addToSet', '$max', '$min', '$bit']);

/**
 * Applies update operators to a copy. What mingo passes over and MongoDB refuses – counting on a
 * text, pushing to a number, setting a field of null – is refused first.
 */
export function applyUpdate(doc: Doc, operators: Doc, query: Doc): Updated {
  for (const operator of Object.keys(operators)) {
    const changes = operators[operator];
    if (!operator.startsWith('$') || !isPlainObject(changes)) {
      throw failures.refused(`[FailedOperation.Update] unknown update operator ${operator}`);
    }
    for (const path of Object.keys(changes)) check(doc, operator, path);
  }
  const copy = clone(doc);
  const positional = JSON.stringify(operators).includes('.$');
  const fields = explained(() =>
    update(copy, operators, [], positional ? query : {}, { queryOptions: matchingOptions }),
  );
  return { doc: copy, fields };
}

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
