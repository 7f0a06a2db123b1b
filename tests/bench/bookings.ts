import { addDays } from '@shared/base/time';
import { TODAY } from '../functions/booking';
import { expectLedgerInOrder } from '../functions/books';
import { expectCourtsInOrder } from '../functions/courtsInOrder';
import type { BenchPhone } from './arena';
import { openBookingArena, richMembers } from './bookingArena';
import { atLeast, exactly, type Measurement, type Share } from './figure';
import { courtIds, GREAT_HALL, greatHall, PRICE } from './gridDay';

const bookings = 416;
const phones = 32;
/** Half-hours that a member may have on one day. */
const A_DAY = 4;
const NOON = 12 * 60;
const FUNDS = 100_000;

/**
 * Phones book slots of their own, each one after the other, 32 at once, paid from the wallet, over
 * the real SDK and wire.
 */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const arena = await openBookingArena();
  try {
    await arena.club.cloud.load('offers', [greatHall()]);
    const crowd = await richMembers(arena, phones, FUNDS);
    const each = Math.max(1, Math.round((bookings * share) / phones));
    // At rush hour the platform's instances have served for a while, so these have, too.
    await Promise.all(crowd.map((phone, court) => book(phone, { court, turn: 0 })));
    const started = performance.now();
    const failed = await Promise.all(crowd.map((phone, court) => bookAll(phone, court, each)));
    const seconds = (performance.now() - started) / 1000;
    await expectLedgerInOrder(arena.club);
    await expectCourtsInOrder(arena.club);
    const lost = failed.reduce((sum, one) => sum + one, 0);
    const count = phones * each;
    const field = `${count} slots, ${phones} phones`;
    return [
      atLeast(50, 'bookings/s')(`bookings a second, ${field}`, (count - lost) / seconds),
      exactly(0, 'bookings')(`bookings that failed, ${field}`, lost),
    ];
  } finally {
    await arena.close();
  }
}

/** How many of a phone's bookings failed. */
async function bookAll(phone: BenchPhone, court: number, count: number): Promise<number> {
  let failed = 0;
  for (let turn = A_DAY; turn < A_DAY + count; turn += 1) {
    const booked = await book(phone, { court, turn }).catch(() => false);
    if (!booked) failed += 1;
  }
  return failed;
}

/** Whether a phone's next half-hour is booked and paid: four a day, from noon on. */
async function book(
  phone: BenchPhone,
  { court, turn }: { readonly court: number; readonly turn: number },
): Promise<boolean> {
  const from = NOON + (turn % A_DAY) * 30;
  const reply = await phone.call('booking', 'create', {
    venueId: GREAT_HALL,
    courtId: courtIds[court],
    date: addDays(TODAY, Math.floor(turn / A_DAY)),
    ...{ from, until: from + 30, places: 1 },
    expected: PRICE,
    channel: 'WALLET',
    requestId: `turn-${turn}`,
  });
  if (!reply.ok) return false;
  const { booking } = reply.data as { readonly booking: { readonly status: string } };
  return booking.status === 'BOOKED';
}
