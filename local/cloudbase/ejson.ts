/**
 * Extended JSON as it travels on CloudBase's wire. Read: canonical and relaxed EJSON, and the
 * SDKs' own forms of a server date. Written: relaxed, except dates (`{$date:{$numberLong}}`).
 */
import { Binary, Decimal128, ObjectId } from 'bson';
import { type Doc, isPlainObject } from './engine/document';
import { failures } from './engine/failures';

/**
 * Turns parsed JSON into values, in place. `now` (epoch ms) is what a server date stands for, so
 * that all of one request agree.
 */
export function decode(value: unknown, now: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = decode(value[i], now);
    return value;
  }
  const object = value as Doc;
  const keys = Object.keys(object);
  const first = keys[0];
  if (first !== undefined && first.charCodeAt(0) === 36) {
    const typed = decodeTyped(object, first, keys.length, now);
    if (typed !== undefined) return typed.value;
  }
  for (const key of keys) {
    if (key === '__proto__') throw failures.invalid(`field name ${key} is not allowed`);
    object[key] = decode(object[key], now);
  }
  return object;
}

export function parse(text: string, now: number): unknown {
  try {
    return decode(JSON.parse(text), now);
  } catch (error) {
    if (error instanceof SyntaxError) throw failures.invalid(`not JSON: ${error.message}`);
    throw error;
  }
}

interface Typed {
  readonly value: unknown;
}

const flags = (options: unknown): string => String(options ?? '').replace(/[^ims]/g, '');

function decodeTyped(object: Doc, name: string, size: number, now: number): Typed | undefined {
  const inner = object[name];
  if (name === '$regex' && typeof inner === 'string' && size <= 2) {
    return { value: { $regex: inner, $options: flags(object.$options) } };
  }
  if (size !== 1) return undefined;
  switch (name) {
    case '$numberInt':
    case '$numberDouble':
    case '$numberLong':
      return { value: Number(inner) };
    case '$date':
      return { value: decodeDate(inner, now) };
    case '$tcb_server_date':
      return { value: new Date(now + offsetOf(inner, now)) };
    case '$oid':
      return { value: new ObjectId(String(inner)) };
    case '$numberDecimal':
      return { value: Decimal128.fromString(String(inner)) };
    case '$undefined':
      return { value: undefined };
    case '$regularExpression': {
      const { pattern, options } = inner as { pattern: string; options?: string };
      return { value: new RegExp(pattern, flags(options)) };
    }
    case '$binary': {
      if (!isPlainObject(inner) || typeof inner.base64 !== 'string') return undefined;
      const subtype = Number.parseInt(String(inner.subType ?? '0'), 16);
      return { value: new Binary(Buffer.from(inner.base64, 'base64'), subtype) };
    }
    default:
      return undefined;
  }
}

const offsetOf = (inner: unknown, now: number): number =>
  isPlainObject(inner) ? Number(decode(inner.offset, now) ?? 0) : 0;

function decodeDate(inner: unknown, now: number): Date {
  if (!isPlainObject(inner)) return new Date(inner as number | string);
  if ('$numberLong' in inner) return new Date(Number(inner.$numberLong));
  return new Date(now + offsetOf(inner, now));
}

type Dialect = 'stored' | 'wire' | 'plain';

function encode(value: unknown, dialect: Dialect): unknown {
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => encode(item ?? null, dialect));
  if (value instanceof Date) {
    return { $date: dialect === 'plain' ? value.getTime() : { $numberLong: `${value.getTime()}` } };
  }
  if (value instanceof ObjectId) {
    return dialect === 'stored' ? { $oid: value.toHexString() } : value.toHexString();
  }
  if (value instanceof RegExp) {
    return { $regularExpression: { pattern: value.source, options: value.flags } };
  }
  if (value instanceof Decimal128) return { $numberDecimal: value.toString() };
  if (value instanceof Binary) {
    return { $binary: { base64: value.toString('base64'), subType: hex(value.sub_type) } };
  }
  const object = value as Doc;
  const encoded: Doc = {};
  for (const key of Object.keys(object)) {
    if (object[key] !== undefined) encoded[key] = encode(object[key], dialect);
  }
  return encoded;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

function encodeNumber(value: number): unknown {
  if (Object.is(value, -0)) return { $numberDouble: '-0.0' };
  return Number.isFinite(value) ? value : { $numberDouble: String(value) };
}

/** The text that is kept on disk: nothing of a value's type is lost. */
export const stored = (value: unknown): string => JSON.stringify(encode(value, 'stored'));

/** The text a server SDK receives. The platform hands out ObjectIds as hex strings. */
export const wire = (value: unknown): string => JSON.stringify(encode(value, 'wire'));

/** What client SDKs and watches receive: plain JSON with dates as `{"$date": ms}`. */
export const plain = (value: unknown): unknown => encode(value, 'plain');

const storedTexts = new WeakMap<Doc, string>();
const wireTexts = new WeakMap<Doc, string>();

/** The text to keep on disk, made once: stored documents never change in place. */
export function storedText(doc: Doc): string {
  let text = storedTexts.get(doc);
  if (text === undefined) {
    text = stored(doc);
    storedTexts.set(doc, text);
  }
  return text;
}

/** The wire text of a stored document, which is the stored one unless it holds an ObjectId. */
export function wireText(doc: Doc): string {
  const text = storedText(doc);
  if (!text.includes('"$oid"')) return text;
  let special = wireTexts.get(doc);
  if (special === undefined) {
    special = wire(doc);
    wireTexts.set(doc, special);
  }
  return special;
}
