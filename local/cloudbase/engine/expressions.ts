/** Aggregation expressions the platform has and mingo lacks or computes differently. */
import { evalExpr } from 'mingo/core';
import { $push } from 'mingo/operators/accumulator';
import type { Options } from 'mingo/types';
import { failures } from './failures';

type Expression = (doc: Record<string, unknown>, operand: unknown, options: Options) => unknown;

const DAY = 86_400_000;

/** Minutes a time zone is ahead of UTC at an instant: `+08`, `+0800`, `+08:00` or an IANA name. */
function zoneMinutes(zone: string, at: Date): number {
  const offset = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return offset[1] === '-' ? -minutes : minutes;
  }
  const local = new Date(at.toLocaleString('en-US', { timeZone: zone }));
  const universal = new Date(at.toLocaleString('en-US', { timeZone: 'UTC' }));
  return Math.round((local.getTime() - universal.getTime()) / 60_000);
}

/** Week of the year, 0–53: weeks start on Sunday, days before the first Sunday are week 0. */
const week: Expression = (doc, operand, options) => {
  const value = evalExpr(doc, operand, options) as Date | { date: Date; timezone?: string } | null;
  if (value === null || value === undefined) return null;
  let date = value instanceof Date ? value : new Date(value.date);
  if (!(value instanceof Date) && value.timezone !== undefined) {
    date = new Date(date.getTime() + zoneMinutes(value.timezone, date) * 60_000);
  }
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  const dayOfYear = Math.floor((date.getTime() - start) / DAY);
  return Math.floor((dayOfYear + 7 - date.getUTCDay()) / 7);
};

/** `[text, part, start?, end?]`: position in code points, or −1; null for a null text. */
const indexOfCodePoint: Expression = (doc, operand, options) => {
  const [text, part, start, end] = evalExpr(doc, operand, options) as unknown[];
  if (text === null || text === undefined) return null;
  if (typeof text !== 'string' || typeof part !== 'string') {
    throw failures.refused('[FailedOperation] $indexOfCP requires a string as the argument');
  }
  const points = [...text];
  const wanted = [...part];
  const last = Math.min(typeof end === 'number' ? end : points.length, points.length);
  for (let at = Number(start ?? 0); at + wanted.length <= last; at++) {
    if (wanted.every((point, index) => points[at + index] === point)) return at;
  }
  return -1;
};

/** `[text, part, start?, end?]`: position in bytes, or −1; null for a null text. */
const indexOfBytes: Expression = (doc, operand, options) => {
  const [text, part, start, end] = evalExpr(doc, operand, options) as unknown[];
  if (text === null || text === undefined) return null;
  const bytes = Buffer.from(String(text)).subarray(0, typeof end === 'number' ? end : undefined);
  return bytes.indexOf(String(part), Number(start ?? 0));
};

/** `number` or `[number, decimals]`: decimals are cut off, not rounded. */
const truncate: Expression = (doc, operand, options) => {
  const value = evalExpr(doc, operand, options);
  const [number, decimals = 0] = Array.isArray(value) ? (value as unknown[]) : [value];
  if (typeof number !== 'number') return null;
  const scale = 10 ** Number(decimals);
  return Math.trunc(number * scale) / scale;
};

/** Of several objects in a document, or of one object in each document of a group. */
const mergeObjects: Expression = (doc, operand, options) => {
  const value = Array.isArray(doc) ? $push(doc, operand, options) : evalExpr(doc, operand, options);
  return Object.assign({}, ...(Array.isArray(value) ? value : [value]));
};

/** `[text, start, length]` in bytes; a negative length runs to the end of the text. */
const substringOfBytes: Expression = (doc, operand, options) => {
  const [text, start, length] = evalExpr(doc, operand, options) as unknown[];
  if (text === null || text === undefined) return '';
  const bytes = Buffer.from(text instanceof Date ? text.toISOString() : String(text));
  const first = Number(start);
  if (first < 0) return '';
  const end = Number(length) < 0 ? bytes.length : Math.min(first + Number(length), bytes.length);
  for (const edge of [first, end]) {
    const byte = bytes[edge];
    if (byte !== undefined && (byte & 0xc0) === 0x80) {
      throw failures.refused(
        '[FailedOperation] $substrBytes: Invalid range, the edge is inside a UTF-8 character',
      );
    }
  }
  return bytes.subarray(first, end).toString();
};

export const platformExpressions: Record<`$${string}`, Expression> = {
  $week: week,
  $indexOfCP: indexOfCodePoint,
  $indexOfBytes: indexOfBytes,
  $trunc: truncate,
  $mergeObjects: mergeObjects,
  $substr: substringOfBytes,
  $substrBytes: substringOfBytes,
};
