import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The key of this installation, or null when it has none and keeps no identity numbers.
 *
 * @throws Error when what is set is no key
 */
export function readIdentityKey(variables: Readonly<Record<string, string | undefined>>) {
  const text = variables.IDENTITY_KEY ?? '';
  const key = Buffer.from(text, 'base64');
  if (text === '') return null;
  // Decoding is lenient: a key with something behind it would pass for another one.
  const whole = key.length === KEY_BYTES && key.toString('base64') === text;
  if (!whole) throw new Error('IDENTITY_KEY is not 32 bytes in base64');
  return key;
}

/** One key for each use, so that what the look-up gives away says nothing about the seal. */
function keyFor(use: 'seal' | 'look-up'): Buffer {
  const root = readIdentityKey(process.env);
  if (!root) throw new Error('no IDENTITY_KEY: this installation keeps no identity numbers');
  return Buffer.from(
    hkdfSync('sha256', root, Buffer.alloc(0), `identity-number ${use}`, KEY_BYTES),
  );
}

/** By what a number is found: HMAC-SHA-256, because there are few enough numbers to try a plain hash. */
export const hashOfIdNumber = (idNumber: string): string =>
  createHmac('sha256', keyFor('look-up')).update(idNumber).digest('hex');

/**
 * A number as it is stored: AES-256-GCM under a random IV, bound to its member, so that a sealed
 * number moved to somebody else opens nothing.
 *
 * @throws Error when the function was given no key
 */
export function sealIdNumber(memberId: string, idNumber: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor('seal'), iv).setAAD(Buffer.from(memberId));
  const sealed = Buffer.concat([cipher.update(idNumber, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @throws Error when it was changed, is another member's or was sealed with another key */
export function openIdNumber(memberId: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const iv = bytes.subarray(0, IV_BYTES);
  const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', keyFor('seal'), iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(memberId))
    .setAuthTag(tag);
  const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}
