import { isLive, mostCompanions } from '@shared/domain/booking';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { membersById } from '../member/service';
import { bookingIdOfToken, isInvitedBy } from './invitation';
import { type Booking, bookings } from './store';

/** Whether friends may (still) come along: it is paid, and not over. */
const isOpenFor = (booking: Booking, now: Context['now']) =>
  booking.status !== 'PENDING_PAY' && isLive(booking.status) && now < booking.endAt;

export const isFull = (booking: Booking) => booking.companions.length >= mostCompanions(booking);

/** What a friend sees before joining. */
export async function invitationOf(
  { db, now }: Context,
  token: string,
  caller: { readonly memberId: string | null },
) {
  const bookingId = bookingIdOfToken(token);
  const booking = bookingId === null ? null : await db.get(bookings, bookingId);
  if (!booking || !isInvitedBy(booking, token)) throw new Refusal('BOOKING_NOT_FOUND');
  if (!isOpenFor(booking, now)) throw new Refusal('BOOKING_CLOSED');
  const { memberId: organiserId, companions } = booking;
  const members = await membersById(db, organiserId === null ? [] : [organiserId]);
  const organiser = members.get(organiserId ?? '');
  const { memberId } = caller;
  return {
    bookingId: booking._id,
    venueName: booking.venueName,
    courtName: booking.courtName,
    sport: booking.sport,
    startAt: booking.startAt,
    endAt: booking.endAt,
    organiser: {
      nickname: organiser?.nickname ?? '',
      avatarUrl: organiser?.avatarFileId ?? null,
    },
    companions: companions.length,
    joined: memberId !== null && (companions.includes(memberId) || memberId === organiserId),
    full: isFull(booking),
    registered: memberId !== null,
    now,
  };
}

/** A friend comes along; asked again, nothing changes. Answers the booking. */
export async function join({ db, now }: Context, token: string, memberId: string) {
  const bookingId = bookingIdOfToken(token);
  if (bookingId === null) throw new Refusal('BOOKING_NOT_FOUND');
  return db.transaction(async (tx) => {
    const booking = await tx.get(bookings, bookingId);
    if (!booking || !isInvitedBy(booking, token)) throw new Refusal('BOOKING_NOT_FOUND');
    const { companions } = booking;
    if (booking.memberId === memberId || companions.includes(memberId)) return booking;
    if (!isOpenFor(booking, now)) throw new Refusal('BOOKING_CLOSED');
    if (now >= booking.startAt) throw new Refusal('BOOKING_STARTED');
    if (isFull(booking)) throw new Refusal('COMPANIONS_FULL');
    return write(tx, { ...booking, companions: [...companions, memberId] });
  });
}

async function write(tx: Transaction, booking: Booking): Promise<Booking> {
  await tx.put(bookings, booking);
  return booking;
}

/** Takes a companion out: the organiser anyone, a companion only themselves. */
export async function removeCompanion(
  { db, now }: Context,
  { bookingId, companionId }: { readonly bookingId: string; readonly companionId: string },
  memberId: string,
): Promise<Booking> {
  return db.transaction(async (tx) => {
    const booking = await tx.get(bookings, bookingId);
    const mine = booking?.memberId === memberId;
    if (!booking || !(mine || companionId === memberId)) throw new Refusal('BOOKING_NOT_FOUND');
    if (!booking.companions.includes(companionId)) {
      if (!mine) throw new Refusal('BOOKING_NOT_FOUND');
      return booking;
    }
    if (now >= booking.startAt) throw new Refusal('BOOKING_STARTED');
    const companions = booking.companions.filter((id) => id !== companionId);
    // Who leaves may come back by the same card; who was taken out may not.
    const removals = (booking.removals ?? 0) + (mine ? 1 : 0);
    return write(tx, { ...booking, companions, removals });
  });
}
