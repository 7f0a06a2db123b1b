import { addDays, type ClubDate, clubDayStart, type Instant } from '@shared/base/time';
import { sumsWith as added, type Movement, NO_MOVEMENT } from '@shared/domain/reconciliation';
import type { Context } from '../_kit/serve';
import type { ChannelRefund } from '../order/channel';
import type { Span } from '../order/movements';
import type { Refund } from '../order/service';
import { type Order, orderById, PaymentMismatch, refundById, settleRefund } from '../order/service';
import { askAnyway } from '../payment/service';

export const spanOf = (date: ClubDate): Span => ({
  from: clubDayStart(date),
  until: clubDayStart(addDays(date, 1)),
});

export const isIn = (span: Span, at: Instant | null) =>
  at !== null && at >= span.from && at < span.until;

export const sumsOf = (movements: readonly Movement[]) => added(NO_MOVEMENT, movements);

export const paymentOf = ({ _id: orderId, amount }: Order): Movement => ({
  orderId,
  refundId: null,
  amount,
});

export const refundOf = ({ _id: refundId, orderId, amount }: Refund): Movement => ({
  orderId,
  refundId,
  amount,
});

/** Whether we believe that the money goes back, or went. */
export const goesBack = ({ status }: Refund) => status === 'OPEN' || status === 'SUCCESS';

/** Whether the channel says so. */
export const wentBack = (found: ChannelRefund | null) =>
  found?.state === 'SUCCESS' || found?.state === 'PROCESSING';

/**
 * An order that the channel knows paid and we do not: asked about, it is settled. Null when there is
 * no clear answer; any other fault ends the comparison, which is tried again.
 */
export async function healedOrder(context: Context, order: Order): Promise<Order | null> {
  try {
    if (!(await askAnyway(context, order))) return null;
  } catch (fault) {
    if (!(fault instanceof PaymentMismatch)) throw fault;
    // That is the difference, and it is shown.
    context.platform.reportFault(fault, order._id);
  }
  return (await orderById(context.db, order._id)) ?? order;
}

/** A refund that waits for a person and went through after all: told so, it ends. */
export async function healedRefund(
  context: Context,
  refund: Refund,
  found: ChannelRefund | null,
): Promise<Refund> {
  if (refund.status !== 'ABNORMAL' || found?.state !== 'SUCCESS') return refund;
  await settleRefund(context, { refundId: refund._id, state: found.state });
  return (await refundById(context.db, refund._id)) ?? refund;
}
