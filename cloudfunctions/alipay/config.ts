import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { faultOfAddress } from '../payment/address';
import { privateKey, publicKey } from '../payment/keys';

/** What a merchant of Alipay has, keys already parsed. */
export interface AlipayConfig {
  /** Ends with `/gateway.do`. */
  readonly gateway: string;
  readonly appId: string;
  /** The account that receives the money, `2088…`. */
  readonly sellerId: string;
  /** The application's own key. */
  readonly privateKey: KeyObject;
  /** Alipay's key, which vouches for answers and notifications. */
  readonly alipayKey: KeyObject;
  readonly notifyUrl: string;
}

const address = z.url({ protocol: /^https?$/ }).refine((url) => !/[?#]/.test(url), {
  error: 'has a query string',
});

const variables = z
  .object({
    ALIPAY_GATEWAY: address.default('https://openapi.alipay.com/gateway.do'),
    ALIPAY_APP_ID: z.string().regex(/^\d{8,32}$/),
    ALIPAY_SELLER_ID: z.string().regex(/^2088\d{12}$/),
    ALIPAY_PRIVATE_KEY: privateKey,
    ALIPAY_PUBLIC_KEY: publicKey,
    ALIPAY_NOTIFY_URL: address,
    SCF_NAMESPACE: z.string().optional(),
  })
  .superRefine((given, context) => {
    // The name of the environment is the platform's; no real one is called so.
    if (given.SCF_NAMESPACE === 'local') return;
    for (const name of ['ALIPAY_GATEWAY', 'ALIPAY_NOTIFY_URL'] as const) {
      const fault = faultOfAddress(given[name]);
      if (fault) context.addIssue({ code: 'custom', path: [name], message: fault });
    }
  })
  .superRefine((given, context) => {
    // The key tool shows both of ours beside Alipay's: with our own, we would believe ourselves.
    const { n } = given.ALIPAY_PRIVATE_KEY.export({ format: 'jwk' });
    if (given.ALIPAY_PUBLIC_KEY.export({ format: 'jwk' }).n !== n) return;
    const message = "our own key, not Alipay's";
    context.addIssue({ code: 'custom', path: ['ALIPAY_PUBLIC_KEY'], message });
  });

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the merchant from the environment: null when there is none at all. One that is there and
 * wrong is a fault, told by the names of the variables and never by their values.
 */
export function readAlipayConfig(env: Environment = process.env): AlipayConfig | null {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const merchant = given.some(([name]) => name.startsWith('ALIPAY_') && name !== 'ALIPAY_GATEWAY');
  if (!merchant) return null;
  const parsed = variables.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const told = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`Alipay is configured wrongly; ${told.join('; ')}`);
  }
  const { data } = parsed;
  return {
    gateway: data.ALIPAY_GATEWAY,
    appId: data.ALIPAY_APP_ID,
    sellerId: data.ALIPAY_SELLER_ID,
    privateKey: data.ALIPAY_PRIVATE_KEY,
    alipayKey: data.ALIPAY_PUBLIC_KEY,
    notifyUrl: data.ALIPAY_NOTIFY_URL,
  };
}
