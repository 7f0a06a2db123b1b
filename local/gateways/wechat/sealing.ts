import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { rfc3339 } from '../chinaTime';
import type { Sealed } from '../notifier';
import type { Announcement } from './books';
import type { NotificationEffect } from './faults';
import type { Credentials } from './merchant';
import type { Signer } from './platformKeys';
import { signed } from './signature';

const SUMMARIES: Readonly<Record<string, string>> = {
  'TRANSACTION.SUCCESS': '支付成功',
  'REFUND.SUCCESS': '退款成功',
  'REFUND.ABNORMAL': '退款异常',
  'REFUND.CLOSED': '退款关闭',
};
const TEN_MINUTES = 10 * 60_000;
const TAG_BYTES = 16;

export interface SealContext {
  readonly credentials: Credentials;
  readonly signer: Signer;
  /** A key that is not WeChat's. */
  readonly strangerKey: KeyObject;
  readonly now: number;
}

/** Encrypts and signs a notification, or does one of the two wrong. */
export function seal(
  announcement: Announcement,
  effect: NotificationEffect | null,
  { credentials: { merchant }, signer, strangerKey, now }: SealContext,
): Sealed {
  const body = bodyOf(announcement, merchant.apiV3Key, effect === 'badTag');
  const headers = signed(body, {
    key: effect === 'forged' ? strangerKey : signer.key,
    serial: effect === 'unknownSerial' ? unknownTo(signer) : signer.serial,
    at: effect === 'stale' ? now - TEN_MINUTES : now,
  });
  if (effect === 'signTest') {
    headers['Wechatpay-Signature'] = `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']}`;
  }
  return {
    url: announcement.url,
    headers: { 'Content-Type': 'application/json', ...headers },
    // Another id: who goes by it would count one payment twice.
    body: effect === 'altered' ? body.replace('"id":"EV-', '"id":"EV-0') : body,
  };
}

function bodyOf(announcement: Announcement, apiV3Key: string, badTag: boolean): string {
  const { id, createdAt, eventType, plain } = announcement;
  const kind = eventType.startsWith('REFUND') ? 'refund' : 'transaction';
  const resource = sealedFor(apiV3Key, JSON.stringify(plain), kind, badTag);
  return JSON.stringify({
    id,
    create_time: rfc3339(createdAt),
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: SUMMARIES[eventType] ?? eventType,
    resource: { original_type: kind, ...resource },
  });
}

/** AES-256-GCM with the APIv3 key, as contents of notifications and certificates travel. */
export function sealedFor(apiV3Key: string, text: string, kind: string, badTag = false) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce);
  cipher.setAAD(Buffer.from(kind));
  const bytes = Buffer.concat([cipher.update(text), cipher.final()]);
  const tag = badTag ? randomBytes(TAG_BYTES) : cipher.getAuthTag();
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: Buffer.concat([bytes, tag]).toString('base64'),
    associated_data: kind,
    nonce,
  };
}

/** A serial like the signer's that nobody has. */
export const unknownTo = ({ serial }: Signer): string => `${serial.slice(0, -4)}0000`;
