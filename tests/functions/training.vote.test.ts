import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changes } from '../../cloudfunctions/training/store';
import { type Club, openClub, outcome } from './club';
import { openTimerContexts } from './timerContext';
import {
  answer,
  applyTo,
  codes,
  expectTiesInOrder,
  HE,
  LI,
  leavePlaces,
  loggedOf,
  requestChange,
  tie,
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
const tiesOf = async (who: string) =>
  (await club.as(who).student.home({})).ties.map(({ status, coach }) => [coach.realName, status]);

describe('voting', () => {
  test('with three yes, in any order, the coach is another, and everybody reads of it', async () => {
    const { id } = await asked();
    await vote('to', id);
    await vote('admin', id);
    expect(await tiesOf('lin')).toEqual([['王建国', 'ESTABLISHED']]);
    expect(await vote('from', id)).toMatchObject({
      status: 'COMPLETED',
      votes: { from: 'YES', to: 'YES', admin: 'YES' },
      notes: { from: '尊重学员' },
    });
    expect(await tiesOf('lin')).toEqual([['李静', 'ESTABLISHED']]);
    for (const who of ['lin', 'coach-wang', 'coach-li']) {
      expect(await titlesOf(club, who), who).toContain('教练已更换');
    }
    expect(await club.document('coach_relations', 'r-lin-coach-wang')).toMatchObject({
      status: 'TERMINATED',
      reason: '更换教练',
    });
    expect(await club.documents('outbox', { kind: 'refuseLessons' })).toEqual([]);
    expect(await loggedOf(club, 'm-lin')).toEqual(
      expect.arrayContaining(['student.requestChange', 'school.vote', 'training.changed']),
    );
    await expectTiesInOrder(club);
  });

  test.each<VoterName>(['from', 'to', 'admin'])('one no, by %s, ends it', async (no) => {
    const { id } = await asked();
    const others = (['from', 'to', 'admin'] as const).filter((one) => one !== no);
    for (const yes of others) await vote(yes, id);
    expect(await vote(no, id, false)).toMatchObject({ status: 'REJECTED' });
    expect(await titlesOf(club, 'lin')).toContain('更换教练没有通过');
    expect(await tiesOf('lin')).toEqual([['王建国', 'ESTABLISHED']]);
    expect(await outcome(asked())).toBe('ok');
    await expectTiesInOrder(club);
  });

  test('is for the three alone: others do not even find it', async () => {
    const { id: changeId } = await asked();
    const ballot = { changeId, yes: true, note: '' };
    expect(await outcome(club.as('coach-liu').coach.vote(ballot))).toBe('CHANGE_NOT_FOUND');
    expect(await outcome(club.as('admin-east').school.vote(ballot))).toBe('CHANGE_NOT_FOUND');
    expect(await outcome(club.as('desk-east').school.vote(ballot))).toBe('NOT_ALLOWED');
    expect(await outcome(club.as('lin').school.vote(ballot))).toBe('NOT_ALLOWED');
    expect(await outcome(club.as('may').coach.vote(ballot))).toBe('COACH_ONLY');
    const unknown = { ...ballot, changeId: 'none' };
    expect(await outcome(club.as('root').school.vote(unknown))).toBe('CHANGE_NOT_FOUND');
    expect(await outcome(club.as('coach-wang').coach.vote(unknown))).toBe('CHANGE_NOT_FOUND');
    expect(await club.document('coach_changes', changeId)).toMatchObject({
      votes: { from: { vote: 'PENDING' }, to: { vote: 'PENDING' }, admin: { vote: 'PENDING' } },
    });
  });

  test('nobody has two votes: the same again changes nothing, the opposite is too late', async () => {
    const { id } = await asked();
    await vote('from', id);
    expect(await vote('from', id)).toMatchObject({ status: 'PENDING', mayVoteAs: null });
    expect(await outcome(vote('from', id, false))).toBe('VOTED_ALREADY');
    expect(await club.documents('audit_entries', { action: 'coach.vote' })).toHaveLength(1);
  });

  test('a coach who is an admin of the campus, too, votes as coach and not for the campus', async () => {
    const { text } = await club.as('coach-wang').member.code({});
    const role = { campusId: 'c-centre', role: 'CAMPUS_ADMIN', code: text } as const;
    await club.as('root').club.appoint(role);
    const { id: changeId } = await asked();
    const ballot = { changeId, yes: true, note: '' };
    expect(await outcome(club.as('coach-wang').school.vote(ballot))).toBe('NOT_ALLOWED');
    expect(await outcome(club.as('coach-wang').coach.vote(ballot))).toBe('ok');
    expect(await outcome(club.as('coach-wang').school.vote(ballot))).toBe('NOT_ALLOWED');
    expect(await club.document('coach_changes', changeId)).toMatchObject({
      votes: { admin: { vote: 'PENDING' } },
    });
  });

  test('a student who is an admin does not decide the own wish', async () => {
    const { text } = await club.as('lin').member.code({});
    const role = { campusId: 'c-centre', role: 'CAMPUS_ADMIN', code: text } as const;
    await club.as('root').club.appoint(role);
    const { id: changeId } = await asked();
    const ballot = { changeId, yes: true, note: '' };
    expect(await outcome(club.as('lin').school.vote(ballot))).toBe('NOT_ALLOWED');
  });

  test('the last yes is not taken while the new coach is full or stopped, and counts later', async () => {
    const { id } = await asked();
    await vote('from', id);
    await vote('to', id);
    await leavePlaces(club, LI, 0);
    expect(await outcome(vote('admin', id))).toBe('STUDENTS_FULL');
    await leavePlaces(club, LI, 1);
    await club.as('root').school.setTeaching({ memberId: LI, active: false, reason: '进修' });
    expect(await outcome(vote('admin', id))).toBe('COACH_DISABLED');
    await club.as('root').school.setTeaching({ memberId: LI, active: true, reason: '' });
    expect(await vote('admin', id)).toMatchObject({ status: 'COMPLETED' });
    await expectTiesInOrder(club);
  });

  test('a student with two coaches changes the one that was named', async () => {
    await tie(club, 'chen', 'coach-wang');
    await club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    const { id } = await requestChange(club, 'chen', LI, HE);
    const ballot = { changeId: id, yes: true, note: '' };
    await club.as('coach-li').coach.vote(ballot);
    await club.as('coach-he').coach.vote(ballot);
    await club.as('root').school.vote(ballot);
    expect(new Map((await tiesOf('chen')) as [string, string][])).toEqual(
      new Map([
        ['王建国', 'ESTABLISHED'],
        ['何敏', 'ESTABLISHED'],
      ]),
    );
    await expectTiesInOrder(club);
  });
});

describe('an admin who is dismissed', () => {
  const appoint = async () => {
    const { text: code } = await club.as('feng').member.code({});
    await club.as('root').club.appoint({ campusId: 'c-centre', role: 'CAMPUS_ADMIN', code });
    return club.document('identities', 'oCourtside-feng');
  };
  const dismiss = () => club.as('root').club.dismiss({ memberId: 'm-feng' });
  const ballot = (changeId: string) => ({ changeId, yes: true, note: '' });

  test('meanwhile gives no vote', async () => {
    const { id } = await asked();
    const admitted = await appoint();
    await dismiss();
    // The function had read who calls before the dismissal.
    await club.cloud.load('identities', [{ ...admitted } as never]);
    expect(await outcome(club.as('feng').school.vote(ballot(id)))).toBe('NOT_ALLOWED');
    expect(await club.document('coach_changes', id)).toMatchObject({
      votes: { admin: { vote: 'PENDING', by: null } },
    });
  });

  test('afterwards has voted', async () => {
    const { id } = await asked();
    await appoint();
    await club.as('feng').school.vote(ballot(id));
    await dismiss();
    await vote('from', id);
    expect(await vote('to', id)).toMatchObject({ status: 'COMPLETED' });
    await expectTiesInOrder(club);
  });

  test('while the last vote is given: either it counted or the change waits', async () => {
    const { id } = await asked();
    await appoint();
    await vote('from', id);
    await vote('to', id);
    const told = await codes([club.as('feng').school.vote(ballot(id)), dismiss()]);
    expect(['ok', 'NOT_ALLOWED']).toContain(told[0]);
    expect(told[1]).toBe('ok');
    expect(await club.document('coach_changes', id)).toMatchObject({
      status: told[0] === 'ok' ? 'COMPLETED' : 'PENDING',
    });
    await expectTiesInOrder(club);
  });
});

describe('races', () => {
  test('a student is taken and a change made at once, with one place: one of both', async () => {
    const { relationId } = await applyTo(club, 'may', LI);
    const { id } = await asked();
    await vote('from', id);
    await vote('to', id);
    await leavePlaces(club, LI, 1);
    const told = await codes([answer(club, 'coach-li', relationId), vote('admin', id)]);
    expect([
      ['ok', 'STUDENTS_FULL'],
      ['MY_STUDENTS_FULL', 'ok'],
    ]).toContainEqual(told);
    await expectTiesInOrder(club);
  });

  test('all three vote at once: it is made, once', async () => {
    const { id } = await asked();
    const told = await codes((['from', 'to', 'admin'] as const).map((voter) => vote(voter, id)));
    expect(told).toEqual(['ok', 'ok', 'ok']);
    expect(await tiesOf('lin')).toEqual([['李静', 'ESTABLISHED']]);
    expect(await club.documents('coach_relations', { source: 'CHANGE' })).toHaveLength(1);
    await expectTiesInOrder(club);
  });

  test('a yes and a no at once: the no stands, whoever was first', async () => {
    const { id } = await asked();
    await vote('from', id);
    const [yes, no] = await codes([vote('to', id), vote('admin', id, false)]);
    expect(no).toBe('ok');
    expect(['ok', 'CHANGE_CLOSED']).toContain(yes);
    expect(await club.document('coach_changes', id)).toMatchObject({ status: 'REJECTED' });
    await expectTiesInOrder(club);
  });

  test('two changes to one coach with one place: one is made, the other waits', async () => {
    const first = await asked();
    const second = await requestChange(club, 'may', WANG, LI);
    for (const { id } of [first, second]) {
      await vote('from', id);
      await vote('to', id);
    }
    await leavePlaces(club, LI, 1);
    const told = await codes([vote('admin', first.id), vote('admin', second.id)]);
    expect([...told].sort()).toEqual(['STUDENTS_FULL', 'ok']);
    await expectTiesInOrder(club);
  });

  test('the student takes it back while the last vote is given: one of both', async () => {
    const { id: changeId } = await asked();
    await vote('from', changeId);
    await vote('to', changeId);
    const told = await codes([
      vote('admin', changeId),
      club.as('lin').student.withdrawChange({ changeId }),
    ]);
    expect([...told].sort()).toEqual(['CHANGE_CLOSED', 'ok']);
    await expectTiesInOrder(club);
  });
});

test('a stopped coach’s vote is waived later where the database was too busy at first', async () => {
  const { id } = await asked();
  const fromVote = async () => {
    const change = await club.document('coach_changes', id);
    const { from } = (change?.votes ?? {}) as { from?: { vote: string } };
    return from?.vote;
  };
  // Somebody else's transaction has the change for longer than anybody tries.
  await openTimerContexts(club).db.transaction(async (tx) => {
    await tx.put(changes, await tx.need(changes, id));
    await club.as('root').school.setTeaching({ memberId: WANG, active: false, reason: '进修' });
  });
  expect(await fromVote()).toBe('PENDING');
  await club.passMinutes(2);
  expect(await fromVote()).toBe('WAIVED');
});
