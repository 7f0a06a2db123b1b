import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at } from '../domain/clock';
import { BASKETBALL, type Club, GYM, openClub, outcome, YOGA } from './club';

const EAST_PINGPONG = 'v-east-pingpong';
let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

describe('browsing without an account', () => {
  test('shows every venue with its headcount, opening and place in the ranking', async () => {
    const { registered, venues, campuses, openVisit } = await club.as('new').venue.list({});
    expect({ registered, openVisit }).toEqual({ registered: false, openVisit: null });
    expect(campuses.map(({ name }) => name).sort()).toEqual(['东区', '中心校区', '西区']);
    for (const card of venues) {
      const board = await club.document('venue_boards', card.id);
      expect(card).toMatchObject({ headcount: board?.headcount, capacity: board?.capacity });
      expect(card.favourite).toBe(false);
    }
    expect(venues.map(({ heatRank }) => heatRank).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    const opening = (id: string) => venues.find((card) => card.id === id)?.opening;
    expect(opening(BASKETBALL)).toEqual({
      open: true,
      suspended: false,
      changesAt: at('2026-03-14 22:00'),
    });
    expect(opening('v-west-dance')).toEqual({
      open: false,
      suspended: false,
      changesAt: at('2026-03-14 14:00'),
    });
  });

  test('the order by heat is the ranking’s', async () => {
    const ranking = (await club.document('rankings', 'heat'))?.scores as { venueId: string }[];
    const { venues } = await club.as('new').venue.list({});
    const byRank = [...venues].sort((a, b) => a.heatRank - b.heatRank);
    expect(byRank.map(({ id }) => id)).toEqual(ranking.map(({ venueId }) => venueId));
  });

  test('a venue’s page has hours, address, phone and today’s curve inside them', async () => {
    const page = await club.as('new').venue.detail({ id: BASKETBALL });
    expect(page).toMatchObject({ registered: false, openVisit: null });
    expect(page.venue).toMatchObject({
      name: '西区篮球馆',
      campusName: '西区',
      phone: '0571-5550 3000',
      longestStayMinutes: 240,
      favourite: false,
    });
    expect(page.today).toEqual({
      opensAt: at('2026-03-14 08:00'),
      closesAt: at('2026-03-14 22:00'),
    });
    const times = page.curve.map((point) => point.at);
    expect(times[0]).toBe(page.today?.opensAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(page.now);
    expect(times.length).toBe(13);
  });

  test('what needs an account asks for it, and what does not exist is not found', async () => {
    const stranger = club.as('new').venue;
    expect(await outcome(stranger.setFavourite({ id: GYM, favourite: true }))).toBe(
      'REGISTER_FIRST',
    );
    expect(await outcome(stranger.detail({ id: 'v-nowhere' }))).toBe('VENUE_NOT_FOUND');
  });
});

describe('favourites', () => {
  const mine = async () => (await club.documents('favourites', { memberId: 'm-may' })).length;

  test('two taps make one favourite, and two more make none', async () => {
    const { venue } = club.as('may');
    await venue.setFavourite({ id: YOGA, favourite: false });
    const before = await mine();
    const taps = [1, 2, 3].map(() => venue.setFavourite({ id: YOGA, favourite: true }));
    expect(await Promise.all(taps)).toEqual(Array(3).fill({ favourite: true }));
    expect(await mine()).toBe(before + 1);
    expect((await venue.detail({ id: YOGA })).venue.favourite).toBe(true);
    const card = (await venue.list({})).venues.find(({ id }) => id === YOGA);
    expect(card?.favourite).toBe(true);
    expect((await club.as('lin').venue.detail({ id: 'v-west-dance' })).venue.favourite).toBe(false);
    await Promise.all([1, 2].map(() => venue.setFavourite({ id: YOGA, favourite: false })));
    expect(await mine()).toBe(before);
  });

  test('a venue that does not exist is nobody’s favourite', async () => {
    const ask = club.as('may').venue.setFavourite({ id: 'v-nowhere', favourite: true });
    expect(await outcome(ask)).toBe('VENUE_NOT_FOUND');
  });
});

test('somebody inside sees their own visit, on the list and on every page', async () => {
  const { visit } = await club.as('lin').visit.checkIn({ code: await club.doorCode(GYM) });
  expect((await club.as('lin').venue.list({})).openVisit).toEqual(visit);
  expect((await club.as('lin').venue.detail({ id: BASKETBALL })).openVisit).toEqual(visit);
  expect((await club.as('may').venue.list({})).openVisit).toBe(null);
});

test('a venue newer than the ranking comes after all ranked ones, on the list and on its page', async () => {
  const root = club.as('root');
  const { venues } = await root.club.overview({});
  const model = venues.find(({ id }) => id === BASKETBALL);
  if (!model) throw new Error(BASKETBALL);
  const { id: _, version: __, pictureUrl: ___, ...form } = model;
  const named = { ...form, name: '新馆', hours: [...form.hours] };
  const { id } = await root.club.createVenue({ requestId: 'new-venue', form: named });
  const card = (await root.venue.list({})).venues.find((each) => each.id === id);
  expect(card).toMatchObject({ heatRank: 9, headcount: 0 });
  expect((await root.venue.detail({ id })).venue.heatRank).toBe(9);
});

describe('on another day', () => {
  test('a day of rest has no opening and no curve, and says when it opens again', async () => {
    club.cloud.clock.jump(at('2026-03-16 12:00'));
    const page = await club.as('new').venue.detail({ id: EAST_PINGPONG });
    expect({ today: page.today, curve: page.curve }).toEqual({ today: null, curve: [] });
    expect(page.venue.opening).toEqual({
      open: false,
      suspended: false,
      changesAt: at('2026-03-17 08:00'),
    });
  });

  test('a suspended venue says so, and refuses at the door', async () => {
    club.cloud.clock.jump(at('2026-03-18 12:00'));
    const root = club.as('root');
    const found = (await root.club.overview({})).venues.find(({ id }) => id === YOGA);
    if (!found) throw new Error(YOGA);
    const { id, version, pictureUrl: _, ...form } = found;
    const suspended = { ...form, hours: [...form.hours], suspended: true };
    await root.club.updateVenue({ id, version, form: suspended });
    const page = await club.as('new').venue.detail({ id: YOGA });
    expect(page.venue.opening).toEqual({ open: false, suspended: true, changesAt: null });
    const code = await club.doorCode(YOGA);
    expect(await outcome(club.as('may').visit.checkIn({ code }))).toBe('VENUE_SUSPENDED');
  });
});
