import { ObjectId } from 'bson';
import { compare, isEqual } from 'mingo/util';
import { type Doc, isPlainObject } from './document';
import { failures } from './failures';

type Check = (value: unknown) => boolean;

/** `$jsonSchema` as MongoDB takes it (draft 4 plus `bsonType`). Throws for an unknown keyword. */
export function schemaPredicate(schema: Doc): Check {
  const checks = Object.entries(schema).map(([keyword, operand]) => {
    const make = KEYWORDS[keyword];
    if (make === undefined) {
      throw failures.refused(`[FailedOperation] Unknown $jsonSchema keyword: ${keyword}`);
    }
    return make(operand as never, schema);
  });
  return (value) => checks.every((check) => check(value));
}

const always = (): Check => () => true;
const numbers =
  (test: (value: number) => boolean): Check =>
  (value) =>
    typeof value !== 'number' || test(value);
const texts =
  (test: (value: string) => boolean): Check =>
  (value) =>
    typeof value !== 'string' || test(value);
const arrays =
  (test: (value: readonly unknown[]) => boolean): Check =>
  (value) =>
    !Array.isArray(value) || test(value);
const objects =
  (test: (value: Doc) => boolean): Check =>
  (value) =>
    !isPlainObject(value) || test(value);

const all = (schemas: unknown): Check[] =>
  (schemas as readonly Doc[]).map((schema) => schemaPredicate(schema));

const codePoints = (text: string): number => [...text].length;

const KEYWORDS: Readonly<Record<string, (operand: never, schema: Doc) => Check>> = {
  title: always,
  description: always,
  bsonType: (types: string | string[]) => typeCheck(types, BSON_TYPES),
  type: (types: string | string[]) => typeCheck(types, JSON_TYPES),
  enum: (values: unknown[]) => (value) => values.some((each) => isEqual(each, value)),
  required: (names: string[]) => objects((doc) => names.every((name) => name in doc)),
  properties: (properties: Record<string, Doc>) => {
    const checks = Object.entries(properties).map(
      ([name, schema]) => [name, schemaPredicate(schema)] as const,
    );
    return objects((doc) => checks.every(([name, check]) => !(name in doc) || check(doc[name])));
  },
  patternProperties: (patterns: Record<string, Doc>) => {
    const checks = Object.entries(patterns).map(
      ([pattern, schema]) => [new RegExp(pattern), schemaPredicate(schema)] as const,
    );
    return objects((doc) =>
      Object.entries(doc).every(([name, value]) =>
        checks.every(([pattern, check]) => !pattern.test(name) || check(value)),
      ),
    );
  },
  additionalProperties: (rest: boolean | Doc, schema) => {
    const known = Object.keys((schema.properties ?? {}) as Doc);
    const patterns = Object.keys((schema.patternProperties ?? {}) as Doc).map((p) => new RegExp(p));
    const check: Check = typeof rest === 'boolean' ? () => rest : schemaPredicate(rest);
    return objects((doc) =>
      Object.entries(doc).every(
        ([name, value]) =>
          known.includes(name) || patterns.some((pattern) => pattern.test(name)) || check(value),
      ),
    );
  },
  minProperties: (least: number) => objects((doc) => Object.keys(doc).length >= least),
  maxProperties: (most: number) => objects((doc) => Object.keys(doc).length <= most),
  dependencies: (dependencies: Record<string, string[] | Doc>) => {
    const checks = Object.entries(dependencies).map(([name, needed]) => {
      const check = Array.isArray(needed)
        ? (doc: Doc) => needed.every((each) => each in doc)
        : schemaPredicate(needed);
      return (doc: Doc) => !(name in doc) || check(doc);
    });
    return objects((doc) => checks.every((check) => check(doc)));
  },
  items: (schema: Doc | Doc[]) => {
    if (Array.isArray(schema)) {
      const checks = all(schema);
      return arrays((items) => items.every((item, at) => checks[at]?.(item) ?? true));
    }
    const check = schemaPredicate(schema);
    return arrays((items) => items.every(check));
  },
  minItems: (least: number) => arrays((items) => items.length >= least),
  maxItems: (most: number) => arrays((items) => items.length <= most),
  uniqueItems: (wanted: boolean) =>
    arrays(
      (items) =>
        !wanted || items.every((item, at) => !items.slice(0, at).some((one) => isEqual(one, item))),
    ),
  minimum: (least: number, { exclusiveMinimum }) =>
    numbers((value) => (exclusiveMinimum === true ? value > least : value >= least)),
  maximum: (most: number, { exclusiveMaximum }) =>
    numbers((value) => (exclusiveMaximum === true ? value < most : value <= most)),
  exclusiveMinimum: always,
  exclusiveMaximum: always,
  multipleOf: (step: number) => numbers((value) => compare(value % step, 0) === 0),
  minLength: (least: number) => texts((text) => codePoints(text) >= least),
  maxLength: (most: number) => texts((text) => codePoints(text) <= most),
  pattern: (pattern: string) => {
    const wanted = new RegExp(pattern);
    return texts((text) => wanted.test(text));
  },
  allOf: (schemas: Doc[]) => {
    const checks = all(schemas);
    return (value) => checks.every((check) => check(value));
  },
  anyOf: (schemas: Doc[]) => {
    const checks = all(schemas);
    return (value) => checks.some((check) => check(value));
  },
  oneOf: (schemas: Doc[]) => {
    const checks = all(schemas);
    return (value) => checks.filter((check) => check(value)).length === 1;
  },
  not: (schema: Doc) => {
    const check = schemaPredicate(schema);
    return (value) => !check(value);
  },
};

const isNumber: Check = (value) => typeof value === 'number';
const isInteger: Check = (value) => Number.isInteger(value);
const isText: Check = (value) => typeof value === 'string';
const isNull: Check = (value) => value === null;

const JSON_TYPES: Readonly<Record<string, Check>> = {
  object: isPlainObject,
  array: Array.isArray,
  number: isNumber,
  string: isText,
  boolean: (value) => typeof value === 'boolean',
  null: isNull,
};

/** Numbers are one type here: whole ones are int and long, and every one is a double. */
const BSON_TYPES: Readonly<Record<string, Check>> = {
  object: isPlainObject,
  array: Array.isArray,
  number: isNumber,
  double: isNumber,
  int: isInteger,
  long: isInteger,
  string: isText,
  bool: (value) => typeof value === 'boolean',
  date: (value) => value instanceof Date,
  objectId: (value) => value instanceof ObjectId,
  regex: (value) => value instanceof RegExp,
  null: isNull,
};

function typeCheck(types: string | string[], known: Readonly<Record<string, Check>>): Check {
  const checks = (Array.isArray(types) ? types : [types]).map((type) => {
    const check = known[type];
    if (check === undefined) throw failures.refused(`[FailedOperation] Unknown type name: ${type}`);
    return check;
  });
  return (value) => checks.some((check) => check(value));
}
