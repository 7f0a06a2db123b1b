import { generateKeyPairSync, generatePrimeSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { privateKey } from '../../cloudfunctions/payment/keys';
import { privateKeyVariable } from '../../local/gateways/keys';

const newKey = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const compact = (key: KeyObject) =>
  privateKeyVariable(key.export({ type: 'pkcs8', format: 'pem' }).toString());
const signed = (key: KeyObject, text: string) => sign('RSA-SHA256', Buffer.from(text), key);

/** The two primes of a key, as they stand in its compact form. */
function halvesOf(key: KeyObject): readonly [Buffer, Buffer] {
  const bytes = Buffer.from(compact(key).slice('pq.'.length), 'base64url');
  return [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
}

const written = (...parts: Buffer[]) => `pq.${Buffer.concat(parts).toString('base64url')}`;
const bytesOf = (number: bigint) => Buffer.from(number.toString(16).padStart(256, '0'), 'hex');

describe('a private key as its two primes', () => {
  test.each([2048, 2048, 2048, 3072, 4096])('of %i bits signs as the key itself does', (bits) => {
    const key = newKey(bits);
    const [p, q] = halvesOf(key);
    const either = [written(p, q), written(q, p)].map((text) => privateKey.parse(text));
    fc.assert(
      fc.property(fc.string(), (text) => {
        const expected = signed(key, text);
        for (const other of either) expect(signed(other, text)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
    // Its public half is the same too: so it is the same key to the channel.
    for (const other of either) {
      expect(other.export({ format: 'jwk' }).n).toBe(key.export({ format: 'jwk' }).n);
    }
  });

  test('takes less than a quarter of the room that DER takes', () => {
    const key = newKey();
    const der = key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    expect(compact(key)).toHaveLength(345);
    expect(der.length).toBeGreaterThan(1600);
    expect(signed(privateKey.parse(der), 'both are read')).toEqual(signed(key, 'both are read'));
  });

  test('is not made of a key with another exponent, which stays in DER', () => {
    const options = { modulusLength: 2048, publicExponent: 3 };
    const key = generateKeyPairSync('rsa', options).privateKey;
    expect(compact(key)).not.toMatch(/^pq\./);
    expect(signed(privateKey.parse(compact(key)), 'x')).toEqual(signed(key, 'x'));
  });
});

describe('what is no key is refused without telling what it is:', () => {
  let p: Buffer;
  let q: Buffer;
  beforeAll(() => {
    [p, q] = halvesOf(newKey());
  });
  const composite = () => bytesOf(BigInt(`0x${p.toString('hex')}`) - 1n);
  /** e divides p − 1: there is no private exponent. */
  const unfit = () => {
    const rule = { add: 65537n * 2n, rem: 1n, bigint: true } as const;
    return bytesOf(generatePrimeSync(1024, rule));
  };

  test.each<[string, () => string]>([
    ['the same prime twice', () => written(p, p)],
    ['a number that is no prime, first', () => written(composite(), q)],
    ['a number that is no prime, second', () => written(q, composite())],
    ['a prime that goes with no private exponent', () => written(unfit(), q)],
    ['one prime alone', () => written(p)],
    ['a byte too few', () => written(p, q.subarray(1))],
    ['two bytes too few', () => written(p, q.subarray(2))],
    ['a byte too many', () => written(p, q, Buffer.from([1]))],
    ['three primes', () => written(p, q, p)],
    ['nothing', () => 'pq.'],
    ['zeros', () => written(Buffer.alloc(128), Buffer.alloc(128))],
    ['primes of a weak key', () => compact(newKey(1024))],
    ['more than anybody uses', () => written(Buffer.alloc(4096, 0xff))],
    ['base64 of the other alphabet', () => `${written(p, q).slice(0, -2)}+/`],
    ['a line break in it', () => `${written(p, q)}\n`],
  ])('%s', (_what, text) => {
    const { error } = privateKey.safeParse(text());
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'no RSA key of 2048 bits or more in two primes or base64 DER',
    ]);
  });
});
