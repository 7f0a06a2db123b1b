import { type KeyObject, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { signatureOf, verifies } from '../keys';
import type { Credentials } from './merchant';
import type { PlatformKeys } from './platformKeys';
import { GatewayRefusal } from './refusal';

export interface Received {
  readonly method: string;
  /** Path and query exactly as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** ms by which a time may differ. */
const SKEW = 5 * 60_000;
const SCHEME = 'WECHATPAY2-SHA256-RSA2048';

const signError = (why: string): GatewayRefusal => new GatewayRefusal(401, 'SIGN_ERROR', why);

/** Lets in only what the merchant signed, lately and for the first time. */
export class Gatekeeper {
  /** Nonce → the time it came with. */
  readonly #nonces = new Map<string, number>();

  constructor(
    private readonly by: {
      readonly credentials: Credentials;
      readonly keys: PlatformKeys;
      readonly now: () => number;
    },
  ) {}

  /** @throws SIGN_ERROR */
  check({ method, url, headers, body }: Received): void {
    const given = authorization(headers.authorization ?? '');
    const { merchant, merchantPublicKey } = this.by.credentials;
    if (given.mchid !== merchant.mchid) throw signError('商户号与证书不匹配');
    if (given.serial !== merchant.serial) throw signError('商户证书序列号有误');
    const at = Number(given.timestamp) * 1000;
    if (!(Math.abs(this.by.now() - at) <= SKEW))
      throw signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟');
    const message = lines(method, url, given.timestamp, given.nonce, body);
    if (!verifies(message, given.signature, merchantPublicKey)) {
      throw signError('错误的签名，验签失败');
    }
    // Remembered only when genuine: a stranger must not use up the merchant's nonces.
    if (this.#nonces.has(given.nonce)) throw signError('nonce_str 重复');
    this.#remember(given.nonce, at);
    const wanted = headers['wechatpay-serial'];
    if (typeof wanted === 'string' && !this.by.keys.serials().includes(wanted)) {
      throw signError('Wechatpay-Serial 不是当前的微信支付公钥ID或平台证书序列号');
    }
  }

  /** Nonces are kept for as long as their time would still be let in. */
  #remember(nonce: string, at: number): void {
    this.#nonces.set(nonce, at);
    for (const [old, time] of this.#nonces) {
      if (Math.abs(this.by.now() - time) <= SKEW) break;
      this.#nonces.delete(old);
    }
  }
}

/** @throws SIGN_ERROR when a part is missing or does not look like one. */
function authorization(header: string) {
  const [scheme = '', rest = ''] = header.split(/ (.*)/s);
  if (scheme !== SCHEME) throw signError('Http头缺少Authorization或签名类型有误');
  const parts = new Map(
    [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const part = (name: string, form: RegExp): string => {
    const value = parts.get(name) ?? '';
    if (!form.test(value)) throw signError(`Authorization 的 ${name} 有误`);
    return value;
  };
  return {
    mchid: part('mchid', /^\d+$/),
    serial: part('serial_no', /^[0-9A-F]{40}$/),
    nonce: part('nonce_str', /^[0-9A-Za-z]{1,32}$/),
    timestamp: part('timestamp', /^\d{10}$/),
    signature: part('signature', /^[0-9A-Za-z+/]+=*$/),
  };
}

/** What both sides sign: each part ends with a line feed. */
export const lines = (...parts: readonly string[]): string =>
  parts.map((part) => `${part}\n`).join('');

/** The headers with which WeChat vouches for a body: of an answer and of a notification. */
export function signed(
  body: string,
  by: { readonly key: KeyObject; readonly serial: string; readonly at: number },
): Record<string, string> {
  const timestamp = String(Math.floor(by.at / 1000));
  const nonce = randomBytes(16).toString('hex');
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': by.serial,
    'Wechatpay-Signature': signatureOf(lines(timestamp, nonce, body), by.key),
    'Wechatpay-Signature-Type': SCHEME,
    'Request-ID': `08${randomBytes(18).toString('hex').toUpperCase()}-0`,
  };
}
