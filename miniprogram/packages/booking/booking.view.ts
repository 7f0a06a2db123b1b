import { clubDayStart, type Instant } from '@shared/base/time';
import type { BookingView } from '@shared/contracts/bookingViews';
import { type BookingStatus, SPORT_WORDS } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { dayTitle } from '../../words/days';
import { durationText } from '../../words/duration';

/** Names of the colours in tokens.wxss. */
export type Tone = 'brand' | 'busy' | 'moderate' | 'danger' | 'ink-2';

export const STATUS_TONES = {
  PENDING_PAY: 'busy',
  BOOKED: 'brand',
  CHECKED_IN: 'moderate',
  COMPLETED: 'ink-2',
  CANCELLED: 'ink-2',
  CLOSED: 'ink-2',
  NO_SHOW: 'danger',
} as const satisfies Record<BookingStatus, Tone>;

type Where = Pick<
  BookingView,
  'venueName' | 'courtName' | 'sport' | 'date' | 'from' | 'until' | 'places' | 'kind'
>;

/** Where and when something is played, in words. */
export interface PlaceAndTime {
  readonly court: string;
  readonly venue: string;
  /** `今天 · 3 月 14 日 周六`. */
  readonly day: string;
  /** `14:00–15:00`. */
  readonly time: string;
  readonly duration: string;
  /** `2 个名额`; empty where the court is booked as a whole. */
  readonly places: string;
}

export function placeAndTime(where: Where, now: Instant): PlaceAndTime {
  const { venueName, courtName, sport, date, from, until, places, kind } = where;
  return {
    court: courtName,
    venue: `${venueName} · ${SPORT_WORDS[sport]}`,
    day: dayTitle(clubDayStart(date), now),
    time: `${clockText(from)}–${clockText(until)}`,
    duration: durationText(until - from),
    places: kind === 'PLACES' ? `${places} 个名额` : '',
  };
}
