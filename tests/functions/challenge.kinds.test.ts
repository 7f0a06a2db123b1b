import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BOARDS, cardOf, challenge, duel, expectStakesInOrder, pointsOf, wait } from './challenge';
import { BASKETBALL, type Club, GYM, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const checkIn = async (who: string, venueId = BASKETBALL) =>
  (await club.as(who).visit.checkIn({ code: await club.doorCode(venueId) })).visit;
const board = (who: string, challengeId: string) => club.as(who).challenge.board({ challengeId });
const pass = (ms: number) => club.cloud.clock.jump(club.cloud.clock.now() + ms);
const copyOf = async (challengeId: string, memberId: string) =>
  (await club.documents(BOARDS, { challengeId, memberId }))[0];
const totalsOf = async (who: string, challengeId: string) =>
  Object.fromEntries(
    (await board(who, challengeId)).rows.map(({ memberId, total }) => [memberId, total]),
  );
const told = async (who: string, title: string) =>
  (await club.documents('messages', { memberId: `m-${who}`, title })).length;

describe('minutes of sport', () => {
  test('move the board when the visit ends, however it ends', async () => {
    const { challenge: of } = await duel(club, { kind: 'MINUTES', stake: 0 });
    const visit = await checkIn('lin');
    pass(40 * MINUTE);
    expect(await totalsOf('may', of.id)).toEqual({ 'm-lin': 0, 'm-may': 0 });
    await club.as('lin').visit.checkOut({ visitId: visit.id });
    expect(await copyOf(of.id, 'm-may')).toMatchObject({ rows: { 'm-lin': { total: 40 } } });

    const forgotten = await checkIn('may', GYM);
    pass(25 * MINUTE);
    await club.as('root').desk.checkOut({ visitId: forgotten.id, reason: '会员忘记离场了' });
    expect(await copyOf(of.id, 'm-lin')).toMatchObject({ rows: { 'm-may': { total: 25 } } });

    const long = await checkIn('may');
    await wait(club, long.deadline - club.cloud.clock.now() + MINUTE);
    const minutes = 25 + (long.deadline - long.checkedInAt) / MINUTE;
    const after = (await copyOf(of.id, 'm-lin')) as { rows: Record<string, { total: number }> };
    expect(after.rows['m-may']?.total).toBe(Math.floor(minutes));
    expect(await totalsOf('lin', of.id)).toEqual({ 'm-lin': 40, 'm-may': Math.floor(minutes) });
  });

  test('of a lesson inside a visit count once', async () => {
    const { challenge: of } = await duel(club, { kind: 'MINUTES', stake: 0 });
    const visit = await checkIn('lin');
    const at = club.cloud.clock.now();
    await club.cloud.load('lessons', [
      lessonOf('l-inside', at + 10 * MINUTE, at + 30 * MINUTE),
      lessonOf('l-beyond', at + 50 * MINUTE, at + 80 * MINUTE),
      { ...lessonOf('l-cancelled', at + 100 * MINUTE, at + 160 * MINUTE), status: 'CANCELLED' },
    ]);
    pass(60 * MINUTE);
    await club.as('lin').visit.checkOut({ visitId: visit.id });
    await wait(club, 3 * 60 * MINUTE);
    expect(await totalsOf('may', of.id)).toEqual({ 'm-lin': 80, 'm-may': 0 });
  });
});

const lessonOf = (_id: string, startAt: number, endAt: number) => ({
  _id,
  status: 'COMPLETED',
  studentId: 'm-lin',
  coachId: 'm-coach-wang',
  studentName: '林小满',
  coachName: '王建国',
  relationId: 'rel-lin-wang',
  campusId: 'c-west',
  venueId: BASKETBALL,
  venueName: '篮球馆',
  tableId: `${BASKETBALL}-1`,
  tableName: '1 号台',
  date: '2026-03-14',
  from: 600,
  until: 660,
  startAt,
  endAt,
  rate: 20_000,
  fee: 20_000,
  captured: 20_000,
  refunded: 0,
  share: 50,
  reason: '',
  cancelledBy: null,
  cancellation: null,
  evaluatedBy: [],
  createdAt: startAt,
  ip: null,
  confirmedAt: startAt,
  remindedAt: null,
  endedAt: endAt,
});

describe('a group', () => {
  const group = { shape: 'GROUP', places: 4, stake: 10 } as const;

  test('starts with the second, lets others in while it runs, and shares the pot by place', async () => {
    const friends = ['may', 'chen', 'zhao'];
    const before = await Promise.all(['lin', ...friends].map((who) => pointsOf(club, who)));
    const made = await challenge(club, 'lin', { ...group, kind: 'MINUTES', days: 2 });
    for (const who of friends) {
      const joined = await club.as(who).challenge.accept({ token: cardOf(made) });
      expect(joined.challenge.status).toBe('RUNNING');
    }
    expect((await board('lin', made.challenge.id)).inviteToken).toBe(null);
    expect(await club.documents(BOARDS, { challengeId: made.challenge.id })).toHaveLength(4);
    for (const [index, who] of ['lin', ...friends].entries()) {
      const visit = await checkIn(who);
      pass((60 - 10 * index) * MINUTE);
      await club.as(who).visit.checkOut({ visitId: visit.id });
    }
    await wait(club, 2 * DAY);
    const won = async (who: string) => (await board(who, made.challenge.id)).challenge.won;
    expect([await won('lin'), await won('may'), await won('chen'), await won('zhao')]).toEqual([
      14, 2, -6, -10,
    ]);
    const after = await Promise.all(['lin', ...friends].map((who) => pointsOf(club, who)));
    const earned = await Promise.all(
      ['lin', ...friends].map(async (who) => {
        const found = await club.documents('ledger_entries', {
          accounts: `points:member:m-${who}`,
        });
        const rewards = found.filter(({ _id }) => String(_id) === `checkin:m-${who}:2026-03-14`);
        const postings = rewards.flatMap(({ postings: all }) => all as { amount: number }[]);
        return postings.reduce((sum, { amount }) => sum + amount, 0);
      }),
    );
    expect(
      after.map((points, index) => points - (before[index] ?? 0) - (earned[index] ?? 0)),
    ).toEqual([14, 2, -6, -10]);
    await expectStakesInOrder(club);
  }, 120_000);

  test('with a target is won by who reaches it first, within the minute', async () => {
    const made = await challenge(club, 'lin', { ...group, kind: 'DAYS', target: 1, days: 5 });
    for (const who of ['may', 'chen']) {
      await club.as(who).challenge.accept({ token: cardOf(made) });
    }
    await checkIn('chen');
    await club.passMinutes(1);
    const ended = await board('chen', made.challenge.id);
    expect(ended.challenge).toMatchObject({ status: 'SETTLED', rank: 1, won: 20 });
    expect(ended.may).toMatchObject({ leave: false, cheer: false });
    await expectStakesInOrder(club);
  });

  test('goes on when one leaves: the stake stays in the pot, and the place is not given away', async () => {
    const made = await challenge(club, 'lin', { ...group, places: 3 });
    for (const who of ['may', 'chen']) {
      await club.as(who).challenge.accept({ token: cardOf(made) });
    }
    const left = await club.as('may').challenge.leave({ challengeId: made.challenge.id });
    expect(left.challenge).toMatchObject({ status: 'RUNNING', rank: 3 });
    await expectStakesInOrder(club);
    const late = club.as('zhao').challenge.accept({ token: cardOf(made) });
    expect(await outcome(late)).toBe('CHALLENGE_FULL');
    expect(await copyOf(made.challenge.id, 'm-lin')).toMatchObject({ left: { 'm-may': true } });
    await checkIn('may');
    await checkIn('chen');
    await wait(club, 3 * DAY);
    expect((await board('chen', made.challenge.id)).challenge.won).toBe(20);
    await expectStakesInOrder(club);
  });
});

describe('who is passed', () => {
  test('hears it within the minute, twice a day at most and not after passing again', async () => {
    const { challenge: of } = await duel(club, { kind: 'MINUTES', stake: 0, days: 2 });
    const play = async (who: string, minutes: number) => {
      const visit = await checkIn(who);
      pass(minutes * MINUTE);
      await club.as(who).visit.checkOut({ visitId: visit.id });
    };
    await play('lin', 5);
    await club.passMinutes(1);
    expect(await told('may', '你被超过了')).toBe(1);
    await play('may', 10);
    await play('lin', 10);
    // May is in front for a moment only: Lin hears nothing.
    await club.passMinutes(1);
    expect(await told('lin', '你被超过了')).toBe(0);
    expect(await told('may', '你被超过了')).toBe(2);
    await play('may', 10);
    await play('lin', 20);
    await club.passMinutes(1);
    expect(await told('may', '你被超过了')).toBe(2);
    expect((await board('may', of.id)).gap).toBe(16);
  });
});
