import { type Fen, fen, formatYuan } from '@shared/base/money';
import { Refusal } from '@shared/refusals';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { expectRefundable } from '../booking/displacing';
import { withReversed } from '../booking/earning';
import { giveBack } from '../booking/refunding';
import type { Clerk } from '../booking/standing';
import { type Booking, bookings } from '../booking/store';
import { memberInTransaction } from '../member/service';
import { refundIn } from '../order/service';
import { followPayment } from '../payment/service';

interface Goodwill extends Clerk {
  readonly amount: Fen;
  readonly reason: string;
  readonly requestId: string;
}

/**
 * Management gives back a part of what a played booking cost, the way it was paid, and takes back in
 * proportion the points that it earned. Logged, told, and once a form.
 *
 * @throws Refusal BOOKING_CLOSED, REFUND_TOO_MUCH, REFUND_UNDER_WAY, MEMBER_NOT_FOUND for whoever
 * has ended the account: no wallet is left to take it
 */
export async function refundPlayed(
  context: Context,
  bookingId: string,
  { actorId, at, amount, reason, requestId }: Goodwill,
): Promise<Booking> {
  const refundId = `G${idOfRequest(actorId, `${bookingId}:${requestId}`)}`;
  const refunded = await context.db.transaction(async (tx) => {
    const known = await tx.need(bookings, bookingId);
    // A second try of a form whose first reply was lost.
    if (await refundIn(tx, refundId)) return known;
    if (known.status !== 'COMPLETED') throw new Refusal('BOOKING_CLOSED');
    if (amount > known.paid - known.refunded) throw new Refusal('REFUND_TOO_MUCH');
    const { campusId, memberId } = known;
    if (memberId !== null && !(await memberInTransaction(tx, memberId))) {
      throw new Refusal('MEMBER_NOT_FOUND');
    }
    await expectRefundable(tx, known);
    const entry = { key: `booking:${bookingId}:${refundId}`, at, actorId, campusId };
    const detail = `${formatYuan(amount)}：${reason}`;
    await recordAudit(tx, { ...entry, action: 'courts.refund', targetId: bookingId, detail });
    await giveBack(tx, known, { refundId, amount, reason: reason.slice(0, 80), at });
    const less: Booking = { ...known, refunded: fen(known.refunded + amount) };
    const next = await withReversed(tx, less, { refundId, at });
    await tx.put(bookings, next);
    return next;
  });
  await followPayment(context);
  return refunded;
}
