import { type ClubDate, clubDayStart, HOUR } from '@shared/base/time';
import type { CampusForm, ManagedVenue, VenueForm } from '@shared/contracts/club';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectBoardsInOrder } from './books';
import { BASKETBALL, type Club, GYM, openClub, orderFaults, outcome, YOGA } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

async function managed(venueId: string): Promise<ManagedVenue> {
  const { venues } = await club.as('root').club.overview({});
  const venue = venues.find(({ id }) => id === venueId);
  if (!venue) throw new Error(venueId);
  return venue;
}

const formOf = ({
  id: _,
  version: __,
  pictureUrl: ___,
  hours,
  ...form
}: ManagedVenue): VenueForm => ({
  ...form,
  hours: [...hours],
});

/** Saves a change of a venue on top of what is there now. */
async function save(who: string, venueId: string, change: Partial<VenueForm>) {
  const venue = await managed(venueId);
  const form = { ...formOf(venue), ...change };
  return club.as(who).club.updateVenue({ id: venueId, version: venue.version, form });
}

const CAMPUS: CampusForm = {
  name: '南区',
  kind: 'BRANCH',
  address: '杭州市南山路 1 号',
  contactPerson: '南南',
  contactPhone: '0571-5550 4000',
  contactEmail: 'south@courtside.example',
};

describe('a form that is sent twice', () => {
  test('makes one campus', async () => {
    const root = club.as('root').club;
    const sent = [1, 2, 3].map(() => root.createCampus({ form: CAMPUS, requestId: 'twice' }));
    const [first, ...others] = await Promise.all(sent);
    for (const other of others) expect(other).toEqual(first);
    expect(await club.documents('campuses', { name: '南区' })).toHaveLength(1);
    expect(await club.documents('audit_entries', { targetId: first?.id })).toHaveLength(1);
  });

  test('makes one venue, with its own key and an empty board', async () => {
    const form = { ...formOf(await managed(BASKETBALL)), name: '西区新馆', capacity: 17 };
    const east = club.as('admin-west').club;
    const sent = [1, 2, 3].map(() => east.createVenue({ form, requestId: 'twice' }));
    const ids = new Set((await Promise.all(sent)).map(({ id }) => id));
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    expect(await club.document('venue_boards', id)).toMatchObject({
      headcount: 0,
      capacity: 17,
      free: 17,
    });
    expect((await club.document('venues', id))?.doorKey).toMatch(/^[\w-]{43}$/);
    const entered = await club.as('may').visit.checkIn({ code: await club.doorCode(id) });
    expect(entered.visit.venueName).toBe('西区新馆');
    const other = await club.as('root').club.createVenue({ form, requestId: 'twice' });
    expect(other.id).not.toBe(id);
  });
});

