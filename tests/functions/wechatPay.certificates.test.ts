import { fen } from '@shared/base/money';
import { HOUR, type Instant, MINUTE, plus } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type WechatChannel, wechatChannel } from '../../cloudfunctions/wechatPay/channel';
import { wechatKeys } from '../../cloudfunctions/wechatPay/keys';
import { openNotification } from '../../cloudfunctions/wechatPay/notification';
import {
  startWechatGateway,
  type WechatGateway,
  wechatVariables,
} from '../../local/gateways/wechat';
import { certificate } from '../../local/gateways/wechat/x509';
import { at } from '../domain/clock';
import {
  API_V3_KEY,
  configOf,
  type Keys,
  newKeys,
  newMerchant,
  PAID,
  seal,
} from './wechatPay.merchant';
import { type Reply, startWechat } from './wechatPay.server';

const NOWHERE = 'http://127.0.0.1:9/pay/wechat';
const START = at('2026-03-14 10:00');
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const now = () => Date.now() as Instant;
const wait = (ms: number) => vi.setSystemTime(Date.now() + ms);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(START);
});
afterEach(() => {
  vi.useRealTimers();
});
const outcome = (call: Promise<unknown>) => call.catch((error: Error) => error.name);

describe('a merchant that goes by certificates', () => {
  let gateway: WechatGateway;
  let variables: Readonly<Record<string, string>>;
  let channel: WechatChannel;
  beforeAll(async () => {
    gateway = await startWechatGateway({
      now: () => Date.now(),
      dataDir: null,
      notify: { scale: 1e-6 },
      answersWith: 'certificate',
    });
    variables = wechatVariables(gateway.merchant, NOWHERE);
  });
  afterAll(() => gateway.stop());
  beforeEach(async () => {
    await gateway.reset();
    channel = wechatChannel(configOf(variables));
  });

  const ask = {
    orderId: 'T_certified',
    amount: fen(20_000),
    description: '钱包充值 200 元',
    openid: 'o-lin',
    expiresAt: plus(START, 15 * MINUTE),
  };
  const stateOf = async () => (await channel.query(ask.orderId)).state;
  const letter = () => {
    const { headers, body } = gateway.seal(NOWHERE, 'TRANSACTION.SUCCESS', PAID);
    return { httpMethod: 'POST', headers, body, isBase64Encoded: false };
  };

  test('has no public key, and pays and is told of it all the same', async () => {
    expect(Object.keys(variables)).not.toContain('WXPAY_PUBLIC_KEY');
    const { prepayId } = await channel.prepare(ask);
    gateway.cashier.pay({ openid: ask.openid, ...channel.paymentOf(prepayId, now()) });
    expect(await stateOf()).toBe('PAID');
    const config = configOf(variables);
    const opened = await openNotification({ config, keys: wechatKeys(config) }, letter(), now());
    expect(opened).toMatchObject({ told: { kind: 'PAYMENT', amount: 20_000 } });
  });

  test('believes the next certificate as soon as it signs, and the former while it is offered', async () => {
    const config = configOf(variables);
    const merchant = { config, keys: wechatKeys(config) };
    const former = letter();
    await openNotification(merchant, former, now());
    await channel.prepare(ask);
    wait(2 * MINUTE);
    await gateway.rotate();
    expect(await stateOf()).toBe('UNPAID');
    expect(await openNotification(merchant, letter(), now())).toHaveProperty('told');
    expect(await openNotification(merchant, former, now())).toHaveProperty('told');
    wait(2 * DAY);
    expect([...(await merchant.keys.all(now())).keys()]).toHaveLength(1);
  });

  test('downloads twice a day, and once a minute for serials that nobody has', async () => {
    await channel.prepare(ask);
    const downloads = () =>
      gateway.faults.answer({ effect: 'systemError', path: '/v3/certificates' });
    downloads();
    const config = configOf(variables);
    // The first has nothing to go by.
    const keys = wechatKeys(config);
    expect(await outcome(keys.all(now()))).toBe('ChannelUnknown');
    const [serial = ''] = (await keys.all(now())).keys();
    await gateway.rotate();
    const { headers } = letter();
    const next = headers['Wechatpay-Serial'] ?? '';
    expect([await keys.find(serial, now()), await keys.find(next, now())]).toEqual([
      expect.anything(),
      null,
    ]);
    wait(MINUTE - 1);
    expect(await keys.find(next, now())).toBe(null);
    wait(1);
    expect(await keys.find(next, now())).not.toBe(null);
    await gateway.rotate();
    wait(12 * HOUR - 1);
    expect((await keys.all(now())).size).toBe(2);
    // A failure leaves what is known, and is told; the next minute asks again.
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    downloads();
    wait(1);
    expect((await keys.all(now())).size).toBe(2);
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
    wait(MINUTE);
    expect((await keys.all(now())).size).toBe(3);
  });

  test('refuses nothing on behalf of WeChat while certificates cannot be had', async () => {
    for (const effect of ['systemError', 'frequency', 'notEnough', 'drop', 'stale'] as const) {
      gateway.faults.answer({ effect, path: '/v3/certificates' });
      expect(await outcome(channel.prepare(ask))).toBe('ChannelUnknown');
    }
    gateway.faults.answer({ effect: 'tamper', path: '/v3/certificates' });
    expect(await outcome(channel.prepare(ask))).toBe('ChannelUnknown');
    gateway.faults.answer({ effect: 'unknownSerial', path: '/v3/certificates' });
    expect(await outcome(channel.prepare(ask))).toBe('ChannelUnknown');
    expect(await channel.prepare(ask)).toHaveProperty('prepayId');
  });

  test('asks again when it does not know who signed, and does the thing once', async () => {
    await channel.prepare(ask);
    wait(2 * MINUTE);
    await gateway.rotate();
    const paid = await channel.prepare(ask);
    expect(await channel.prepare(ask)).toEqual(paid);
    gateway.faults.answer({ effect: 'unknownSerial', path: '/v3/pay' });
    wait(2 * MINUTE);
    expect(await outcome(channel.query(ask.orderId))).toBe('ChannelUnknown');
  });
});

