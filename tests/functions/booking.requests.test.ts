import { afterAll, beforeAll, expect, test } from 'vitest';
import { BADMINTON, book, clock, fill, TODAY } from './booking';
import type { Club } from './club';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());

const requestsOf = (action: string) => {
  const found = club.cloud.stats().actions.find((row) => row.action === action);
  return { calls: found?.calls, requests: found?.requests };
};

test('a grid takes three requests, four half-hours from the wallet sixteen, a later payment eleven', async () => {
  await fill(money, 'lin');
  club.cloud.stats();
  await club.as('lin').booking.open({ venueId: BADMINTON, sport: null, date: TODAY });
  expect(requestsOf('open')).toEqual({ calls: 1, requests: 3 });
  await book(club, 'lin', { from: clock(14), until: clock(16) });
  expect(requestsOf('create')).toEqual({ calls: 1, requests: 16 });
  const { booking } = await book(club, 'may', { from: clock(16), until: clock(17) });
  if (booking.status !== 'PENDING_PAY') throw new Error('paid already');
  await fill(money, 'may');
  club.cloud.stats();
  await club.as('may').booking.pay({ bookingId: booking.id, channel: 'WALLET' });
  expect(requestsOf('pay')).toEqual({ calls: 1, requests: 11 });
});
