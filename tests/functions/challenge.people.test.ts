import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder, whereIs } from './books';
import {
  BOARDS,
  cardOf,
  challenge,
  duel,
  expectStakesInOrder,
  give,
  pointsOf,
  wait,
} from './challenge';
import { BASKETBALL, type Club, GYM, openClub, orderFaults, outcome } from './club';
import { faultsWaiting } from './steps';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const DAY = 24 * 60 * 60_000;
const checkIn = async (who: string, venueId = BASKETBALL) =>
  (await club.as(who).visit.checkIn({ code: await club.doorCode(venueId) })).visit;

describe('who ends the account', () => {
  async function join(openid: string) {
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '要走的人' };
    const { id } = await club.as(openid).member.register(form);
    await give(club, id, 200);
    return id;
  }

  test('forfeits what runs, takes back what is open, and is named nowhere', async () => {
    const id = await join('oLeaving');
    const phone = club.as('oLeaving');
    const may = await pointsOf(club, 'may');
    const made = await challenge(club, 'may');
    await phone.challenge.accept({ token: cardOf(made) });
    const form = { kind: 'DAYS', shape: 'DUEL', stake: 70, target: null, days: 3 } as const;
    await phone.challenge.create({ ...form, places: 2, requestId: 'open' });
    await phone.challenge.report({
      token: null,
      challengeId: made.challenge.id,
      memberId: 'm-may',
      reason: '昵称不文明',
    });
    await phone.member.deleteAccount({ confirm: '注销' });
    await club.passMinutes(1);
    const over = await club.as('may').challenge.board({ challengeId: made.challenge.id });
    expect(over.challenge).toMatchObject({ status: 'SETTLED', won: 50 });
    expect(over.rows.map(({ nickname }) => nickname)).toEqual(['梅若雨', '已注销']);
    expect(await pointsOf(club, 'may')).toBe(may + 50);
    expect(await whereIs(club, 'oLeaving')).toEqual([]);
    expect(await whereIs(club, '要走的人')).toEqual([]);
    for (const name of ['challenges', 'challengers', BOARDS, 'challenge_reports', 'messages']) {
      expect(JSON.stringify(await club.documents(name)), name).not.toContain(id);
    }
    await expectStakesInOrder(club);
    await expectLedgerInOrder(club);
  });

  test('gets the stake of an open one back, whichever transaction the database refuses', async () => {
    const form = { kind: 'DAYS', shape: 'DUEL', stake: 70, target: null, days: 3 } as const;
    for (const n of [2, 3]) {
      await join(`oLeaving${n}`);
      const phone = club.as(`oLeaving${n}`);
      const made = await phone.challenge.create({ ...form, places: 2, requestId: `open${n}` });
      const request = 'database.startTransaction';
      await orderFaults(club, { function: 'member', request, n, when: 'before', effect: 'fail' });
      await phone.member.deleteAccount({ confirm: '注销' });
      expect(await faultsWaiting(club), `transaction ${n}`).toBe(0);
      await club.passMinutes(2);
      const stored = await club.document('challenges', made.challenge.id);
      expect(stored, `transaction ${n}`).toMatchObject({ status: 'CANCELLED' });
      await expectStakesInOrder(club);
      await expectLedgerInOrder(club);
    }
  });

  test('before the prize is paid loses it to the house, and nothing stays in the pot', async () => {
    const id = await join('oWinner');
    const made = await challenge(club, 'may');
    await club.as('oWinner').challenge.accept({ token: cardOf(made) });
    await club
      .as('oWinner')
      .visit.checkIn({ code: await club.doorCode(GYM) })
      .then(({ visit }) => club.as('oWinner').visit.checkOut({ visitId: visit.id }));
    const stored = await club.document('challenges', made.challenge.id);
    const results = [
      { memberId: id, rank: 1, payout: 100, curve: {}, total: 1, reachedAt: null },
      { memberId: 'm-may', rank: 2, payout: 0, curve: {}, total: 0, reachedAt: null },
    ];
    const at = club.cloud.clock.now();
    await club.cloud.load('challenges', [
      { ...stored, status: 'SETTLED', results, dueAt: null, endedAt: at },
    ]);
    const key = `challenge:${made.challenge.id}:pay`;
    const payload = { challengeId: made.challenge.id };
    await club.cloud.load('outbox', [
      { _id: key, kind: 'payChallenge', payload, at, dueAt: at, attempts: 0 },
    ]);
    await club.as('oWinner').member.deleteAccount({ confirm: '注销' });
    await club.passMinutes(2);
    expect(await club.documents('outbox', { kind: 'payChallenge' })).toEqual([]);
    await expectStakesInOrder(club);
    await expectLedgerInOrder(club);
  });
});

test('what is stored about challenges is handed over with the rest', async () => {
  const { challenge: of } = await duel(club);
  await checkIn('lin');
  await wait(club, 3 * DAY);
  const { challenges } = await club.as('lin').member.exportData({ cursor: null });
  expect(challenges).toEqual([
    expect.objectContaining({ id: of.id, kind: 'DAYS', total: 1, won: 50, mine: true }),
  ]);
});

