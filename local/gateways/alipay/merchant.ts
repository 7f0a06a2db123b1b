import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readKept, writeKept } from '../kept';
import { newKey, randomDigits } from '../keys';

/** Everything a venue must configure to take money through Alipay. */
export interface AlipayMerchant {
  readonly appId: string;
  /** The account that receives the money, `2088…`. */
  readonly sellerId: string;
  /** The application's own key. */
  readonly privateKeyPem: string;
  /** Alipay's key, which vouches for answers and notifications. */
  readonly alipayPublicKeyPem: string;
  /** Ends with `/gateway.do`. */
  readonly gateway: string;
}

/** What the gateway holds: a merchant's configuration, and the keys of Alipay's own side. */
export interface Credentials {
  readonly merchant: Omit<AlipayMerchant, 'gateway'>;
  readonly applicationPublicKey: KeyObject;
  readonly alipayPrivateKey: KeyObject;
}

interface KeptKeys {
  readonly applicationKeyPem: string;
  readonly alipayKeyPem: string;
  readonly appId: string;
  readonly sellerId: string;
}

const FILE = 'alipay-keys.json';

/** The keys kept in `dataDir`, made at the first start; null makes new ones every time. */
export async function credentialsIn(dataDir: string | null): Promise<Credentials> {
  const kept = readKept<KeptKeys>(dataDir, FILE) ?? (await newKeys());
  writeKept(dataDir, FILE, kept);
  const applicationKey = createPrivateKey(kept.applicationKeyPem);
  const alipayKey = createPrivateKey(kept.alipayKeyPem);
  return {
    merchant: {
      appId: kept.appId,
      sellerId: kept.sellerId,
      privateKeyPem: kept.applicationKeyPem,
      alipayPublicKeyPem: createPublicKey(alipayKey)
        .export({ type: 'spki', format: 'pem' })
        .toString(),
    },
    applicationPublicKey: createPublicKey(applicationKey),
    alipayPrivateKey: alipayKey,
  };
}

async function newKeys(): Promise<KeptKeys> {
  const [applicationKeyPem, alipayKeyPem] = await Promise.all([newKey(), newKey()]);
  return {
    applicationKeyPem,
    alipayKeyPem,
    appId: `2021${randomDigits(12)}`,
    sellerId: `2088${randomDigits(12)}`,
  };
}
