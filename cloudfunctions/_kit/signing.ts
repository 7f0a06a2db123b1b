import { createHmac, timingSafeEqual } from 'node:crypto';

// 16 bytes keep the QR code coarse enough for a bad camera and are far beyond guessing in 60 s.
const SIGNATURE_BYTES = 16;

/** HMAC-SHA-256 over a code's message, in base64url. */
export const signatureOf = (key: string, message: string): string =>
  createHmac('sha256', key)
    .update(message)
    .digest()
    .subarray(0, SIGNATURE_BYTES)
    .toString('base64url');

/** Compares in constant time. */
export function isSignedBy(key: string, message: string, signature: string): boolean {
  const expected = Buffer.from(signatureOf(key, message));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
