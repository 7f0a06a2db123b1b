import { fen } from '@shared/base/money';
import { memberMoney, type Posting, revenueMoney } from '@shared/domain/ledger';
import { move } from '../../cloudfunctions/ledger/service';
import { settleRefund } from '../../cloudfunctions/order/service';
import { openMoneyClub } from './money';
import { openTimerContexts } from './timerContext';

/** The club with money in its tills: what management looks at. */
export async function openTills() {
  const money = await openMoneyClub();
  const { club, wechat } = money;
  const { db, contextAt } = openTimerContexts(club);
  const now = () => club.cloud.clock.now();
  const balance = async (who: string) => (await club.as(who).wallet.home({})).balance;
  return {
    ...money,
    db,
    balance,
    books: (who: string) => club.as(who).books,
    /** The east desk takes cash (or a transfer) for Lin; the order's number. */
    async take(amount: number, requestId = 'till', channel: 'CASH' | 'BANK' = 'CASH') {
      const form = { memberId: 'm-lin', campusId: 'c-east', amount, amountAgain: amount };
      const tender = { ...form, requestId, channel, note: '' };
      return (await club.as('desk-east').cashier.take(tender)).order.id;
    },
    /** Lin orders a top-up and pays it in WeChat's sheet; the notification is lost. */
    async payTopup(amount: number, requestId = 'topup') {
      wechat.faults.notification({ effect: 'lost' });
      const { order, payment } = await club.as('lin').wallet.topUp({ amount, requestId });
      money.pay('lin', payment);
      return order.id;
    },
    /** The same, and it is credited. */
    async topUp(amount: number, requestId = 'topup') {
      const orderId = await this.payTopup(amount, requestId);
      await club.as('lin').wallet.order({ orderId });
      return orderId;
    },
    /** What Lin pays for something at the east campus out of the wallet. */
    async spend(amount: number, reason = 'spent') {
      const to = revenueMoney('c-east', 'COURT');
      const postings: Posting[] = [{ from: memberMoney('m-lin'), to, amount: fen(amount) }];
      return db.transaction((tx) => move(tx, { reason, postings, at: now() as never }));
    },
    /** Lin takes a top-up back, and WeChat ends the refund in this way; the refund's number. */
    async takeBack(orderId: string, how: 'held' | 'ABNORMAL' | 'CLOSED' | 'SUCCESS' = 'SUCCESS') {
      if (how !== 'SUCCESS') wechat.faults.refund(how);
      await club.as('lin').wallet.withdraw({ orderId, requestId: 'back' });
      await wechat.idle();
      const [refund] = await club.documents('refunds', { orderId });
      return String(refund?._id);
    },
    /** A channel says how a refund stands. */
    tell: (refundId: string, state: 'SUCCESS' | 'CLOSED') =>
      settleRefund(contextAt(now() as never), { refundId, state }),
    /** Takes fields of a stored document for others. */
    async alter(collection: string, id: string, change: object) {
      const known = await club.document(collection, id);
      await club.cloud.load(collection, [{ ...known, ...change, _id: id }]);
    },
  };
}

export type Tills = Awaited<ReturnType<typeof openTills>>;
