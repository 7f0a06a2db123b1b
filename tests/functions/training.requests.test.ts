import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Club, openClub } from './club';
import { WANG } from './training';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

test('a coach’s page with the week takes four database requests', async () => {
  club.cloud.stats();
  const page = await club.as('lin').student.coach({ coachId: WANG });
  expect(page).toMatchObject({ tie: { relationId: 'r-lin-coach-wang', status: 'ESTABLISHED' } });
  const found = club.cloud.stats().actions.find(({ action }) => action === 'coach');
  expect(found).toMatchObject({ calls: 1, requests: 4 });
});
