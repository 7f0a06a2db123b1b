import { readFile } from 'node:fs/promises';
import { type Instant, MINUTE, plus } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerNotification } from '../../cloudfunctions/wechatHook/answering';
import { wechatKeys } from '../../cloudfunctions/wechatPay/keys';
import { type Cloud, startCloud } from '../../local/cloudbase/index';
import type { Manifest } from '../../local/cloudbase/manifestTypes';
import { club } from '../../local/club/index';
import {
  startWechatGateway,
  type WechatGateway,
  wechatVariables,
} from '../../local/gateways/wechat';
import { openTimerContexts } from './timerContext';
import { documentsOf } from './wechatPay.documents';
import { APPID, configOf, MCHID, PAID, REFUNDED } from './wechatPay.merchant';

let cloud: Cloud;
let gateway: WechatGateway;
let hook: string;
beforeAll(async () => {
  gateway = await startWechatGateway({ now: () => cloud.clock.now(), dataDir: null });
  cloud = await startCloud({
    manifest: 'cloudfunctions/manifest.json',
    functionsRoot: 'dist/cloudfunctions',
    dataDir: null,
    personas: club.openids,
    clockAtReset: club.clockAtReset,
    seed: club.seed,
    timers: false,
    log: null,
    functionEnv: (url) => {
      hook = `${url}/http/pay/wechat`;
      const variables = wechatVariables(gateway.merchant, hook);
      return { wechatHook: variables, payTimer: variables };
    },
  });
});
afterAll(async () => {
  await cloud.stop();
  await gateway.stop();
});
const orderFault = (fault: object | null) =>
  fetch(`${cloud.url}/__dev/faults`, {
    method: fault ? 'POST' : 'DELETE',
    headers: { 'content-type': 'application/json' },
    ...(fault && { body: JSON.stringify(fault) }),
  });
beforeEach(async () => {
  await orderFault(null);
});

const documents = (name: string, query: object) => documentsOf(cloud, name, query);
const inboxOf = (orderId: string) => documents('payment_inbox', { orderId });
const balanceOf = async (memberId: string) =>
  Number((await documents('ledger_balances', { _id: `fen:member:${memberId}` }))[0]?.balance ?? 0);
const statusOf = async (_id: string) => (await documents('orders', { _id }))[0]?.status;

let made = 0;
/** An order of 200 yuan that waits for payment. */
async function newOrder(): Promise<string> {
  made += 1;
  const _id = `T_hook_${made}`;
  const now = cloud.clock.now();
  const order = {
    _id,
    memberId: 'm-lin',
    campusId: null,
    operatorId: null,
    subjectId: null,
    kind: 'TOPUP',
    channel: 'WECHAT',
    status: 'PENDING',
    amount: 20_000,
    refunded: 0,
    description: '钱包充值',
    openid: 'o-lin',
    prepayId: 'wx1',
    createdAt: now,
    expiresAt: now + 15 * MINUTE,
    paidAt: null,
    transactionId: null,
    fulfilledAt: null,
  };
  await cloud.load('orders', [order]);
  return _id;
}

const sealed = (orderId: string, more: object = {}) => {
  const { merchant } = gateway;
  expect(merchant).toMatchObject({ mchid: MCHID, appid: APPID });
  const plain = { ...PAID, out_trade_no: orderId, ...more };
  return gateway.seal(hook, 'TRANSACTION.SUCCESS', plain);
};
type Sealed = ReturnType<typeof sealed>;
const send = ({ headers, body }: Sealed) => fetch(hook, { method: 'POST', headers, body });

