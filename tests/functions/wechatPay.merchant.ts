import {
  createCipheriv,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type { Instant } from '@shared/base/time';
import type { HttpEvent } from '../../cloudfunctions/payment/http';
import { readWechatConfig, type WechatConfig } from '../../cloudfunctions/wechatPay/config';
import { wechatKeys } from '../../cloudfunctions/wechatPay/keys';
import type { Merchant } from '../../cloudfunctions/wechatPay/notification';

export const MCHID = '1900000109';
export const APPID = 'wxlocal';
export const KEY_ID = 'PUB_KEY_ID_0119000001092026';
export const API_V3_KEY = '0123456789abcdefghijklmnopqrstuv';

export const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
export type Keys = ReturnType<typeof newKeys>;

const der = (key: KeyObject, type: 'pkcs8' | 'spki') =>
  key.export({ format: 'der', type } as never).toString('base64');

/** A merchant of a test: the variables that describe it, and WeChat's side of the keys. */
export function newMerchant(baseUrl = 'https://api.mch.weixin.qq.com/') {
  const merchant = newKeys();
  const wechat = newKeys();
  const env = {
    WXPAY_BASE_URL: baseUrl,
    WXPAY_MCHID: MCHID,
    WXPAY_APPID: APPID,
    WXPAY_SERIAL: '3775B6A45ACD588826D15E583A95F5DD00000000',
    WXPAY_PRIVATE_KEY: der(merchant.privateKey, 'pkcs8'),
    WXPAY_PUBLIC_KEY_ID: KEY_ID,
    WXPAY_PUBLIC_KEY: spki(wechat),
    WXPAY_API_V3_KEY: API_V3_KEY,
    WXPAY_NOTIFY_URL: 'https://club.example.com/pay/wechat',
  };
  return { merchant, wechat, env };
}

export const spki = (keys: Keys): string => der(keys.publicKey, 'spki');

/** Its configuration, as a function of the local club reads it. */
export function configOf(env: Readonly<Record<string, string>>): WechatConfig {
  const config = readWechatConfig({ ...env, SCF_NAMESPACE: 'local' });
  if (!config) throw new Error('no merchant');
  return config;
}

/** The same with the keys that vouch for WeChat. */
export function merchantOf(env: Readonly<Record<string, string>>): Merchant {
  const config = configOf(env);
  return { config, keys: wechatKeys(config) };
}

export const PAID = {
  appid: APPID,
  mchid: MCHID,
  out_trade_no: 'T20260314_7F3K2',
  transaction_id: '4200001234202603140000000001',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  success_time: '2026-03-14T10:02:11+08:00',
  payer: { openid: 'o-lin' },
  amount: { total: 20_000, payer_total: 20_000, currency: 'CNY', payer_currency: 'CNY' },
};

export const REFUNDED = {
  mchid: MCHID,
  transaction_id: PAID.transaction_id,
  out_trade_no: PAID.out_trade_no,
  refund_id: '50200001',
  out_refund_no: 'R20260314_1',
  refund_status: 'SUCCESS',
  success_time: '2026-03-15T10:02:11+08:00',
  amount: { total: 20_000, refund: 5_000, payer_total: 20_000, payer_refund: 5_000 },
};

/** AES-256-GCM as WeChat seals a resource: the text, then the tag. */
export function seal(content: object | string, { key = API_V3_KEY, aad = 'transaction' } = {}) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(aad));
  const plain = typeof content === 'string' ? content : JSON.stringify(content);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  const ciphertext = Buffer.concat([text, cipher.getAuthTag()]).toString('base64');
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data: aad };
}

export interface Letter {
  readonly id?: string;
  readonly eventType?: string;
  readonly resource?: object;
}

export const letterOf = ({
  id = 'EV-2018022511223320873',
  eventType = 'TRANSACTION.SUCCESS',
  resource = seal(PAID),
}: Letter): string =>
  JSON.stringify({
    id,
    create_time: '2026-03-14T10:02:12+08:00',
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: '支付成功',
    resource,
  });

/** The request that brings a body, signed at a moment. */
export function post(body: string, keys: Keys, at: Instant, serial = KEY_ID): HttpEvent {
  const timestamp = String(Math.floor(at / 1000));
  const nonce = randomBytes(16).toString('hex');
  const signed = Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);
  return {
    httpMethod: 'POST',
    headers: {
      'content-type': 'application/json',
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': serial,
      'Wechatpay-Signature': sign('RSA-SHA256', signed, keys.privateKey).toString('base64'),
      'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    },
    body,
    isBase64Encoded: false,
  };
}
