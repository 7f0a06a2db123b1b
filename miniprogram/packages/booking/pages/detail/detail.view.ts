import { formatYuan } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { BookingDetail } from '@shared/contracts/bookingViews';
import { bookingCodeText, codeText } from '@shared/domain/booking';
import { countdown } from '../../../../words/countdown';
import { type BillView, settledBill } from '../../bill.view';
import { type PlaceAndTime, placeAndTime } from '../../booking.view';
import { missingFen, type PayBy, type PayWay, payWays, payWord } from '../../payWay.view';
import { type TierRow, tierRows } from '../../tiers.view';
import { type Arrival, amountDue, bookingFace, type Face, isAwaited } from './face.view';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly avatarUrl: string;
  /** What is said beside the name. */
  readonly what: string;
  readonly removable: boolean;
}

/** What waits for payment; `short` when the wallet cannot pay it. */
export interface Due {
  readonly left: string;
  readonly short: boolean;
  readonly ways: readonly PayWay[];
  readonly by: PayBy;
  readonly button: string;
}

export interface CancelView {
  /** What comes back now. */
  readonly back: string;
  readonly note: string;
  /** What comes back beside money; empty without. */
  readonly beside: string;
  readonly tiers: readonly TierRow[];
  /** Of a series, what giving up the later ones too gives back; empty otherwise. */
  readonly following: string;
}

export interface DetailView {
  readonly face: Face;
  readonly place: PlaceAndTime;
  /** What the picture says, and the same to be read aloud; null when there is nothing to show. */
  readonly code: { readonly text: string; readonly digits: string } | null;
  readonly due: Due | null;
  /** A payment is on its way: it is asked for, not made again. */
  readonly awaited: boolean;
  /** Of a change that is not paid yet: what is missing. */
  readonly change: string;
  readonly address: string;
  readonly phone: string;
  readonly calendar: boolean;
  /** Whether its calendar file has an address to be copied. */
  readonly link: boolean;
  readonly people: readonly Person[];
  readonly bill: BillView | null;
  readonly cancel: CancelView | null;
  readonly may: BookingDetail['may'];
  readonly again: boolean;
  readonly review: { readonly stars: readonly boolean[]; readonly text: string } | null;
}

export interface Shown extends Arrival {
  readonly now: Instant;
  /** How it shall be paid; null until somebody chose. */
  readonly by: PayBy | null;
}

export function detailView(detail: BookingDetail, shown: Shown): DetailView {
  const { booking, code, may, review } = detail;
  const { now } = shown;
  const live = booking.status === 'BOOKED' && now < booking.endAt;
  return {
    face: bookingFace(detail, now, shown),
    place: placeAndTime(booking, now),
    code: live && code ? { text: bookingCodeText(code), digits: codeText(code) } : null,
    due: may.pay && !isAwaited(detail, shown) ? dueOf(detail, shown) : null,
    awaited: isAwaited(detail, shown),
    change: changeDue(detail),
    address: detail.address,
    phone: detail.phone,
    calendar: live,
    link: live && detail.calendarUrl !== null,
    people: peopleOf(detail, now),
    bill: booking.mine ? settledBill(booking) : null,
    cancel: may.cancel && booking.status !== 'PENDING_PAY' ? cancelOf(detail, now) : null,
    may,
    again: booking.mine && !live && booking.status !== 'PENDING_PAY',
    review: review && { stars: starsOf(review.stars), text: review.text },
  };
}

export const starsOf = (stars: number) => Array.from({ length: 5 }, (_, at) => at < stars);

function dueOf(detail: BookingDetail, { now, by: chosen }: Shown): Due | null {
  const left = countdown(detail.booking.expiresAt, now);
  if (left === '') return null;
  const amount = amountDue(detail);
  const short = missingFen(amount, detail.balance) !== null;
  const by = short ? 'WECHAT' : (chosen ?? 'WALLET');
  const ways = short || amount === 0 ? [] : payWays(by, detail.balance);
  return { left, short, ways, by, button: payWord(by, amount) };
}

const changeDue = ({ booking, order }: BookingDetail) =>
  booking.status === 'BOOKED' && order?.status === 'PENDING' ? formatYuan(order.amount) : '';

function peopleOf({ booking, organiser, companions, may }: BookingDetail, now: Instant): Person[] {
  if (companions.length === 0 && !may.invite) return [];
  const head = { id: '', name: organiser.nickname, avatarUrl: organiser.avatarUrl ?? '' };
  const removable = booking.mine && now < booking.startAt;
  return [
    { ...head, what: '预订人', removable: false },
    ...companions.map(({ memberId, nickname, avatarUrl }) => ({
      ...{ id: memberId, name: nickname, avatarUrl: avatarUrl ?? '' },
      ...{ what: '', removable },
    })),
  ];
}

function cancelOf({ booking, refund }: BookingDetail, now: Instant): CancelView {
  const { percent, amount, following } = refund;
  const share =
    percent === 0 ? '现在取消不退款' : `已付 ${formatYuan(booking.paid)} 的 ${percent}%`;
  const beside = [
    ...(refund.points > 0 ? [`${refund.points} 积分`] : []),
    ...(refund.coupon ? ['优惠券'] : []),
  ];
  const isLost = booking.couponOff > 0 && !refund.coupon ? '优惠券不退回' : '';
  return {
    back: formatYuan(amount),
    note: booking.paid > 0 ? share : '没有付款，取消后场地放开',
    beside: beside.length > 0 ? `另退 ${beside.join('、')}` : isLost,
    tiers: tierRows(refund.tiers, booking.startAt, now),
    following: following ? followingText(following) : '',
  };
}

function followingText({
  count,
  amount,
  points,
}: NonNullable<BookingDetail['refund']['following']>): string {
  const beside = points > 0 ? `和 ${points} 积分` : '';
  return `共 ${count} 次，退 ${formatYuan(amount)}${beside}`;
}

/** What a friend sees in the chat; without an invitation it leads to the tab 预约. */
export function inviteCard(detail: BookingDetail | null, now: Instant) {
  if (!detail?.inviteToken)
    return { title: '场边：看看还有哪些场地', path: '/pages/booking/booking' };
  const { booking, inviteToken } = detail;
  const { court, day, time } = placeAndTime(booking, now);
  return {
    title: `一起打球：${day} ${time} ${booking.venueName} ${court}`,
    path: `/packages/booking/pages/join/join?t=${encodeURIComponent(inviteToken)}`,
  };
}
