import { type Instant, plus } from '@shared/base/time';
import { advanceBooking, REMIND_BEFORE, SPORT_WORDS } from '@shared/domain/booking';
import type { Db, Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { sendMessage } from '../message/service';
import { withEarned } from './earning';
import { bookingPage, peopleOf, placeText, templateTime, timeText } from './letters';
import { leaveConsumed } from './selling';
import { miss } from './standing';
import { type Booking, bookings } from './store';
import { arrivalsOf } from './verifying';

const BATCH = 100;

/** One that fails keeps nobody else waiting: it comes again in the next minute. */
async function eachOf(
  { platform }: Context,
  found: readonly Booking[],
  work: (booking: Booking) => Promise<void>,
): Promise<void> {
  for (const booking of found) {
    await work(booking).catch((fault) => platform.reportFault(fault, booking._id));
  }
}

const endedAs = (db: Db, status: 'CHECKED_IN' | 'BOOKED', now: Instant) =>
  db.find(bookings, {
    where: { status, endAt: { lte: now } },
    order: [['endAt', 'asc']],
    limit: BATCH,
  });

/**
 * Ends what is over: whoever came has played; who neither showed a code nor checked in at the door
 * has missed it. Two timers at once end each booking once.
 */
export async function endBookings(context: Context): Promise<void> {
  const { db, now } = context;
  const found = [...(await endedAs(db, 'CHECKED_IN', now)), ...(await endedAs(db, 'BOOKED', now))];
  await eachOf(context, found, async (booking) => {
    const arrivals = await arrivalsOf(db, [booking], now);
    const arrivedAt = arrivals.get(booking._id) ?? null;
    await db.transaction((tx) => end(tx, booking, { arrivedAt, now }));
  });
}

async function end(
  tx: Transaction,
  { _id }: Booking,
  { arrivedAt, now }: { readonly arrivedAt: Instant | null; readonly now: Instant },
): Promise<void> {
  const booking = await tx.get(bookings, _id);
  if (!booking || booking.endAt > now) return;
  const { status } = booking;
  if (status !== 'CHECKED_IN' && status !== 'BOOKED') return;
  const verifiedAt = booking.verifiedAt ?? arrivedAt;
  if (verifiedAt === null) {
    await miss(tx, booking, { missedAt: booking.endAt, at: now });
    return;
  }
  const played: Booking = { ...booking, status: advanceBooking(status, 'end'), verifiedAt };
  const ended = await withEarned(tx, played, now);
  await tx.put(bookings, ended);
  await leaveConsumed(tx, ended, now);
}

/** Reminds everybody of a party two hours before, once. */
export async function remindBookings(context: Context): Promise<void> {
  const { db, now } = context;
  const found = await db.find(bookings, {
    where: {
      status: 'BOOKED',
      startAt: { gt: now, lte: plus(now, REMIND_BEFORE) },
      remindedAt: null,
    },
    order: [['startAt', 'asc']],
    limit: BATCH,
  });
  await eachOf(context, found, ({ _id }) => db.transaction((tx) => remind(tx, _id, now)));
}

async function remind(tx: Transaction, bookingId: string, now: Instant): Promise<void> {
  const booking = await tx.get(bookings, bookingId);
  if (booking?.status !== 'BOOKED' || booking.remindedAt !== null) return;
  // Moved since it was looked for: it is reminded of when its new time comes near.
  if (booking.startAt <= now || booking.startAt > plus(now, REMIND_BEFORE)) return;
  await tx.put(bookings, { ...booking, remindedAt: now });
  const { sport, startAt } = booking;
  for (const one of peopleOf(booking)) {
    const body = `${placeText(booking)}，${timeText(booking)}，${SPORT_WORDS[sport]}。请提前到场，向前台出示订场码或在门口打卡`;
    await sendMessage(
      tx,
      {
        // Moved to another time, it is reminded of again.
        key: `booking:${bookingId}:remind:${startAt}:${one}`,
        memberId: one,
        kind: 'REMINDER',
        title: '预订快开始了',
        body,
        page: bookingPage(bookingId),
        at: now,
        subscribe: {
          template: 'REMINDER',
          data: {
            thing1: placeText(booking),
            time2: templateTime(startAt),
            thing3: '请提前到场签到',
          },
        },
      },
      { first: true },
    );
  }
}
