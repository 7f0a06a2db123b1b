import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from './store';

/**
 * OWASP Password Storage Cheat Sheet, scrypt: N = 2^15, r = 8, p = 3. One computation takes 32 MB,
 * which leaves a function of 256 MB room.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
/** Bytes; node's own limit of 32 MB is just too small. */
const MOST_MEMORY = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

type Cost = Pick<PasswordHash, 'N' | 'r' | 'p'>;

const derive = (password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: MOST_MEMORY };
    scrypt(password, salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

export async function hashOf(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return { ...COST, salt: salt.toString('base64'), key: key.toString('base64') };
}

/** Whether this is the password. Without a hash it is not, and takes the same time to find out. */
export async function isPassword(password: string, hash: PasswordHash | null): Promise<boolean> {
  const salt = hash ? Buffer.from(hash.salt, 'base64') : randomBytes(SALT_BYTES);
  const key = await derive(password, salt, hash ?? COST);
  return hash !== null && timingSafeEqual(key, Buffer.from(hash.key, 'base64'));
}

// Told by telephone and typed from paper: no letter that looks like another or like a digit.
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const SPECIAL = '#@%+=?';
const LENGTH = 12;

const oneOf = (alphabet: string) => alphabet.charAt(randomInt(alphabet.length));

/** A password that nobody guesses and everybody can read aloud, with a letter, a digit and a sign. */
export function newPassword(): string {
  const signs = [oneOf(LETTERS), oneOf(DIGITS), oneOf(SPECIAL)];
  while (signs.length < LENGTH) signs.push(oneOf(LETTERS + DIGITS));
  // Fisher and Yates, so that nobody knows where the digit and the sign stand.
  for (let last = signs.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [signs[last], signs[other]] = [signs[other] ?? '', signs[last] ?? ''];
  }
  return signs.join('');
}
