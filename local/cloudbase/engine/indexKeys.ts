import { ObjectId } from 'bson';

/**
 * Values as text that sorts as they do, one type after another, so that an index is a sorted list
 * of strings and a compound entry is a concatenation.
 */
const bits = new DataView(new ArrayBuffer(8));

/** First character of each type's entries; the next letter ends the type's range. */
const TAGS = { null: 'a', number: 'b', string: 'c', other: 'd', boolean: 'f', date: 'g', id: 'h' };

export const AFTER_EVERYTHING = '\uffff';

function orderedNumber(value: number): string {
  bits.setFloat64(0, value === 0 ? 0 : value);
  // Negative numbers sort backwards as bits: flip all of them, and only the sign of the others.
  const negative = value < 0;
  let text = '';
  for (let at = 0; at < 8; at += 2) {
    const half = bits.getUint16(at);
    const mask = negative ? 0xffff : at === 0 ? 0x8000 : 0;
    text += String.fromCharCode(half ^ mask);
  }
  return text;
}

/** The end mark sorts before every character; the two lowest characters make room for it. */
function orderedText(value: string): string {
  return `${value.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01')}\0`;
}

export function orderedKey(value: unknown): string {
  if (value === null || value === undefined) return TAGS.null;
  if (typeof value === 'number') return TAGS.number + orderedNumber(value);
  if (typeof value === 'string') return TAGS.string + orderedText(value);
  if (typeof value === 'boolean') return TAGS.boolean + (value ? '1' : '0');
  if (value instanceof Date) return TAGS.date + orderedNumber(value.getTime());
  if (value instanceof ObjectId) return TAGS.id + value.toHexString();
  return TAGS.other + orderedText(JSON.stringify(value) ?? '');
}

/** Whether equality with this value can be answered by an index. */
export function isIndexable(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value === 'number') return !Number.isNaN(value);
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    value instanceof Date ||
    value instanceof ObjectId
  );
}

/** Whether `<` and `>` with this value can be answered by a range of an index. */
export function isRangeable(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    (typeof value === 'number' && !Number.isNaN(value)) ||
    value instanceof Date
  );
}

/** Start and end of the entries of a value's type; comparisons never cross types. */
export function typeRange(value: unknown): { low: string; high: string } {
  const tag = orderedKey(value).charAt(0);
  return { low: tag, high: String.fromCharCode(tag.charCodeAt(0) + 1) };
}

/** Bytes a value takes in an index; the platform refuses more than 1024. */
export function indexedBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return 8;
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
