import { createCipheriv, createHash, randomBytes } from 'node:crypto';

interface WeRunOptions {
  readonly appId: string;
  /** The club's clock, ms. */
  readonly now: () => number;
}

/** What `wx.getWeRunData` gives to the page. */
interface WeRunGrant {
  readonly cloudID: string;
  /** What the CloudID stands for, AES-128-CBC with a session key that this cloud tells nobody. */
  readonly encryptedData: string;
  readonly iv: string;
}

interface Issued {
  readonly openid: string;
  readonly at: number;
}

const LIVES_MS = 5 * 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UTC_OFFSET = 8 * HOUR;
/** As many days as WeChat tells. */
const DAYS = 31;
const LEAST = 3_000;
const MOST = 15_000;

/** WeChat's side of `wx.getWeRunData`: how much people walked, and the CloudIDs that stand for it. */
export class WeRun {
  readonly #sessionKey = randomBytes(16);
  readonly #issued = new Map<string, Issued>();

  constructor(private readonly options: WeRunOptions) {}

  /** The person let the page have the steps: a CloudID for five minutes of the club's clock. */
  allow(openid: string): WeRunGrant {
    const at = this.options.now();
    for (const [old, one] of this.#issued) if (at - one.at >= LIVES_MS) this.#issued.delete(old);
    const cloudID = randomBytes(32).toString('base64url');
    this.#issued.set(cloudID, { openid, at });
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-128-cbc', this.#sessionKey, iv);
    const text = JSON.stringify(this.#dataOf({ openid, at }));
    const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
    return { cloudID, encryptedData: sealed.toString('base64'), iv: iv.toString('base64') };
  }

  /** What a CloudID of the caller stands for; null for any other, and for one that is over. */
  dataOf(cloudId: string, openid: string | null): object | null {
    const issued = this.#issued.get(cloudId);
    const valid = issued?.openid === openid && this.options.now() - issued.at < LIVES_MS;
    return issued && valid ? this.#dataOf(issued) : null;
  }

  clear(): void {
    this.#issued.clear();
  }

  #dataOf({ openid, at }: Issued) {
    const today = Math.floor((at + UTC_OFFSET) / DAY) * DAY - UTC_OFFSET;
    const stepInfoList = Array.from({ length: DAYS }, (_, index) => {
      const day = today - (DAYS - 1 - index) * DAY;
      const walked = Math.min(1, (at - day) / DAY);
      return { timestamp: day / 1000, step: Math.floor(madeUp(openid, day) * walked) };
    });
    const watermark = { timestamp: Math.floor(at / 1000), appid: this.options.appId };
    return { stepInfoList, watermark };
  }
}

/** Everybody walks their own way, each day the same however often it is asked for. */
function madeUp(openid: string, day: number): number {
  const hash = createHash('sha256').update(`${openid}:${day}`).digest().readUInt32BE(0);
  return LEAST + (hash % (MOST - LEAST + 1));
}
