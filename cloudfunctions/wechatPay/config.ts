import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { faultOfAddress } from '../payment/address';
import { privateKey, publicKey } from '../payment/keys';

/** What a merchant of WeChat Pay v3 has, keys already parsed. */
export interface WechatConfig {
  readonly baseUrl: string;
  readonly mchid: string;
  readonly appid: string;
  /** Serial number of the merchant's API certificate. */
  readonly serial: string;
  readonly privateKey: KeyObject;
  /**
   * The key that WeChat is asked to answer with: `PUB_KEY_ID_…`. Null in certificate mode, which
   * older merchants have: WeChat's certificates are then downloaded, see `keys.ts`.
   */
  readonly publicKeyId: string | null;
  /** Every key that WeChat may sign with, by serial: two during a change; none in certificate mode. */
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  readonly apiV3Key: Buffer;
  readonly notifyUrl: string;
}

const serial = z.string().regex(/^[0-9A-Za-z_]{1,64}$/);
const address = z.url({ protocol: /^https?$/ });

const variables = z
  .object({
    WXPAY_BASE_URL: address.default('https://api.mch.weixin.qq.com/'),
    WXPAY_MCHID: z.string().regex(/^\d{6,16}$/),
    WXPAY_APPID: z.string().regex(/^wx[0-9a-zA-Z]{1,30}$/),
    WXPAY_SERIAL: serial,
    WXPAY_PRIVATE_KEY: privateKey,
    // Both or neither: without them WeChat's certificates are downloaded.
    WXPAY_PUBLIC_KEY_ID: serial.optional(),
    WXPAY_PUBLIC_KEY: publicKey.optional(),
    WXPAY_PUBLIC_KEY_2_ID: serial.optional(),
    WXPAY_PUBLIC_KEY_2: publicKey.optional(),
    WXPAY_API_V3_KEY: z.string().regex(/^[\x21-\x7e]{32}$/, 'not 32 characters'),
    WXPAY_NOTIFY_URL: address.refine((url) => !/[?#]/.test(url), 'has a query string'),
    SCF_NAMESPACE: z.string().optional(),
  })
  .superRefine((given, context) => {
    const { WXPAY_PUBLIC_KEY_ID: first, WXPAY_PUBLIC_KEY_2_ID: second } = given;
    const fault = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    for (const name of ['WXPAY_PUBLIC_KEY', 'WXPAY_PUBLIC_KEY_2'] as const) {
      if (!given[name] !== !given[`${name}_ID`]) {
        fault(given[name] ? `${name}_ID` : name, 'a key and its id belong together');
      }
    }
    if (second && !first) fault('WXPAY_PUBLIC_KEY_2', 'a second key without a first');
    if (second && second === first) fault('WXPAY_PUBLIC_KEY_2_ID', 'the same id twice');
  })
  .superRefine((given, context) => {
    // The name of the environment is the platform's; no real one is called so.
    if (given.SCF_NAMESPACE === 'local') return;
    for (const name of ['WXPAY_BASE_URL', 'WXPAY_NOTIFY_URL'] as const) {
      const fault = faultOfAddress(given[name]);
      if (fault) context.addIssue({ code: 'custom', path: [name], message: fault });
    }
  });

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the merchant from the environment: null when there is none at all. One that is there and
 * wrong is a fault, told by the names of the variables and never by their values.
 */
export function readWechatConfig(env: Environment = process.env): WechatConfig | null {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const merchant = given.some(([name]) => name.startsWith('WXPAY_') && name !== 'WXPAY_BASE_URL');
  if (!merchant) return null;
  const parsed = variables.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const told = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`WeChat Pay is configured wrongly; ${told.join('; ')}`);
  }
  const { data } = parsed;
  const publicKeys = new Map<string, KeyObject>();
  for (const name of ['WXPAY_PUBLIC_KEY', 'WXPAY_PUBLIC_KEY_2'] as const) {
    const { [name]: key, [`${name}_ID` as const]: id } = data;
    if (key && id) publicKeys.set(id, key);
  }
  return {
    baseUrl: data.WXPAY_BASE_URL,
    mchid: data.WXPAY_MCHID,
    appid: data.WXPAY_APPID,
    serial: data.WXPAY_SERIAL,
    privateKey: data.WXPAY_PRIVATE_KEY,
    publicKeyId: data.WXPAY_PUBLIC_KEY_ID ?? null,
    publicKeys,
    apiV3Key: Buffer.from(data.WXPAY_API_V3_KEY),
    notifyUrl: data.WXPAY_NOTIFY_URL,
  };
}
