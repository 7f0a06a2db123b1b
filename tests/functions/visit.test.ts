import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASKETBALL, type Club, GYM, openClub, outcome, YOGA } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const headcount = async (venueId: string) =>
  (await club.document('venue_boards', venueId))?.headcount;

const openVisits = async (venueId: string) =>
  (await club.documents('visits', { venueId, status: 'OPEN' })).length;

describe('checking in at the door', () => {
  test('the code on the door lets Lin in, and the board moves by one', async () => {
    const before = Number(await headcount(BASKETBALL));
    const entered = await club.as('lin').visit.checkIn({ code: await club.doorCode(BASKETBALL) });
    expect(entered).toMatchObject({ repeated: false, visit: { venueId: BASKETBALL }, left: null });
    expect(await headcount(BASKETBALL)).toBe(before + 1);
    expect(await openVisits(BASKETBALL)).toBe(before + 1);
  });

  test('Lin’s seventh day in a row earns 5 + 6 and the milestone of 30, once', async () => {
    const lin = club.as('lin');
    const before = await lin.member.home({});
    const first = await lin.visit.checkIn({ code: await club.doorCode(BASKETBALL) });
    expect(first.reward).toEqual({ points: 41, milestone: 30, streakDays: 7 });
    await lin.visit.checkOut({ visitId: first.visit.id });
    const again = await lin.visit.checkIn({ code: await club.doorCode(GYM) });
    expect(again.reward).toBe(null);
    const after = await lin.member.home({});
    const gained = Number(after.member?.activity.points) - Number(before.member?.activity.points);
    expect(gained).toBe(41);
    expect(after.member?.activity).toMatchObject({ streakDays: 7, checkedInToday: true });
  });

  test('checking in elsewhere closes the earlier visit at that moment and says so', async () => {
    const [gym, court] = [Number(await headcount(GYM)), Number(await headcount(BASKETBALL))];
    const lin = club.as('lin');
    const first = await lin.visit.checkIn({ code: await club.doorCode(GYM) });
    await club.passMinutes(35);
    const second = await lin.visit.checkIn({ code: await club.doorCode(BASKETBALL) });
    expect(second.left).toEqual({ venueId: GYM, venueName: '中心健身房', minutes: 35 });
    expect(await club.document('visits', first.visit.id)).toMatchObject({
      status: 'CLOSED',
      ending: 'ELSEWHERE',
      minutes: 35,
    });
    expect([await headcount(GYM), await headcount(BASKETBALL)]).toEqual([
      await openVisits(GYM),
      court + 1,
    ]);
    expect(gym).toBeGreaterThan(0);
  });

  test('two taps make one visit, one reward and one on the board', async () => {
    const before = Number(await headcount(BASKETBALL));
    const code = await club.doorCode(BASKETBALL);
    const taps = await Promise.all([1, 2, 3].map(() => club.as('may').visit.checkIn({ code })));
    expect(new Set(taps.map((tap) => tap.visit.id)).size).toBe(1);
    expect(taps.filter((tap) => !tap.repeated)).toHaveLength(1);
    expect(await headcount(BASKETBALL)).toBe(before + 1);
    expect(
      await club.documents('ledger_entries', { _id: 'checkin:m-may:2026-03-14' }),
    ).toHaveLength(1);
  });

  test('after a lost reply the same code answers the same visit, even when the last place is one’s own', async () => {
    const lin = club.as('lin');
    const code = await club.doorCode(BASKETBALL);
    const first = await lin.visit.checkIn({ code });
    expect(await lin.visit.checkIn({ code })).toEqual({
      ...first,
      repeated: true,
      reward: null,
    });
  });

  test('a full venue refuses, and nothing changes', async () => {
    const code = await club.doorCode(YOGA);
    expect(await outcome(club.as('lin').visit.checkIn({ code }))).toBe('VENUE_FULL');
    expect(await headcount(YOGA)).toBe(12);
    expect(await club.document('presences', 'm-lin')).toMatchObject({ open: null, streakDays: 6 });
  });

  test.each([
    [
      'a photograph of the door, a minute old',
      'DOOR_CODE_EXPIRED',
      async () => club.doorCode(BASKETBALL, 60_000),
    ],
    ['the window before this one', 'ok', async () => club.doorCode(BASKETBALL, 30_000)],
    [
      'the code of a window to come',
      'DOOR_CODE_EXPIRED',
      async () => club.doorCode(BASKETBALL, -30_000),
    ],
    [
      'a forged signature',
      'DOOR_CODE_INVALID',
      async () => (await club.doorCode(BASKETBALL)).replace(/.{4}$/, 'AAAA'),
    ],
    [
      'the signature of another venue',
      'DOOR_CODE_INVALID',
      async () => (await club.doorCode(GYM)).replace(GYM, BASKETBALL),
    ],
    ['any other QR code', 'DOOR_CODE_INVALID', async () => 'https://example.com/'],
    [
      'a venue that does not exist',
      'DOOR_CODE_INVALID',
      async () => (await club.doorCode(GYM)).replace(GYM, 'v-nowhere'),
    ],
    [
      'the door of a venue that is closed',
      'VENUE_CLOSED',
      async () => club.doorCode('v-west-dance'),
    ],
  ])('%s: %s', async (_, expected, code) => {
    expect(await outcome(club.as('lin').visit.checkIn({ code: await code() }))).toBe(expected);
  });

  test('on a venue’s page another venue’s code is refused', async () => {
    const code = await club.doorCode(GYM);
    const ask = club.as('lin').visit.checkIn({ code, venueId: BASKETBALL });
    expect(await outcome(ask)).toBe('DOOR_CODE_OTHER_VENUE');
  });

  test('somebody who has not registered is asked to', async () => {
    const code = await club.doorCode(BASKETBALL);
    expect(await outcome(club.as('new').visit.checkIn({ code }))).toBe('REGISTER_FIRST');
  });
});

