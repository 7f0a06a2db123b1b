import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { faultOfAddress } from './address';

/** What a merchant of WeChat Pay v3 has, keys already parsed. */
export interface WechatConfig {
  readonly baseUrl: string;
  readonly mchid: string;
  readonly appid: string;
  /** Serial number of the merchant's API certificate. */
  readonly serial: string;
  readonly privateKey: KeyObject;
  /** The key that WeChat is asked to answer with: `PUB_KEY_ID_…`, or a certificate's serial. */
  readonly publicKeyId: string;
  /** Every key that WeChat may sign with, by serial: two during a rotation. */
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
  readonly apiV3Key: Buffer;
  readonly notifyUrl: string;
}

const LEAST_RSA_BITS = 2048;

/** A key in base64 DER: as PEM, two channels do not fit into the 4 KB of environment variables. */
const rsaKey = (read: (der: Buffer) => KeyObject) =>
  z.string().transform((text, context): KeyObject => {
    try {
      const key = read(Buffer.from(text, 'base64'));
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      if (key.asymmetricKeyType === 'rsa' && bits >= LEAST_RSA_BITS) return key;
    } catch {
      // What is wrong with a key is not told: the message would end in the log.
    }
    context.addIssue('no RSA key of 2048 bits or more in base64 DER');
    return z.NEVER;
  });

const privateKey = rsaKey((key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
const publicKey = rsaKey((key) => createPublicKey({ key, format: 'der', type: 'spki' }));
const serial = z.string().regex(/^[0-9A-Za-z_]{1,64}$/);
const address = z.url({ protocol: /^https?$/ });

const variables = z
  .object({
    WXPAY_BASE_URL: address.default('https://api.mch.weixin.qq.com/'),
    WXPAY_MCHID: z.string().regex(/^\d{6,16}$/),
    WXPAY_APPID: z.string().regex(/^wx[0-9a-zA-Z]{1,30}$/),
    WXPAY_SERIAL: serial,
    WXPAY_PRIVATE_KEY: privateKey,
    WXPAY_PUBLIC_KEY_ID: serial,
    WXPAY_PUBLIC_KEY: publicKey,
    WXPAY_PUBLIC_KEY_2_ID: serial.optional(),
    WXPAY_PUBLIC_KEY_2: publicKey.optional(),
    WXPAY_API_V3_KEY: z.string().regex(/^[\x21-\x7e]{32}$/, 'not 32 characters'),
    WXPAY_NOTIFY_URL: address.refine((url) => !/[?#]/.test(url), 'has a query string'),
    SCF_NAMESPACE: z.string().optional(),
  })
  .refine((given) => !given.WXPAY_PUBLIC_KEY_2_ID === !given.WXPAY_PUBLIC_KEY_2, {
    path: ['WXPAY_PUBLIC_KEY_2'],
    message: 'a key and its id belong together',
  })
  .refine((given) => given.WXPAY_PUBLIC_KEY_2_ID !== given.WXPAY_PUBLIC_KEY_ID, {
    path: ['WXPAY_PUBLIC_KEY_2_ID'],
    message: 'the same id twice',
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
  const publicKeys = new Map([[data.WXPAY_PUBLIC_KEY_ID, data.WXPAY_PUBLIC_KEY]]);
  if (data.WXPAY_PUBLIC_KEY_2_ID && data.WXPAY_PUBLIC_KEY_2) {
    publicKeys.set(data.WXPAY_PUBLIC_KEY_2_ID, data.WXPAY_PUBLIC_KEY_2);
  }
  return {
    baseUrl: data.WXPAY_BASE_URL,
    mchid: data.WXPAY_MCHID,
    appid: data.WXPAY_APPID,
    serial: data.WXPAY_SERIAL,
    privateKey: data.WXPAY_PRIVATE_KEY,
    publicKeyId: data.WXPAY_PUBLIC_KEY_ID,
    publicKeys,
    apiV3Key: Buffer.from(data.WXPAY_API_V3_KEY),
    notifyUrl: data.WXPAY_NOTIFY_URL,
  };
}
