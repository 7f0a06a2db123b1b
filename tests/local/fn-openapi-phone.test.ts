import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { ask, fn, startFixtureCloud } from './fixtures/cloud';

const MANIFEST = { functions: { wechat: fn({ openapi: ['phonenumber.getPhoneNumber'] }) } };
const NOON = Date.UTC(2026, 2, 14, 4);
const MINUTE = 60_000;
const OPTIONS = {
  appId: 'wx0123',
  clockAtReset: NOON,
  phoneNumbers: { oLin: '13800000001', oMei: '+852 91234567' },
};

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startFixtureCloud(MANIFEST, OPTIONS);
});
beforeEach(() => cloud.reset({ keepInstances: true }));
afterAll(() => cloud.stop());

interface Grant {
  readonly code: string;
  readonly encryptedData: string;
  readonly iv: string;
}

const allow = async (openid: string, at = cloud) =>
  (await ask(`${at.url}/__wechat/phone-number`, 'POST', { openid })).body as Grant;

const masked = async (openid: string) =>
  (await ask(`${cloud.url}/__wechat/phone-number?openid=${openid}`)).body;

interface Answer {
  readonly errCode: number;
  readonly errMsg: string;
  readonly phoneInfo?: { readonly purePhoneNumber: string };
}

const redeem = (data: object, at = cloud) =>
  at.call('oDesk', 'wechat', { api: 'phonenumber.getPhoneNumber', data }) as Promise<Answer>;

test('the code of a person who allowed it gives that person’s number, as the SDK answers', async () => {
  const { code } = await allow('oLin');
  expect(await redeem({ code })).toMatchObject({
    errCode: 0,
    errMsg: 'openapi.phonenumber.getPhoneNumber:ok',
    phoneInfo: {
      phoneNumber: '13800000001',
      purePhoneNumber: '13800000001',
      countryCode: '86',
      watermark: { appid: 'wx0123', timestamp: expect.closeTo(NOON / 1000, -2) },
    },
  });
});

test('a number of another country comes with its area code', async () => {
  const { code } = await allow('oMei');
  expect((await redeem({ code })).phoneInfo).toMatchObject({
    phoneNumber: '+85291234567',
    purePhoneNumber: '91234567',
    countryCode: '852',
  });
});

test('a code is for one use, whoever comes second', async () => {
  const { code } = await allow('oLin');
  const answers = await Promise.all([redeem({ code }), redeem({ code })]);
  expect(answers.map(({ errCode }) => errCode).sort()).toEqual([0, 40029]);
  const [refused] = answers.filter(({ errCode }) => errCode !== 0);
  expect(refused?.errMsg).toContain('openapi.phonenumber.getPhoneNumber:fail invalid code');
});

test.each([
  [4 * MINUTE, 0],
  [5 * MINUTE, 40029],
])('%i ms after it was given a code answers %i', async (ms, errCode) => {
  const { code } = await allow('oLin');
  await cloud.advanceClock(ms);
  expect(await redeem({ code })).toMatchObject({ errCode });
});

test.each([
  ['a code that WeChat never gave', { code: 'e31968a7f94cc5ee' }, 40029],
  ['no code', {}, 41008],
])('%s is refused with WeChat’s number', async (_what, data, errCode) => {
  expect(await redeem(data)).toMatchObject({ errCode });
});

test('after a reset no code of before is good', async () => {
  const { code } = await allow('oLin');
  await cloud.reset({ keepInstances: true });
  expect(await redeem({ code })).toMatchObject({ errCode: 40029 });
});

test('a code survives a restart, and is good in its own app only', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'phone-codes-'));
  const open = (appId: string) => startFixtureCloud(MANIFEST, { ...OPTIONS, dataDir, appId });
  try {
    const first = await open('wx0123');
    const { code } = await allow('oLin', first);
    await first.stop();
    const other = await open('wx9999');
    expect(await redeem({ code }, other)).toMatchObject({ errCode: 40013 });
    await other.stop();
    const again = await open('wx0123');
    expect(await redeem({ code }, again)).toMatchObject({ errCode: 0 });
    await again.stop();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('who is not named has a number of their own, the same every time', async () => {
  const numbers: (string | undefined)[] = [];
  for (const openid of ['oSun', 'oSun', 'oZhou']) {
    const { phoneInfo } = await redeem({ code: (await allow(openid)).code });
    numbers.push(phoneInfo?.purePhoneNumber);
  }
  expect(numbers[0]).toMatch(/^1[3-9]\d{9}$/);
  expect(numbers[1]).toBe(numbers[0]);
  expect(numbers[2]).not.toBe(numbers[0]);
});

test('the sheet shows the number with its middle hidden, and nothing for nobody', async () => {
  expect(await masked('oLin')).toEqual({ masked: '138****0001' });
  expect(await masked('oMei')).toEqual({ masked: '+852 912****7' });
  const nobody = await ask(`${cloud.url}/__wechat/phone-number?openid=`);
  expect(nobody.status).toBe(400);
});

test('what comes beside the code is sealed: the number cannot be read from it', async () => {
  const { encryptedData, iv } = await allow('oLin');
  expect(Buffer.from(iv, 'base64')).toHaveLength(16);
  const sealed = Buffer.from(encryptedData, 'base64');
  expect(sealed.length).toBeGreaterThan(100);
  expect(sealed.length % 16).toBe(0);
  expect(sealed.toString('latin1')).not.toContain('13800000001');
});

test('a number that no phone can have is a mistake of whoever starts the cloud', async () => {
  const wrong = startFixtureCloud(MANIFEST, { phoneNumbers: { oLin: '12345' } });
  await expect(wrong).rejects.toThrow('12345 is not a phone number');
});
