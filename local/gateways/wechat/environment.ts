import { privateKeyVariable, publicKeyVariable } from '../keys';
import type { WechatMerchant } from './merchant';

/**
 * A merchant's configuration as variables of a function. The private key is its
 * two primes, as in a deployment: the functions have 4 KB for the variables of both channels. No
 * key is PEM, whose line breaks do not survive every console in which variables are typed.
 */
export function wechatVariables(
  merchant: WechatMerchant,
  notifyUrl: string,
): Readonly<Record<string, string>> {
  return {
    WXPAY_BASE_URL: merchant.baseUrl,
    WXPAY_MCHID: merchant.mchid,
    WXPAY_APPID: merchant.appid,
    WXPAY_SERIAL: merchant.serial,
    WXPAY_PRIVATE_KEY: privateKeyVariable(merchant.privateKeyPem),
    ...(merchant.answersWith === 'publicKey' && {
      WXPAY_PUBLIC_KEY_ID: merchant.publicKeyId,
      WXPAY_PUBLIC_KEY: publicKeyVariable(merchant.publicKeyPem),
    }),
    WXPAY_API_V3_KEY: merchant.apiV3Key,
    WXPAY_NOTIFY_URL: notifyUrl,
  };
}
