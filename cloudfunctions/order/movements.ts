import { DAY, type Instant, MINUTE, plus } from '@shared/base/time';
import {
  type Channel,
  ONLINE_CHANNELS,
  ORDER_STATUSES,
  REFUND_STUCK_AFTER,
} from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { orders, type Refund, refunds } from './store';

/** From a moment on, up to but without another. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

const REFUND_STATUSES = [
  'OPEN',
  'SUCCESS',
  'CLOSED',
  'ABNORMAL',
] as const satisfies readonly Refund['status'][];

/** Orders whose money came in through a channel in that time. */
export const ordersPaid = (db: Db, channel: Channel, { from, until }: Span) =>
  db.all(orders, { channel, paidAt: { gte: from, lt: until } });

/** Orders that were made in that time to be paid through a channel, whatever became of them. */
export const ordersMade = (db: Db, channel: Channel, { from, until }: Span) =>
  // Naming every status lets the index do it.
  db.all(orders, { channel, status: { in: ORDER_STATUSES }, createdAt: { gte: from, lt: until } });

/** Refunds through a channel that were decided in that time. */
export const refundsDecided = (db: Db, channel: Channel, { from, until }: Span) =>
  db.all(refunds, {
    channel,
    status: { in: REFUND_STATUSES },
    createdAt: { gte: from, lt: until },
  });

const CLOSING_TAKES = 30 * MINUTE;
const FULFILMENT_TAKES = 10 * MINUTE;
/** What is older was looked at by a person; it would be read again each time. */
const FULFILMENT_MEMORY = 60 * DAY;

/** Whose orders and refunds are meant: those of one campus, or (null) all there are. */
export type CampusScope = string | null;
export const scoped = (campusId: CampusScope) => (campusId === null ? {} : { campusId });

/** Refunds that wait for a person: the channel cannot hand them over, or takes longer than a day. */
export async function refundsStuck(db: Db, now: Instant, campusId: CampusScope): Promise<number> {
  const before = plus(now, -REFUND_STUCK_AFTER);
  const [slow, abnormal] = await Promise.all([
    db.count(refunds, { ...scoped(campusId), status: 'OPEN', createdAt: { lt: before } }),
    db.count(refunds, { ...scoped(campusId), status: 'ABNORMAL' }),
  ]);
  return slow + abnormal;
}

/** Orders that nobody paid and nothing closed half an hour after their time. */
export const ordersOverdue = (db: Db, now: Instant, campusId: CampusScope) =>
  db.count(orders, {
    ...scoped(campusId),
    channel: { in: ONLINE_CHANNELS },
    status: 'PENDING',
    expiresAt: { lt: plus(now, -CLOSING_TAKES) },
  });

/** Orders that are paid and were not handed over within ten minutes. */
export const paidNotFulfilled = (db: Db, now: Instant, campusId: CampusScope) =>
  db.count(orders, {
    ...scoped(campusId),
    paidAt: { gte: plus(now, -FULFILMENT_MEMORY), lt: plus(now, -FULFILMENT_TAKES) },
    status: 'PAID',
    fulfilledAt: null,
  });
