import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { readKept, writeKept } from '../kept';
import { newKey, randomDigits } from '../keys';
import type { AnswersWith } from './platformKeys';

/** Everything a venue must configure to be a merchant of WeChat Pay. */
export interface WechatMerchant {
  readonly mchid: string;
  readonly appid: string;
  /** Serial number of the merchant's API certificate. */
  readonly serial: string;
  readonly privateKeyPem: string;
  /** Whether WeChat signs with its public key, or with certificates that are downloaded. */
  readonly answersWith: AnswersWith;
  /** `PUB_KEY_ID_…`: which of WeChat's keys signs what comes from WeChat, if `answersWith` it. */
  readonly publicKeyId: string;
  readonly publicKeyPem: string;
  /** 32 characters; opens what notifications carry. */
  readonly apiV3Key: string;
  /** Ends with a slash. */
  readonly baseUrl: string;
}

/** What the gateway holds: a merchant's configuration, and the keys of WeChat's own side. */
export interface Credentials {
  readonly merchant: Omit<WechatMerchant, 'baseUrl' | 'answersWith'>;
  readonly merchantPublicKey: KeyObject;
  readonly platformPrivateKey: KeyObject;
}

interface KeptKeys {
  readonly merchantKeyPem: string;
  readonly platformKeyPem: string;
  readonly serial: string;
  readonly publicKeyId: string;
  readonly apiV3Key: string;
}

const FILE = 'wechat-keys.json';
const MCHID = '1900000109';

/** The keys kept in `dataDir`, made at the first start; null makes new ones every time. */
export async function credentialsIn(dataDir: string | null, appid: string): Promise<Credentials> {
  const kept = readKept<KeptKeys>(dataDir, FILE) ?? (await newKeys());
  writeKept(dataDir, FILE, kept);
  const merchantKey = createPrivateKey(kept.merchantKeyPem);
  const platformKey = createPrivateKey(kept.platformKeyPem);
  return {
    merchant: {
      mchid: MCHID,
      appid,
      serial: kept.serial,
      privateKeyPem: kept.merchantKeyPem,
      publicKeyId: kept.publicKeyId,
      publicKeyPem: createPublicKey(platformKey).export({ type: 'spki', format: 'pem' }).toString(),
      apiV3Key: kept.apiV3Key,
    },
    merchantPublicKey: createPublicKey(merchantKey),
    platformPrivateKey: platformKey,
  };
}

async function newKeys(): Promise<KeptKeys> {
  const [merchantKeyPem, platformKeyPem] = await Promise.all([newKey(), newKey()]);
  return {
    merchantKeyPem,
    platformKeyPem,
    serial: randomBytes(20).toString('hex').toUpperCase(),
    publicKeyId: `PUB_KEY_ID_01${MCHID}${randomDigits(24)}`,
    apiV3Key: randomBytes(16).toString('hex'),
  };
}
