import { SPORT_WORDS } from '@shared/domain/booking';
import { type CalendarEvent, icsOf } from '@shared/domain/calendar';
import * as z from 'zod';
import type { Context } from '../_kit/serve';
import { bookingById } from '../booking/finding';
import { bookingIdOfToken, isCalendarOf } from '../booking/invitation';
import type { Booking } from '../booking/store';
import type { HttpAnswer } from '../payment/http';
import { venueOf } from '../venue/service';

const request = z.object({
  httpMethod: z.string(),
  queryStringParameters: z.object({ t: z.string().max(200) }),
});

const plain = (statusCode: number, body: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
const notFound = () => plain(404, 'not found');

/** One booking as a calendar file, for whoever has its address; it does not say what is wrong. */
export async function answerCalendar(context: Context, event: unknown): Promise<HttpAnswer> {
  const { db, now } = context;
  const { data } = request.safeParse(event);
  if (!data) return notFound();
  if (data.httpMethod !== 'GET') return plain(405, 'GET only');
  const token = data.queryStringParameters.t;
  const bookingId = bookingIdOfToken(token);
  const booking = bookingId === null ? null : await bookingById(db, bookingId);
  if (!booking || !isCalendarOf(booking, token) || !STOOD[booking.status]) return notFound();
  const venue = await venueOf(db, booking.venueId);
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/calendar; charset=utf-8' },
    body: icsOf(eventOf(booking, venue?.address ?? ''), now),
  };
}

/** What was never paid was never in anybody's calendar. */
const STOOD: Readonly<Record<Booking['status'], boolean>> = {
  PENDING_PAY: false,
  CLOSED: false,
  BOOKED: true,
  CHECKED_IN: true,
  COMPLETED: true,
  NO_SHOW: true,
  CANCELLED: true,
};

function eventOf(booking: Booking, address: string): CalendarEvent {
  const { _id, sport, courtName, venueName, startAt, endAt, status, timesMoved = 0 } = booking;
  return {
    id: _id,
    startAt,
    endAt,
    summary: `${SPORT_WORDS[sport]} ${courtName}`,
    location: `${venueName} ${address}`.trim(),
    cancelled: status === 'CANCELLED',
    moved: timesMoved,
  };
}

export const failed = () => plain(500, 'try again');
export const notHere = () => plain(403, 'HTTP only');