describe('leaving', () => {
  test('a check-out counts the minutes, frees the place, and answers the same when asked again', async () => {
    const lin = club.as('lin');
    const before = Number(await headcount(BASKETBALL));
    const { visit } = await lin.visit.checkIn({ code: await club.doorCode(BASKETBALL) });
    await club.passMinutes(42);
    const left = await lin.visit.checkOut({ visitId: visit.id });
    expect(left).toMatchObject({ status: 'CLOSED', ending: 'MEMBER', minutes: 42 });
    expect(await lin.visit.checkOut({ visitId: visit.id })).toEqual(left);
    expect(await headcount(BASKETBALL)).toBe(await openVisits(BASKETBALL));
    expect(before).toBe(9);
  });

  test('nobody ends somebody else’s visit', async () => {
    const { visit } = await club.as('lin').visit.checkIn({ code: await club.doorCode(GYM) });
    expect(await outcome(club.as('may').visit.checkOut({ visitId: visit.id }))).toBe(
      'VISIT_NOT_FOUND',
    );
  });

  test('the longest stay ends a visit at four hours, whatever the clock says when it is noticed', async () => {
    const { visit } = await club.as('lin').visit.checkIn({ code: await club.doorCode(GYM) });
    // The hours between hold hundreds of minutes in which nothing is due for this test.
    club.cloud.clock.jump(visit.deadline + 5 * 60_000);
    await club.passMinutes(2);
    expect(await club.document('visits', visit.id)).toMatchObject({
      status: 'CLOSED',
      ending: 'LONGEST_STAY',
      minutes: 240,
    });
  });

  test('closing time empties the hall, and the board says so', async () => {
    club.cloud.clock.jump(club.cloud.clock.now() + 12 * 3_600_000 - 60_000);
    await club.passMinutes(2);
    expect(await headcount(BASKETBALL)).toBe(0);
    expect(await openVisits(BASKETBALL)).toBe(0);
  });
});
