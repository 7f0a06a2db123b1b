import { fen } from '@shared/base/money';
import { afterAll, expect } from 'vitest';
import { wechatChannel } from '../../cloudfunctions/wechatPay/channel';
import { at } from '../domain/clock';
import { APPID, configOf, MCHID, newMerchant, PAID } from './wechatPay.merchant';
import { type Reply, startWechat } from './wechatPay.server';

export const ORDER = PAID.out_trade_no;
/** What a channel is asked to make an order of. */
export const ASK = {
  orderId: ORDER,
  amount: fen(20_000),
  description: '钱包充值 200 元',
  openid: 'o-lin',
  expiresAt: at('2026-03-14 10:15'),
};
export const NOT_PAID = { appid: APPID, mchid: MCHID, out_trade_no: ORDER, trade_state: 'NOTPAY' };

/** WeChat says no. */
export const refusal = (status: number, code: string): Reply => ({
  status,
  body: { code, message: '…' },
  unsigned: true,
});

/** The name of what a call throws, or its value. */
export const outcome = (call: Promise<unknown>) => call.catch((error: Error) => error.name);

/** A merchant's channel and the WeChat that it asks, for all tests of a file. */
export async function openAsking() {
  const { merchant, wechat: wechatKeys, env } = newMerchant();
  const wechat = await startWechat(merchant, wechatKeys);
  afterAll(async () => {
    expect(wechat.badlySigned).toEqual([]);
    await wechat.stop();
  });
  const channel = wechatChannel(configOf({ ...env, WXPAY_BASE_URL: wechat.url }));
  return { merchant, env, wechat, channel };
}
