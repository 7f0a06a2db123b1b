import type { KeyObject } from 'node:crypto';
import { HOUR, type Instant, MINUTE } from '@shared/base/time';
import { reportFault } from '../_kit/faults';
import { ChannelUnknown } from '../order/channel';
import { type Certificate, certificatesOf } from './certificates';
import type { WechatConfig } from './config';

/** The keys that may vouch for what comes from WeChat. */
export interface WechatKeys {
  /** All of them by serial, never none. Throws ChannelUnknown when they cannot be had. */
  all(now: Instant): Promise<ReadonlyMap<string, KeyObject>>;
  /** One; looks for new ones when it is not known. Throws ChannelUnknown as `all` does. */
  find(serial: string, now: Instant): Promise<KeyObject | null>;
}

/** WeChat wants them looked at twice a day; a new one is offered days before it is used. */
const FRESH = 12 * HOUR;
/** Anybody can name a serial that we do not know: that costs a download a minute at most. */
const PAUSE = MINUTE;

/** The configured public keys, or without one the platform certificates, kept up to date. */
export const wechatKeys = (config: WechatConfig): WechatKeys =>
  config.publicKeys.size > 0
    ? {
        all: async () => config.publicKeys,
        find: async (serial) => config.publicKeys.get(serial) ?? null,
      }
    : keptCertificates((now) => certificatesOf(config, now));

function keptCertificates(download: (now: Instant) => Promise<readonly Certificate[]>): WechatKeys {
  let kept: readonly Certificate[] = [];
  let keptAt: Instant | null = null;
  let triedAt: Instant | null = null;
  let underWay: Promise<void> | null = null;

  // The distance, not the age: a clock that was set back must not keep old ones alive.
  const within = (at: Instant | null, ms: number, now: Instant) =>
    at !== null && Math.abs(now - at) < ms;
  const valid = (now: Instant) => kept.filter(({ from, until }) => from <= now && now <= until);
  const refresh = async (now: Instant): Promise<void> => {
    triedAt = now;
    kept = await download(now);
    keptAt = now;
  };
  /** One download serves all who wait for it. */
  const refreshOnce = (now: Instant): Promise<void> => {
    underWay ??= refresh(now).finally(() => {
      underWay = null;
    });
    return underWay;
  };
  const all = async (now: Instant): Promise<ReadonlyMap<string, KeyObject>> => {
    const some = valid(now).length > 0;
    if (!some) await refreshOnce(now);
    else if (!within(keptAt, FRESH, now) && !within(triedAt, PAUSE, now)) {
      // Those that we have are good until they expire: the next minute tries again.
      await refreshOnce(now).catch((fault) => reportFault(fault, 'wechat certificates'));
    }
    const found = valid(now);
    if (found.length === 0) throw new ChannelUnknown('WeChat offers no valid certificate');
    return new Map(found.map(({ serial, key }) => [serial, key]));
  };
  return {
    all,
    async find(serial, now) {
      const known = (await all(now)).get(serial);
      if (known) return known;
      if (within(triedAt, PAUSE, now)) return null;
      await refreshOnce(now);
      return (await all(now)).get(serial) ?? null;
    },
  };
}
