import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readAlipayConfig } from '../../cloudfunctions/alipay/config';
import { unsafeVariables } from '../../tools/deployment/variables';
import { APP_ID, der, newMerchant, SELLER_ID } from './alipay.merchant';

const { env, merchant } = newMerchant();
const HTTPS = 'https://openapi.alipay.com/gateway.do';

describe("the merchant of an installation at Alipay's", () => {
  test('is nobody until one is named', () => {
    expect(readAlipayConfig({})).toBe(null);
    expect(readAlipayConfig({ ALIPAY_GATEWAY: HTTPS, ALIPAY_APP_ID: '', PATH: '/bin' })).toBe(null);
  });

  test("pays at Alipay's own address unless told otherwise", () => {
    const { ALIPAY_GATEWAY: _, ...rest } = env;
    const expected = { gateway: HTTPS, appId: APP_ID, sellerId: SELLER_ID };
    expect(readAlipayConfig(rest)).toMatchObject(expected);
  });

  test.each(Object.keys(env).filter((name) => name !== 'ALIPAY_GATEWAY'))(
    'is a fault without %s, which names the variable and no value',
    (name) => {
      expect(() => readAlipayConfig({ ...env, [name]: undefined })).toThrow(name);
      const wrong = { ...env, [name]: 'secret?' };
      expect(() => readAlipayConfig(wrong)).toThrow(name);
      expect(() => readAlipayConfig(wrong)).not.toThrow(/secret/);
    },
  );

  test("is a fault with a key that is weak, of another kind, or our own in place of Alipay's", () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const withKey = (key: string) => () => readAlipayConfig({ ...env, ALIPAY_PUBLIC_KEY: key });
    expect(withKey(der(weak.publicKey, 'spki'))).toThrow('ALIPAY_PUBLIC_KEY: no RSA key');
    expect(withKey(der(other.publicKey, 'spki'))).toThrow('ALIPAY_PUBLIC_KEY: no RSA key');
    expect(withKey(der(merchant.publicKey, 'spki'))).toThrow("our own key, not Alipay's");
    const ours = { ...env, ALIPAY_PRIVATE_KEY: der(weak.privateKey, 'pkcs8') };
    expect(() => readAlipayConfig(ours)).toThrow('ALIPAY_PRIVATE_KEY: no RSA key');
  });
});

const UNSAFE = [
  'http://openapi.alipay.com/gateway.do',
  'http://127.0.0.1:3901/gateway.do',
  'https://127.1/gateway.do',
  'https://gateway.localhost/gateway.do',
  'https://[::1]/gateway.do',
  'https://user:word@openapi.alipay.com/gateway.do',
];

describe('an address that money must not be asked over', () => {
  test.each(UNSAFE)('%s is refused in production, and is good enough at home', (address) => {
    for (const name of ['ALIPAY_GATEWAY', 'ALIPAY_NOTIFY_URL']) {
      const given = { ...env, [name]: address };
      expect(() => readAlipayConfig(given)).toThrow(name);
      expect(() => readAlipayConfig({ ...given, SCF_NAMESPACE: 'club-1a2b3c' })).toThrow(name);
      expect(readAlipayConfig({ ...given, SCF_NAMESPACE: 'local' })).not.toBe(null);
    }
  });

  test.each(UNSAFE)('%s is not deployed', (address) => {
    const spec = { timeoutSeconds: 10, memoryMb: 256, clients: true, openapi: [], timers: [] };
    const functions = { cashier: { ...spec, env: { ...env, ALIPAY_GATEWAY: address } } };
    expect(unsafeVariables({ functions })).toEqual([
      expect.stringMatching(/^function cashier: ALIPAY_GATEWAY is /),
    ]);
  });

  test('is none that has a query of its own', () => {
    const given = { ...env, ALIPAY_NOTIFY_URL: `${env.ALIPAY_NOTIFY_URL}?a=1` };
    expect(() => readAlipayConfig(given)).toThrow('ALIPAY_NOTIFY_URL: has a query string');
  });
});
