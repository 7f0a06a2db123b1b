import { afterAll, beforeAll, expect, test } from 'vitest';
import { club as seeded } from '../../local/club/index';
import { expectLedgerInOrder } from './books';
import { BOARDS, expectStakesInOrder } from './challenge';
import { type Club, openClub } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
  await seeded.seedBookings(club.cloud);
});
afterAll(() => club.close());

test('the stage begins with a duel of Lin and May, whose stakes are set aside, and a group', async () => {
  await expectLedgerInOrder(club);
  await expectStakesInOrder(club);
  const { live } = await club.as('lin').challenge.home({ before: null });
  expect(live.map(({ shape, status, stake }) => ({ shape, status, stake }))).toEqual([
    { shape: 'DUEL', status: 'RUNNING', stake: 50 },
    { shape: 'GROUP', status: 'RUNNING', stake: 0 },
  ]);
  expect(live[0]?.people.map(({ nickname }) => nickname)).toEqual(['林小满', '梅若雨']);
});

test('its boards are what the rules make of the visits', async () => {
  const before = await club.documents(BOARDS);
  const { live } = await club.as('lin').challenge.home({ before: null });
  for (const { id } of live) {
    const { rows, may } = await club.as('lin').challenge.board({ challengeId: id });
    expect(rows.some(({ total }) => total > 0)).toBe(true);
    expect(may).toMatchObject({ leave: true, cheer: true });
  }
  // Nothing had to be mended.
  expect(await club.documents(BOARDS)).toEqual(before);
});
