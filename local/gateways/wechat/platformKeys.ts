import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import { rfc3339 } from '../chinaTime';
import { newKey } from '../keys';
import type { Credentials } from './merchant';
import { GatewayRefusal } from './refusal';
import { sealedFor } from './sealing';
import { certificate } from './x509';

/** With what WeChat signs now, and what it calls that. */
export interface Signer {
  readonly key: KeyObject;
  readonly serial: string;
}

export type AnswersWith = 'publicKey' | 'certificate';

/** WeChat's own side of the keys. */
export interface PlatformKeys {
  signer(): Signer;
  /** Serials that a merchant may ask to be answered with. */
  serials(): readonly string[];
  /** What `GET /v3/certificates` answers. Throws when answers are by the public key. */
  certificates(): object;
  /** From now on a new certificate signs; the former is offered for another day. */
  rotate(): Promise<void>;
  /** New certificates: the club's clock may have been set back to before the old ones. */
  reset(): void;
}

interface Issued {
  readonly serial: string;
  readonly pem: string;
  readonly key: KeyObject;
  readonly from: number;
  readonly until: number;
  /** When it stops being offered; null while it signs. */
  readonly gone: number | null;
}

const DAY = 24 * 3_600_000;
const LIFE = 5 * 365 * DAY;
const OFFERED_ON = DAY;
const AUTHORITY = { organisation: 'Local Pay', common: 'Local Pay Root CA' };
const PLATFORM = { organisation: 'Local Pay', common: 'Local Pay platform certificate' };

/** One key for good, as newer merchants have it. */
export function publicKeyOf({ merchant, platformPrivateKey }: Credentials): PlatformKeys {
  const signer = { key: platformPrivateKey, serial: merchant.publicKeyId };
  return {
    signer: () => signer,
    serials: () => [signer.serial],
    certificates() {
      throw new GatewayRefusal(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书');
    },
    rotate: async () => {
      throw new Error("rotate() needs answersWith: 'certificate'");
    },
    reset: () => undefined,
  };
}

/**
 * Certificates that expire and follow each other. They are issued when first needed (the club's
 * clock does not run before) and not kept: after a restart a merchant downloads the new one.
 */
export async function certificatesOf(
  { merchant, platformPrivateKey }: Credentials,
  now: () => number,
): Promise<PlatformKeys> {
  const authority = { name: AUTHORITY, privateKey: createPrivateKey(await newKey()) };
  let issued: readonly Issued[] = [];
  const issue = (key: KeyObject): Issued => {
    const serial = `4${randomBytes(20).toString('hex').slice(1)}`.toUpperCase();
    // A day earlier: clocks that differ a little must not find it not valid yet.
    const from = now() - DAY;
    const until = from + LIFE;
    const contents = { serial, subject: PLATFORM, key, from, until, authority: false };
    return { serial, pem: certificate(contents, authority), key, from, until, gone: null };
  };
  const offered = (): readonly [Issued, ...Issued[]] => {
    const [signing = issue(platformPrivateKey), ...former] = issued;
    const still = former.filter(({ gone }) => gone !== null && now() < gone);
    issued = [signing, ...still];
    return [signing, ...still];
  };
  return {
    signer: () => offered()[0],
    serials: () => offered().map(({ serial }) => serial),
    certificates: () => ({
      data: offered().map(({ serial, pem, from, until }) => ({
        serial_no: serial,
        effective_time: rfc3339(from),
        expire_time: rfc3339(until),
        encrypt_certificate: sealedFor(merchant.apiV3Key, pem, 'certificate'),
      })),
    }),
    async rotate() {
      const [signing, ...former] = offered();
      const next = issue(createPrivateKey(await newKey()));
      issued = [next, { ...signing, gone: now() + OFFERED_ON }, ...former];
    },
    reset: () => {
      issued = [];
    },
  };
}
