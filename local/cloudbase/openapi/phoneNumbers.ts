import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { Journal } from '../engine/journal';
import type { ApiArguments, ApiReply } from './wire';

export interface PhoneNumberOptions {
  /**
   * What people's WeChat is bound to, by openid: eleven digits, or `+852 91234567` for another
   * country. Whoever is not named has a number of their own all the same, the same every time.
   */
  readonly numbers: Readonly<Record<string, string>>;
  readonly appId: string;
  /** The club's clock, ms. */
  readonly now: () => number;
  /** Where codes are kept over a restart; null keeps them in memory. */
  readonly journal: Journal | null;
}

/** What a tap on 允许 gives to the page. */
export interface PhoneNumberGrant {
  readonly code: string;
  /** `phoneInfo`, AES-128-CBC with a session key that this cloud tells nobody; base64. */
  readonly encryptedData: string;
  readonly iv: string;
}

interface Issued {
  readonly openid: string;
  readonly appId: string;
  /** When the person allowed it, ms. */
  readonly at: number;
}

interface BoundNumber {
  readonly countryCode: string;
  readonly pure: string;
}

const KEPT_AS = 'phoneNumberCodes';
const CODE_LIVES_MS = 5 * 60_000;
const CHINA = '86';

const error = (errcode: number, errmsg: string): ApiReply => ({ json: { errcode, errmsg } });

/** WeChat's side of `<button open-type="getPhoneNumber">`: whose number it is, and the codes. */
export class PhoneNumbers {
  readonly #sessionKey = randomBytes(16);
  #codes: Map<string, Issued>;

  constructor(private readonly options: PhoneNumberOptions) {
    const text = options.journal?.meta(KEPT_AS) ?? '{}';
    this.#codes = new Map(Object.entries(JSON.parse(text) as Record<string, Issued>));
    for (const number of Object.values(options.numbers)) boundNumber(number);
  }

  /** As the sheet shows it: `138****0001`. */
  masked(openid: string): string {
    const { countryCode, pure } = this.#numberOf(openid);
    const shown = `${pure.slice(0, 3)}****${pure.slice(7)}`;
    return countryCode === CHINA ? shown : `+${countryCode} ${shown}`;
  }

  /** The person tapped 允许: a code for one use within five minutes of the club's clock. */
  allow(openid: string): PhoneNumberGrant {
    const { appId, now } = this.options;
    const issued = { openid, appId, at: now() };
    const code = randomBytes(32).toString('hex');
    for (const [old, { at }] of this.#codes) if (isOver(at, now())) this.#codes.delete(old);
    this.#codes.set(code, issued);
    this.#write();
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-128-cbc', this.#sessionKey, iv);
    const text = JSON.stringify(this.#infoOf(issued));
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    return { code, encryptedData: sealed.toString('base64'), iv: iv.toString('base64') };
  }

  /** `phonenumber.getPhoneNumber`; errors as WeChat numbers them. */
  redeem({ code }: ApiArguments): ApiReply {
    if (typeof code !== 'string' || code === '') return error(41008, 'missing code');
    const issued = this.#codes.get(code);
    if (!issued) return error(40029, 'invalid code');
    const { appId, now } = this.options;
    if (issued.appId !== appId) return error(40013, 'invalid appid');
    this.#codes.delete(code);
    this.#write();
    if (isOver(issued.at, now())) return error(40029, 'invalid code');
    return { json: { errcode: 0, errmsg: 'ok', phone_info: this.#infoOf(issued) } };
  }

  clear(): void {
    this.#codes = new Map();
    this.#write();
  }

  #infoOf({ openid, at }: Issued) {
    const { countryCode, pure } = this.#numberOf(openid);
    return {
      phoneNumber: countryCode === CHINA ? pure : `+${countryCode}${pure}`,
      purePhoneNumber: pure,
      countryCode,
      watermark: { timestamp: Math.floor(at / 1000), appid: this.options.appId },
    };
  }

  #numberOf(openid: string): BoundNumber {
    const { numbers } = this.options;
    const configured = Object.hasOwn(numbers, openid) ? numbers[openid] : undefined;
    return boundNumber(configured ?? madeUp(openid));
  }

  #write(): void {
    this.options.journal?.setMeta(KEPT_AS, JSON.stringify(Object.fromEntries(this.#codes)));
  }
}

const isOver = (at: number, now: number) => now - at >= CODE_LIVES_MS;

function boundNumber(text: string): BoundNumber {
  if (/^1[3-9]\d{9}$/.test(text)) return { countryCode: CHINA, pure: text };
  const [, countryCode, pure] = /^\+([1-9]\d{0,3}) (\d{5,14})$/.exec(text) ?? [];
  if (!countryCode || !pure) throw new Error(`${text} is not a phone number`);
  return { countryCode, pure };
}

/** Eight digits out of the openid, behind a mobile prefix. */
function madeUp(openid: string): string {
  const digits = createHash('sha256').update(openid).digest().readUInt32BE(0) % 100_000_000;
  return `199${String(digits).padStart(8, '0')}`;
}
