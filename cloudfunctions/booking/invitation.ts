import { id } from '@shared/contracts/scalars';
import { isSignedBy, signatureOf } from '../_kit/signing';
import type { Booking } from './store';

/** What can be passed on without giving the booking's code away. */
const signed = (booking: Booking, purpose: string) =>
  `${booking._id}.${signatureOf(booking.secret, `${purpose}:${booking._id}`)}`;

/** Another one each time that somebody is taken out: the card they came with is void. */
const invitation = ({ removals = 0 }: Booking) => `invite:${removals}`;

/** What a friend's share card carries. */
export const inviteTokenOf = (booking: Booking) => signed(booking, invitation(booking));
/** What the address of the calendar file carries. */
const calendarTokenOf = (booking: Booking) => signed(booking, 'calendar');

/** Where a booking's calendar file is; null when nobody said how HTTP access is reached. */
export function calendarUrlOf(booking: Booking): string | null {
  const base = process.env.HTTP_BASE_URL?.replace(/\/+$/, '');
  return base ? `${base}/calendar?t=${calendarTokenOf(booking)}` : null;
}

/** The booking that a token names, or null; whether it is genuine, its booking decides. */
export function bookingIdOfToken(token: string): string | null {
  const named = id.safeParse(token.split('.')[0]);
  return named.success ? named.data : null;
}

const isSignedFor = (booking: Booking, purpose: string, token: string) =>
  isSignedBy(booking.secret, `${purpose}:${booking._id}`, token.split('.')[1] ?? '');

/** Whether a token is an invitation to this booking. */
export const isInvitedBy = (booking: Booking, token: string) =>
  isSignedFor(booking, invitation(booking), token);
/** Whether a token opens this booking's calendar file. */
export const isCalendarOf = (booking: Booking, token: string) =>
  isSignedFor(booking, 'calendar', token);
