import type { OrderFile } from '@shared/contracts/books';
import { isMoney } from '@shared/domain/ledger';
import { isOnline, isReversible } from '@shared/domain/order';
import type { Context } from '../_kit/serve';
import { entriesOfOrders, type LedgerEntry } from '../ledger/service';
import { membersById } from '../member/service';
import { type Order, orderView, type Refund, refundsOf } from '../order/service';
import { allCampuses } from '../venue/service';
import { unspentTopup } from '../wallet/service';
import { payersOf, refundView } from './views';
import { accountWords } from './words';

/** An order with all that moved for it. */
export async function orderFile({ db, now }: Context, order: Order): Promise<OrderFile> {
  const { _id: orderId, campusId, operatorId, transactionId, fulfilledAt } = order;
  const [payers, staff, campuses, entries, refunds, unspent] = await Promise.all([
    payersOf(db, [order]),
    membersById(db, operatorId === null ? [] : [operatorId]),
    allCampuses(db),
    entriesOfOrders(db, [orderId]),
    refundsOf(db, orderId),
    unspentTopup(db, order),
  ]);
  const maskedName = payers.nameOf(order);
  const campusNames = new Map(campuses.map(({ _id, name }) => [_id, name]));
  return {
    order: orderView(order),
    maskedName,
    campusName: campusId === null ? null : (campusNames.get(campusId) ?? null),
    operatorName: operatorId === null ? null : (staff.get(operatorId)?.nickname ?? null),
    transactionId,
    fulfilledAt,
    entries: entries.map((entry) => entryView(entry, campusNames)),
    refunds: [...refunds]
      .sort((a, b) => a.createdAt - b.createdAt)
      .map((refund) => refundView(refund, payers, now)),
    may: { ...handsOn(order, refunds), payBack: unspent > 0 },
    unspent,
  };
}

/** What can be done with an order by hand, whatever a wallet holds. What went back already is not handed over any more. */
export const handsOn = (order: Order, refunds: readonly Refund[]) => ({
  query: isOnline(order.channel) && order.paidAt === null,
  close: order.status === 'PENDING',
  fulfil: order.status === 'PAID' && order.fulfilledAt === null && refunds.length === 0,
  reverse: isReversible(order),
});

const entryView = (
  { _id: reason, at, postings }: LedgerEntry,
  campusNames: ReadonlyMap<string, string>,
): OrderFile['entries'][number] => ({
  reason,
  at,
  postings: postings.filter(isMoney).map(({ from, to, amount }) => ({
    from: accountWords(from, campusNames),
    to: accountWords(to, campusNames),
    amount,
  })),
});
