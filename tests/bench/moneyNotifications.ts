import { type Instant, MINUTE, plus } from '@shared/base/time';
import { loadLibrary } from '../../cloudfunctions/alipay/library';
import { openNotification as openAlipay } from '../../cloudfunctions/alipay/notification';
import { openNotification as openWechat } from '../../cloudfunctions/wechatPay/notification';
import type { Sealed } from '../../local/gateways/wechat';
import { at } from '../domain/clock';
import * as alipayForgeries from '../functions/alipay.forgeries';
import * as alipay from '../functions/alipay.merchant';
import type { MoneyClub } from '../functions/money';
import * as wechatForgeries from '../functions/wechatPay.forgeries';
import * as wechat from '../functions/wechatPay.merchant';
import { exactly, type Measurement } from './figure';
import { newPlayer } from './moneyDeeds';

const AMOUNT = 20_000;
const now = at('2026-03-14 10:02:12');

/** What came of forged notifications: how many there were, and how many were believed. */
interface Believed {
  readonly sent: number;
  readonly accepted: number;
}

/** Notifications of one payment at once, and such as no channel sent. */
export async function notificationFigures(money: MoneyClub): Promise<Measurement[]> {
  const fulfilled = await hundredAtOnce(money);
  const all = [await forgedWechat(), await forgedAlipay(), await told(money)];
  const sum = (key: keyof Believed) => all.reduce((total, one) => total + one[key], 0);
  const kinds = 'forged, altered, stale, replayed, of another amount or merchant';
  return [
    exactly(1, 'fulfilments')('100 identical notifications at once', fulfilled),
    exactly(0, 'notifications')(
      `${sum('sent')} notifications (${kinds}): accepted`,
      sum('accepted'),
    ),
  ];
}

/** How often a top-up was credited that WeChat told of a hundred times in one instant. */
async function hundredAtOnce(money: MoneyClub): Promise<number> {
  const { orderId, openid, balance } = await openTopup(money, 'oHundred');
  const sealed = sealedOf(money, { orderId, openid });
  await Promise.all(Array.from({ length: 100 }, () => send(sealed)));
  await money.club.passMinutes(2);
  const entries = await money.club.documents('ledger_entries', { orderId });
  if ((await balance()) !== AMOUNT * entries.length) throw new Error('credited otherwise');
  return entries.length;
}

/** Every byte and every signed header changed, other keys, other moments, other merchants. */
async function forgedWechat(): Promise<Believed> {
  const { env, wechat: keys } = wechat.newMerchant();
  const merchant = wechat.merchantOf(env);
  const { PAID, letterOf, seal } = wechat;
  const post = (letter = letterOf({}), when: Instant = now, by = keys) =>
    wechat.post(letter, by, when);
  const saying = (more: object) => post(letterOf({ resource: seal({ ...PAID, ...more }) }));
  const genuine = post();
  const forged = [
    ...wechatForgeries.withOtherBodies(genuine),
    ...wechatForgeries.withOtherHeaders(genuine),
    ...[-60, -6, 6, 60].map((minutes) => post(undefined, plus(now, minutes * MINUTE))),
    post(undefined, now, wechat.newKeys()),
    post(letterOf({ resource: seal(PAID, { key: 'x'.repeat(32) }) })),
    ...[{ mchid: '1900000110' }, { appid: 'wxother' }, { mchid: '' }].map(saying),
    ...['NOTPAY', 'CLOSED', 'REFUND', 'USERPAYING'].map((state) => saying({ trade_state: state })),
  ];
  const outcomes = await Promise.all(forged.map((event) => openWechat(merchant, event, now)));
  if ('doubt' in (await openWechat(merchant, genuine, now))) throw new Error('the genuine one');
  return { sent: forged.length, accepted: outcomes.filter((one) => 'told' in one).length };
}

