import type { Fen } from '@shared/base/money';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../domain/clock';
import { book, COURT_1, clock, fill } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults, orderFaults } from './club';
import { expectCourtsInOrder } from './courtsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { dies, insist, stepsOf } from './steps';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  // A dead function's transaction keeps its locks: not for 30 s here.
  money = await openMoneyClub({ transactionMs: 2000 });
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await money.reset();
  await fill(money, 'lin');
});

const date = day('2026-03-15');
const balance = async () => (await club.as('lin').wallet.home({})).balance;

/** Does it with a function that dies after its nth request, and then does the very same again. */
async function twice(action: string, n: number, work: () => Promise<unknown>): Promise<void> {
  await orderFaults(club, { function: 'booking', action, n, when: 'after', effect: 'kill' });
  expect(await dies(work())).toBe(true);
  await clearFaults(club);
  await expectCourtsInOrder(club);
  await insist(work);
  await club.passMinutes(1);
  await expectCourtsInOrder(club);
  await expectLedgerInOrder(club);
}

describe('a function that dies', () => {
  test.each(stepsOf(16))(
    'after request %i of a booking: tried again, it is booked once',
    async (n) => {
      const wish = { date, requestId: 'crash', expected: 6_000 as Fen };
      await twice('create', n, () => book(club, 'lin', wish));
      expect(await club.documents('bookings')).toMatchObject([{ status: 'BOOKED', paid: 6_000 }]);
      expect(await balance()).toBe(14_000);
    },
  );

  test.each(stepsOf(24))('after request %i of a cancellation: all goes back once', async (n) => {
    const { booking } = await book(club, 'lin', { date });
    const asked = { bookingId: booking.id, expected: 6_000 as Fen, following: false };
    await twice('cancel', n, () => club.as('lin').booking.cancel(asked));
    expect(await club.documents('bookings')).toMatchObject([{ status: 'CANCELLED' }]);
    expect(await balance()).toBe(20_000);
  });

  test.each(stepsOf(25))('after request %i of a move: it is moved and paid once', async (n) => {
    const { booking } = await book(club, 'lin', { date });
    const to = { courtId: COURT_1, date, from: clock(16), until: clock(18) };
    const pays = { expectedDifference: 6_000 as Fen, channel: 'WALLET', requestId: 'm' } as const;
    await twice('reschedule', n, () =>
      club.as('lin').booking.reschedule({ bookingId: booking.id, ...to, ...pays }),
    );
    expect(await club.documents('bookings')).toMatchObject([{ from: clock(16), paid: 12_000 }]);
    expect(await balance()).toBe(8_000);
  });
});
