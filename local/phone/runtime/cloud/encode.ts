import { QueryCommand, ServerDate, UpdateCommand } from './command';
import { type Fields, isFields } from './wire';

/** The client protocol's JSON: dates as `{$date: ms}`, commands as MongoDB operators. */

function isPlainObject(value: unknown): value is Fields {
  if (!isFields(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A value as it is stored, or compared with. */
export function encodeValue(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof ServerDate) return { $date: { offset: value.offset } };
  if (value instanceof RegExp) return { $regex: value.source, $options: value.flags };
  if (value instanceof QueryCommand || value instanceof UpdateCommand) {
    throw new Error(`a command (${value.operator}) cannot be part of a value`);
  }
  if (Array.isArray(value)) return value.map(encodeValue);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encodeValue(part)]));
}

const LOGIC = new Set(['$and', '$or', '$nor']);

/** The condition that `query` puts on one field, as a whole filter. */
function fieldFilter(field: string, query: unknown): Fields {
  if (query instanceof QueryCommand) {
    if (LOGIC.has(query.operator)) {
      return { [query.operator]: query.operands.map((part) => fieldFilter(field, part)) };
    }
    const [operand] = query.operands;
    if (query.operator === '$not') {
      const negated = fieldFilter(field, operand)[field];
      return { [field]: { $not: isFields(negated) ? negated : { $eq: negated } } };
    }
    return { [field]: { [query.operator]: operandOf(query.operator, operand) } };
  }
  if (isPlainObject(query) && Object.keys(query).length > 0) {
    return merged(
      Object.entries(query).map(([key, part]) =>
        key.startsWith('$') ? { [field]: { [key]: part } } : fieldFilter(`${field}.${key}`, part),
      ),
    );
  }
  return { [field]: encodeValue(query) };
}

function operandOf(operator: string, operand: unknown): unknown {
  if (operator === '$elemMatch') {
    if (operand instanceof QueryCommand) return fieldFilter('_', operand)._;
    return encodeQuery(operand);
  }
  return encodeValue(operand);
}

/** Conditions on the same field or with the same logic operator must not overwrite each other. */
function merged(filters: readonly Fields[]): Fields {
  const keys = filters.flatMap((filter) => Object.keys(filter));
  if (new Set(keys).size < keys.length) return { $and: filters };
  return Object.assign({}, ...filters) as Fields;
}

/** @param query a plain object of fields, or a logic command over such objects. */
export function encodeQuery(query: unknown): Fields {
  if (query instanceof QueryCommand && LOGIC.has(query.operator)) {
    return { [query.operator]: query.operands.map(encodeQuery) };
  }
  if (!isPlainObject(query)) throw new Error('查询参数必须为对象');
  const entries = Object.entries(query);
  if (entries.length > 0 && entries.every(([, value]) => value === undefined)) {
    throw new Error('查询参数对象值不能均为undefined');
  }
  return merged(entries.map(([field, value]) => fieldFilter(field, value)));
}

/** @returns `{$set: {'a.b': 1}, $inc: …}`: nested objects merge, as on the platform. */
export function encodeUpdate(data: Fields): Fields {
  const operators: Record<string, Record<string, unknown>> = {};
  const put = (operator: string, path: string, value: unknown): void => {
    operators[operator] = { ...operators[operator], [path]: encodeValue(value) };
  };
  const walk = (prefix: string, part: Fields): void => {
    for (const [key, value] of Object.entries(part)) {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      if (value instanceof UpdateCommand) put(value.operator, path, value.operand);
      else if (isPlainObject(value) && Object.keys(value).length > 0) walk(path, value);
      else put('$set', path, value);
    }
  };
  walk('', data);
  return operators;
}

/** A document as it comes back: `{$date: ms}` becomes a Date. */
export function decodeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodeValue);
  if (!isFields(value)) return value;
  if (typeof value.$date === 'number') return new Date(value.$date);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, decodeValue(part)]));
}
