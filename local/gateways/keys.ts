import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomInt,
  sign,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** A new private key, PKCS#8. */
export async function newKey(): Promise<string> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * A private key as a variable: `pq.` and base64url of its two primes, from which all else of it
 * follows. Base64 of DER (PKCS#8) for a key that cannot be written so.
 */
export function privateKeyVariable(pem: string): string {
  const key = createPrivateKey(pem);
  const { e, p = '', q = '' } = key.export({ format: 'jwk' });
  const [first, second] = [Buffer.from(p, 'base64url'), Buffer.from(q, 'base64url')];
  return e === 'AQAB' && first.length === second.length
    ? `pq.${Buffer.concat([first, second]).toString('base64url')}`
    : key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

/** A channel's key as a variable: base64 of DER (SPKI). */
export const publicKeyVariable = (pem: string): string =>
  createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64');

export const randomDigits = (count: number): string =>
  Array.from({ length: count }, () => randomInt(10)).join('');

/** RSA with SHA-256, base64: what WeChat Pay and Alipay (there called RSA2) both sign with. */
export const signatureOf = (message: string, key: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(message), key).toString('base64');

export const verifies = (message: string, signature: string, key: KeyObject): boolean =>
  verify('RSA-SHA256', Buffer.from(message), key, Buffer.from(signature, 'base64'));
