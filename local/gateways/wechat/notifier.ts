import { randomUUID } from 'node:crypto';
import { Notifier } from '../notifier';
import type { Announcement, Books } from './books';
import type { AlteringEffect, WechatFaults } from './faults';
import { type SealContext, seal } from './sealing';

export interface WechatNotifierOptions {
  readonly books: Books;
  readonly faults: WechatFaults;
  readonly context: () => SealContext;
  /** 1 waits as long as WeChat does, 0.001 a thousandth of it. */
  readonly scale: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** How long WeChat waits before it sends again. */
export const LADDER = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
] as const;

export type WechatNotifier = Notifier<Announcement, AlteringEffect>;

/** Sends notifications until the merchant takes them with 200 or 204. */
export function wechatNotifier(options: WechatNotifierOptions): WechatNotifier {
  const { books, faults, context, scale } = options;
  return new Notifier({
    kept: books,
    ladder: LADDER,
    scale,
    takeFault: (eventType) => faults.takeNotification(eventType),
    seal: (announcement, effect) => seal(announcement, effect, context()),
    taken: ({ status }) => status === 200 || status === 204,
  });
}

export const announcementOf = (
  to: { readonly url: string; readonly eventType: string; readonly at: number },
  plain: object,
): Announcement => ({
  id: `EV-${randomUUID()}`,
  createdAt: to.at,
  url: to.url,
  eventType: to.eventType,
  plain,
  attempts: 0,
});
