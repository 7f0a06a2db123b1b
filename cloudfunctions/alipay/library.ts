import type { KeyObject } from 'node:crypto';
import type { AlipaySdk } from 'alipay-sdk';
import type { AlipayConfig } from './config';

/** What is used of the library. */
export type AlipayLibrary = Pick<AlipaySdk, 'exec' | 'checkNotifySignV2'>;

// A member waits for it, and a function that is called from a phone ends after ten seconds.
export const TIMEOUT_MS = 4000;

const der = (key: KeyObject, type: 'pkcs8' | 'spki'): string =>
  key.export({ format: 'der', type } as never).toString('base64');

/**
 * Alipay's own client, loaded when it is first used: it takes a fifth of a second, which those who
 * never pay with Alipay should not wait.
 */
export async function loadLibrary(config: AlipayConfig): Promise<AlipayLibrary> {
  const { AlipaySdk } = await import('alipay-sdk');
  return new (strictly(AlipaySdk))({
    appId: config.appId,
    gateway: config.gateway,
    privateKey: der(config.privateKey, 'pkcs8'),
    keyType: 'PKCS8',
    alipayPublicKey: der(config.alipayKey, 'spki'),
    timeout: TIMEOUT_MS,
    // Answers keep the names that Alipay's documents use.
    camelcase: false,
  });
}

/**
 * The library verifies the text after the first place where the method's name stands, and reads
 * what JSON finds under that name: a name that is escaped, doubled or missing would make it verify
 * one thing and read another. Both must be the same.
 */
const strictly = (Library: typeof AlipaySdk) =>
  class extends Library {
    override checkResponseSign(raw: string, name: string, sign: string, traceId: string): void {
      super.checkResponseSign(raw, name, sign, traceId);
      const read: unknown = (JSON.parse(raw) as Record<string, unknown>)[name];
      const verified: unknown = JSON.parse(this.getSignStr(raw, name));
      if (JSON.stringify(read) !== JSON.stringify(verified)) {
        throw new Error('what is signed is not what is said');
      }
    }
  };
