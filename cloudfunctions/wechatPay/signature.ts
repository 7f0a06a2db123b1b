import { type KeyObject, verify } from 'node:crypto';
import { type Instant, MINUTE, SECOND } from '@shared/base/time';
import * as z from 'zod';
import { strictBase64 } from '../payment/base64';

const WINDOW = 5 * MINUTE;

const signedHeaders = z.object({
  'wechatpay-timestamp': z.string().regex(/^\d{10}$/),
  // No line feed: the signed text is made of lines.
  'wechatpay-nonce': z.string().regex(/^[\x21-\x7e]{1,128}$/),
  'wechatpay-signature': z.string().max(2000),
  'wechatpay-serial': z.string(),
});

/** Why something is not WeChat's, in the order in which it is looked at. */
export type SignatureDoubt = 'HEADERS' | 'STALE' | 'SERIAL' | 'SIGNATURE';

/**
 * Why these bytes are not what WeChat sent just now, or null when they are. The key is looked up
 * last, because that may cost a request.
 */
export async function doubtOfSignature(
  signed: { readonly headers: Readonly<Record<string, unknown>>; readonly body: Buffer },
  keyOf: (serial: string) => Promise<KeyObject | null>,
  now: Instant,
): Promise<SignatureDoubt | null> {
  const headers = Object.entries(signed.headers).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  const parsed = signedHeaders.safeParse(Object.fromEntries(headers));
  if (!parsed.success) return 'HEADERS';
  const { data } = parsed;
  const timestamp = data['wechatpay-timestamp'];
  if (Math.abs(now - Number(timestamp) * SECOND) > WINDOW) return 'STALE';
  const key = await keyOf(data['wechatpay-serial']);
  if (!key) return 'SERIAL';
  // A probe, `WECHATPAY/SIGNTEST/…`, is no signature of ours: WeChat checks that we see it.
  const signature = strictBase64(data['wechatpay-signature']);
  if (!signature) return 'SIGNATURE';
  const head = Buffer.from(`${timestamp}\n${data['wechatpay-nonce']}\n`);
  const text = Buffer.concat([head, signed.body, Buffer.from('\n')]);
  return verify('RSA-SHA256', text, key, signature) ? null : 'SIGNATURE';
}
