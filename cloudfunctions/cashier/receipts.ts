import { clubDateOf, clubDayStart, type Instant, plus } from '@shared/base/time';
import type { ReceiptView } from '@shared/contracts/cashier';
import { maskName } from '@shared/domain/member';
import { ORDER_LIFE } from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Member } from '../_kit/serve';
import { type MemberDoc, membersById } from '../member/service';
import { deskOrders, type Order, orderById, orderView } from '../order/service';
import { campusOf, serves } from '../venue/service';

/** Receipts of orders of one campus; whose account has ended has no name any more. */
export async function receiptsOf(
  db: Db,
  campusId: string,
  orders: readonly Order[],
): Promise<ReceiptView[]> {
  const people = orders.flatMap(({ memberId, operatorId }) =>
    [memberId, operatorId].filter((id) => id !== null),
  );
  const [campus, members] = await Promise.all([campusOf(db, campusId), membersById(db, people)]);
  return orders.map((order) => receiptView(order, campus?.name ?? '', members));
}

export function receiptView(
  order: Order,
  campusName: string,
  members: ReadonlyMap<string, MemberDoc>,
): ReceiptView {
  const payer = members.get(order.memberId ?? '');
  return {
    order: orderView(order),
    maskedName: payer ? maskName(payer.nickname) : order.memberId ? '已注销会员' : '散客',
    campusName,
    operatorName: members.get(order.operatorId ?? '')?.nickname ?? '已注销员工',
    note: order.note,
  };
}

export async function receiptOf(db: Db, campusId: string, order: Order): Promise<ReceiptView> {
  const [receipt] = await receiptsOf(db, campusId, [order]);
  if (!receipt) throw new Error(`order ${order._id} should have a receipt`);
  return receipt;
}

/**
 * What was paid at the desk of a campus today, newest first. A code that was shown before midnight
 * may be paid after it, so the search begins a little earlier.
 */
export async function paidToday(db: Db, campusId: string, now: Instant): Promise<Order[]> {
  const midnight = clubDayStart(clubDateOf(now));
  const found = await deskOrders(db, campusId, plus(midnight, -ORDER_LIFE));
  return found
    .filter(({ paidAt }) => paidAt !== null && paidAt >= midnight)
    .sort((a, b) => Number(b.paidAt) - Number(a.paidAt));
}

/**
 * An order that a desk took, for somebody who serves its campus.
 *
 * @throws Refusal ORDER_NOT_FOUND
 */
export async function servedOrder(db: Db, caller: Member, orderId: string) {
  const order = await orderById(db, orderId);
  const campusId = order?.campusId ?? null;
  const taken = order !== null && campusId !== null && order.operatorId !== null;
  if (!taken || !serves(caller.identity, { campusId })) throw new Refusal('ORDER_NOT_FOUND');
  return { order, campusId };
}
