import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASKETBALL, type Club, openClub } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

const requestsOf = (action: string) => {
  const found = club.cloud.stats().actions.find((row) => row.action === action);
  return { calls: found?.calls, requests: found?.requests };
};

test('a rewarded check-in takes at most ten database requests, a check-out too', async () => {
  const code = await club.doorCode(BASKETBALL);
  club.cloud.stats();
  const { visit } = await club.as('lin').visit.checkIn({ code });
  expect(requestsOf('checkIn')).toEqual({ calls: 1, requests: 10 });
  await club.as('lin').visit.checkOut({ visitId: visit.id });
  expect(requestsOf('checkOut')).toEqual({ calls: 1, requests: 7 });
});
