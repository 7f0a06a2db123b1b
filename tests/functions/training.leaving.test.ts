import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder, whereIs } from './books';
import { type Club, openClub, outcome } from './club';
import { hire } from './lesson';
import {
  applyTo,
  codes,
  EAST,
  expectTiesInOrder,
  FORM,
  HE,
  LI,
  LIU,
  loggedOf,
  requestChange,
  tie,
  titlesOf,
  WANG,
} from './training';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const reason = '当面核实后处理';

describe('ending a relation', () => {
  test('frees both, tells both, and keeps the history', async () => {
    const school = club.as('root').school;
    const relationId = 'r-lin-coach-wang';
    expect(await outcome(school.endRelation({ relationId, reason: '' }))).toBe('REASON_REQUIRED');
    await school.endRelation({ relationId, reason });
    expect(await outcome(school.endRelation({ relationId, reason }))).toBe('RELATION_CLOSED');
    for (const who of ['lin', 'coach-wang']) {
      expect(await titlesOf(club, who)).toEqual(['师生关系已解除']);
    }
    expect((await club.as('lin').student.relations({})).ties).toMatchObject([
      { status: 'TERMINATED', reason },
    ]);
    expect(await club.documents('outbox', { kind: 'refuseLessons' })).toEqual([]);
    await expectTiesInOrder(club);
  });

  test('ends a change of it, and who was asked to take the student over reads so', async () => {
    const { id } = await requestChange(club, 'lin', WANG, LI);
    await club.as('root').school.endRelation({ relationId: 'r-lin-coach-wang', reason });
    expect(await club.document('coach_changes', id)).toMatchObject({ status: 'EXPIRED' });
    expect((await titlesOf(club, 'coach-li'))[0]).toBe('更换教练不用再表决');
    await expectTiesInOrder(club);
  });

  test('is shown where it can be done: the person’s page', async () => {
    const { ties } = await club.as('root').school.person({ memberId: WANG });
    expect(ties.map(({ relationId, as }) => [relationId, as])).toEqual(
      expect.arrayContaining([
        ['r-lin-coach-wang', 'COACH'],
        ['r-zhao-coach-wang', 'COACH'],
      ]),
    );
    expect(ties).toHaveLength(3);
  });
});

describe('taking somebody out of the school', () => {
  const remove = (memberId: string, kind: 'STUDENT' | 'COACH') =>
    outcome(club.as('root').school.remove({ memberId, kind, reason }));

  test('is refused while something is open, and says so', async () => {
    expect(await remove('m-lin', 'STUDENT')).toBe('SETTLE_TRAINING_FIRST');
    expect(await remove('m-zhao', 'STUDENT')).toBe('SETTLE_TRAINING_FIRST');
    expect(await remove(WANG, 'COACH')).toBe('SETTLE_TRAINING_FIRST');
    await club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    await requestChange(club, 'lin', WANG, HE);
    expect(await remove(HE, 'COACH')).toBe('SETTLE_TRAINING_FIRST');
    await expectTiesInOrder(club);
  });

  test('takes the person’s data away, leaves the account, and is told and written down', async () => {
    await club.as('zhou').student.update({
      ...FORM,
      campusId: EAST,
      realName: '周子衿',
      email: 'zhou@example.com',
    });
    await club.as('root').school.remove({ memberId: 'm-zhou', kind: 'STUDENT', reason });
    expect(await club.document('students', 'm-zhou')).toBe(undefined);
    expect(await whereIs(club, 'zhou@example.com')).toEqual([]);
    expect(await outcome(club.as('zhou').student.relations({}))).toBe('STUDENT_FIRST');
    expect(await titlesOf(club, 'zhou')).toEqual(['你已不是学员']);
    expect(await loggedOf(club, 'm-zhou')).toContain('school.removeStudent');
    expect(await remove('m-zhou', 'STUDENT')).toBe('STUDENT_NOT_FOUND');
    expect(await outcome(club.as('zhou').student.register({ ...FORM, realName: '周子衿' }))).toBe(
      'ok',
    );
  });

  test('takes an applicant and a coach who was stopped away as well', async () => {
    expect(await remove(HE, 'COACH')).toBe('ok');
    await club.as('root').school.endRelation({ relationId: 'r-chen-coach-li', reason });
    await club.as('root').school.setTeaching({ memberId: LI, active: false, reason });
    expect(await remove(LI, 'COACH')).toBe('ok');
  });

  test('a coach who goes stays in the students’ history by name', async () => {
    const relationId = await tie(club, 'may', 'coach-li');
    for (const id of [relationId, 'r-chen-coach-li']) {
      await club.as('root').school.endRelation({ relationId: id, reason });
    }
    expect(await remove(LI, 'COACH')).toBe('ok');
    expect(await outcome(club.as('coach-li').coach.students({}))).toBe('COACH_ONLY');
    const { ties } = await club.as('may').student.relations({});
    expect(ties.find((one) => one.relationId === relationId)?.coach).toMatchObject({
      realName: '李静',
      level: 'INTERMEDIATE',
    });
  });

  test('while somebody asks the coach: refused, or the student is told', async () => {
    await club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    const [asked, removed] = await codes([
      applyTo(club, 'lin', HE),
      club.as('root').school.remove({ memberId: HE, kind: 'COACH', reason }),
    ]);
    expect([
      ['ok', 'SETTLE_TRAINING_FIRST'],
      ['COACH_NOT_FOUND', 'ok'],
    ]).toContainEqual([asked, removed]);
    await expectTiesInOrder(club);
  });
});

