import { createDecipheriv } from 'node:crypto';
import * as z from 'zod';
import { strictBase64 } from '../payment/base64';

const TAG_BYTES = 16;

/** What WeChat encrypts with the APIv3 key: the contents of notifications, and certificates. */
export const sealed = z.object({
  algorithm: z.literal('AEAD_AES_256_GCM'),
  ciphertext: z.string(),
  nonce: z.string().min(1),
  associated_data: z.string().default(''),
});

/** Null when the tag does not fit. Its length is fixed: GCM would take a shorter one. */
export function unseal(
  key: Buffer,
  { ciphertext, nonce, associated_data }: z.output<typeof sealed>,
): Buffer | null {
  const bytes = strictBase64(ciphertext);
  if (!bytes || bytes.length <= TAG_BYTES) return null;
  try {
    const opening = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    opening.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([opening.update(bytes.subarray(0, -TAG_BYTES)), opening.final()]);
  } catch {
    return null;
  }
}

export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}