describe('what is offered as certificates', () => {
  const { merchant, env } = newMerchant();
  const { WXPAY_PUBLIC_KEY: _, WXPAY_PUBLIC_KEY_ID: __, ...variables } = env;
  const authority = {
    name: { organisation: 'Local Pay', common: 'Root' },
    privateKey: newKeys().privateKey,
  };
  const SERIAL = '4AB3';
  const signer = newKeys();
  let wechat: Awaited<ReturnType<typeof startWechat>>;
  beforeAll(async () => {
    wechat = await startWechat(merchant, signer);
  });
  afterAll(() => wechat.stop());

  interface Offer {
    readonly keys?: Keys;
    readonly serial?: string;
    readonly named?: string;
    readonly from?: number;
    readonly until?: number;
    readonly apiV3Key?: string;
  }
  const offer = (given: Offer = {}) => {
    const { keys = signer, serial = SERIAL, named = serial, apiV3Key = API_V3_KEY } = given;
    const { from = START - DAY, until = START + YEAR } = given;
    const subject = { organisation: 'Local Pay', common: 'Platform' };
    const contents = { serial, subject, key: keys.publicKey, from, until, authority: false };
    const text = certificate(contents, authority);
    const sealed = seal(text, { key: apiV3Key, aad: 'certificate' });
    return { serial_no: named, encrypt_certificate: sealed };
  };
  const answer = (...data: object[]): Reply => ({ body: { data }, serial: SERIAL, at: Date.now() });
  const accepted = async (reply: Reply) => {
    wechat.will(reply);
    const url = { ...variables, WXPAY_BASE_URL: wechat.url };
    return [...(await wechatKeys(configOf(url)).all(now())).keys()];
  };

  test('is taken when one of them signed the answer; several count at once', async () => {
    expect(await accepted(answer(offer()))).toEqual([SERIAL]);
    const next = offer({ keys: newKeys(), serial: '4AB4' });
    expect(await accepted(answer(offer(), next))).toEqual([SERIAL, '4AB4']);
    const [heard] = wechat.heard;
    expect(heard).toMatchObject({ method: 'GET', url: '/v3/certificates' });
  });

  test('counts only while it is valid', async () => {
    const expired = offer({ keys: newKeys(), serial: '4AB0', until: START - 1000 });
    const tomorrow = offer({ keys: newKeys(), serial: '4AB9', from: START + DAY });
    expect(await accepted(answer(expired, offer(), tomorrow))).toEqual([SERIAL]);
  });

  test.each<[string, () => Reply]>([
    ['is signed by somebody else', () => answer(offer({ keys: newKeys() }))],
    ['does not have who signed', () => answer(offer({ keys: newKeys(), serial: '4AB4' }))],
    ['was signed by one that is expired', () => answer(offer({ until: START - 1000 }))],
    ['was signed by one of tomorrow', () => answer(offer({ from: START + 1000 }))],
    ['is sealed with another key', () => answer(offer({ apiV3Key: 'x'.repeat(32) }))],
    ['is named otherwise than it is', () => answer(offer({ serial: '4AB4', named: SERIAL }))],
    ['is empty', () => answer()],
    ['is not signed', () => ({ body: { data: [offer()] }, unsigned: true })],
    ['is old', () => ({ ...answer(offer()), at: START - 6 * MINUTE })],
    ['is something else', () => ({ body: { data: 'x' }, serial: SERIAL })],
    [
      'has something else inside',
      () => answer({ serial_no: SERIAL, encrypt_certificate: seal({}) }),
    ],
  ])('is not believed when it %s', async (_, reply) => {
    expect(await outcome(accepted(reply()))).toBe('ChannelUnknown');
  });

  test('says nothing of our keys when it does not come', async () => {
    const error = (await accepted(null).catch((thrown: Error) => thrown)) as Error;
    expect(Object.keys(error)).toEqual(['name']);
    expect(error).not.toHaveProperty('cause');
  });
});
