import type { Fen } from '@shared/base/money';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { day } from '../domain/clock';
import { book, COURT_1, clock, fill, priceOf } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, outcome, YOGA } from './club';
import { expectCourtsInOrder } from './courtsInOrder';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());
afterEach(async () => {
  await expectCourtsInOrder(club);
  await expectLedgerInOrder(club);
});

const TOMORROW = day('2026-03-15');

/** Openids of the club's guests. */
async function phones(size: number): Promise<string[]> {
  const members = await club.documents('members');
  const guests = members.map(({ _id }) => String(_id)).filter((id) => id.startsWith('m-guest'));
  expect(guests.length).toBeGreaterThanOrEqual(size);
  return guests.slice(0, size).map((id) => id.replace('m-', 'oCourtside-'));
}

test('fifty phones race for one slot: one has it, and the others are told', async () => {
  const told = await Promise.all(
    (await phones(50)).map((openid) => outcome(book(club, openid, { expected: 6_000 as Fen }))),
  );
  expect(told.filter((answer) => answer === 'ok')).toHaveLength(1);
  expect(new Set(told)).toEqual(new Set(['ok', 'SLOT_TAKEN']));
});

test('fifty phones race for the last four places: four have them', async () => {
  const offer = await club.document('offers', YOGA);
  const courts = ((offer?.courts ?? []) as { id: string; capacity: number }[]).map((court) => ({
    ...court,
    capacity: 4,
  }));
  await club.cloud.load('offers', [{ ...offer, courts }]);
  const wish = { venueId: YOGA, courtId: `${YOGA}-1`, date: TOMORROW };
  const hour = { from: clock(14), until: clock(15) };
  const expected = await priceOf(club, 'lin', { ...wish, ...hour });
  const racers = await phones(50);
  const told: string[] = [];
  // Who lost too many races in a row is told to try again, and does.
  const tryOften = async (openid: string, requestId: string): Promise<void> => {
    const answer = await outcome(book(club, openid, { ...wish, ...hour, expected, requestId }));
    if (answer === 'BUSY') return tryOften(openid, requestId);
    told.push(answer);
  };
  await Promise.all(racers.map((openid, index) => tryOften(openid, `race-${index}`)));
  expect(told.filter((answer) => answer === 'ok')).toHaveLength(4);
  expect(told.filter((answer) => answer === 'SLOT_TAKEN')).toHaveLength(46);
});

test('one member taps five times: one booking, paid once', async () => {
  await fill(money, 'lin');
  const wish = { requestId: 'tap', expected: 6_000 as Fen };
  await Promise.all(Array.from({ length: 5 }, () => book(club, 'lin', wish)));
  expect(await club.documents('bookings')).toHaveLength(1);
  expect((await club.as('lin').wallet.home({})).balance).toBe(14_000);
});

test('of four wishes of one member at once, on different courts, the day holds two hours', async () => {
  for (let times = 0; times < 2; times += 1) await fill(money, 'lin');
  const told = await Promise.all(
    [1, 2, 3, 4].map((court) =>
      outcome(
        book(club, 'lin', {
          courtId: COURT_1.replace(/1$/, String(court)),
          requestId: `court-${court}`,
          expected: 6_000 as Fen,
        }),
      ),
    ),
  );
  expect([...told].sort()).toEqual(['DAY_LIMIT', 'DAY_LIMIT', 'ok', 'ok']);
});

test('a move, a cancellation and the timers at once leave one truth', async () => {
  for (let round = 0; round < 2; round += 1) {
    await money.reset();
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { date: TOMORROW });
    const unpaid = await book(club, 'may', {
      channel: 'WECHAT',
      from: clock(18),
      until: clock(19),
    });
    const lin = club.as('lin').booking;
    club.cloud.clock.jump(unpaid.booking.expiresAt - 30_000);
    const bookingId = booking.id;
    const to = { courtId: COURT_1, date: TOMORROW, from: clock(16), until: clock(17) };
    const pays = { expectedDifference: 0 as Fen, channel: 'WALLET', requestId: 'move' } as const;
    const refund = { expected: 6_000 as Fen, following: false };
    const [moved, cancelled, givenUp] = await Promise.all([
      outcome(lin.reschedule({ bookingId, ...to, ...pays })),
      outcome(lin.cancel({ bookingId, ...refund })),
      outcome(
        club.as('may').booking.cancel({
          bookingId: unpaid.booking.id,
          expected: 0 as Fen,
          following: false,
        }),
      ),
      club.passMinutes(1),
    ]);
    // One of the two was first, and the other found the booking as it left it, or cancelled it there.
    expect([moved, cancelled]).toContain('ok');
    expect(await club.document('bookings', bookingId)).toMatchObject({
      status: cancelled === 'ok' ? 'CANCELLED' : 'BOOKED',
      refunded: cancelled === 'ok' ? 6_000 : 0,
      from: moved === 'ok' ? clock(16) : clock(14),
    });
    if (moved !== 'ok') expect(moved).toBe('BOOKING_CLOSED');
    // Closed by the timer or by herself: it is closed, and paid by nobody.
    expect(['ok', 'BOOKING_CLOSED']).toContain(givenUp);
    expect(await club.document('bookings', unpaid.booking.id)).toMatchObject({
      status: 'CLOSED',
      paid: 0,
    });
    await expectCourtsInOrder(club);
    await expectLedgerInOrder(club);
  }
});
