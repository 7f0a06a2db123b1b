import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import type { BookingDetail, BookingView } from '@shared/contracts/bookingViews';
import { BOOKING_WORDS, type BookingStatus, VERIFY_BEFORE } from '@shared/domain/booking';
import { dueOf } from '@shared/domain/refund';
import type { Cashier } from '../../../../services/payment';
import { countdown } from '../../../../words/countdown';
import { STATUS_TONES, type Tone } from '../../booking.view';
import { missingFen } from '../../payWay.view';

/** How a booking stands, for the top of its page. */
export interface Face {
  readonly tone: Tone;
  readonly title: string;
  readonly note: string;
}

/** What just happened on the way here: a booking that was made, a cashier that closed. */
export interface Arrival {
  readonly fresh: boolean;
  readonly cashier: Cashier | null;
}

export function bookingFace(detail: BookingDetail, now: Instant, arrival: Arrival): Face {
  const { booking } = detail;
  const tone = STATUS_TONES[booking.status];
  if (booking.status === 'PENDING_PAY') return { tone, ...unpaidWords(detail, now, arrival) };
  const made = arrival.fresh && booking.status === 'BOOKED';
  const title = made ? '预订成功' : BOOKING_WORDS[booking.status];
  return { tone, title, note: noteOf(detail, now) };
}

/** WeChat said that it was paid, and the server does not know yet: nobody pays a second time. */
export const isAwaited = ({ booking }: BookingDetail, { cashier }: Arrival) =>
  booking.status === 'PENDING_PAY' && cashier === 'done';

function unpaidWords(detail: BookingDetail, now: Instant, arrival: Arrival) {
  const { expiresAt } = detail.booking;
  if (isAwaited(detail, arrival)) {
    return { title: '结果确认中', note: '微信还没有回复。下拉可以刷新，请不要重复支付。' };
  }
  if (countdown(expiresAt, now) === '') {
    return { title: '正在关闭', note: '支付时间已过，正在确认有没有付款' };
  }
  const until = formatClub(expiresAt, 'HH:mm');
  if (arrival.cashier === 'cancelled') {
    return { title: '支付已取消', note: `场地保留到 ${until}，这之前可以继续支付` };
  }
  if (arrival.cashier === 'failed') {
    return { title: '支付没有完成', note: `场地保留到 ${until}，请检查网络或余额后再试` };
  }
  const missing = missingFen(amountDue(detail), detail.balance);
  if (arrival.fresh && missing) {
    return {
      title: '余额不足',
      note: `场地已为你保留到 ${until}，余额还差 ${formatYuan(missing)}`,
    };
  }
  return { title: BOOKING_WORDS.PENDING_PAY, note: `场地保留到 ${until}，过后自动放开` };
}

/** What is left to pay. All of a series is paid at once: without an order nobody here knows it. */
export const amountDue = ({ order, booking }: BookingDetail) =>
  order?.amount ?? (booking.seriesId === null ? dueOf(booking) : null);

function noteOf({ booking, organiser }: BookingDetail, now: Instant): string {
  if (booking.status === 'BOOKED') {
    if (!booking.mine) return `由 ${organiser.nickname} 预订`;
    if (now < booking.startAt - VERIFY_BEFORE) return '开场前 30 分钟起，到前台出示订场码';
    return now < booking.endAt ? '现在可以到前台出示订场码' : '已经结束';
  }
  return SETTLED_NOTES[booking.status]?.(booking) ?? '';
}

const SETTLED_NOTES: Readonly<Partial<Record<BookingStatus, (booking: BookingView) => string>>> = {
  CHECKED_IN: () => '祝你打得开心',
  CANCELLED: ({ paid, refunded, pointsBack, couponBack }) => {
    const beside = [
      ...(pointsBack > 0 ? [`${pointsBack} 积分已退回`] : []),
      ...(couponBack ? ['优惠券已退回'] : []),
    ];
    const money = refunded > 0 ? [`退款 ${formatYuan(refunded)}，按原来的支付方式退回`] : [];
    const parts = [...money, ...beside];
    if (parts.length > 0) return parts.join('；');
    return paid > 0 ? '按退款规则没有可退的金额' : '';
  },
  CLOSED: () => '没有在时间内支付，场地已经放开',
  NO_SHOW: () => '30 天内 3 次未到场会暂停预订 7 天',
};
