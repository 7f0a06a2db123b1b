const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...SIGNS].map((sign, value) => [sign, value]));

/** Bytes as text for JSON (RFC 4648, without padding); neither Buffer nor btoa is everywhere. */
export function base64Of(bytes: Uint8Array): string {
  const text: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const here = Math.min(3, bytes.length - at);
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let sign = 0; sign <= here; sign++) text.push(SIGNS[(word >> (18 - 6 * sign)) & 63] ?? '');
  }
  return text.join('');
}

/** The bytes of such a text; signs that are none count as zero bits. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  for (let at = 0, byte = 0; at < text.length; at += 4, byte += 3) {
    let word = 0;
    for (let sign = 0; sign < 4; sign++) {
      word = (word << 6) | (VALUES.get(text[at + sign] ?? 'A') ?? 0);
    }
    bytes[byte] = word >> 16;
    bytes[byte + 1] = word >> 8;
    bytes[byte + 2] = word;
  }
  return bytes;
}
