import type { Journal } from '../engine/journal';
import type { Clock, CloudOptions } from '../types';
import { PhoneNumbers } from './phoneNumbers';
import { type Messaging, openMessaging, type ServiceNotice } from './subscribeMessage';
import { WeRun } from './weRun';

/** What WeChat itself keeps of people: accepted messages, their number, how much they walked. */
export interface WechatServers {
  readonly messaging: Messaging;
  readonly phoneNumbers: PhoneNumbers;
  readonly weRun: WeRun;
  clear(): void;
}

/** Those of a local cloud, kept in its journal; without one, in memory. */
export function openWechatServers(
  options: CloudOptions,
  house: {
    readonly appId: string;
    readonly clock: Clock;
    readonly journal: Journal | null;
    readonly deliver: (notice: ServiceNotice) => void;
  },
): WechatServers {
  const { appId, clock, journal, deliver } = house;
  const now = () => clock.now();
  const messaging = openMessaging(options, { now, deliver, journal });
  const numbers = options.phoneNumbers ?? {};
  const phoneNumbers = new PhoneNumbers({ numbers, appId, now, journal });
  const weRun = new WeRun({ appId, now });
  return {
    messaging,
    phoneNumbers,
    weRun,
    clear() {
      messaging.clear();
      phoneNumbers.clear();
      weRun.clear();
    },
  };
}