async function forgedAlipay(): Promise<Believed> {
  const { env, alipay: keys } = alipay.newMerchant();
  const config = alipay.configOf(env);
  const library = await loadLibrary(config);
  const open = (body: string) => openAlipay({ config, library }, { ...genuine, body }, now);
  const form = alipay.signed(alipay.PAID, keys, now);
  const genuine = alipay.post(form);
  const saying = (more: alipay.Form, by = keys) =>
    alipay.post(alipay.signed({ ...alipay.PAID, ...more }, by, now)).body;
  const altered = alipayForgeries
    .otherBodiesOf(genuine.body)
    .filter((body) => alipayForgeries.saysOtherThan(genuine.body, body));
  const forged = [
    ...altered,
    ...alipayForgeries.otherFieldsOf(form, genuine.body),
    saying({}, alipay.newKeys()),
    ...[{ app_id: '1' }, { seller_id: '1' }, { trade_status: 'WAIT_BUYER_PAY' }].map((more) =>
      saying(more),
    ),
  ];
  if ('doubt' in open(genuine.body)) throw new Error('the genuine one');
  // What is genuine and tells of no money is taken, and forgotten.
  const accepted = forged.filter((body) => {
    const opened = open(body);
    return 'told' in opened && opened.told !== null;
  });
  return { sent: forged.length, accepted: accepted.length };
}

/** Properly signed ones that must move nothing, over the wire: judged by the member's wallet. */
async function told(money: MoneyClub): Promise<Believed> {
  const { club } = money;
  const { orderId, openid, balance } = await openTopup(money, 'oTold');
  const others = [1, AMOUNT - 1, AMOUNT + 1, AMOUNT * 100].map((amount) => ({ amount }));
  const wrong = [...others, { mchid: '1900000110' }, { appid: 'wxother' }, { orderId: 'T_nobody' }];
  let accepted = 0;
  for (const more of wrong) {
    await send(sealedOf(money, { orderId, openid, ...more }));
    await club.passMinutes(1);
    if ((await balance()) !== 0) accepted += 1;
  }
  const genuine = sealedOf(money, { orderId, openid });
  for (let times = 0; times < 5; times += 1) await send(genuine);
  await club.passMinutes(1);
  if ((await balance()) !== AMOUNT) accepted += 1;
  club.cloud.clock.jump(club.cloud.clock.now() + 10 * MINUTE);
  const stale = await send(genuine);
  await club.passMinutes(1);
  if (stale < 400 || (await balance()) !== AMOUNT) accepted += 1;
  return { sent: wrong.length + 5, accepted };
}

/** A top-up that waits for its payment, of somebody who was never here before. */
async function openTopup(money: MoneyClub, openid: string) {
  await newPlayer(money, openid);
  const { wallet } = money.club.as(openid);
  const { order } = await wallet.topUp({ amount: AMOUNT, requestId: 'r1' });
  const balance = async (): Promise<number> => (await wallet.home({})).balance;
  return { orderId: order.id, openid, balance };
}

interface Paid {
  readonly orderId: string;
  readonly openid: string;
  readonly amount?: number;
  readonly mchid?: string;
  readonly appid?: string;
}

function sealedOf({ club, wechat: { merchant, seal } }: MoneyClub, paid: Paid): Sealed {
  const { orderId, openid, amount = AMOUNT } = paid;
  const { mchid = merchant.mchid, appid = merchant.appid } = paid;
  return seal(`${club.cloud.url}/http/pay/wechat`, 'TRANSACTION.SUCCESS', {
    mchid,
    appid,
    out_trade_no: orderId,
    transaction_id: '4200000000000000000000000001',
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    success_time: '2026-03-14T10:00:00+08:00',
    payer: { openid },
    amount: { total: amount, payer_total: amount, currency: 'CNY', payer_currency: 'CNY' },
  });
}

async function send({ url, headers, body }: Sealed): Promise<number> {
  return (await fetch(url, { method: 'POST', headers, body })).status;
}
