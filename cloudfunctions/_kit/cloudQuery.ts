import type { Change, Doc, Where } from './db';

/** The parts of the SDK's commands that we use; the SDK itself types them as `any`. */
export interface Commands {
  gt(value: unknown): unknown;
  gte(value: unknown): unknown;
  lt(value: unknown): unknown;
  lte(value: unknown): unknown;
  neq(value: unknown): unknown;
  in(values: readonly unknown[]): unknown;
  nin(values: readonly unknown[]): unknown;
  and(conditions: readonly unknown[]): unknown;
  set(value: unknown): unknown;
  inc(amount: number): unknown;
  push(values: readonly unknown[]): unknown;
}

const COMPARISONS = {
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  ne: 'neq',
} as const satisfies Record<string, keyof Commands>;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function conditionOf(commands: Commands, condition: unknown): unknown {
  if (!isPlain(condition)) return condition;
  const parts = Object.entries(condition).map(([name, operand]) => {
    if (name === 'in') return commands.in(operand as readonly unknown[]);
    if (name === 'notIn') return commands.nin(operand as readonly unknown[]);
    const command = COMPARISONS[name as keyof typeof COMPARISONS];
    if (!command) throw new Error(`unknown comparison ${name}`);
    return commands[command](operand);
  });
  return parts.length === 1 ? parts[0] : commands.and(parts);
}

/** Our typed conditions in the SDK's words. */
export function conditionsOf<D extends Doc>(
  commands: Commands,
  where: Where<D>,
): Record<string, unknown> {
  const asked = Object.entries(where).filter(([, condition]) => condition !== undefined);
  return Object.fromEntries(
    asked.map(([field, condition]) => [field, conditionOf(commands, condition)]),
  );
}

/** A dot in a key would name a field deeper down, and a dollar sign an operator. */
const KEY = /^[^.$]+$/;

/**
 * Our typed change in the SDK's words: an object is replaced as a whole, unless `merge` says that its
 * keys go beside those that are there.
 */
export function updateOf<D extends Doc>(
  commands: Commands,
  change: Change<D>,
): Record<string, unknown> {
  const update: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change.set ?? {})) {
    if (value !== undefined) update[field] = isPlain(value) ? commands.set(value) : value;
  }
  for (const [field, entries] of Object.entries(change.merge ?? {})) {
    for (const [key, value] of Object.entries((entries ?? {}) as Record<string, unknown>)) {
      if (!KEY.test(key)) throw new RangeError(`${key} is no key of ${field}`);
      update[`${field}.${key}`] = isPlain(value) ? commands.set(value) : value;
    }
  }
  for (const [field, amount] of Object.entries(change.increase ?? {})) {
    if (typeof amount === 'number') update[field] = commands.inc(amount);
  }
  for (const [field, value] of Object.entries(change.push ?? {})) {
    if (value !== undefined) update[field] = commands.push([value]);
  }
  return update;
}