describe('a report', () => {
  test('is told once, seen by the staff and closed, which is written down', async () => {
    const made = await challenge(club, 'lin');
    const ask = { token: cardOf(made), challengeId: null, memberId: 'm-lin', reason: '名字不文明' };
    expect(await outcome(club.as('may').challenge.report(ask))).toBe('ok');
    expect(await outcome(club.as('may').challenge.report(ask))).toBe('REPORTED_ALREADY');
    expect(await outcome(club.as('may').challenge.report({ ...ask, memberId: 'm-chen' }))).toBe(
      'CHALLENGE_NOT_FOUND',
    );
    const desk = club.as('desk-east').challenge;
    const [report, ...more] = (await desk.desk({})).reports;
    expect(more).toEqual([]);
    expect(report).toMatchObject({ reason: '名字不文明', challengeId: made.challenge.id });
    expect(report).toMatchObject({ by: { nickname: '梅若雨' }, about: { nickname: '林小满' } });
    await desk.closeReport({ reportId: String(report?.id), note: '已提醒' });
    expect((await desk.desk({})).reports).toEqual([]);
    const entries = await club.documents('audit_entries', { action: 'challenge.closeReport' });
    expect(entries).toHaveLength(1);
  });
});

describe('the boards of a campus', () => {
  const ask = { among: 'CAMPUS', campusId: 'c-west', period: 'WEEK', measure: 'DAYS' } as const;
  const rows = async (who: string, over: Partial<typeof ask> = {}) =>
    (await club.as(who).challenge.ranking({ ...ask, ...over })).rows;

  test('count the week of everybody, and leave out at once who does not wish to be shown', async () => {
    await checkIn('lin');
    await club.passMinutes(10);
    const before = await rows('lin');
    const own = before.find(({ you }) => you);
    expect(own?.nickname).toBe('林小满');
    const visits = await club.documents('visits', { memberId: 'm-lin', venueId: BASKETBALL });
    expect(own?.value).toBeGreaterThan(0);
    expect(own?.value).toBeLessThanOrEqual(visits.length);
    expect(before.map(({ value }) => value)).toEqual(
      before.map(({ value }) => value).sort((a, b) => b - a),
    );
    await club.as('lin').challenge.showMe({ shown: false });
    expect((await rows('may')).some(({ nickname }) => nickname === '林小满')).toBe(false);
    await club.passMinutes(10);
    expect((await rows('lin')).some(({ you }) => you)).toBe(false);
    expect((await club.as('lin').challenge.ranking(ask)).shown).toBe(false);
    await club.as('lin').challenge.showMe({ shown: true });
    await club.passMinutes(10);
    expect((await rows('lin')).some(({ you }) => you)).toBe(true);
  });

  test('of last week are not this week’s, and an unknown campus is refused', async () => {
    await club.passMinutes(10);
    expect(await rows('lin')).not.toEqual([]);
    club.cloud.clock.jump(club.cloud.clock.now() + 7 * DAY);
    expect(await rows('lin')).toEqual([]);
    const nowhere = club.as('lin').challenge.ranking({ ...ask, campusId: 'c-nowhere' });
    expect(await outcome(nowhere)).toBe('CAMPUS_NOT_FOUND');
  });

  test('among friends show whom one has played with, and nobody whom one blocked', async () => {
    await duel(club, { stake: 0 });
    const group = await challenge(club, 'lin', { shape: 'GROUP', places: 3, stake: 0 });
    await club.as('chen').challenge.accept({ token: cardOf(group) });
    const friends = { ...ask, among: 'FRIENDS', campusId: null } as const;
    const names = async () =>
      (await club.as('lin').challenge.ranking(friends)).rows.map(({ nickname }) => nickname).sort();
    expect(await names()).toEqual(['林小满', '梅若雨', '陈一鸣'].sort());
    await club.as('lin').challenge.block({ memberId: 'm-chen', blocked: true });
    expect(await names()).toEqual(['林小满', '梅若雨'].sort());
  });
});

describe('what a check-in costs', () => {
  const requestsOf = (action: string) =>
    club.cloud.stats().actions.find((row) => row.action === action)?.requests ?? 0;

  test('with three challenges running is fifteen database requests at most, the reward included', async () => {
    for (const who of ['may', 'chen', 'zhao']) await duel(club, { stake: 0 }, who);
    const code = await club.doorCode(BASKETBALL);
    club.cloud.stats();
    const { reward } = await club.as('lin').visit.checkIn({ code });
    expect(reward?.points).toBeGreaterThan(0);
    expect(requestsOf('checkIn')).toBeLessThanOrEqual(15);
    const moved = await club.documents(BOARDS, { news: true });
    expect(moved).toHaveLength(6);
  });

  test('is not undone by a board that cannot be written', async () => {
    const { challenge: of } = await duel(club, { stake: 0 });
    await fetch(`${club.cloud.url}/__dev/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        function: 'visit',
        action: 'checkIn',
        n: 12,
        when: 'before',
        effect: 'fail',
      }),
    });
    await checkIn('lin');
    await fetch(`${club.cloud.url}/__dev/faults`, { method: 'DELETE' });
    const total = async () => {
      const [copy] = await club.documents(BOARDS, { challengeId: of.id, memberId: 'm-may' });
      const rows = (copy?.rows ?? {}) as Record<string, { readonly total: number }>;
      return rows['m-lin']?.total;
    };
    expect(await total()).toBe(0);
    // Ten minutes later every running challenge has been counted anew.
    await club.passMinutes(11);
    expect(await total()).toBe(1);
  });
});
