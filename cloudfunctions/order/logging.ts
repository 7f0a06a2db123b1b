import { type Fen, formatYuan } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { CHANNEL_WORDS } from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { orders } from './store';

/**
 * What members paid themselves, newest first, for the log: a payment is at the limit of its
 * requests, and the order, which is never deleted, says who paid, when, what for and how. What the
 * desk takes in, it writes down itself.
 */
export async function ordersPaidBy(
  db: Db,
  ask: { campusId: string | null; from: Instant; until: Instant; limit: number },
) {
  const { campusId, from, until, limit } = ask;
  const found = await db.find(orders, {
    where: {
      operatorId: null,
      amount: { gt: 0 as Fen },
      paidAt: { gte: from, lt: until },
      ...(campusId !== null && { campusId }),
    },
    order: [['paidAt', 'desc']],
    limit,
  });
  return found.flatMap(({ _id, paidAt, memberId, campusId: at, ...order }) =>
    paidAt === null
      ? []
      : {
          id: `order:${_id}:pay`,
          at: paidAt,
          actorId: memberId,
          campusId: at,
          targetId: _id,
          detail: `${order.description} ${CHANNEL_WORDS[order.channel]} ${formatYuan(order.amount)}`,
          ip: order.ip,
        },
  );
}
