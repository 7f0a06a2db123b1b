import type { Instant } from '@shared/base/time';
import { id } from '@shared/contracts/scalars';
import type { Channel } from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { type CampusScope, type Span, scoped } from './movements';
import { type Order, orders, type Refund, refunds } from './store';

const within = ({ from, until }: Span) => ({ gte: from, lt: until });

/** An order by our number, or by the channel's number of its payment. */
export async function orderByNumber(db: Db, number: string): Promise<Order | null> {
  const ours = id.safeParse(number);
  const known = ours.success ? await db.get(orders, ours.data) : null;
  if (known) return known;
  const [paid] = await db.find(orders, { where: { transactionId: number }, limit: 1 });
  return paid ?? null;
}

/** Whether an order of the member may still be paid, or one of its refunds has not ended. */
export const hasOpenOrders = async (db: Db, memberId: string): Promise<boolean> => {
  const where = { memberId, status: { in: ['PENDING', 'REFUNDING'] as const } };
  return (await db.find(orders, { where, limit: 1 })).length > 0;
};

export async function ordersById(db: Db, orderIds: readonly string[]): Promise<Map<string, Order>> {
  if (orderIds.length === 0) return new Map();
  const found = await db.all(orders, { _id: { in: [...new Set(orderIds)] } });
  return new Map(found.map((order) => [order._id, order]));
}

/** The newest orders made before a moment; a page is longer when several were made in one instant. */
export async function ordersPage(
  db: Db,
  campusId: CampusScope,
  before: Instant | null,
  size: number,
): Promise<{ orders: Order[]; next: Instant | null }> {
  const where = { ...scoped(campusId), ...(before !== null && { createdAt: { lt: before } }) };
  const found = await db.find(orders, { where, order: [['createdAt', 'desc']], limit: size + 1 });
  const page = found.slice(0, size);
  const last = page.at(-1);
  const further = found[size];
  if (!last || !further) return { orders: page, next: null };
  if (last.createdAt !== further.createdAt) return { orders: page, next: last.createdAt };
  // The next page begins before this instant: what else was made in it belongs to this one.
  const shown = new Set(page.map(({ _id }) => _id));
  const sameInstant = await db.all(orders, { ...scoped(campusId), createdAt: last.createdAt });
  const rest = sameInstant.filter(({ _id }) => !shown.has(_id));
  return { orders: [...page, ...rest], next: last.createdAt };
}

export const ordersPaidIn = (db: Db, span: Span, campusId: CampusScope) =>
  db.all(orders, { ...scoped(campusId), paidAt: within(span) });

/** Refunds (and reversals) whose money was handed over in a span. */
export const refundsDoneIn = (db: Db, span: Span, campusId: CampusScope) =>
  db.all(refunds, { ...scoped(campusId), status: 'SUCCESS', endedAt: within(span) });

export const refundsOf = (db: Db, orderId: string) => db.all(refunds, { orderId });

/** Refunds that have not ended, the oldest first. */
export const unendedRefunds = (db: Db, campusId: CampusScope, limit: number): Promise<Refund[]> =>
  db.find(refunds, {
    where: { ...scoped(campusId), status: { in: ['OPEN', 'ABNORMAL'] } },
    order: [['createdAt', 'asc']],
    limit,
  });

/** Refunds that ended since a moment, the newest first. */
export const endedRefunds = (
  db: Db,
  campusId: CampusScope,
  since: Instant,
  limit: number,
): Promise<Refund[]> =>
  db.find(refunds, {
    where: { ...scoped(campusId), status: { in: ['SUCCESS', 'CLOSED'] }, endedAt: { gte: since } },
    order: [['endedAt', 'desc']],
    limit,
  });

/** Open orders that a timer asks the channel about, the one first that it asked about longest ago. */
export const openOrders = (db: Db, channel: Channel, limit: number) =>
  db.find(orders, {
    where: { channel, status: 'PENDING' },
    order: [
      ['askedAt', 'asc'],
      ['createdAt', 'asc'],
    ],
    limit,
  });

/** Sends orders that were asked about to the end of the queue. */
export const markAsked = (db: Db, orderIds: readonly string[], at: Instant) =>
  db.changeAll(orders, { _id: { in: orderIds } }, { set: { askedAt: at } });
