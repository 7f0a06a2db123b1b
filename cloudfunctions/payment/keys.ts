import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { keyOfPrimes, PRIMES_PREFIX } from './rsaPrimes';

export const LEAST_RSA_BITS = 2048;

const rsaKey = (read: (text: string) => KeyObject, forms: string) =>
  z.string().transform((text, context): KeyObject => {
    try {
      const key = read(text);
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      if (key.asymmetricKeyType === 'rsa' && bits >= LEAST_RSA_BITS) return key;
    } catch {
      // What is wrong with a key is not told: the message would end in the log.
    }
    context.addIssue(`no RSA key of 2048 bits or more in ${forms}`);
    return z.NEVER;
  });

const derOf = (text: string) => ({ key: Buffer.from(text, 'base64'), format: 'der' as const });

/** A merchant's own key, as its two primes (see rsaPrimes.ts) or in base64 DER, PKCS#8. */
export const privateKey = rsaKey(
  (text) =>
    text.startsWith(PRIMES_PREFIX)
      ? keyOfPrimes(text)
      : createPrivateKey({ ...derOf(text), type: 'pkcs8' }),
  'two primes or base64 DER',
);
/** A channel's key, base64 DER, SPKI. */
export const publicKey = rsaKey(
  (text) => createPublicKey({ ...derOf(text), type: 'spki' }),
  'base64 DER',
);
