import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCloud } from '../../local/phone/runtime/cloud';
import { BOARDS, challenge, duel, expectStakesInOrder, wait } from './challenge';
import { type Club, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const board = (who: string, challengeId: string) => club.as(who).challenge.board({ challengeId });
const copyOf = async (challengeId: string, memberId: string) =>
  (await club.documents(BOARDS, { challengeId, memberId }))[0];

describe('a match', () => {
  const MATCH = { kind: 'MATCH', days: 1 } as const;
  const score = { mine: 21, theirs: 17 };

  test('is settled by the score of one and the word of the other', async () => {
    const { challenge: of } = await duel(club, MATCH);
    const own = { challengeId: of.id };
    expect(await outcome(club.as('may').challenge.confirmScore({ ...own, agree: true }))).toBe(
      'SCORE_MISSING',
    );
    const entered = await club.as('lin').challenge.score({ ...own, ...score });
    expect(entered.score).toMatchObject({ by: 'm-lin', points: { 'm-lin': 21, 'm-may': 17 } });
    expect(await outcome(club.as('may').challenge.score({ ...own, ...score }))).toBe(
      'SCORE_EXISTS',
    );
    expect(await outcome(club.as('lin').challenge.confirmScore({ ...own, agree: true }))).toBe(
      'SCORE_NOT_YOURS',
    );
    const over = await club.as('may').challenge.confirmScore({ ...own, agree: true });
    expect(over.challenge).toMatchObject({ status: 'SETTLED', won: -50, rank: 2 });
    await expectStakesInOrder(club);
  });

  test('counts by itself after a day', async () => {
    const { challenge: of } = await duel(club, MATCH);
    await club.as('may').challenge.score({ challengeId: of.id, ...score });
    await wait(club, DAY - 2 * MINUTE);
    expect((await board('lin', of.id)).challenge.status).toBe('RUNNING');
    await wait(club, 3 * MINUTE);
    expect((await board('lin', of.id)).challenge).toMatchObject({ status: 'SETTLED', won: -50 });
  });

  test('that nobody scored gives both stakes back', async () => {
    const { challenge: of } = await duel(club, MATCH);
    await wait(club, 2 * DAY);
    expect((await board('lin', of.id)).challenge).toMatchObject({ status: 'SETTLED', won: 0 });
    await expectStakesInOrder(club);
  });

  test('that they disagree about is decided by staff, once and written down', async () => {
    const { challenge: of } = await duel(club, MATCH);
    const own = { challengeId: of.id };
    await club.as('lin').challenge.score({ ...own, ...score });
    const disputed = await club.as('may').challenge.confirmScore({ ...own, agree: false });
    expect(disputed.challenge.status).toBe('DISPUTED');
    await wait(club, 2 * DAY);
    const desk = club.as('desk-east').challenge;
    const { disputes } = await desk.desk({});
    expect(disputes.map(({ challenge: { id } }) => id)).toEqual([of.id]);
    const wrong = desk.decide({ ...own, points: { 'm-lin': 3, 'm-root': 2 } });
    expect(await outcome(wrong)).toBe('CHALLENGE_FORM_INVALID');
    await desk.decide({ ...own, points: { 'm-lin': 17, 'm-may': 21 } });
    expect((await board('may', of.id)).challenge).toMatchObject({ status: 'SETTLED', won: 50 });
    expect(await club.document('audit_entries', `challenge:${of.id}:decide`)).toMatchObject({
      actorId: 'm-desk-east',
      detail: '17:21',
    });
    const again = desk.decide({ ...own, points: { 'm-lin': 21, 'm-may': 17 } });
    expect(await outcome(again)).toBe('CHALLENGE_CLOSED');
    await expectStakesInOrder(club);
  });
});

describe('steps', () => {
  /** A call as the phone makes it: the platform looks the CloudID up. */
  async function addSteps(who: string, challengeId: string, cloudID: string) {
    const noFiles = {
      keep: () => Promise.reject(new Error()),
      read: () => Promise.reject(new Error()),
    };
    const openid = `oCourtside-${who}`;
    const cloud = createCloud({ origin: club.cloud.url, openid }, noFiles as never);
    cloud.init({ env: 'local' });
    const data = { action: 'addSteps', input: { challengeId }, weRun: cloud.CloudID(cloudID) };
    const { result } = (await cloud.callFunction({ name: 'challenge', data })) as unknown as {
      result: {
        ok: boolean;
        code?: string;
        data?: { rows: { total: number; memberId: string }[] };
      };
    };
    return result;
  }

  const cloudIdOf = async (who: string) => {
    const body = JSON.stringify({ openid: `oCourtside-${who}` });
    const answer = await fetch(`${club.cloud.url}/__wechat/we-run`, { method: 'POST', body });
    return ((await answer.json()) as { cloudID: string }).cloudID;
  };

  test('of the days of the challenge count, what WeChat says of others does not', async () => {
    const { challenge: of } = await duel(club, { kind: 'STEPS', stake: 0, days: 2 });
    const { data } = await addSteps('lin', of.id, await cloudIdOf('lin'));
    const own = data?.rows.find(({ memberId }) => memberId === 'm-lin');
    expect(own?.total).toBeGreaterThan(0);
    expect(own?.total).toBeLessThan(15_001);
    const again = await addSteps('lin', of.id, await cloudIdOf('lin'));
    expect(again.data?.rows.find(({ memberId }) => memberId === 'm-lin')?.total).toBe(own?.total);
    const stored = await club.document('challenges', of.id);
    const walked = (stored?.steps ?? {}) as Record<string, { readonly curve: object }>;
    expect(Object.keys(walked['m-lin']?.curve ?? {})).toEqual(['2026-03-14']);
    expect(await addSteps('may', of.id, 'made-up')).toMatchObject({
      ok: false,
      code: 'STEPS_UNAVAILABLE',
    });
    expect(await addSteps('may', of.id, await cloudIdOf('lin'))).toMatchObject({ ok: false });
  });

  test('beyond thirty thousand a day do not count, and no points depend on them', async () => {
    expect(await outcome(challenge(club, 'lin', { kind: 'STEPS', stake: 10 }))).toBe(
      'CHALLENGE_FORM_INVALID',
    );
    const { challenge: of } = await duel(club, { kind: 'STEPS', stake: 0 });
    const timestamp = Math.floor(club.cloud.clock.now() / 1000);
    const weRun = { data: { stepInfoList: [{ timestamp, step: 90_000 }] } };
    const { rows } = await club.as('lin').challenge.addSteps({ challengeId: of.id, weRun });
    expect(rows[0]).toMatchObject({ memberId: 'm-lin', total: 30_000 });
  });
});

describe('a cheer', () => {
  test('counts once a day for each, and never for oneself', async () => {
    const { challenge: of } = await duel(club, { stake: 0 });
    const cheer = (who: string, memberId: string) =>
      club.as(who).challenge.cheer({ challengeId: of.id, memberId });
    expect(await cheer('lin', 'm-may')).toEqual({ cheers: 1 });
    expect(await cheer('lin', 'm-may')).toEqual({ cheers: 1 });
    expect(await outcome(cheer('lin', 'm-lin'))).toBe('CHALLENGE_NOT_FOUND');
    expect(await copyOf(of.id, 'm-may')).toMatchObject({ cheers: { 'm-may': 1 } });
    await wait(club, DAY);
    expect(await cheer('lin', 'm-may')).toEqual({ cheers: 2 });
  });
});
