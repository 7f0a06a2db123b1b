/** `db.command`: conditions and changes that a plain value cannot say. */

export class QueryCommand {
  constructor(
    /** `$gt`, `$in`, `$and`, `$not` … */
    readonly operator: string,
    readonly operands: readonly unknown[],
  ) {}
  and(...others: readonly unknown[]): QueryCommand {
    return new QueryCommand('$and', [this, ...spread(others)]);
  }
  or(...others: readonly unknown[]): QueryCommand {
    return new QueryCommand('$or', [this, ...spread(others)]);
  }
}

export class UpdateCommand {
  constructor(
    readonly operator: string,
    readonly operand: unknown,
  ) {}
}

export class ServerDate {
  constructor(readonly offset: number) {}
}

/** `_.and([a, b])` and `_.and(a, b)` mean the same. */
function spread(values: readonly unknown[]): readonly unknown[] {
  const [first] = values;
  return values.length === 1 && Array.isArray(first) ? first : values;
}

const compare = (operator: string) => (value: unknown) => new QueryCommand(operator, [value]);
const logic =
  (operator: string) =>
  (...values: readonly unknown[]) =>
    new QueryCommand(operator, spread(values));
const change = (operator: string) => (value: unknown) => new UpdateCommand(operator, value);

function pushed(values: unknown): unknown {
  if (Array.isArray(values)) return { $each: values };
  if (typeof values !== 'object' || values === null) return { $each: [values] };
  const { each, position, sort, slice } = values as Readonly<Record<string, unknown>>;
  return {
    $each: each,
    ...(position === undefined ? {} : { $position: position }),
    ...(sort === undefined ? {} : { $sort: sort }),
    ...(slice === undefined ? {} : { $slice: slice }),
  };
}

export const command = {
  eq: compare('$eq'),
  neq: compare('$ne'),
  gt: compare('$gt'),
  gte: compare('$gte'),
  lt: compare('$lt'),
  lte: compare('$lte'),
  in: compare('$in'),
  nin: compare('$nin'),
  exists: compare('$exists'),
  size: compare('$size'),
  all: compare('$all'),
  elemMatch: compare('$elemMatch'),
  mod: (divisor: number, rest: number) => new QueryCommand('$mod', [[divisor, rest]]),
  and: logic('$and'),
  or: logic('$or'),
  nor: logic('$nor'),
  not: logic('$not'),

  set: change('$set'),
  inc: change('$inc'),
  mul: change('$mul'),
  min: change('$min'),
  max: change('$max'),
  rename: change('$rename'),
  remove: () => new UpdateCommand('$unset', ''),
  push: (...values: readonly unknown[]) =>
    new UpdateCommand('$push', pushed(values.length === 1 ? values[0] : values)),
  pop: () => new UpdateCommand('$pop', 1),
  shift: () => new UpdateCommand('$pop', -1),
  unshift: (...values: readonly unknown[]) =>
    new UpdateCommand('$push', { $each: spread(values), $position: 0 }),
  pull: change('$pull'),
  pullAll: change('$pullAll'),
  addToSet: change('$addToSet'),
} as const;
