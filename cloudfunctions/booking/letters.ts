import { type Fen, yuanText } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import { SPORT_WORDS } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import type { Back } from '@shared/domain/refund';
import type { Letter } from '../message/service';
import type { Booking, Wait } from './store';

export const bookingPage = (bookingId: string) =>
  `packages/booking/pages/detail/detail?id=${bookingId}`;
export const MY_BOOKINGS = 'packages/booking/pages/mine/mine';

export const placeText = ({ venueName, courtName }: Pick<Booking, 'venueName' | 'courtName'>) =>
  `${venueName} ${courtName}`;
export const timeText = ({ startAt, until }: Pick<Booking, 'startAt' | 'until'>) =>
  `${formatClub(startAt, 'M月D日 HH:mm')}–${clockText(until)}`;

/** What the payer reads in the channel's sheet. */
export const descriptionOf = (booking: Pick<Booking, 'venueName' | 'courtName' | 'startAt'>) =>
  `${booking.venueName} ${booking.courtName} ${formatClub(booking.startAt, 'M月D日 HH:mm')}`;

/** The time as a WeChat template takes it. */
export const templateTime = (at: Instant) => formatClub(at, 'YYYY年M月D日 HH:mm');

const noticeOf = (booking: Booking, phrase3: string, thing4: string) =>
  ({
    template: 'BOOKING',
    data: { thing1: placeText(booking), time2: templateTime(booking.startAt), phrase3, thing4 },
  }) as const;

/** To the organiser of a booking that stands; walk-ins get none. */
export const bookedLetter = (booking: Booking, at: Instant): Letter | null =>
  booking.memberId === null
    ? null
    : {
        key: `booking:${booking._id}:booked`,
        memberId: booking.memberId,
        kind: 'BOOKED',
        title: '预订成功',
        body: `${placeText(booking)}，${timeText(booking)}，${SPORT_WORDS[booking.sport]}`,
        page: bookingPage(booking._id),
        at,
        subscribe: noticeOf(booking, '预订成功', '到场请出示订场码'),
      };

/** To the organiser of a series, once for all of it. */
export const seriesLetter = (
  seriesId: string,
  all: readonly Booking[],
  at: Instant,
): Letter | null => {
  const [first] = all;
  const letter = first && bookedLetter(first, at);
  if (!first || !letter) return null;
  return {
    ...letter,
    key: `series:${seriesId}:booked`,
    body: `每周固定 ${all.length} 次，首次${placeText(first)}，${timeText(first)}`,
    page: MY_BOOKINGS,
  };
};

/** To everybody who would have come: the organiser and the companions. */
export const peopleOf = ({ memberId, companions }: Booking): string[] =>
  memberId === null ? companions : [memberId, ...companions];

export interface Cancelled {
  readonly booking: Booking;
  readonly back: Back;
  /** Why, when somebody else than the member decided it. */
  readonly reason: string;
  readonly at: Instant;
}

/** What of a price comes back, in words that go on a sentence; nothing is not told. */
export function backText({ money, points, coupon }: Back): string {
  const parts = [
    ...(money > 0 ? [`退款 ${yuanText(money)} 元`] : []),
    ...(points > 0 ? [`退回 ${points} 积分`] : []),
    ...(coupon ? ['优惠券已退回'] : []),
  ];
  return parts.map((part) => `，${part}`).join('');
}

/** That a booking is cancelled; only the organiser reads of the money. */
export function cancelledLetter(
  memberId: string,
  { booking, back, reason, at }: Cancelled,
): Letter {
  const own = booking.memberId === memberId;
  const told = own ? backText(back) : '';
  const why = reason === '' ? '' : `，原因：${reason}`.slice(0, 100);
  return {
    key: `booking:${booking._id}:cancelled:${memberId}`,
    memberId,
    kind: 'CANCELLED',
    title: '预订已取消',
    body: `${placeText(booking)}，${timeText(booking)}${told}${why}`,
    page: bookingPage(booking._id),
    at,
    subscribe: noticeOf(booking, '已取消', own && back.money > 0 ? '退款已发起' : '预订已取消'),
  };
}

/** That money of a booking is on its way back. */
export const refundedLetter = (
  booking: Booking,
  ask: { readonly refundId: string; readonly amount: Fen; readonly at: Instant },
): Letter | null =>
  booking.memberId === null
    ? null
    : {
        key: `booking:${booking._id}:refunded:${ask.refundId}`,
        memberId: booking.memberId,
        kind: 'REFUNDED',
        title: '退款已发起',
        body: `${placeText(booking)}，退款 ${yuanText(ask.amount)} 元，按原支付方式退回`,
        page: bookingPage(booking._id),
        at: ask.at,
        subscribe: {
          template: 'PAYMENT',
          data: {
            thing1: placeText(booking),
            amount2: `${yuanText(ask.amount)}元`,
            phrase3: '退款已发起',
            time4: templateTime(ask.at),
          },
        },
      };

/** That a booking is elsewhere now. `booking` is the moved one. */
export const changedLetter = (memberId: string, booking: Booking, at: Instant): Letter => ({
  key: `booking:${booking._id}:changed:${at}:${memberId}`,
  memberId,
  kind: 'CHANGED',
  title: '预订已改期',
  body: `改到 ${placeText(booking)}，${timeText(booking)}`,
  page: bookingPage(booking._id),
  at,
  subscribe: noticeOf(booking, '已改期', '请留意新的时间'),
});

/** That a booking stays where it was: the place it was to move to was closed or is not to be had. */
export const stayedLetter = (
  booking: Booking,
  told: { readonly memberId: string; readonly key: string; readonly why: string; at: Instant },
): Letter => ({
  key: told.key,
  memberId: told.memberId,
  kind: 'CHANGED',
  title: '改期没有成功',
  body: `${told.why}，原来的预订不变：${placeText(booking)}，${timeText(booking)}。已付的差价会自动退回`,
  page: bookingPage(booking._id),
  at: told.at,
  subscribe: noticeOf(booking, '改期未成功', '原来的预订不变'),
});

/** That a place is kept for somebody in line. `wait` is the offered one. */
export const placeFreeLetter = (wait: Wait, startAt: Instant, at: Instant): Letter => ({
  key: `wait:${wait._id}:offered:${at}`,
  memberId: wait.memberId,
  kind: 'PLACE_FREE',
  title: '候补有空位了',
  body: `${placeText(wait)}，${timeText({ startAt, until: wait.until })}，为你保留到 ${formatClub(wait.offeredUntil ?? at, 'HH:mm')}，请尽快预订`,
  page: MY_BOOKINGS,
  at,
  subscribe: {
    template: 'VACANCY',
    data: {
      thing1: placeText(wait),
      time2: templateTime(startAt),
      thing3: '只保留10分钟，请尽快预订',
    },
  },
});
