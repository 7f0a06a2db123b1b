import { formatYuan } from '@shared/base/money';
import { clubDayStart, formatClub, type Instant } from '@shared/base/time';
import type { BookingView, WaitView } from '@shared/contracts/bookingViews';
import { BOOKING_WORDS } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { countdown } from '../../../../words/countdown';
import { dayTitle } from '../../../../words/days';
import { type PlaceAndTime, placeAndTime, STATUS_TONES, type Tone } from '../../booking.view';

export type When = 'COMING' | 'PAST';

export interface BookingCard {
  readonly id: string;
  readonly status: string;
  readonly tone: Tone;
  readonly place: PlaceAndTime;
  /** `还剩 14:32` to pay, else what was paid; empty when that is nobody's business. */
  readonly note: string;
  readonly unpaid: boolean;
}

export interface WaitCard {
  readonly id: string;
  readonly court: string;
  readonly venue: string;
  readonly time: string;
  readonly note: string;
  /** Where a place that is kept for the caller is booked; empty while waiting. */
  readonly bookPath: string;
}

export function bookingCard(booking: BookingView, now: Instant): BookingCard {
  const { id, status, expiresAt, mine, paid, seriesId } = booking;
  const left = status === 'PENDING_PAY' ? countdown(expiresAt, now) : '';
  const amount = mine && paid > 0 ? formatYuan(paid) : '';
  const how = mine ? (seriesId === null ? '' : '每周固定') : '同伴预订';
  const facts = [how, amount].filter((fact) => fact !== '').join(' · ');
  return {
    id,
    status: BOOKING_WORDS[status],
    tone: STATUS_TONES[status],
    place: placeAndTime(booking, now),
    note: status === 'PENDING_PAY' ? (left ? `还剩 ${left}` : '正在关闭') : facts,
    unpaid: left !== '',
  };
}

/** Those still in line; what was taken, left or ran out is over. */
export const shownWaits = (waits: readonly WaitView[], now: Instant): WaitCard[] =>
  waits
    .filter((wait) => wait.status === 'WAITING' || isOffered(wait, now))
    .map((wait) => waitCard(wait, now));

const isOffered = ({ status, offeredUntil }: WaitView, now: Instant) =>
  status === 'OFFERED' && offeredUntil !== null && offeredUntil > now;

function waitCard(wait: WaitView, now: Instant): WaitCard {
  const { id, venueId, venueName, courtId, courtName, sport, date, from, until, ahead } = wait;
  const choice = { venueId, courtId, date, sport, from, until };
  const query = Object.entries(choice).map(([name, value]) => `${name}=${value}`);
  const offered = isOffered(wait, now);
  const kept = `为你保留到 ${formatClub(wait.offeredUntil ?? now, 'HH:mm')}，还剩 ${countdown(wait.offeredUntil ?? now, now)}`;
  return {
    id,
    court: courtName,
    venue: venueName,
    time: `${dayTitle(clubDayStart(date), now)} ${clockText(from)}–${clockText(until)}`,
    note: offered ? kept : ahead > 0 ? `前面还有 ${ahead} 位` : '你排在第一位',
    bookPath: offered ? `/packages/booking/pages/confirm/confirm?${query.join('&')}` : '',
  };
}

/** Whether something on the page ends by itself, and it has to go on by the second. */
export const isTicking = (bookings: readonly BookingView[], waits: readonly WaitView[]) =>
  bookings.some(({ status }) => status === 'PENDING_PAY') ||
  waits.some(({ status }) => status === 'OFFERED');
