import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASKETBALL, type Club, GYM, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

/** People of the club who are nowhere now, as openids. */
async function peopleOutside(size: number): Promise<string[]> {
  const presences = await club.documents('presences', { open: null });
  const guests = presences.map(({ _id }) => String(_id)).filter((id) => id.startsWith('m-guest'));
  expect(guests.length).toBeGreaterThanOrEqual(size);
  return guests.slice(0, size).map((id) => id.replace('m-', 'oCourtside-'));
}

/** Makes a venue just big enough for `places` more. */
async function leavePlaces(venueId: string, places: number): Promise<number> {
  const root = club.as('root');
  const { venues } = await root.club.overview({});
  const venue = venues.find(({ id }) => id === venueId);
  if (!venue) throw new Error(venueId);
  const { id, version, pictureUrl: _, ...form } = venue;
  const board = await club.document('venue_boards', venueId);
  const capacity = Number(board?.headcount) + places;
  await root.club.updateVenue({ id, version, form: { ...form, hours: [...form.hours], capacity } });
  return capacity;
}

const rewardsToday = async () =>
  (await club.documents('ledger_entries')).filter(({ _id }) => String(_id).endsWith(':2026-03-14'));

test('fifty phones race for the last three places: three get in, and the others are told', async () => {
  const capacity = await leavePlaces(BASKETBALL, 3);
  const code = await club.doorCode(BASKETBALL);
  const racers = await peopleOutside(50);
  const told = await Promise.all(
    racers.map((openid) => outcome(club.as(openid).visit.checkIn({ code }))),
  );
  expect(told.filter((answer) => answer === 'ok')).toHaveLength(3);
  expect(told.filter((answer) => answer === 'VENUE_FULL')).toHaveLength(47);
  expect(await club.document('venue_boards', BASKETBALL)).toMatchObject({
    headcount: capacity,
    free: 0,
  });
  const open = await club.documents('visits', { venueId: BASKETBALL, status: 'OPEN' });
  expect(open).toHaveLength(capacity);
});

test('one member with two phones at two doors ends up in one place, rewarded once', async () => {
  const codes = [await club.doorCode(GYM), await club.doorCode('v-centre-pingpong')];
  const before = (await rewardsToday()).length;
  await Promise.all(codes.map((code) => club.as('chen').visit.checkIn({ code })));
  const open = await club.documents('visits', { memberId: 'm-chen', status: 'OPEN' });
  expect(open).toHaveLength(1);
  expect((await rewardsToday()).length).toBe(before + 1);
  for (const board of await club.documents('venue_boards')) {
    const inside = await club.documents('visits', { venueId: board._id, status: 'OPEN' });
    expect(board.headcount, String(board._id)).toBe(inside.length);
  }
});

test('a check-out and a closing timer at the same moment free one place', async () => {
  const { visit } = await club.as('zhao').visit.checkIn({ code: await club.doorCode(GYM) });
  club.cloud.clock.jump(visit.deadline - 30_000);
  await Promise.all([
    club.as('zhao').visit.checkOut({ visitId: visit.id }),
    club.cloud.advanceClock(60_000),
  ]);
  const board = await club.document('venue_boards', GYM);
  const inside = await club.documents('visits', { venueId: GYM, status: 'OPEN' });
  expect(board?.headcount).toBe(inside.length);
});
