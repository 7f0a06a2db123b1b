import { compare } from 'mingo/util';
import { type Doc, isPlainObject } from '../engine/document';

/** What a filter guarantees about one field of every document it matches. */
export interface Constraint {
  /** The field is one of these (or an array with one of them). */
  readonly values?: readonly unknown[];
  readonly above?: { readonly value: unknown; readonly open: boolean };
  readonly below?: { readonly value: unknown; readonly open: boolean };
  readonly not?: readonly unknown[];
}

/** Guarantees by field path. */
export type Constraints = ReadonlyMap<string, Constraint>;

/** More alternatives than this are not worked through, so nothing is proved. */
const MOST_ALTERNATIVES = 64;

/** A filter as alternatives, each with its guarantees; each has to prove the rule. */
export function alternatives(query: Doc): Constraints[] {
  return branches(query).map((parts) => {
    const constraints = new Map<string, Constraint>();
    for (const [field, condition] of parts) {
      constraints.set(field, { ...constraints.get(field), ...constraintOf(condition) });
    }
    return constraints;
  });
}

type Part = readonly [field: string, condition: unknown];

function branches(query: Doc): Part[][] {
  let found: Part[][] = [[]];
  for (const [field, condition] of Object.entries(query)) {
    if (field === '$and' && Array.isArray(condition)) {
      for (const part of condition) found = product(found, branches(part as Doc));
    } else if (field === '$or' && Array.isArray(condition)) {
      const options = condition.flatMap((part) => branches(part as Doc));
      found = product(found, options);
    } else if (!field.startsWith('$')) {
      found = found.map((parts) => [...parts, [field, condition] as const]);
    }
  }
  return found;
}

function product(left: Part[][], right: Part[][]): Part[][] {
  if (left.length * right.length > MOST_ALTERNATIVES) return [[]];
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function constraintOf(condition: unknown): Constraint {
  if (!isPlainObject(condition) || !Object.keys(condition).some((name) => name.startsWith('$'))) {
    return { values: [condition] };
  }
  const { $eq, $in, $gt, $gte, $lt, $lte, $ne, $nin } = condition;
  return {
    ...('$eq' in condition ? { values: [$eq] } : {}),
    ...(Array.isArray($in) ? { values: $in } : {}),
    ...($gte === undefined ? {} : { above: { value: $gte, open: false } }),
    ...($gt === undefined ? {} : { above: { value: $gt, open: true } }),
    ...($lte === undefined ? {} : { below: { value: $lte, open: false } }),
    ...($lt === undefined ? {} : { below: { value: $lt, open: true } }),
    ...('$ne' in condition ? { not: [$ne] } : {}),
    ...(Array.isArray($nin) ? { not: $nin } : {}),
  };
}

/** Whether every document with this constraint satisfies `field <operator> value`. */
export function proves(constraint: Constraint, operator: string, value: unknown): boolean {
  const { values, above, below, not } = constraint;
  if (values !== undefined && values.length > 0) {
    return values.every((each) => holds(each, operator, value));
  }
  if (operator === '!=') return not?.some((each) => compare(each, value) === 0) ?? false;
  const order = (bound: unknown): number => compare(bound, value);
  if (above !== undefined && (operator === '>' || operator === '>=')) {
    const strict = operator === '>' && !above.open;
    return (
      sameType(above.value, value) && (strict ? order(above.value) > 0 : order(above.value) >= 0)
    );
  }
  if (below !== undefined && (operator === '<' || operator === '<=')) {
    const strict = operator === '<' && !below.open;
    return (
      sameType(below.value, value) && (strict ? order(below.value) < 0 : order(below.value) <= 0)
    );
  }
  return false;
}

const sameType = (left: unknown, right: unknown): boolean => typeof left === typeof right;

/** `left <operator> right` of two known values. */
export function holds(left: unknown, operator: string, right: unknown): boolean {
  if (operator === 'in') return Array.isArray(right) && right.some((each) => same(left, each));
  if (operator === '==') return same(left, right);
  if (operator === '!=') return !same(left, right);
  if (!sameType(left, right)) return false;
  const order = compare(left, right);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

const same = (left: unknown, right: unknown): boolean =>
  (left ?? null) === (right ?? null) ||
  (typeof left === 'object' && typeof right === 'object' && compare(left, right) === 0);
