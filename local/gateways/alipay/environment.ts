import { privateKeyVariable, publicKeyVariable } from '../keys';
import type { AlipayMerchant } from './merchant';

/**
 * A merchant's configuration as variables of a function. The private key is its
 * two primes, as in a deployment: the functions have 4 KB for the variables of both channels.
 */
export function alipayVariables(
  merchant: AlipayMerchant,
  notifyUrl: string,
): Readonly<Record<string, string>> {
  return {
    ALIPAY_GATEWAY: merchant.gateway,
    ALIPAY_APP_ID: merchant.appId,
    ALIPAY_SELLER_ID: merchant.sellerId,
    ALIPAY_PRIVATE_KEY: privateKeyVariable(merchant.privateKeyPem),
    ALIPAY_PUBLIC_KEY: publicKeyVariable(merchant.alipayPublicKeyPem),
    ALIPAY_NOTIFY_URL: notifyUrl,
  };
}
