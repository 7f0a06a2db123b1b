import { type ClubDate, clubDayStart, HOUR } from '@shared/base/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectBoardsInOrder } from './books';
import { BASKETBALL, type Club, doorCode, GYM, openClub, outcome, YOGA } from './club';

const EAST_GYM = 'v-east-gym';
const EAST_PINGPONG = 'v-east-pingpong';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

const memberCode = async (who: string) => (await club.as(who).member.code({})).text;
const scan = (venueId: string, code: string, by = 'desk-east') =>
  club.as(by).desk.scan({ venueId, code });
const headcount = async (venueId: string) =>
  Number((await club.document('venue_boards', venueId))?.headcount);
const isUsed = async (code: string) =>
  (await club.documents('member_code_uses')).some(
    ({ _id }) => _id === code.split('.').slice(1, 3).join('_'),
  );

describe('what a desk sees', () => {
  test('the venues of its own campus; the super admin’s desk sees all', async () => {
    const { venues } = await club.as('desk-east').desk.home({});
    expect(venues.map(({ id }) => id).sort()).toEqual([EAST_GYM, EAST_PINGPONG]);
    expect(venues[0]).toMatchObject({ campusName: '东区', open: true });
    expect((await club.as('root').desk.home({})).venues).toHaveLength(8);
  });

  test('the people inside, longest first, by masked names only', async () => {
    const { people, venue } = await club.as('desk-east').desk.inside({
      venueId: EAST_GYM,
      after: null,
    });
    expect(people).toHaveLength(venue.headcount);
    for (const { maskedName } of people) expect(maskedName).toMatch(/^.(\*|\*{1,3}.)$/u);
    const times = people.map(({ checkedInAt }) => checkedInAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const names = (await club.documents('members')).map(({ nickname }) => String(nickname));
    const shown = JSON.stringify(people);
    for (const name of names) expect(shown).not.toContain(name);
  });

  test('door codes for this window and the four after it, each good in its own time', async () => {
    const { codes, now } = await club.as('desk-east').desk.doorCodes({ venueId: EAST_GYM });
    expect(codes).toHaveLength(5);
    const [first] = codes;
    expect(first?.from).toBeLessThanOrEqual(now);
    expect(first?.until).toBeGreaterThan(now);
    codes.slice(1).forEach(({ from }, index) => {
      expect(from).toBe(codes[index]?.until);
    });
    const key = String((await club.document('venues', EAST_GYM))?.doorKey);
    expect(codes.map(({ text }) => text)).toEqual(
      codes.map(({ from }) => doorCode(EAST_GYM, key, from)),
    );
    const last = String(codes.at(-1)?.text);
    expect(await outcome(club.as('lin').visit.checkIn({ code: last }))).toBe('DOOR_CODE_EXPIRED');
    const entered = await club.as('lin').visit.checkIn({ code: String(first?.text) });
    await club.as('lin').visit.checkOut({ visitId: entered.visit.id });
  });

  test('just before closing there are no codes beyond it: the screen comes back and asks', async () => {
    const now = club.cloud.clock.now();
    const closing = clubDayStart('2026-03-14' as ClubDate) + 22 * HOUR;
    club.cloud.clock.jump(closing - 40_000);
    const { codes, venue } = await club.as('root').desk.doorCodes({ venueId: BASKETBALL });
    expect(venue.open).toBe(true);
    expect(codes).toHaveLength(2);
    for (const { from } of codes) expect(from).toBeLessThan(closing);
    club.cloud.clock.jump(now);
  });

  test('another campus is closed to it, and so is a venue that does not exist', async () => {
    const desk = club.as('desk-east').desk;
    const code = await memberCode('may');
    const inside = await club.as('root').desk.inside({ venueId: BASKETBALL, after: null });
    const visitId = String(inside.people[0]?.visitId);
    const answers = [
      desk.doorCodes({ venueId: BASKETBALL }),
      desk.inside({ venueId: BASKETBALL, after: null }),
      desk.scan({ venueId: BASKETBALL, code }),
    ];
    for (const answer of answers) expect(await outcome(answer)).toBe('VENUE_NOT_FOUND');
    const checkOut = desk.checkOut({ visitId, reason: '忘记离场' });
    expect(await outcome(checkOut)).toBe('VISIT_NOT_FOUND');
    expect(await outcome(desk.doorCodes({ venueId: 'v-nowhere' }))).toBe('VENUE_NOT_FOUND');
    expect(await outcome(desk.checkOut({ visitId: 'nobody', reason: '忘记离场' }))).toBe(
      'VISIT_NOT_FOUND',
    );
    expect(await isUsed(code)).toBe(false);
  });
});

describe('a member whose phone cannot scan', () => {
  test('is let in by the member code, rewarded, and let out by a new one', async () => {
    const before = await headcount(EAST_GYM);
    const came = await scan(EAST_GYM, await memberCode('may'));
    expect(came).toMatchObject({ result: 'ADMITTED', maskedName: '梅*雨', left: null });
    expect(came.points).toBe(5);
    expect(await headcount(EAST_GYM)).toBe(before + 1);
    const visit = (await club.documents('visits', { memberId: 'm-may', status: 'OPEN' }))[0];
    expect(visit).toMatchObject({ method: 'DESK', venueId: EAST_GYM });
    club.cloud.clock.jump(club.cloud.clock.now() + 10 * 60_000);
    const left = await scan(EAST_GYM, await memberCode('may'));
    expect(left).toMatchObject({ result: 'LET_OUT', minutes: 10, points: 0 });
    expect(await headcount(EAST_GYM)).toBe(before);
    expect(await club.document('visits', String(visit?._id))).toMatchObject({ ending: 'DESK' });
  });

  test('moves from another venue, and the desk is told', async () => {
    await scan(EAST_GYM, await memberCode('chen'));
    const moved = await scan(GYM, await memberCode('chen'), 'root');
    expect(moved).toMatchObject({ result: 'ADMITTED', left: { venueName: '东区健身房' } });
    await expectBoardsInOrder(club);
  });

  test('a code opens once: two desks that scan it at once let in one time', async () => {
    const code = await memberCode('zhao');
    const told = await Promise.all(
      [EAST_GYM, EAST_PINGPONG, EAST_GYM].map((venueId) => outcome(scan(venueId, code))),
    );
    expect([...told].sort()).toEqual(['MEMBER_CODE_USED', 'MEMBER_CODE_USED', 'ok']);
    expect(await club.documents('visits', { memberId: 'm-zhao', status: 'OPEN' })).toHaveLength(1);
    expect(await outcome(scan(EAST_GYM, code))).toBe('MEMBER_CODE_USED');
    await expectBoardsInOrder(club);
  });

  test('a code of 57 s opens, one of 60 s does not', async () => {
    const [young, old] = [await memberCode('sun'), await memberCode('zhou')];
    const madeAt = Number(old.split('.')[2]);
    club.cloud.clock.jump(madeAt + 57_000);
    expect(await outcome(scan(EAST_GYM, young))).toBe('ok');
    club.cloud.clock.jump(madeAt + 60_000);
    expect(await outcome(scan(EAST_GYM, old))).toBe('MEMBER_CODE_EXPIRED');
  });

  test.each([
    ['a forged one', (code: string) => code.replace(/.{4}$/, 'AAAA')],
    ['one under another member’s name', (code: string) => code.replace('m-wu', 'm-lin')],
    ['one with a later time', (code: string) => code.replace(/\d{13}/, (at) => `${+at + 1}`)],
    ['a door’s', () => club.doorCode(EAST_GYM)],
    ['any other text', () => 'https://example.com'],
  ])('%s is no member code', async (_, change) => {
    const code = await change(await memberCode('wu'));
    expect(await outcome(scan(EAST_GYM, code))).toBe('MEMBER_CODE_INVALID');
  });

  test('a full or closed venue refuses at the desk too, and the code is still good elsewhere', async () => {
    const code = await memberCode('wu');
    const before = await club.document('presences', 'm-wu');
    expect(await outcome(scan(YOGA, code, 'root'))).toBe('VENUE_FULL');
    expect(await outcome(scan('v-west-dance', code, 'root'))).toBe('VENUE_CLOSED');
    expect(await club.document('presences', 'm-wu')).toEqual(before);
    expect(await isUsed(code)).toBe(false);
    expect(await scan(EAST_GYM, code)).toMatchObject({ result: 'ADMITTED' });
  });

  test('a disabled account is refused', async () => {
    const code = await memberCode('feng');
    const feng = await club.document('members', 'm-feng');
    await club.cloud.load('members', [{ ...feng, status: 'DISABLED' }]);
    expect(await outcome(scan(EAST_GYM, code))).toBe('ACCOUNT_DISABLED');
  });
});

describe('correcting the count', () => {
  const insideVisits = async () => {
    const { people } = await club.as('desk-east').desk.inside({ venueId: EAST_GYM, after: null });
    return people.map(({ visitId }) => visitId);
  };

  test.each([
    ['one character', '走', 'REASON_REQUIRED'],
    ['one character among blanks', '  走  ', 'REASON_REQUIRED'],
    ['two characters', '忘了', 'ok'],
    ['a hundred', '忘'.repeat(100), 'ok'],
    ['a hundred emoji', '🏀'.repeat(100), 'ok'],
    ['a hundred and one', '忘'.repeat(101), 'REASON_REQUIRED'],
    ['five hundred', '忘'.repeat(500), 'INVALID_INPUT'],
  ])('a reason of %s: %s', async (_, reason, expected) => {
    const [visitId = ''] = await insideVisits();
    const before = await headcount(EAST_GYM);
    expect(await outcome(club.as('desk-east').desk.checkOut({ visitId, reason }))).toBe(expected);
    const ended = expected === 'ok';
    expect(await headcount(EAST_GYM)).toBe(before - (ended ? 1 : 0));
    const stored = ended
      ? { status: 'CLOSED', ending: 'DESK', reason: reason.trim() }
      : { status: 'OPEN', reason: null };
    expect(await club.document('visits', visitId)).toMatchObject(stored);
  });

  test('two desks at once end it once, and it is written down who did', async () => {
    const [visitId = ''] = await insideVisits();
    const before = await headcount(EAST_GYM);
    const told = await Promise.all(
      ['desk-east', 'admin-east', 'root'].map((who) =>
        outcome(club.as(who).desk.checkOut({ visitId, reason: '忘记离场' })),
      ),
    );
    expect([...told].sort()).toEqual(['VISIT_ENDED', 'VISIT_ENDED', 'ok']);
    expect(await headcount(EAST_GYM)).toBe(before - 1);
    const actors = ['m-desk-east', 'm-admin-east', 'm-root'];
    expect(await club.documents('audit_entries', { targetId: visitId })).toEqual([
      expect.objectContaining({
        action: 'visit.checkOut',
        actorId: actors[told.indexOf('ok')],
        campusId: 'c-east',
      }),
    ]);
  });

  test('the member sees how it ended and why', async () => {
    await scan(EAST_PINGPONG, await memberCode('han'));
    const [visit] = (await club.as('han').visit.list({ before: null })).visits;
    await club.as('desk-east').desk.checkOut({ visitId: String(visit?.id), reason: '忘记离场' });
    const [after] = (await club.as('han').visit.list({ before: null })).visits;
    expect(after).toMatchObject({ id: visit?.id, ending: 'DESK', reason: '忘记离场' });
  });
});

test('a crowd of three hundred is listed page by page, nobody twice and nobody missing', async () => {
  const from = club.cloud.clock.now();
  const [pattern] = await club.documents('visits', { venueId: EAST_PINGPONG, status: 'OPEN' });
  // Thirty come in one millisecond, across the hundredth place.
  const crowd = Array.from({ length: 300 }, (_, n) => ({
    ...pattern,
    _id: `crowd-${String(n).padStart(3, '0')}`,
    checkedInAt: from + (n >= 75 && n < 105 ? 75 : n),
  }));
  await club.cloud.load('visits', crowd);
  const open = await club.documents('visits', { venueId: EAST_PINGPONG, status: 'OPEN' });
  const seen: string[] = [];
  let pages = 0;
  for (let after = null; ; ) {
    const page = await club.as('desk-east').desk.inside({ venueId: EAST_PINGPONG, after });
    seen.push(...page.people.map(({ visitId }) => visitId));
    expect(page.people.length).toBeLessThanOrEqual(100);
    pages += 1;
    if (page.next === null) break;
    after = page.next as never;
  }
  expect(pages).toBeGreaterThan(3);
  expect([...seen].sort()).toEqual(open.map(({ _id }) => String(_id)).sort());
});
