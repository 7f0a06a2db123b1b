import { fen, points } from '@shared/base/money';
import { clubDateOf, type Instant } from '@shared/base/time';
import { reversedBy } from '@shared/domain/points';
import type { Transaction } from '../_kit/db';
import { rewardBooking } from '../membership/service';
import { type Letter, sendMessage } from '../message/service';
import { reverseEarned } from '../points/service';
import { bookingPage, placeText } from './letters';
import type { Booking } from './store';

/**
 * A booking that becomes completed, with what its organiser earned by it; the caller writes it. Who
 * walked in earns nothing, nor does who did not come.
 */
export async function withEarned(tx: Transaction, booking: Booking, at: Instant): Promise<Booking> {
  const { _id: id, memberId, campusId } = booking;
  if (memberId === null) return booking;
  const of = fen(booking.paid - booking.refunded);
  const earned = await rewardBooking(tx, { id, memberId, campusId, paid: of }, at);
  if (earned === 0) return booking;
  return { ...booking, earned: { points: earned, of, reversed: points(0), at } };
}

/**
 * A completed booking of which more has been given back, without the points that this part had
 * earned; the caller writes it. `booking.refunded` says how much it is by now: the proportion is
 * taken of the whole each time, so that many small parts take no less than one.
 */
export async function withReversed(
  tx: Transaction,
  booking: Booking,
  { refundId, at }: { readonly refundId: string; readonly at: Instant },
): Promise<Booking> {
  const { _id, memberId, earned } = booking;
  if (memberId === null || !earned) return booking;
  const refunded = fen(booking.refunded - (booking.paid - earned.of));
  const reversed = reversedBy(earned.points, { paid: earned.of, refunded });
  const amount = points(reversed - earned.reversed);
  if (amount === 0) return booking;
  const reason = `booking:${_id}:reverse:${refundId}`;
  await reverseEarned(tx, { reason, memberId, amount, day: clubDateOf(earned.at), at });
  await sendMessage(tx, reversedLetter(booking, { memberId, key: reason, amount, at }), {
    first: true,
  });
  return { ...booking, earned: { ...earned, reversed } };
}

interface Told extends Pick<Letter, 'key' | 'memberId' | 'at'> {
  readonly amount: number;
}

const reversedLetter = (booking: Booking, { key, memberId, amount, at }: Told): Letter => ({
  key,
  memberId,
  kind: 'POINTS',
  title: '退款收回积分',
  body: `${placeText(booking)} 的退款已发起，这部分金额获得的 ${amount} 积分已收回`,
  page: bookingPage(booking._id),
  at,
});
