import { fen, points } from '@shared/base/money';
import type { ClubDate, Instant } from '@shared/base/time';
import type { BookingView, CourtDay } from '@shared/contracts/bookingViews';
import type { SPORTS } from '@shared/domain/booking';
import { isPast } from '@shared/domain/booking';
import {
  type Claim,
  type DaySpan,
  isWhole,
  mostTaken,
  overlaps,
  SLOT_MINUTES,
  slotsOf,
} from '@shared/domain/slots';
import type { Court, Offer } from '../offer/service';
import { openOn } from '../offer/service';
import type { Booking } from './store';

export type Sport = (typeof SPORTS)[number];

/** A booking as `memberId` sees it: what was paid is the organiser's; the desk (null) sees all. */
export const bookingView = (booking: Booking, memberId: string | null): BookingView => ({
  id: booking._id,
  venueId: booking.venueId,
  venueName: booking.venueName,
  courtId: booking.courtId,
  courtName: booking.courtName,
  sport: booking.sport,
  kind: booking.kind,
  date: booking.date,
  from: booking.from,
  until: booking.until,
  places: booking.places,
  startAt: booking.startAt,
  endAt: booking.endAt,
  status: booking.status,
  quote: booking.quote,
  ...(isGuest(booking, memberId) ? UNTOLD : paymentOf(booking)),
  expiresAt: booking.expiresAt,
  seriesId: booking.seriesId,
  mine: memberId !== null && booking.memberId === memberId,
});

const paymentOf = (booking: Booking) => ({
  paid: booking.paid,
  refunded: booking.refunded,
  pointsUsed: booking.pointsUsed,
  pointsBack: booking.pointsBack,
  couponOff: booking.couponOff,
  couponBack: booking.couponBack,
});

const UNTOLD: ReturnType<typeof paymentOf> = {
  paid: fen(0),
  refunded: fen(0),
  pointsUsed: points(0),
  pointsBack: points(0),
  couponOff: fen(0),
  couponBack: false,
};

const isGuest = (booking: Booking, memberId: string | null) =>
  memberId !== null && booking.memberId !== memberId;

/** Why a court is closed for a time, in words of the grid. */
const CLOSED_WORDS = { CLOSURE: '停用', LESSON: '上课', MATCH: '比赛', EVENT: '活动' } as const;

interface Seen {
  readonly date: ClubDate;
  readonly open: DaySpan;
  readonly now: Instant;
  readonly memberId: string | null;
}

/** A court's day as one letter a half-hour: a grid of fifty courts stays a few kilobytes. */
export function courtDayOf(court: Court, claims: readonly Claim[], seen: Seen): CourtDay {
  const { date, open, now, memberId } = seen;
  const slots = slotsOf(open).map((from) => ({ from, until: from + SLOT_MINUTES }));
  const taken = slots.map((slot) => mostTaken(claims, slot));
  const cells = slots.map((slot, index) => {
    if (court.status !== 'OPEN') return 'x';
    const here = claims.filter((claim) => overlaps(claim, slot));
    if (here.some(isWhole)) return 'x';
    const mine = here.some((claim) => memberId !== null && claim.memberId === memberId);
    // A place that is kept for the member in line is free to nobody else.
    if (mine) return here.some(({ kind }) => kind === 'BOOKING') ? 'm' : 'f';
    if (isPast(date, slot, now)) return 'p';
    return (taken[index] ?? 0) < court.capacity ? 'f' : 't';
  });
  const closed = claims.flatMap(({ kind, from, until }) =>
    kind in CLOSED_WORDS
      ? [{ from, until, why: CLOSED_WORDS[kind as keyof typeof CLOSED_WORDS] }]
      : [],
  );
  const { id, name, sport, kind, capacity } = court;
  return {
    id,
    name,
    sport,
    kind,
    capacity,
    cells: cells.join(''),
    left: kind === 'PLACES' ? taken.map((count) => Math.max(0, capacity - count)) : null,
    closed: court.status === 'OPEN' ? closed : [{ ...open, why: '维修' }],
  };
}

/** The rows of a venue's grid on a day: what is open, on the grid of half-hours. */
export function gridSpan(offer: Offer, date: ClubDate): DaySpan | null {
  const open = openOn(offer, date);
  if (!open) return null;
  const from = Math.ceil(open.from / SLOT_MINUTES) * SLOT_MINUTES;
  const until = Math.floor(open.until / SLOT_MINUTES) * SLOT_MINUTES;
  return from < until ? { from, until } : null;
}
