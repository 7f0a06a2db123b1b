import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { BookingDetail } from '@shared/contracts/bookingViews';
import { isLive } from '@shared/domain/booking';
import { memberMoney } from '@shared/domain/ledger';
import type { Channel } from '@shared/domain/order';
import { NOTHING_BACK } from '@shared/domain/refund';
import type { Context } from '../_kit/serve';
import { balanceOf } from '../ledger/service';
import { membersById } from '../member/service';
import { orderById, orderView } from '../order/service';
import { venueOf } from '../venue/service';
import { followingOf, refundNow, refundOfAll, refusalToChange } from './cancelling';
import { isFull } from './companions';
import { calendarUrlOf, inviteTokenOf } from './invitation';
import { isRatable } from './rating';
import { type Booking, reviews } from './store';
import { hasArrived } from './verifying';
import { bookingView } from './views';

const isPhones = (channel: Channel) => channel === 'WECHAT' || channel === 'WALLET';

/** Whether it can still be moved or given up by the member. */
const isMovable = async ({ db, now }: Context, booking: Booking) =>
  refusalToChange(booking, now) === null && !(await hasArrived(db, booking, now));

/** What giving up this one and all later ones of its series gives back; null without later ones. */
async function followingRefund({ db, now }: Context, booking: Booking) {
  if (booking.seriesId === null || refusalToChange(booking, now) !== null) return null;
  const all = await followingOf(db, booking, now);
  return all.length > 1 ? { count: all.length, ...refundOfAll(all, now) } : null;
}

/** What cancelling gives back now, as the page shows it; what was paid is the organiser's. */
function refundOf(booking: Booking, { now, mine }: { now: Instant; mine: boolean }) {
  const { percent, back } = mine ? refundNow(booking, now) : { percent: 0, back: NOTHING_BACK };
  return { percent, amount: back.money, points: back.points, coupon: back.coupon };
}

/** A booking's page in one call; `memberId` is its organiser or one of its companions. */
export async function detailOf(
  context: Context,
  booking: Booking,
  memberId: string,
): Promise<BookingDetail> {
  const { db, now } = context;
  const { companions, orderId, venueId } = booking;
  const mine = booking.memberId === memberId;
  const people = [...companions, ...(booking.memberId === null ? [] : [booking.memberId])];
  const openOrder = orderId ?? booking.change?.orderId ?? null;
  const [members, venue, order, review, balance, movable, following] = await Promise.all([
    membersById(db, people),
    venueOf(db, venueId),
    mine && openOrder !== null ? orderById(db, openOrder) : null,
    booking.rated ? db.get(reviews, booking._id) : null,
    mine ? balanceOf(db, memberMoney(memberId)) : 0,
    isMovable(context, booking),
    mine ? followingRefund(context, booking) : null,
  ]);
  const faceOf = (id: string) => {
    const member = members.get(id);
    return { nickname: member?.nickname ?? '', avatarUrl: member?.avatarFileId ?? null };
  };
  const started = now >= booking.startAt;
  const isUnpaid = booking.status === 'PENDING_PAY' && booking.expiresAt > now;
  const inviting = mine && booking.status !== 'PENDING_PAY' && isLive(booking.status) && !started;
  return {
    booking: bookingView(booking, memberId),
    code: mine && booking.status !== 'PENDING_PAY' && isLive(booking.status) ? booking.code : null,
    organiser: faceOf(booking.memberId ?? ''),
    companions: companions.map((id) => ({ memberId: id, ...faceOf(id) })),
    you: memberId,
    inviteToken: inviting ? inviteTokenOf(booking) : null,
    calendarUrl: isLive(booking.status) && !isUnpaid ? calendarUrlOf(booking) : null,
    address: venue?.address ?? '',
    phone: venue?.phone ?? '',
    latitude: venue?.latitude ?? 0,
    longitude: venue?.longitude ?? 0,
    refund: { ...refundOf(booking, { now, mine }), tiers: booking.tiers, following },
    may: {
      // An order at the desk's channel is paid there: what is asked here would be paid twice.
      pay: mine && isUnpaid && (order === null || isPhones(order.channel)),
      cancel: mine && (movable || isUnpaid),
      reschedule: mine && movable,
      rate: mine && isRatable(booking, now) && !booking.rated,
      invite: inviting && !isFull(booking),
      leave: companions.includes(memberId) && !started,
    },
    order: order ? orderView(order) : null,
    review: review ? { stars: review.stars, text: review.text } : null,
    balance: fen(balance),
    now,
  };
}
