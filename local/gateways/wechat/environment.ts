import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { WechatMerchant } from './merchant';

/**
 * A merchant's configuration as variables of a function. Keys are base64 of DER: a PEM's line
 * breaks do not survive every console in which such variables are typed.
 */
export function wechatVariables(
  merchant: WechatMerchant,
  notifyUrl: string,
): Readonly<Record<string, string>> {
  const privateKey = createPrivateKey(merchant.privateKeyPem);
  const publicKey = createPublicKey(merchant.publicKeyPem);
  return {
    WXPAY_BASE_URL: merchant.baseUrl,
    WXPAY_MCHID: merchant.mchid,
    WXPAY_APPID: merchant.appid,
    WXPAY_SERIAL: merchant.serial,
    WXPAY_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    WXPAY_PUBLIC_KEY_ID: merchant.publicKeyId,
    WXPAY_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    WXPAY_API_V3_KEY: merchant.apiV3Key,
    WXPAY_NOTIFY_URL: notifyUrl,
  };
}
