import { type Doc, isPlainObject } from '../engine/document';
import { type Constraints, holds, proves } from './constraints';
import type { Expression } from './expression';

/** What cannot be known from the query; anything combined with it stays unknown. */
export const UNKNOWN = Symbol('unknown');

/** A document known only by what a filter guarantees, at a field path (empty: the document). */
export class Guaranteed {
  constructor(
    readonly constraints: Constraints,
    readonly path: string,
  ) {}

  /** The one value the field can have, or UNKNOWN. */
  get value(): unknown {
    const values = this.constraints.get(this.path)?.values;
    return values?.length === 1 ? values[0] : UNKNOWN;
  }
}

export interface Environment {
  /** `auth`, `now`, `request`, and `doc`: the document, or what a filter guarantees about it. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** `get('database.<collection>.<id>')`: a document, or null. */
  readonly get: (path: string) => Doc | null;
}

/** Evaluates a rule to true, false or UNKNOWN; only true allows. */
export function evaluate(expression: Expression, environment: Environment): unknown {
  const value = (of: Expression): unknown => {
    const result = evaluate(of, environment);
    return result instanceof Guaranteed ? result.value : result;
  };
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'name':
      return named(expression.name, environment);
    case 'list': {
      const items = expression.items.map(value);
      return items.includes(UNKNOWN) ? UNKNOWN : items;
    }
    case 'template': {
      const parts = expression.parts.map((part) => (typeof part === 'string' ? part : value(part)));
      return parts.includes(UNKNOWN) ? UNKNOWN : parts.join('');
    }
    case 'member':
      return member(evaluate(expression.of, environment), expression.name);
    case 'call': {
      const argument = value(expression.argument);
      if (expression.name !== 'get' || typeof argument !== 'string') return UNKNOWN;
      return environment.get(argument);
    }
    case 'not': {
      const inner = value(expression.of);
      return inner === UNKNOWN ? UNKNOWN : !inner;
    }
    case 'binary':
      return binary(expression, environment, value);
  }
}

function named(name: string, { variables }: Environment): unknown {
  return Object.hasOwn(variables, name) ? variables[name] : UNKNOWN;
}

function member(of: unknown, name: string): unknown {
  if (of === UNKNOWN) return UNKNOWN;
  if (of instanceof Guaranteed) {
    return new Guaranteed(of.constraints, of.path === '' ? name : `${of.path}.${name}`);
  }
  // A field of nothing proves nothing: else a signed-out client's `auth.openid` equals a missing owner.
  if (!isPlainObject(of)) return UNKNOWN;
  return Object.hasOwn(of, name) ? of[name] : null;
}

type Binary = Extract<Expression, { kind: 'binary' }>;

const MIRRORED: Readonly<Record<string, string>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function binary(
  { operator, left, right }: Binary,
  environment: Environment,
  value: (of: Expression) => unknown,
): unknown {
  if (operator === '&&' || operator === '||') {
    const decisive = operator === '||';
    const first = value(left);
    if (first !== UNKNOWN && Boolean(first) === decisive) return decisive;
    const second = value(right);
    if (second !== UNKNOWN && Boolean(second) === decisive) return decisive;
    return first === UNKNOWN || second === UNKNOWN ? UNKNOWN : !decisive;
  }
  const a = evaluate(left, environment);
  const b = evaluate(right, environment);
  if (operator in ARITHMETIC) return calculate(operator, value(left), value(right));
  if (a instanceof Guaranteed) return guaranteed(a, operator, value(right));
  if (b instanceof Guaranteed) {
    // `x in doc.list` is proved by a filter that asks for exactly this element.
    if (operator === 'in') return a !== UNKNOWN && holds(b.value, '==', a) ? true : UNKNOWN;
    return guaranteed(b, MIRRORED[operator] ?? operator, a);
  }
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : holds(a, operator, b);
}

function guaranteed(field: Guaranteed, operator: string, other: unknown): unknown {
  const constraint = field.constraints.get(field.path);
  if (other === UNKNOWN || constraint === undefined) return UNKNOWN;
  return proves(constraint, operator, other) ? true : UNKNOWN;
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function calculate(operator: string, a: unknown, b: unknown): unknown {
  if (a === UNKNOWN || b === UNKNOWN) return UNKNOWN;
  if (operator === '+' && typeof a === 'string') return a + String(b);
  const work = ARITHMETIC[operator];
  return typeof a === 'number' && typeof b === 'number' && work ? work(a, b) : UNKNOWN;
}
