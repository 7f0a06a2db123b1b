import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  cardOf,
  challenge,
  duel,
  expectStakesInOrder,
  frozenOf,
  pointsOf,
  wait,
} from './challenge';
import { BASKETBALL, type Club, GYM, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const DAY = 24 * 60 * 60_000;
const checkIn = async (who: string, venueId = BASKETBALL) =>
  (await club.as(who).visit.checkIn({ code: await club.doorCode(venueId) })).visit;
const board = (who: string, challengeId: string) => club.as(who).challenge.board({ challengeId });

describe('a duel of three days', () => {
  test('sets both stakes aside, moves as they check in, and gives the pot to the better', async () => {
    const [lin, may] = [await pointsOf(club, 'lin'), await pointsOf(club, 'may')];
    const made = await challenge(club, 'lin');
    expect(made.challenge).toMatchObject({ status: 'OPEN', mine: true, from: null });
    expect(await pointsOf(club, 'lin')).toBe(lin - 50);
    const invited = await club.as('may').challenge.invitation({ token: cardOf(made) });
    expect(invited).toMatchObject({ registered: true, joined: false, mayStake: true, points: may });
    expect(invited.challenger.nickname).toBe('林小满');
    const started = await club.as('may').challenge.accept({ token: cardOf(made) });
    expect(started.challenge).toMatchObject({ status: 'RUNNING', mine: false });
    expect([await frozenOf(club, 'lin'), await frozenOf(club, 'may')]).toEqual([50, 50]);

    const { id } = made.challenge;
    await checkIn('may');
    const copies = await club.documents('challenge_boards', { challengeId: id });
    expect(copies).toHaveLength(2);
    for (const { rows } of copies) {
      expect(rows).toMatchObject({ 'm-may': { total: 1, curve: { '2026-03-14': 1 } } });
    }
    const seen = await board('lin', id);
    expect(seen.rows.map(({ memberId, total, rank }) => [memberId, total, rank])).toEqual([
      ['m-may', 1, 1],
      ['m-lin', 0, 2],
    ]);
    expect(seen).toMatchObject({ gap: 2, you: 'm-lin' });
    expect(seen.challenge.rank).toBe(2);

    await wait(club, 3 * DAY);
    const over = await board('lin', id);
    expect(over.challenge).toMatchObject({ status: 'SETTLED', won: -50, rank: 2 });
    expect((await board('may', id)).challenge.won).toBe(50);
    expect(await pointsOf(club, 'lin')).toBe(lin - 50);
    await expectStakesInOrder(club);
    const told = await club.documents('messages', { memberId: 'm-may', kind: 'CHALLENGE' });
    expect(told.map(({ title }) => title)).toContain('挑战结束');
    const home = await club.as('may').challenge.home({ before: null });
    expect(home.live).toEqual([]);
    expect(home.over.map(({ won }) => won)).toEqual([50]);
  }, 120_000);

  test('that ends even gives both stakes back, each with its days', async () => {
    const lots = async (who: string) =>
      (await club.document('ledger_balances', `points:member:m-${who}`))?.lots;
    const before = [await lots('lin'), await lots('may')];
    const { challenge: of } = await duel(club);
    await wait(club, 3 * DAY);
    expect((await board('lin', of.id)).challenge).toMatchObject({ status: 'SETTLED', won: 0 });
    expect([await lots('lin'), await lots('may')]).toEqual(before);
    await expectStakesInOrder(club);
  });

  test('counts only what lies between start and end', async () => {
    await checkIn('lin');
    const { challenge: of } = await duel(club, { days: 1 });
    expect((await board('may', of.id)).rows.map(({ total }) => total)).toEqual([0, 0]);
    // Elsewhere, later: today counts after all.
    await checkIn('lin', GYM);
    const [first] = (await board('may', of.id)).rows;
    expect(first).toMatchObject({ memberId: 'm-lin', total: 1 });
    await wait(club, DAY);
    await checkIn('may');
    const ended = await board('may', of.id);
    expect(ended.challenge).toMatchObject({ status: 'SETTLED', won: -50 });
  });

  test('that somebody leaves is the other’s at once', async () => {
    const may = await pointsOf(club, 'may');
    const { challenge: of } = await duel(club);
    const left = await club.as('lin').challenge.leave({ challengeId: of.id });
    expect(left.challenge).toMatchObject({ status: 'SETTLED', won: -50 });
    expect(await pointsOf(club, 'may')).toBe(may + 50);
    await expectStakesInOrder(club);
    expect(await outcome(club.as('lin').challenge.leave({ challengeId: of.id }))).toBe(
      'CHALLENGE_CLOSED',
    );
  });
});

describe('an open challenge', () => {
  test('can be taken back, and is nobody’s to answer then', async () => {
    const lin = await pointsOf(club, 'lin');
    const made = await challenge(club, 'lin');
    const own = { challengeId: made.challenge.id };
    expect((await club.as('lin').challenge.cancel(own)).challenge.status).toBe('CANCELLED');
    expect(await pointsOf(club, 'lin')).toBe(lin);
    const token = cardOf(made);
    expect(await outcome(club.as('may').challenge.accept({ token }))).toBe('CHALLENGE_CLOSED');
    expect(await outcome(club.as('may').challenge.decline({ token }))).toBe('CHALLENGE_CLOSED');
  });

  test('is over when the friend says no', async () => {
    const lin = await pointsOf(club, 'lin');
    const made = await challenge(club, 'lin');
    await club.as('may').challenge.decline({ token: cardOf(made) });
    expect((await board('lin', made.challenge.id)).challenge.status).toBe('DECLINED');
    expect(await pointsOf(club, 'lin')).toBe(lin);
    const told = await club.documents('messages', { memberId: 'm-lin', kind: 'CHALLENGE' });
    expect(told.map(({ title }) => title)).toEqual(['对方婉拒了挑战']);
  });

  test('is answered within a day or is over, and the stake is back', async () => {
    const lin = await pointsOf(club, 'lin');
    const made = await challenge(club, 'lin');
    await wait(club, DAY - 120_000);
    expect((await board('lin', made.challenge.id)).challenge.status).toBe('OPEN');
    await wait(club, 120_000);
    expect((await board('lin', made.challenge.id)).challenge.status).toBe('EXPIRED');
    expect(await pointsOf(club, 'lin')).toBe(lin);
    await expectStakesInOrder(club);
  });

  test('asked for twice with one request is one, with one stake', async () => {
    const lin = await pointsOf(club, 'lin');
    const form = { kind: 'DAYS', shape: 'DUEL', stake: 50, target: null, days: 3 } as const;
    const ask = () => club.as('lin').challenge.create({ ...form, places: 2, requestId: 'twice' });
    const both = await Promise.all([ask(), ask()]);
    expect(new Set(both.map(({ challenge: { id } }) => id)).size).toBe(1);
    expect(await pointsOf(club, 'lin')).toBe(lin - 50);
  });
});

describe('who may not take part', () => {
  test.each([
    ['the challenger', 'lin', {}, 'CHALLENGE_OWN'],
    ['who has too few points', 'desk-east', {}, 'INSUFFICIENT_POINTS'],
    ['who is not registered', 'new', {}, 'REGISTER_FIRST'],
  ] as const)('%s is told why', async (_, who, wish, code) => {
    const token = cardOf(await challenge(club, 'lin', wish));
    expect(await outcome(club.as(who).challenge.accept({ token }))).toBe(code);
    await expectStakesInOrder(club);
  });

  test('who is under fourteen cannot stake, and may play for nothing', async () => {
    const may = await club.document('members', 'm-may');
    await club.cloud.load('members', [{ ...may, birthYear: 2012, guardianConsent: true }]);
    const token = cardOf(await challenge(club, 'lin'));
    expect(await outcome(club.as('may').challenge.accept({ token }))).toBe('STAKE_UNDER_14');
    expect(await outcome(challenge(club, 'may'))).toBe('STAKE_UNDER_14');
    const free = cardOf(await challenge(club, 'lin', { stake: 0 }));
    expect(await outcome(club.as('may').challenge.accept({ token: free }))).toBe('ok');
    expect((await club.as('may').challenge.home({ before: null })).mayStake).toBe(false);
  });

  test('who blocked the challenger hears so, who is blocked finds nothing', async () => {
    const token = cardOf(await challenge(club, 'lin'));
    await club.as('may').challenge.block({ memberId: 'm-lin', blocked: true });
    expect(await outcome(club.as('may').challenge.accept({ token }))).toBe('CHALLENGER_BLOCKED');
    await club.as('lin').challenge.block({ memberId: 'm-chen', blocked: true });
    expect(await outcome(club.as('chen').challenge.accept({ token }))).toBe('CHALLENGE_NOT_FOUND');
    expect(await outcome(club.as('chen').challenge.invitation({ token }))).toBe(
      'CHALLENGE_NOT_FOUND',
    );
    const { blocked } = await club.as('may').challenge.block({ memberId: 'm-lin', blocked: false });
    expect(blocked).toEqual([]);
    expect(await outcome(club.as('may').challenge.accept({ token }))).toBe('ok');
  });

  test('a third one finds the duel full, and the eleventh challenge is one too many', async () => {
    const made = await challenge(club, 'lin', { stake: 0 });
    await club.as('may').challenge.accept({ token: cardOf(made) });
    const third = club.as('chen').challenge.accept({ token: cardOf(made) });
    expect(await outcome(third)).toBe('CHALLENGE_FULL');
    // Nor does a third one read what the two do, not even of the staff.
    const asked = { challengeId: made.challenge.id };
    for (const who of ['chen', 'desk-east', 'root']) {
      expect(await outcome(club.as(who).challenge.board(asked))).toBe('CHALLENGE_NOT_FOUND');
    }
    for (let n = 1; n < 10; n += 1) await challenge(club, 'lin', { stake: 0 });
    expect(await outcome(challenge(club, 'lin', { stake: 0 }))).toBe('CHALLENGES_FULL');
    await club.as('lin').challenge.leave({ challengeId: made.challenge.id });
    expect(await outcome(challenge(club, 'lin', { stake: 0 }))).toBe('ok');
  });
});