describe('an edit', () => {
  test('of two admins at once only one is saved, the other is told', async () => {
    const venue = await managed(YOGA);
    const names = ['瑜伽甲', '瑜伽乙', '瑜伽丙'];
    const told = await Promise.all(
      names.map((name) =>
        outcome(
          club.as('root').club.updateVenue({
            id: YOGA,
            version: venue.version,
            form: { ...formOf(venue), name },
          }),
        ),
      ),
    );
    expect([...told].sort()).toEqual(['STALE_EDIT', 'STALE_EDIT', 'ok']);
    const after = await managed(YOGA);
    expect(after).toMatchObject({ name: names[told.indexOf('ok')], version: venue.version + 1 });
  });

  test('keeps the door’s key: the screens at the door go on', async () => {
    const before = (await club.document('venues', GYM))?.doorKey;
    await save('root', GYM, { name: '中心健身房（新）' });
    expect((await club.document('venues', GYM))?.doorKey).toBe(before);
  });

  test.each([
    ['a day that opens when it closes', { opens: 600, closes: 600 }],
    ['a day that closes before it opens', { opens: 601, closes: 600 }],
  ])('%s is refused with its own words', async (_, day) => {
    const hours = Array(7).fill(day);
    expect(await outcome(save('root', GYM, { hours }))).toBe('HOURS_INVALID');
    const form = { ...formOf(await managed(GYM)), hours };
    const create = club.as('root').club.createVenue({ form, requestId: 'hours' });
    expect(await outcome(create)).toBe('HOURS_INVALID');
  });

  test.each([
    'cloud://local.bucket/avatars/m-lin/1.png',
    'cloud://local.bucket/avatars/m-lin/venues/1.png',
  ])('a picture outside the venues’ folder is refused: %s', async (pictureFileId) => {
    expect(await outcome(save('root', GYM, { pictureFileId }))).toBe('PICTURE_INVALID');
  });

  test('a picture that was replaced is deleted, by the timer when it cannot be at once', async () => {
    const [first, second] = ['1', '2'].map((name) => `cloud://local.bucket/venues/${name}.png`);
    expect(await save('root', GYM, { pictureFileId: first ?? null })).toMatchObject({
      pictureUrl: first,
    });
    const request = 'storage.batchDeleteFile';
    await orderFaults(club, {
      function: 'club',
      action: 'updateVenue',
      request,
      n: 1,
      when: 'before',
      effect: 'fail',
    });
    await save('root', GYM, { pictureFileId: second ?? null });
    const left = await club.documents('outbox', { kind: 'deletePicture' });
    expect(left.map(({ payload }) => payload)).toEqual([{ fileId: first }]);
    await club.passMinutes(2);
    expect(await club.documents('outbox', { kind: 'deletePicture' })).toEqual([]);
  });

  test('of what does not exist is refused', async () => {
    const form = formOf(await managed(GYM));
    const root = club.as('root').club;
    const venue = root.updateVenue({ id: 'v-nowhere', version: 1, form });
    expect(await outcome(venue)).toBe('VENUE_NOT_FOUND');
    const moved = save('root', GYM, { campusId: 'c-nowhere' });
    expect(await outcome(moved)).toBe('CAMPUS_NOT_FOUND');
    const campus = root.updateCampus({ id: 'c-nowhere', version: 1, form: CAMPUS });
    expect(await outcome(campus)).toBe('CAMPUS_NOT_FOUND');
  });
});

describe('capacity', () => {
  test('below the headcount is refused, down to it is not', async () => {
    const board = await club.document('venue_boards', GYM);
    const headcount = Number(board?.headcount);
    expect(await outcome(save('root', GYM, { capacity: headcount - 1 }))).toBe(
      'CAPACITY_BELOW_HEADCOUNT',
    );
    expect(await club.document('venue_boards', GYM)).toEqual(board);
    await save('root', GYM, { capacity: headcount });
    expect(await club.document('venue_boards', GYM)).toMatchObject({ headcount, free: 0 });
    const code = await club.doorCode(GYM);
    expect(await outcome(club.as('chen').visit.checkIn({ code }))).toBe('VENUE_FULL');
    await save('root', GYM, { capacity: headcount + 1 });
    expect(await outcome(club.as('chen').visit.checkIn({ code }))).toBe('ok');
  });

  test('that shrinks while people come in stays exact', async () => {
    const presences = await club.documents('presences', { open: null });
    const guests = presences.map(({ _id }) => String(_id)).filter((id) => id.includes('guest'));
    const racers = guests.slice(0, 12).map((id) => id.replace('m-', 'oCourtside-'));
    const code = await club.doorCode(BASKETBALL);
    const start = Number((await club.document('venue_boards', BASKETBALL))?.headcount);
    const shrink = async (capacity: number) => outcome(save('root', BASKETBALL, { capacity }));
    const [entered, resized] = await Promise.all([
      Promise.all(racers.map((who) => outcome(club.as(who).visit.checkIn({ code })))),
      (async () => [await shrink(start + 6), await shrink(start + 5), await shrink(start + 7)])(),
    ]);
    for (const told of entered) expect(['ok', 'VENUE_FULL']).toContain(told);
    for (const told of resized) expect(['ok', 'CAPACITY_BELOW_HEADCOUNT']).toContain(told);
    const board = await club.document('venue_boards', BASKETBALL);
    expect(board?.headcount).toBe(start + entered.filter((told) => told === 'ok').length);
    expect(board?.capacity).toBe((await managed(BASKETBALL)).capacity);
    await expectBoardsInOrder(club);
  });
});

