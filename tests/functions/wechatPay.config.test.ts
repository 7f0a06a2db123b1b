import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readWechatConfig } from '../../cloudfunctions/wechatPay/config';
import type { Manifest } from '../../local/cloudbase/manifestTypes';
import { deploy } from '../../tools/deployment/deploy';
import { readDeployOptions } from '../../tools/deployment/options';
import { unsafeVariables } from '../../tools/deployment/variables';
import { KEY_ID, MCHID, newKeys, newMerchant, spki } from './wechatPay.merchant';

const { env } = newMerchant();
const HTTPS = 'https://api.mch.weixin.qq.com/';

describe('the merchant of an installation', () => {
  test('is nobody until one is named', () => {
    expect(readWechatConfig({})).toBe(null);
    expect(readWechatConfig({ WXPAY_BASE_URL: HTTPS, WXPAY_MCHID: '', PATH: '/bin' })).toBe(null);
  });

  test("pays at WeChat's own address unless told otherwise", () => {
    const { WXPAY_BASE_URL: _, ...rest } = env;
    const config = readWechatConfig(rest);
    expect(config).toMatchObject({ baseUrl: HTTPS, mchid: MCHID, publicKeyId: KEY_ID });
    expect([...(config?.publicKeys.keys() ?? [])]).toEqual([KEY_ID]);
  });

  test.each(Object.keys(env).filter((name) => name !== 'WXPAY_BASE_URL'))(
    'is a fault without %s, which names the variable and no value',
    (name) => {
      const without = { ...env, [name]: undefined };
      expect(() => readWechatConfig(without)).toThrow(name);
      const wrong = { ...env, [name]: 'secret?' };
      expect(() => readWechatConfig(wrong)).toThrow(name);
      expect(() => readWechatConfig(wrong)).not.toThrow(/secret/);
    },
  );

  test("without a public key goes by WeChat's certificates", () => {
    const { WXPAY_PUBLIC_KEY: _, WXPAY_PUBLIC_KEY_ID: __, ...none } = env;
    expect(readWechatConfig(none)).toMatchObject({ publicKeyId: null, publicKeys: new Map() });
  });

  test('is a fault with a key that is weak, of another kind, or has no id', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = (keys: typeof weak) =>
      keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const withKey = (key: string) => () => readWechatConfig({ ...env, WXPAY_PUBLIC_KEY: key });
    expect(withKey(der(weak))).toThrow('WXPAY_PUBLIC_KEY: no RSA key');
    expect(withKey(der(other))).toThrow('WXPAY_PUBLIC_KEY: no RSA key');
    const second = { ...env, WXPAY_PUBLIC_KEY_2: spki(newKeys()) };
    expect(() => readWechatConfig(second)).toThrow('belong together');
    const { WXPAY_PUBLIC_KEY: _, WXPAY_PUBLIC_KEY_ID: __, ...none } = env;
    const onlySecond = { ...none, WXPAY_PUBLIC_KEY_2: spki(newKeys()), WXPAY_PUBLIC_KEY_2_ID: 'A' };
    expect(() => readWechatConfig(onlySecond)).toThrow('a second key without a first');
    const twice = { ...second, WXPAY_PUBLIC_KEY_2_ID: KEY_ID };
    expect(() => readWechatConfig(twice)).toThrow('the same id twice');
  });
});

const UNSAFE = [
  'http://api.mch.weixin.qq.com/',
  'http://127.0.0.1:3901/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://0x7f000001/',
  'https://localhost:3901/',
  'https://gateway.localhost/',
  'https://LOCALHOST./',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://0.0.0.0/',
  'https://user:word@api.mch.weixin.qq.com/',
];

describe('an address that money must not be asked over', () => {
  test.each(UNSAFE)('%s is refused in production, and is good enough at home', (address) => {
    const given = { ...env, WXPAY_BASE_URL: address };
    expect(() => readWechatConfig(given)).toThrow('WXPAY_BASE_URL');
    expect(() => readWechatConfig({ ...given, SCF_NAMESPACE: 'club-1a2b3c' })).toThrow();
    expect(readWechatConfig({ ...given, SCF_NAMESPACE: 'local' })?.baseUrl).toBe(address);
  });

  test('is refused for notifications too, and so is one with a query string', () => {
    const withNotify = (address: string) => () =>
      readWechatConfig({ ...env, WXPAY_NOTIFY_URL: address });
    expect(withNotify('http://club.example.com/pay/wechat')).toThrow('WXPAY_NOTIFY_URL');
    expect(withNotify('https://club.example.com/pay/wechat?a=1')).toThrow('WXPAY_NOTIFY_URL');
  });

  test.each(UNSAFE)('%s is not deployed', (address) => {
    const lines = unsafeVariables(manifestWith({ WXPAY_BASE_URL: address }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^function wallet: WXPAY_BASE_URL is /);
  });

  test('stops --apply before anything is changed, and a dry run says so', async () => {
    const secrets = { TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key' };
    const said: string[] = [];
    const run = (...args: string[]) =>
      deploy({
        options: readDeployOptions(['--env', 'club-1', ...args], secrets),
        wanted: {
          manifest: {
            ...manifestWith({ WXPAY_BASE_URL: 'http://127.0.0.1:1/' }),
            routes: [],
            collections: {},
            storage: { rules: { read: false, write: false } },
          },
          functionsRoot: '/nowhere',
        },
        cloud: null,
        say: (line) => said.push(line),
      });
    await expect(run('--apply')).rejects.toThrow('function wallet: WXPAY_BASE_URL is not https');
    expect(said).toEqual([]);
    await run();
    expect(said.join('\n')).toContain('refused by --apply  function wallet: WXPAY_BASE_URL');
  });

  test('is not deployed under any name, and neither is a name of the platform', () => {
    expect(unsafeVariables(manifestWith({ ELSEWHERE: 'http://a.example/' }))).toHaveLength(1);
    expect(unsafeVariables(manifestWith({ SCF_NAMESPACE: 'local' }))).toHaveLength(1);
    expect(unsafeVariables(manifestWith({ ...env, TZ: 'Asia/Shanghai' }))).toEqual([]);
  });
});

function manifestWith(variables: Record<string, string>): Pick<Manifest, 'functions'> {
  const spec = { timeoutSeconds: 10, memoryMb: 256, clients: true, openapi: [], timers: [] };
  return { functions: { wallet: { ...spec, env: variables } } };
}