describe('an account that ends', () => {
  const leave = (who: string) => outcome(club.as(who).member.deleteAccount({ confirm: '注销' }));

  test('has to settle what is open first', async () => {
    for (const who of ['lin', 'zhao', 'coach-wang']) {
      expect(await leave(who), who).toBe('SETTLE_TRAINING_FIRST');
    }
    expect(await leave('coach-he')).toBe('ok');
    expect(await leave('zhou')).toBe('ok');
    await expectTiesInOrder(club);
  });

  test('takes the name out of the history, for student and coach', async () => {
    await club.as('sun').student.update({
      ...FORM,
      campusId: EAST,
      realName: '独一无二',
      email: 'only@example.com',
    });
    const relationId = 'r-sun-coach-liu';
    await club.as('root').school.endRelation({ relationId, reason });
    const { training } = await club.as('sun').member.exportData({ cursor: null });
    expect(training).toMatchObject({
      student: { realName: '独一无二', email: 'only@example.com' },
      relations: [{ relationId, status: 'TERMINATED' }],
    });
    expect(await leave('sun')).toBe('ok');
    expect(await whereIs(club, '独一无二')).toEqual([]);
    expect(await whereIs(club, 'only@example.com')).toEqual([]);
    expect(await leave('coach-liu')).toBe('ok');
    const kept = await club.document('coach_relations', relationId);
    expect(kept).toMatchObject({
      studentId: 'erased',
      coachId: 'erased',
      coach: { realName: '已注销', level: 'JUNIOR' },
      status: 'TERMINATED',
    });
    await expectLedgerInOrder(club);
  });

  test('of an admin leaves neither the id nor the words of a vote, but in the log', async () => {
    const { text: code } = await club.as('feng').member.code({});
    await club.as('root').club.appoint({ campusId: 'c-centre', role: 'CAMPUS_ADMIN', code });
    const { id: changeId } = await requestChange(club, 'lin', WANG, LI);
    await club.as('feng').school.vote({ changeId, yes: true, note: '我同意这件事' });
    await club.as('root').club.dismiss({ memberId: 'm-feng' });
    expect(await leave('feng')).toBe('ok');
    const log = ['audit_entries', 'ledger_entries'];
    const where = await whereIs(club, 'm-feng');
    expect(where.filter((name) => !log.includes(name))).toEqual([]);
    expect(await whereIs(club, '我同意这件事')).toEqual([]);
    expect(await club.document('coach_changes', changeId)).toMatchObject({
      votes: { admin: { vote: 'YES', by: 'erased', note: '' } },
    });
  });

  test('while a coach is asked: the account stays, or the request never was', async () => {
    await club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    const [asked, left] = await Promise.all([outcome(applyTo(club, 'lin', HE)), leave('coach-he')]);
    expect([
      ['ok', 'SETTLE_TRAINING_FIRST'],
      ['COACH_NOT_FOUND', 'ok'],
    ]).toContainEqual([asked, left]);
    await expectTiesInOrder(club);
  });

  test('leaves a change without names and words: the student’s own and those of the votes', async () => {
    await hire(club, 'm-wu', { campusId: EAST });
    const wish = { fromId: LIU, toId: 'm-wu', reason: '我要换个城市', requestId: 'moves' };
    const { id: changeId } = await club.as('sun').student.requestChange(wish);
    await club.as('coach-liu').coach.vote({ changeId, yes: true, note: '我们处不来' });
    await club.as('wu').coach.vote({ changeId, yes: true, note: '我很乐意接' });
    await club.as('sun').student.withdrawChange({ changeId });
    await club.as('root').school.endRelation({ relationId: 'r-sun-coach-liu', reason });
    for (const who of ['sun', 'coach-liu', 'wu']) expect(await leave(who), who).toBe('ok');
    const erased = { by: 'erased', note: '', vote: 'YES' };
    expect(await club.document('coach_changes', changeId)).toMatchObject({
      ...{ studentId: 'erased', fromId: 'erased', toId: 'erased', reason: '' },
      names: { student: '已注销', from: '已注销', to: '已注销' },
      ...{ status: 'WITHDRAWN', votes: { from: erased, to: erased, admin: { by: null } } },
    });
    for (const trace of ['我要换个城市', '我们处不来', '我很乐意接']) {
      expect(await whereIs(club, trace), trace).not.toContain('coach_changes');
    }
  });

  test('of a coach takes the reason of a refusal along', async () => {
    const asked = await applyTo(club, 'may', LI);
    const { relationId } = asked;
    await club.as('coach-li').coach.answer({ relationId, approve: false, reason: '我要生孩子了' });
    await club.as('root').school.endRelation({ relationId: 'r-chen-coach-li', reason });
    expect(await leave('coach-li')).toBe('ok');
    expect(await club.document('coach_relations', relationId)).toMatchObject({ reason: '' });
    const where = await whereIs(club, '我要生孩子了');
    // What May was told is May’s: docs/decisions/0004.
    expect(where).toEqual(['messages']);
  });

  test('letters about somebody carry the name, never a number or an address', async () => {
    await club.as('sun').student.update({
      ...{ ...FORM, campusId: EAST, realName: '独一无二', email: 'only@example.com' },
      phone: '13812340987',
    });
    await club.as('root').school.endRelation({ relationId: 'r-sun-coach-liu', reason });
    const { relationId } = await applyTo(club, 'sun', LIU);
    await club.as('sun').student.withdraw({ relationId });
    expect(await leave('sun')).toBe('ok');
    expect(await whereIs(club, '13812340987')).toEqual([]);
    expect(await whereIs(club, 'only@example.com')).toEqual([]);
    // The coach was told who asks, and that letter is the coach’s: docs/decisions/0004.
    expect(await whereIs(club, '独一无二')).toEqual(['messages']);
  });
});
