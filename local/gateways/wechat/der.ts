/** The few forms of DER (X.690) that a certificate is made of: tag, length, contents. */

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const inside = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(inside.length), inside]);
}

/** One byte up to 127; above, how many bytes follow and the length in them. */
function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.from(evenHex(length.toString(16)), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

const evenHex = (hex: string): string => (hex.length % 2 ? `0${hex}` : hex);

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts);
export const nothing = (): Buffer => tagged(0x05);
export const truth = (): Buffer => tagged(0x01, Buffer.from([0xff]));
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
export const octets = (bytes: Buffer): Buffer => tagged(0x04, bytes);
/** `[number]`, wrapped around what is tagged already. */
export const explicit = (number: number, inside: Buffer): Buffer => tagged(0xa0 | number, inside);

/** Bits in whole bytes; the first byte says that none is left over. */
export const bits = (bytes: Buffer): Buffer => tagged(0x03, Buffer.from([0]), bytes);

/** Not negative; a leading zero keeps a high first bit from being the sign. */
export function integer(hex: string): Buffer {
  const bytes = Buffer.from(evenHex(hex), 'hex');
  const sign = (bytes[0] ?? 0) >= 0x80 ? [Buffer.from([0])] : [];
  return tagged(0x02, ...sign, bytes);
}

/** `1.2.840…`: the first two numbers in one byte, the others seven bits a byte. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]));
}

function inSevens(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) bytes.unshift(0x80 | (left & 0x7f));
  return bytes;
}

/** `20260314020000Z`, good for every year; certificates have UTCTime before 2050. */
export function time(at: number): Buffer {
  const digits = new Date(at).toISOString().slice(0, 19).replace(/\D/g, '');
  return Number(digits.slice(0, 4)) < 2050
    ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tagged(0x18, Buffer.from(`${digits}Z`));
}