describe('a payment that WeChat tells of', () => {
  test('is kept and settled before the answer', async () => {
    const orderId = await newOrder();
    const answer = await send(sealed(orderId));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ code: 'SUCCESS' });
    expect(await inboxOf(orderId)).toMatchObject([{ kind: 'PAYMENT', done: true }]);
    expect(await statusOf(orderId)).toBe('PAID');
  });

  test('a hundred times at once is one payment', async () => {
    const orderId = await newOrder();
    const before = await balanceOf('m-lin');
    const letter = sealed(orderId);
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(letter)));
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect(await inboxOf(orderId)).toMatchObject([{ done: true, attempts: expect.anything() }]);
    await cloud.advanceClock(MINUTE);
    const left = { 'payload.orderId': orderId, kind: 'fulfilOrder' };
    expect(await documents('outbox', left)).toEqual([]);
    expect(await documents('ledger_entries', { _id: `topup:${orderId}` })).toHaveLength(1);
    expect((await balanceOf('m-lin')) - before).toBe(20_000);
  });

  test('waits in the inbox when the function dies after keeping it, and the timer settles it', async () => {
    const orderId = await newOrder();
    const request = 'database.insertDocument';
    await orderFault({ function: 'wechatHook', request, n: 1, when: 'after', effect: 'kill' });
    const letter = sealed(orderId);
    expect((await send(letter)).status).toBe(500);
    expect(await inboxOf(orderId)).toMatchObject([{ done: false }]);
    expect((await send(letter)).status).toBe(200);
    expect(await statusOf(orderId)).toBe('PENDING');
    await cloud.advanceClock(MINUTE);
    expect(await inboxOf(orderId)).toMatchObject([{ done: true }]);
    expect(await statusOf(orderId)).not.toBe('PENDING');
  });

  test.each([
    ['a wrong amount', { amount: { total: 1, currency: 'CNY' } }],
    ['somebody who did not order it', { payer: { openid: 'o-may' } }],
  ])('of %s is kept, settles nothing, and stays for a person', async (_, other) => {
    const orderId = await newOrder();
    expect((await send(sealed(orderId, other))).status).toBe(200);
    expect(await statusOf(orderId)).toBe('PENDING');
    expect(await inboxOf(orderId)).toMatchObject([{ done: false }]);
  });

  test.each([
    ['takes too long', 50],
    ['has no time left, because WeChat’s certificates came late', 0],
  ])('is kept and answered when settling it %s, and the timer settles it', async (_, ms) => {
    const orderId = await newOrder();
    const { headers, body } = sealed(orderId);
    const event = { httpMethod: 'POST', headers, body, isBase64Encoded: false };
    const { db, contextAt } = openTimerContexts({ cloud });
    const silent = { transaction: () => new Promise<never>(() => undefined) };
    const slow = { ...contextAt(cloud.clock.now() as Instant), db: { ...db, ...silent } };
    const config = configOf(wechatVariables(gateway.merchant, hook));
    const merchant = { config, keys: wechatKeys(config) };
    const answer = await answerNotification(slow, { merchant, event, left: () => ms });
    expect(answer.statusCode).toBe(200);
    expect(await inboxOf(orderId)).toMatchObject([{ done: false, attempts: 0 }]);
    expect(await statusOf(orderId)).toBe('PENDING');
    await cloud.advanceClock(MINUTE);
    expect(await inboxOf(orderId)).toMatchObject([{ done: true }]);
    expect(await statusOf(orderId)).toBe('PAID');
  });
});

describe('a refund that WeChat tells of', () => {
  test('is kept until somebody settles refunds', async () => {
    const orderId = await newOrder();
    const plain = { ...REFUNDED, out_trade_no: orderId };
    expect((await send(gateway.seal(hook, 'REFUND.SUCCESS', plain))).status).toBe(200);
    expect(await inboxOf(orderId)).toMatchObject([{ kind: 'REFUND', state: 'SUCCESS' }]);
  });
});

describe('what is not of WeChat', () => {
  const refused = async (letter: Sealed, orderId: string) => {
    const answer = await send(letter);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'FAIL' });
    expect(await inboxOf(orderId)).toEqual([]);
  };

  test('is refused and leaves nothing behind', async () => {
    const orderId = await newOrder();
    const letter = sealed(orderId);
    const probe = `WECHATPAY/SIGNTEST/${letter.headers['Wechatpay-Signature']}`;
    const headers = { ...letter.headers, 'Wechatpay-Signature': probe };
    await refused({ ...letter, headers }, orderId);
    await refused({ ...letter, body: letter.body.replace('支付', '收款') }, orderId);
    await refused(sealed(orderId, { mchid: '1900000110' }), orderId);
    await refused(sealed(orderId, { appid: 'wxother' }), orderId);
    cloud.clock.jump(plus(cloud.clock.now() as never, 6 * MINUTE));
    await refused(letter, orderId);
  });

  test('a body that HTTP access hands over in base64 is read as it is', async () => {
    const orderId = await newOrder();
    const letter = sealed(orderId);
    const headers = { ...letter.headers, 'Content-Type': 'application/octet-stream' };
    expect((await send({ ...letter, headers })).status).toBe(200);
    expect(await statusOf(orderId)).toBe('PAID');
  });

  test('only POST is heard, and no phone is let in with the right letter either', async () => {
    expect((await fetch(hook)).status).toBe(405);
    const orderId = await newOrder();
    const { headers, body } = sealed(orderId);
    const event = { httpMethod: 'POST', headers, body, isBase64Encoded: false };
    const call = cloud.call('lin', 'wechatHook', event);
    await expect(call).rejects.toMatchObject({ code: 'EXCEED_AUTHORITY' });
    expect(await inboxOf(orderId)).toEqual([]);
  });

  test('a phone that the rules let through by mistake is told that this is for HTTP only', async () => {
    const manifest = JSON.parse(await readFile('cloudfunctions/manifest.json', 'utf8')) as Manifest;
    const { wechatHook } = manifest.functions;
    if (!wechatHook) throw new Error('no hook');
    const functions = { wechatHook: { ...wechatHook, clients: true } };
    const routes = manifest.routes.filter((route) => route.function === 'wechatHook');
    const open = await startCloud({
      manifest: { ...manifest, functions, routes },
      functionsRoot: 'dist/cloudfunctions',
      dataDir: null,
      timers: false,
      log: null,
    });
    const event = { httpMethod: 'POST', headers: {}, body: '' };
    const phone = await open.call('o-lin', 'wechatHook', event).finally(() => open.stop());
    expect(phone).toMatchObject({ statusCode: 403 });
  });
});
