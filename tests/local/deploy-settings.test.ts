import { describe, expect, test } from 'vitest';
import { readAlipayConfig } from '../../cloudfunctions/alipay/config';
import { readWechatConfig } from '../../cloudfunctions/wechatPay/config';
import * as alipay from '../functions/alipay.merchant';
import * as wechat from '../functions/wechatPay.merchant';
import { deployed, run } from './deploy-run';

const { env: WXPAY, merchant: atWechat } = wechat.newMerchant();
const { env: ALIPAY, merchant: atAlipay } = alipay.newMerchant();
const BOTH = { ...WXPAY, ...ALIPAY };
const pem = (key: wechat.Keys) =>
  key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

type Variables = Readonly<Record<string, string>>;
type Run = Awaited<ReturnType<typeof run>>;

/** An environment whose functions already have variables. */
const having = (byFunction: Readonly<Record<string, Variables>>) => ({
  ...deployed,
  GetFunction: (asked: Record<string, unknown>) => ({
    ...deployed?.GetFunction?.(asked),
    Environment: {
      Variables: Object.entries(byFunction[String(asked.FunctionName)] ?? {}).map(
        ([Key, Value]) => ({ Key, Value }),
      ),
    },
  }),
});

/** What a function was given by the last request that configured it. */
function given({ of }: Run, name: string, action = 'UpdateFunctionConfiguration'): Variables {
  const { data } =
    of(action)
      .filter((one) => one.data.FunctionName === name)
      .at(-1) ?? {};
  const { Variables = [] } = (data?.Environment ?? {}) as {
    Variables?: { Key: string; Value: string }[];
  };
  return Object.fromEntries(Variables.map(({ Key, Value }) => [Key, Value]));
}

const sizeOf = (variables: Variables) => Object.entries(variables).flat().join('').length;

describe('the settings of an installation', () => {
  test('reach each function that the manifest names them for, and no other', async () => {
    const settings = { ...BOTH, WALLET_RECHARGE_ENABLED: 'true', OTHER_SECRET: 'x' };
    const done = await run(['--apply'], {}, settings);
    const names = Object.keys(BOTH).sort();
    const visit = given(done, 'visit', 'CreateFunction');
    expect(Object.keys(visit).sort()).toEqual([...names, 'WALLET_RECHARGE_ENABLED'].sort());
    const timer = given(done, 'timer', 'CreateFunction');
    expect(Object.keys(timer).sort()).toEqual([...names, 'TZ'].sort());
  });

  test('of both merchants fit, and keys in PEM or DER are the same keys afterwards', async () => {
    const asPem = { WXPAY_PRIVATE_KEY: pem(atWechat) };
    const done = await run(['--apply'], deployed, { ...BOTH, ...asPem });
    const variables = given(done, 'visit');
    expect(sizeOf({ ...BOTH })).toBeGreaterThan(4096);
    expect(sizeOf(variables)).toBeLessThan(3072);
    const there = { ...variables, SCF_NAMESPACE: 'club-1' };
    expect(readWechatConfig(there)?.privateKey.equals(atWechat.privateKey)).toBe(true);
    expect(readAlipayConfig(there)?.privateKey.equals(atAlipay.privateKey)).toBe(true);
  });

  test('stay as they are in the cloud when whoever deploys does not have them', async () => {
    const first = given(await run(['--apply'], deployed, BOTH), 'visit');
    const before = having({ visit: first, timer: { ...first, TZ: 'UTC' } });
    const done = await run(['--apply'], before, { WXPAY_MCHID: '1900000110', WXPAY_SERIAL: '' });
    expect(given(done, 'visit')).toEqual({ ...first, WXPAY_MCHID: '1900000110' });
    // What the manifest itself says is not kept.
    expect(given(done, 'timer')).toEqual({
      ...first,
      WXPAY_MCHID: '1900000110',
      TZ: 'Asia/Shanghai',
    });
  });

  test('are printed by their names and never their values', async () => {
    const before = having({ visit: ALIPAY, timer: { ...ALIPAY, BY_HAND: 'by-hand' } });
    const asked = { ...WXPAY, WXPAY_PRIVATE_KEY: pem(atWechat) };
    for (const args of [[], ['--apply']]) {
      const { said } = await run(args, before, asked);
      expect(said).toMatch(/settings +visit: given WXPAY_BASE_URL, .*; kept ALIPAY_GATEWAY, /);
      expect(said).toMatch(/settings +timer: given .*; kept .*; dropped BY_HAND$/m);
      for (const value of [...Object.values(BOTH), ...pem(atWechat).split('\n'), 'by-hand']) {
        if (value.length > 0) expect(said).not.toContain(value);
      }
    }
  });
});

describe('--apply refuses, and changes nothing,', () => {
  const { WXPAY_MCHID: _, ...incomplete } = WXPAY;
  const long = 'x'.repeat(4000);
  test.each<[string, Parameters<typeof having>[0], Variables, string]>([
    [
      'a setting that a function has and the manifest no longer gives it',
      { timer: { WALLET_RECHARGE_ENABLED: 'sesame' } },
      {},
      'function timer: WALLET_RECHARGE_ENABLED would be lost',
    ],
    [
      'a setting that one function has and another lacks',
      { visit: ALIPAY },
      {},
      'function timer: ALIPAY_APP_ID is missing',
    ],
    [
      'a merchant that is given only in part',
      {},
      incomplete,
      'function visit, timer: WeChat Pay is configured wrongly; WXPAY_MCHID',
    ],
    [
      'a merchant that the cloud has only in part',
      { visit: incomplete, timer: incomplete },
      {},
      'function visit, timer: WeChat Pay is configured wrongly; WXPAY_MCHID',
    ],
    [
      'a merchant whose key is none',
      {},
      { ...ALIPAY, ALIPAY_PRIVATE_KEY: 'pq.sesame' },
      'function visit, timer: Alipay is configured wrongly; ALIPAY_PRIVATE_KEY',
    ],
    [
      'an address on the machine itself',
      {},
      { ...ALIPAY, ALIPAY_NOTIFY_URL: 'https://127.0.0.1/sesame' },
      'ALIPAY_NOTIFY_URL is a loopback address',
    ],
    [
      'an address that is not https',
      {},
      { WALLET_URL: 'http://sesame.example/' },
      'function visit: WALLET_URL is not https',
    ],
    [
      'more than 4 KB of variables',
      {},
      { WALLET_NOTE: long, WALLET_NOTE_2: long },
      'function visit: its environment variables are 8024 bytes, more than 4 KB',
    ],
  ])('%s', async (_what, before, settings, fault) => {
    const touched: string[] = [];
    const touching = ['CreateFunction', 'UpdateFunctionCode', 'UpdateFunctionConfiguration'].map(
      (action) => [action, () => ({ touched: touched.push(action) })],
    );
    const answers = { ...having(before), ...Object.fromEntries(touching) };
    const error: unknown = await run(['--apply'], answers, settings).catch((one: unknown) => one);
    if (!(error instanceof Error)) throw new Error('it was deployed');
    expect(error.message).toContain(fault);
    expect(error.message).not.toMatch(/sesame|xxx|MII/);
    const { said } = await run([], answers, settings);
    expect(said).toContain(`refused by --apply  ${error.message.split('\n')[1]}`);
    expect(touched).toEqual([]);
  });
});
