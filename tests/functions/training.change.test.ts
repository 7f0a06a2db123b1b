import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at } from '../domain/clock';
import { type Club, openClub, outcome } from './club';
import {
  applyTo,
  codes,
  expectTiesInOrder,
  HE,
  LI,
  LIU,
  leavePlaces,
  requestChange,
  titlesOf,
  type VoterName,
  voteOnLi,
  WANG,
} from './training';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

/** Lin wants Li for Wang. */
const asked = () => requestChange(club, 'lin', WANG, LI);
const vote = (voter: VoterName, changeId: string, yes = true) =>
  voteOnLi(club, voter, { changeId, yes });

describe('asking for another coach', () => {
  test('tells the two coaches and the admin, and shows three open votes', async () => {
    const change = await asked();
    expect(change).toMatchObject({
      status: 'PENDING',
      votes: { from: 'PENDING', to: 'PENDING', admin: 'PENDING' },
      mayVoteAs: null,
    });
    for (const who of ['coach-wang', 'coach-li', 'root']) {
      expect(await titlesOf(club, who), who).toContain('更换教练待你表决');
    }
    expect(await titlesOf(club, 'admin-east')).not.toContain('更换教练待你表决');
    const voting = async (coach: string) =>
      (await club.as(coach).coach.home({ from: null })).requests.changes.map(
        ({ mayVoteAs }) => mayVoteAs,
      );
    expect(await voting('coach-wang')).toEqual(['from']);
    expect(await voting('coach-li')).toEqual(['to']);
    const { changes } = await club.as('root').school.home({ campusId: null });
    expect(changes).toMatchObject([{ id: change.id, mayVoteAs: 'admin' }]);
  });

  test.each([
    ['for one who is not my coach', LI, WANG, 'NOT_MY_COACH'],
    ['for the same', WANG, WANG, 'RELATION_EXISTS'],
    ['to one of another campus', WANG, LIU, 'COACH_ELSEWHERE'],
    ['to one who waits for approval', WANG, HE, 'COACH_NOT_FOUND'],
    ['to oneself', WANG, 'm-lin', 'OWN_COACH'],
    ['to nobody', WANG, 'm-nobody', 'COACH_NOT_FOUND'],
    ['to another', WANG, LI, 'ok'],
  ])('%s: %s → %s is %s', async (_, fromId, toId, code) => {
    expect(await outcome(requestChange(club, 'lin', fromId, toId))).toBe(code);
    await expectTiesInOrder(club);
  });

  test('under the id of an application that was taken back, it is made all the same', async () => {
    const requestId = 'twice';
    const { relationId } = await club.as('lin').student.apply({ coachId: LI, requestId });
    await club.as('lin').student.withdraw({ relationId });
    const wish = { fromId: WANG, toId: LI, reason: '时间对不上', requestId };
    const { id } = await club.as('lin').student.requestChange(wish);
    for (const voter of ['from', 'to', 'admin'] as const) await vote(voter, id);
    expect((await club.as('lin').student.home({})).change).toMatchObject({ status: 'COMPLETED' });
    await expectTiesInOrder(club);
  });

  test('takes a reason', async () => {
    const wish = { fromId: WANG, toId: LI, reason: ' 想 ', requestId: 'r' };
    expect(await outcome(club.as('lin').student.requestChange(wish))).toBe('REASON_REQUIRED');
    const long = { ...wish, reason: '长'.repeat(501) };
    expect(await outcome(club.as('lin').student.requestChange(long))).toBe('INVALID_INPUT');
    const longest = { ...wish, reason: '长'.repeat(500) };
    expect(await outcome(club.as('lin').student.requestChange(longest))).toBe('ok');
  });

  test('a coach whom one has, or asked, or who is full, cannot be the new one', async () => {
    await applyTo(club, 'lin', LI);
    expect(await outcome(asked())).toBe('RELATION_EXISTS');
    await leavePlaces(club, LI, 0);
    expect(await outcome(requestChange(club, 'may', WANG, LI))).toBe('STUDENTS_FULL');
  });

  test('the wanted coach cannot be asked directly meanwhile, another may', async () => {
    await asked();
    expect(await outcome(applyTo(club, 'lin', LI))).toBe('RELATION_EXISTS');
    await club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    expect(await outcome(applyTo(club, 'lin', HE))).toBe('ok');
  });

  test('one at a time, also at once; taken back, there may be another', async () => {
    const told = await codes([asked(), asked()]);
    expect([...told].sort()).toEqual(['CHANGE_OPEN', 'ok']);
    const [change] = (await club.as('lin').student.relations({})).changes;
    const changeId = change?.id ?? '';
    const { student } = club.as('may');
    expect(await outcome(student.withdrawChange({ changeId }))).toBe('CHANGE_NOT_FOUND');
    const lin = club.as('lin').student;
    expect(await lin.withdrawChange({ changeId })).toMatchObject({ status: 'WITHDRAWN' });
    expect(await lin.withdrawChange({ changeId })).toMatchObject({ status: 'WITHDRAWN' });
    for (const voter of ['coach-wang', 'coach-li', 'root']) {
      const told = await titlesOf(club, voter);
      expect(told.filter((title) => title === '更换教练已撤回')).toHaveLength(1);
    }
    expect(await outcome(vote('from', changeId))).toBe('CHANGE_CLOSED');
    expect(await outcome(asked())).toBe('ok');
  });
});

describe('after seven days', () => {
  test('what not everybody voted on is over, and the student reads of it', async () => {
    const { id, expiresAt } = await asked();
    expect(expiresAt).toBeGreaterThanOrEqual(at('2026-03-21 10:00'));
    club.cloud.clock.jump(expiresAt - 60_000);
    await vote('from', id);
    await vote('to', id);
    club.cloud.clock.jump(expiresAt);
    // Nobody has to wait for the timer to be told.
    expect(await outcome(vote('admin', id))).toBe('CHANGE_CLOSED');
    expect((await club.as('lin').student.home({})).change).toMatchObject({ status: 'EXPIRED' });
    await club.passMinutes(1);
    expect(await club.document('coach_changes', id)).toMatchObject({ status: 'EXPIRED' });
    expect(await titlesOf(club, 'lin')).toContain('更换教练已过期');
    await club.passMinutes(2);
    const told = (await titlesOf(club, 'lin')).filter((title) => title === '更换教练已过期');
    expect(told).toHaveLength(1);
    expect(await outcome(asked())).toBe('ok');
    await expectTiesInOrder(club);
  });
});

test('an admin who ends the relation ends the change of it, too', async () => {
  const { id } = await asked();
  const reason = '学员当面要求解除';
  await club.as('root').school.endRelation({ relationId: 'r-lin-coach-wang', reason });
  expect(await club.document('coach_changes', id)).toMatchObject({ status: 'EXPIRED' });
  expect(await outcome(vote('to', id))).toBe('CHANGE_CLOSED');
  expect(await outcome(applyTo(club, 'lin', LI))).toBe('ok');
  await expectTiesInOrder(club);
});
