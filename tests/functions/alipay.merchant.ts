import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { formatClub, type Instant } from '@shared/base/time';
import { type AlipayConfig, readAlipayConfig } from '../../cloudfunctions/alipay/config';
import type { HttpEvent } from '../../cloudfunctions/payment/http';

export const APP_ID = '2021000000000001';
export const SELLER_ID = '2088000000000001';

export const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
export type Keys = ReturnType<typeof newKeys>;

export const der = (key: KeyObject, type: 'pkcs8' | 'spki') =>
  key.export({ format: 'der', type } as never).toString('base64');

/** A merchant of a test: the variables that describe it, and Alipay's side of the keys. */
export function newMerchant(gateway = 'https://openapi.alipay.com/gateway.do') {
  const merchant = newKeys();
  const alipay = newKeys();
  const env = {
    ALIPAY_GATEWAY: gateway,
    ALIPAY_APP_ID: APP_ID,
    ALIPAY_SELLER_ID: SELLER_ID,
    ALIPAY_PRIVATE_KEY: der(merchant.privateKey, 'pkcs8'),
    ALIPAY_PUBLIC_KEY: der(alipay.publicKey, 'spki'),
    ALIPAY_NOTIFY_URL: 'https://club.example.com/pay/alipay',
  };
  return { merchant, alipay, env };
}

/** Its configuration, as a function of the local club reads it. */
export function configOf(env: Readonly<Record<string, string>>): AlipayConfig {
  const config = readAlipayConfig({ ...env, SCF_NAMESPACE: 'local' });
  if (!config) throw new Error('no merchant');
  return config;
}

export type Form = Readonly<Record<string, string>>;

export const PAID: Form = {
  notify_type: 'trade_status_sync',
  notify_id: '2026031400222100211000000000000001',
  charset: 'utf-8',
  version: '1.0',
  app_id: APP_ID,
  auth_app_id: APP_ID,
  seller_id: SELLER_ID,
  trade_no: '2026031422001100000000000001',
  out_trade_no: 'C20260314_7F3K2',
  buyer_logon_id: '159****5620',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '200.00',
  receipt_amount: '198.00',
  subject: '钱包充值 200 元，9 折 100%',
  fund_bill_list: '[{"amount":"200.00","fundChannel":"ALIPAYACCOUNT"}]',
  gmt_create: '2026-03-14 10:02:01',
  gmt_payment: '2026-03-14 10:02:11',
};

/** What Alipay signs: all fields but two, sorted, as they are. */
export const signatureOf = (form: Form, keys: Keys, algorithm = 'RSA-SHA256'): string => {
  const text = Object.keys(form)
    .sort()
    .map((name) => `${name}=${form[name]}`)
    .join('&');
  return sign(algorithm, Buffer.from(text), keys.privateKey).toString('base64');
};

/** The fields as Alipay signs them at a moment. */
export function signed(form: Form, keys: Keys, at: Instant): Form {
  const timed = { notify_time: formatClub(at, 'YYYY-MM-DD HH:mm:ss'), ...form };
  return { ...timed, sign_type: 'RSA2', sign: signatureOf(timed, keys) };
}

export const post = (form: Form): HttpEvent => ({
  httpMethod: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body: new URLSearchParams(form).toString(),
  isBase64Encoded: false,
});
