import { createPrivateKey, type KeyObject, sign, verify } from 'node:crypto';
import { strictBase64 } from './base64';

/**
 * What a private key in its shortest form begins with: `pq.` and base64url of its two primes, one
 * after the other, equally long. A function has 4 KB for all its variables, and all else that DER
 * writes down (five numbers more) follows from the primes.
 */
export const PRIMES_PREFIX = 'pq.';

const EXPONENT = 65537n;
/** Of a prime; 4096 bits together. Longer ones would be looked at for seconds. */
const MOST_BYTES = 256;

/**
 * The RSA key (e = 65537) of two primes.
 *
 * @throws Error that does not tell the text, when they are none, equal, or go with no key
 */
export function keyOfPrimes(text: string): KeyObject {
  const bytes = text.startsWith(PRIMES_PREFIX)
    ? strictBase64(text.slice(PRIMES_PREFIX.length), 'base64url')
    : null;
  const length = (bytes?.length ?? 0) / 2;
  if (!bytes || !Number.isInteger(length) || length > MOST_BYTES) throw new Error('no two primes');
  const [a, b] = [numberOf(bytes.subarray(0, length)), numberOf(bytes.subarray(length))];
  if (a === b) throw new Error('no two primes');
  const [p, q] = a > b ? [a, b] : [b, a];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = {
    n: p * q,
    e: EXPONENT,
    d,
    p,
    q,
    dp: d % (p - 1n),
    dq: d % (q - 1n),
    qi: inverse(q, p),
  };
  const fields = Object.entries(numbers).map(([name, number]) => [name, textOf(number)]);
  const jwk = { kty: 'RSA', ...Object.fromEntries(fields) };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  if (!signs(key)) throw new Error('no two primes');
  return key;
}

/**
 * With a number that is no prime the exponents are wrong, and a signature does not verify (Fermat's
 * little theorem). A test of the primes takes a tenth of a second, which each cold start would wait.
 */
function signs(key: KeyObject): boolean {
  const text = Buffer.from('two primes');
  return verify('RSA-SHA256', text, key, sign('RSA-SHA256', text, key));
}

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

function textOf(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}

/** x with value · x ≡ 1 (mod modulus), by Euclid's extended algorithm; throws when there is none. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next > 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  if (rest !== 1n) throw new Error('no inverse');
  return factor < 0n ? factor + modulus : factor;
}