describe('a campus admin', () => {
  test('sees the own campus only', async () => {
    const overview = await club.as('admin-east').club.overview({});
    expect(overview.superAdmin).toBe(false);
    expect(overview.campuses.map(({ id }) => id)).toEqual(['c-east']);
    expect(new Set(overview.venues.map(({ campusId }) => campusId))).toEqual(new Set(['c-east']));
    expect(overview.staff.map(({ memberId }) => memberId).sort()).toEqual([
      'm-admin-east',
      'm-desk-east',
    ]);
  });

  test('changes nothing elsewhere, and takes no venue over', async () => {
    const east = club.as('admin-east').club;
    expect(await outcome(save('admin-east', YOGA, { name: '我的' }))).toBe('VENUE_NOT_FOUND');
    expect(await outcome(save('admin-east', YOGA, { campusId: 'c-east' }))).toBe('VENUE_NOT_FOUND');
    expect(await outcome(save('admin-east', 'v-east-gym', { campusId: 'c-west' }))).toBe(
      'CAMPUS_NOT_FOUND',
    );
    const form = formOf(await managed(YOGA));
    expect(await outcome(east.createVenue({ form, requestId: 'elsewhere' }))).toBe(
      'CAMPUS_NOT_FOUND',
    );
    const campus = east.updateCampus({ id: 'c-west', version: 1, form: CAMPUS });
    expect(await outcome(campus)).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(east.wallCode({ venueId: YOGA }))).toBe('VENUE_NOT_FOUND');
    expect(await outcome(east.createCampus({ form: CAMPUS, requestId: 'mine' }))).toBe(
      'NOT_ALLOWED',
    );
    expect(await outcome(save('admin-east', 'v-east-gym', { name: '东区健身' }))).toBe('ok');
  });
});

test('there is one centre', async () => {
  const root = club.as('root').club;
  const form: CampusForm = { ...CAMPUS, kind: 'CENTRE' };
  expect(await outcome(root.createCampus({ form, requestId: 'second-centre' }))).toBe(
    'CENTRE_EXISTS',
  );
  const east = (await root.overview({})).campuses.find(({ id }) => id === 'c-east');
  const promoted = { id: 'c-east', version: Number(east?.version), form };
  expect(await outcome(root.updateCampus(promoted))).toBe('CENTRE_EXISTS');
});

test('a campus is known by its e-mail, too; what is none is refused', async () => {
  const { campuses } = await club.as('admin-east').club.overview({});
  const { id = '', version = 0, ...form } = campuses[0] ?? {};
  const save = (contactEmail: string) =>
    club.as('admin-east').club.updateCampus({
      ...{ id, version },
      form: { ...CAMPUS, ...form, contactEmail },
    });
  for (const wrong of ['', 'east', 'east@', '@club.cn', `${'e'.repeat(64)}@${'c'.repeat(40)}.cn`]) {
    expect(await outcome(save(wrong)), wrong).toBe('INVALID_INPUT');
  }
  expect(await save('gaodong@club.cn')).toMatchObject({ contactEmail: 'gaodong@club.cn' });
  const after = await club.as('admin-east').club.overview({});
  expect(after.campuses[0]?.contactEmail).toBe('gaodong@club.cn');
});

