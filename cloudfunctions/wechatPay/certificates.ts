import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import * as z from 'zod';
import { ChannelUnknown } from '../order/channel';
import { LEAST_RSA_BITS } from '../payment/keys';
import type { WechatConfig } from './config';
import { AS_IT_COMES, libraryOf } from './library';
import { jsonOf, sealed, unseal } from './sealed';
import { doubtOfSignature } from './signature';

/** One of WeChat's platform certificates. */
export interface Certificate {
  /** As `Wechatpay-Serial` names it: hexadecimal, capitals. */
  readonly serial: string;
  readonly key: KeyObject;
  readonly from: Instant;
  readonly until: Instant;
}

const list = z.object({
  data: z.array(z.object({ serial_no: z.string(), encrypt_certificate: sealed })).max(20),
});

/**
 * Downloads WeChat's platform certificates. Only somebody who has the APIv3 key can have sealed
 * them, and the answer has to be signed by one that is inside and valid now.
 *
 * @throws ChannelUnknown whatever goes wrong: to whom it is asked on behalf of, it is no refusal
 */
export async function certificatesOf(
  config: WechatConfig,
  now: Instant,
): Promise<readonly Certificate[]> {
  const { headers, body } = await download(config);
  const parsed = list.safeParse(jsonOf(body));
  if (!parsed.success) throw new ChannelUnknown("WeChat's certificates are not understood");
  const found = parsed.data.data.map(({ serial_no, encrypt_certificate }) => {
    const pem = unseal(config.apiV3Key, encrypt_certificate);
    const certificate = pem && certificateIn(pem);
    if (certificate?.serial !== serial_no) {
      throw new ChannelUnknown(`the certificate ${serial_no} does not open`);
    }
    return certificate;
  });
  const keyOf = async (serial: string) =>
    found.find((one) => one.serial === serial && one.from <= now && now <= one.until)?.key ?? null;
  const doubt = await doubtOfSignature({ headers, body }, keyOf, now);
  if (doubt) throw new ChannelUnknown(`WeChat's certificates are not believed: ${doubt}`);
  return found;
}

const answer = z.object({ headers: z.record(z.string(), z.unknown()), data: z.instanceof(Buffer) });

/** A notification may wait for them, whose answer WeChat waits five seconds for. */
const AT_ONCE = { ...AS_IT_COMES, timeout: 2000 };

async function download(config: WechatConfig) {
  // The library wants a key to verify with. Ours, which signs nothing of WeChat's, is never asked:
  // the bytes come as they are, and are verified above.
  const client = libraryOf(config, new Map([['none', createPublicKey(config.privateKey)]]));
  try {
    const response = await client.request('v3/certificates', 'get', undefined, AT_ONCE);
    const { headers, data } = answer.parse({ ...response, headers: { ...response.headers } });
    return { headers, body: data };
  } catch (error) {
    // Its own error carries our private key.
    const { code, message } = error as { code?: unknown; message?: unknown };
    throw new ChannelUnknown(`get v3/certificates: ${String(code ?? '')} ${String(message)}`);
  }
}

function certificateIn(pem: Buffer): Certificate | null {
  try {
    const { serialNumber, publicKey, validFrom, validTo } = new X509Certificate(pem);
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (publicKey.asymmetricKeyType !== 'rsa' || bits < LEAST_RSA_BITS) return null;
    const from = Date.parse(validFrom) as Instant;
    const until = Date.parse(validTo) as Instant;
    return { serial: serialNumber.toUpperCase(), key: publicKey, from, until };
  } catch {
    return null;
  }
}
