import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto';
import type { Announcement } from './books';
import type { NotificationEffect } from './faults';
import type { Credentials } from './merchant';
import { signed } from './signature';
import { rfc3339 } from './time';

/** A notification as it goes over the wire. */
export interface Sealed {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

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
  /** A key that is not WeChat's. */
  readonly strangerKey: KeyObject;
  readonly now: number;
}

/** Encrypts and signs a notification, or does one of the two wrong. */
export function seal(
  announcement: Announcement,
  effect: NotificationEffect | null,
  { credentials, strangerKey, now }: SealContext,
): Sealed {
  const { merchant, platformPrivateKey } = credentials;
  const body = bodyOf(announcement, merchant.apiV3Key, effect === 'badTag');
  const headers = signed(body, {
    key: effect === 'forged' ? strangerKey : platformPrivateKey,
    serial:
      effect === 'unknownSerial'
        ? `${merchant.publicKeyId.slice(0, -4)}0000`
        : merchant.publicKeyId,
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
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce);
  cipher.setAAD(Buffer.from(kind));
  const text = Buffer.concat([cipher.update(JSON.stringify(plain)), cipher.final()]);
  const tag = badTag ? randomBytes(TAG_BYTES) : cipher.getAuthTag();
  return JSON.stringify({
    id,
    create_time: rfc3339(createdAt),
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: SUMMARIES[eventType] ?? eventType,
    resource: {
      original_type: kind,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: Buffer.concat([text, tag]).toString('base64'),
      associated_data: kind,
      nonce,
    },
  });
}