test('the super admin alone names the centre', async () => {
  const root = club.as('root').club;
  const campus = async (id: string) =>
    (await root.overview({})).campuses.find((found) => found.id === id);
  const become = async (who: string, id: string, kind: CampusForm['kind']) => {
    const { id: _, version = 0, ...form } = (await campus(id)) ?? {};
    const edit = { id, version, form: { ...CAMPUS, ...form, kind } };
    return outcome(club.as(who).club.updateCampus(edit));
  };
  expect(await become('root', 'c-centre', 'BRANCH')).toBe('ok');
  expect(await become('admin-east', 'c-east', 'CENTRE')).toBe('NOT_ALLOWED');
  expect(await campus('c-east')).toMatchObject({ kind: 'BRANCH' });
  expect(await become('root', 'c-east', 'CENTRE')).toBe('ok');
  expect(await become('admin-east', 'c-east', 'BRANCH')).toBe('NOT_ALLOWED');
  expect(await become('root', 'c-east', 'BRANCH')).toBe('ok');
  expect(await become('root', 'c-centre', 'CENTRE')).toBe('ok');
});

test('two campuses race to become the centre: one does', async () => {
  const root = club.as('root').club;
  const campus = async (id: string) =>
    (await root.overview({})).campuses.find((found) => found.id === id);
  const become = async (id: string, kind: CampusForm['kind']) => {
    const { id: _, version, ...form } = (await campus(id)) ?? { id, version: 0, ...CAMPUS };
    return outcome(root.updateCampus({ id, version, form: { ...form, kind } }));
  };
  expect(await become('c-centre', 'BRANCH')).toBe('ok');
  const told = await Promise.all([become('c-east', 'CENTRE'), become('c-west', 'CENTRE')]);
  expect([...told].sort()).toEqual(['CENTRE_EXISTS', 'ok']);
  const winner = told[0] === 'ok' ? 'c-east' : 'c-west';
  expect(await become(winner, 'BRANCH')).toBe('ok');
  expect(await become('c-centre', 'CENTRE')).toBe('ok');
});

test('closing earlier today ends the visits that are going on at the new hour', async () => {
  const code = await club.doorCode('v-east-gym');
  const { visit } = await club.as('sun').visit.checkIn({ code });
  const { hours } = await managed('v-east-gym');
  const saturday = { opens: 6 * 60 + 30, closes: 11 * 60 };
  await save('admin-east', 'v-east-gym', {
    hours: hours.map((day, weekday) => (weekday === 6 ? saturday : day)),
  });
  const elevenToday = clubDayStart('2026-03-14' as ClubDate) + 11 * HOUR;
  expect(await club.document('visits', visit.id)).toMatchObject({
    deadline: elevenToday,
    deadlineEnding: 'CLOSING',
  });
  await club.cloud.setClock(elevenToday + 60_000);
  expect(await club.document('visits', visit.id)).toMatchObject({
    status: 'CLOSED',
    ending: 'CLOSING',
    checkedOutAt: elevenToday,
  });
  await expectBoardsInOrder(club);
});

test('a campus is renamed by its admin, once for each version', async () => {
  const form: CampusForm = { ...CAMPUS, name: '东区新名' };
  const east = club.as('admin-east').club;
  const version = Number((await east.overview({})).campuses[0]?.version);
  const edit = { id: 'c-east', version, form };
  expect(await east.updateCampus(edit)).toMatchObject({ name: '东区新名', version: version + 1 });
  expect(await outcome(east.updateCampus(edit))).toBe('STALE_EDIT');
});

test('the wall code is a picture of the venue’s page', async () => {
  const wall = await club.as('admin-east').club.wallCode({ venueId: 'v-east-pingpong' });
  expect(wall).toMatchObject({ venueName: '东区乒乓球馆' });
  expect(wall.contentType).toMatch(/^image\//);
  expect(Buffer.from(wall.imageBase64, 'base64').length).toBeGreaterThan(500);
});
