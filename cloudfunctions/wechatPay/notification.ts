import { createDecipheriv, verify } from 'node:crypto';
import type { Fen } from '@shared/base/money';
import { type Instant, MINUTE, SECOND } from '@shared/base/time';
import * as z from 'zod';
import type { ChannelRefund } from '../order/channel';
import { paidTransaction, refundState, wechatAmount, wechatMoment } from './answers';
import type { WechatConfig } from './config';

/** What HTTP access gives a function of a request. */
export const httpEvent = z.object({
  httpMethod: z.string(),
  headers: z.record(z.string(), z.unknown()),
  body: z.string().catch(''),
  isBase64Encoded: z.boolean().catch(false),
});
export type HttpEvent = z.output<typeof httpEvent>;

export type Notification =
  | {
      /** WeChat's number of the notification: the same each time it is sent again. */
      readonly id: string;
      readonly kind: 'PAYMENT';
      readonly orderId: string;
      readonly transactionId: string;
      readonly amount: Fen;
      readonly paidAt: Instant;
    }
  | {
      readonly id: string;
      readonly kind: 'REFUND';
      readonly orderId: string;
      readonly refundId: string;
      readonly amount: Fen;
      readonly state: ChannelRefund['state'];
      /** When the money went back; null when it did not. */
      readonly refundedAt: Instant | null;
    };

/** Why a notification is not believed, in the order in which it is looked at. */
export type Doubt =
  | 'HEADERS'
  | 'STALE'
  | 'SERIAL'
  | 'SIGNATURE'
  | 'BODY'
  | 'DECRYPTION'
  | 'CONTENT'
  | 'MERCHANT';

const WINDOW = 5 * MINUTE;
const TAG_BYTES = 16;

const signedHeaders = z.object({
  'wechatpay-timestamp': z.string().regex(/^\d{10}$/),
  // No line feed: the signed text is made of lines.
  'wechatpay-nonce': z.string().regex(/^[\x21-\x7e]{1,128}$/),
  'wechatpay-signature': z.string().max(2000),
  'wechatpay-serial': z.string(),
});

const envelope = z.object({
  id: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
  event_type: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string().min(1),
    associated_data: z.string().default(''),
  }),
});

const refunded = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string().min(1).max(64),
  refund_status: refundState,
  success_time: wechatMoment.optional(),
  amount: z.object({ total: wechatAmount, refund: wechatAmount }),
});

/**
 * Reads a notification of WeChat Pay v3, or says why it is not believed. Everything is checked over
 * the bytes as they came, before any of them is understood.
 */
export function openNotification(
  config: WechatConfig,
  event: HttpEvent,
  now: Instant,
): { readonly notification: Notification } | { readonly doubt: Doubt } {
  const bytes = bytesOf(event);
  const doubt = bytes === null ? 'BODY' : doubtOfSignature(config, event, bytes, now);
  if (doubt || bytes === null) return { doubt: doubt ?? 'BODY' };
  const outer = envelope.safeParse(jsonOf(bytes));
  if (!outer.success) return { doubt: 'BODY' };
  const plain = decrypt(config.apiV3Key, outer.data.resource);
  if (plain === null) return { doubt: 'DECRYPTION' };
  return readContent(config, outer.data, jsonOf(plain));
}

function doubtOfSignature(
  config: WechatConfig,
  event: HttpEvent,
  body: Buffer,
  now: Instant,
): Doubt | null {
  const headers = Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]);
  const parsed = signedHeaders.safeParse(Object.fromEntries(headers));
  if (!parsed.success) return 'HEADERS';
  const { data } = parsed;
  const timestamp = data['wechatpay-timestamp'];
  if (Math.abs(now - Number(timestamp) * SECOND) > WINDOW) return 'STALE';
  const key = config.publicKeys.get(data['wechatpay-serial']);
  if (!key) return 'SERIAL';
  // A probe, `WECHATPAY/SIGNTEST/…`, is no signature of ours: WeChat checks that we see it.
  const signature = strictBase64(data['wechatpay-signature']);
  if (!signature) return 'SIGNATURE';
  const head = Buffer.from(`${timestamp}\n${data['wechatpay-nonce']}\n`);
  const signed = Buffer.concat([head, body, Buffer.from('\n')]);
  return verify('RSA-SHA256', signed, key, signature) ? null : 'SIGNATURE';
}

/** Null for base64 that does not encode exactly what it decodes to, or is empty. */
function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null;
}

const bytesOf = ({ body, isBase64Encoded }: HttpEvent): Buffer | null =>
  isBase64Encoded ? strictBase64(body) : Buffer.from(body);

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

type Sealed = z.output<typeof envelope>['resource'];

/** Null when the tag does not fit. Its length is fixed: GCM would take a shorter one. */
function decrypt(key: Buffer, { ciphertext, nonce, associated_data }: Sealed): Buffer | null {
  const sealed = strictBase64(ciphertext);
  if (!sealed || sealed.length <= TAG_BYTES) return null;
  try {
    const opening = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    opening.setAAD(Buffer.from(associated_data)).setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([opening.update(sealed.subarray(0, -TAG_BYTES)), opening.final()]);
  } catch {
    return null;
  }
}

function readContent(
  config: WechatConfig,
  { id, event_type }: z.output<typeof envelope>,
  content: unknown,
): { readonly notification: Notification } | { readonly doubt: Doubt } {
  if (event_type === 'TRANSACTION.SUCCESS') {
    const paid = paidTransaction.extend({ trade_state: z.literal('SUCCESS') }).safeParse(content);
    if (!paid.success) return { doubt: 'CONTENT' };
    const { mchid, appid, out_trade_no: orderId, transaction_id: transactionId } = paid.data;
    if (mchid !== config.mchid || appid !== config.appid) return { doubt: 'MERCHANT' };
    const { success_time: paidAt, amount } = paid.data;
    const payment = { orderId, transactionId, amount: amount.total, paidAt };
    return { notification: { id, kind: 'PAYMENT', ...payment } };
  }
  const read = refunded.safeParse(content);
  if (!read.success || event_type !== `REFUND.${read.data.refund_status}`) {
    return { doubt: 'CONTENT' };
  }
  const { mchid, out_trade_no: orderId, out_refund_no: refundId } = read.data;
  if (mchid !== config.mchid) return { doubt: 'MERCHANT' };
  const { refund_status: state, success_time: refundedAt = null, amount } = read.data;
  if ((state === 'SUCCESS') !== (refundedAt !== null)) return { doubt: 'CONTENT' };
  const refund = { orderId, refundId, amount: amount.refund, state, refundedAt };
  return { notification: { id, kind: 'REFUND', ...refund } };
}
