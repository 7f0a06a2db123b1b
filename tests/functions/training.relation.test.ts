import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Coach } from '../../cloudfunctions/training/store';
import { type Club, openClub, outcome } from './club';
import {
  answer,
  applyTo,
  codes,
  enrolGuests,
  expectTiesInOrder,
  LI,
  LIU,
  leavePlaces,
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

describe('asking a coach', () => {
  test('the coach reads of it, agrees, and the student reads of that', async () => {
    const { relationId, status } = await applyTo(club, 'chen', WANG);
    expect(status).toBe('PENDING');
    expect(await titlesOf(club, 'coach-wang')).toContain('有学员想跟你学');
    const { requests } = await club.as('coach-wang').coach.home({ from: null });
    const card = requests.students.find((one) => one.relationId === relationId);
    expect(card).toMatchObject({ realName: '陈一鸣', phone: '138****0003', status: 'PENDING' });
    expect(await answer(club, 'coach-wang', relationId)).toMatchObject({ status: 'ESTABLISHED' });
    expect(await titlesOf(club, 'chen')).toContain('教练同意了');
    const { students } = await club.as('coach-wang').coach.students({});
    expect(students.find(({ memberId }) => memberId === 'm-chen')?.phone).toBe('13800000003');
    await expectTiesInOrder(club);
  });

  test('a no is kept with its reason, and the student may ask again', async () => {
    const { relationId } = await applyTo(club, 'chen', WANG);
    expect(await answer(club, 'coach-wang', relationId, false)).toMatchObject({
      status: 'REJECTED',
    });
    const { ties } = await club.as('chen').student.relations({});
    expect(ties.find((one) => one.relationId === relationId)).toMatchObject({
      status: 'REJECTED',
      reason: '时间排不开',
      coach: { realName: '王建国' },
    });
    expect(await outcome(applyTo(club, 'chen', WANG))).toBe('ok');
    expect((await club.as('chen').student.relations({})).ties).toHaveLength(3);
    await expectTiesInOrder(club);
  });

  test.each([
    ['lin', WANG, 'RELATION_EXISTS'],
    ['zhao', WANG, 'RELATION_EXISTS'],
    ['zhao', LI, 'ok'],
    ['zhao', LIU, 'COACH_ELSEWHERE'],
    ['zhao', 'm-coach-he', 'COACH_NOT_FOUND'],
    ['zhao', 'm-may', 'COACH_NOT_FOUND'],
    ['wu', WANG, 'STUDENT_FIRST'],
  ])('%s asks %s: %s', async (who, coachId, code) => {
    expect(await outcome(applyTo(club, who, coachId))).toBe(code);
    await expectTiesInOrder(club);
  });

  test('nobody is the own coach', async () => {
    const form = { campusId: 'c-centre', realName: '李静', phone: null, phoneCode: null };
    const optional = { gender: null, age: null, email: null };
    await club.as('coach-li').student.register({ ...form, ...optional });
    expect(await outcome(applyTo(club, 'coach-li', LI))).toBe('OWN_COACH');
    expect(await outcome(applyTo(club, 'coach-li', WANG))).toBe('ok');
  });

  test('a coach who stopped takes nobody', async () => {
    const wish = { memberId: LI, active: false, reason: '进修三个月' };
    await club.as('root').school.setTeaching(wish);
    expect(await outcome(applyTo(club, 'zhao', LI))).toBe('COACH_DISABLED');
  });

  test('a coach with twenty students is full, and one with nineteen is not', async () => {
    await leavePlaces(club, LI, 0);
    expect(await outcome(applyTo(club, 'zhao', LI))).toBe('STUDENTS_FULL');
    await leavePlaces(club, LI, 1);
    expect(await outcome(applyTo(club, 'zhao', LI))).toBe('ok');
  });

  test('the second tap of one request asks no second time', async () => {
    const wish = { coachId: LI, requestId: 'tapped' };
    const [first, second] = await Promise.all([
      club.as('lin').student.apply(wish),
      club.as('lin').student.apply(wish),
    ]);
    expect(first).toEqual(second);
    const asked = await club.documents('coach_relations', { studentId: 'm-lin', coachId: LI });
    expect(asked).toHaveLength(1);
    await expectTiesInOrder(club);
  });

  test('taken back, the place of the two is free again', async () => {
    const { relationId } = await applyTo(club, 'lin', LI);
    const lin = club.as('lin').student;
    expect(await lin.withdraw({ relationId })).toEqual({ relationId, status: 'WITHDRAWN' });
    expect(await lin.withdraw({ relationId })).toEqual({ relationId, status: 'WITHDRAWN' });
    expect(await outcome(answer(club, 'coach-li', relationId))).toBe('RELATION_CLOSED');
    expect(await outcome(lin.withdraw({ relationId: 'r-lin-coach-wang' }))).toBe('RELATION_CLOSED');
    expect(await outcome(lin.withdraw({ relationId: 'r-zhao-coach-wang' }))).toBe(
      'RELATION_NOT_FOUND',
    );
    expect(await outcome(applyTo(club, 'lin', LI))).toBe('ok');
    await expectTiesInOrder(club);
  });
});

describe('answering', () => {
  test('is the asked coach’s alone', async () => {
    const relationId = 'r-zhao-coach-wang';
    expect(await outcome(answer(club, 'coach-li', relationId))).toBe('RELATION_NOT_FOUND');
    expect(await outcome(answer(club, 'zhao', relationId))).toBe('COACH_ONLY');
    expect(await outcome(answer(club, 'coach-he', relationId))).toBe('COACH_ONLY');
    expect(await outcome(answer(club, 'coach-wang', 'none'))).toBe('RELATION_NOT_FOUND');
  });

  test('the same again changes nothing; the other is too late', async () => {
    const relationId = 'r-zhao-coach-wang';
    const told = await codes([
      answer(club, 'coach-wang', relationId),
      answer(club, 'coach-wang', relationId),
    ]);
    expect(told).toEqual(['ok', 'ok']);
    expect(await outcome(answer(club, 'coach-wang', relationId, false))).toBe('RELATION_CLOSED');
    expect(await club.documents('audit_entries', { action: 'coach.answer' })).toHaveLength(1);
    await expectTiesInOrder(club);
  });

  test('a coach who is full in the meantime is told, and the request stays', async () => {
    await leavePlaces(club, WANG, 0);
    expect(await outcome(answer(club, 'coach-wang', 'r-zhao-coach-wang'))).toBe('MY_STUDENTS_FULL');
    await leavePlaces(club, WANG, 1);
    expect(await outcome(answer(club, 'coach-wang', 'r-zhao-coach-wang'))).toBe('ok');
  });

  test('another’s student has no page', async () => {
    const wang = club.as('coach-wang').coach;
    expect(await wang.student({ studentId: 'm-lin' })).toMatchObject({
      student: { realName: '林小满', phone: '13800000001' },
    });
    expect(await outcome(wang.student({ studentId: 'm-chen' }))).toBe('STUDENT_NOT_FOUND');
    expect(await outcome(wang.student({ studentId: 'm-zhao' }))).toBe('STUDENT_NOT_FOUND');
  });
});

describe('races', () => {
  test('a student with one coach asks two at once: one is the second, the other too many', async () => {
    await club.as('root').school.approve({ memberId: 'm-coach-he', level: 'JUNIOR' });
    for (const who of ['lin', 'may']) {
      const told = await codes([applyTo(club, who, LI), applyTo(club, who, 'm-coach-he')]);
      expect([...told].sort(), who).toEqual(['COACHES_FULL', 'ok']);
    }
    await expectTiesInOrder(club);
  });

  test('two coaches agree at once: both get the student, who has two and no third', async () => {
    const asked = await applyTo(club, 'zhao', LI);
    const told = await codes([
      answer(club, 'coach-wang', 'r-zhao-coach-wang'),
      answer(club, 'coach-li', asked.relationId),
    ]);
    expect(told).toEqual(['ok', 'ok']);
    const student = await club.document('students', 'm-zhao');
    expect(student?.ties).toMatchObject([{ status: 'ESTABLISHED' }, { status: 'ESTABLISHED' }]);
    await expectTiesInOrder(club);
  });

  test('the student takes back while the coach agrees: one of both happens', async () => {
    const relationId = 'r-zhao-coach-wang';
    const told = await codes([
      club.as('zhao').student.withdraw({ relationId }),
      answer(club, 'coach-wang', relationId),
    ]);
    expect([...told].sort()).toEqual(['RELATION_CLOSED', 'ok']);
    await expectTiesInOrder(club);
  });

  test('thirty want a coach’s last place: one has it, the others are told, nobody is the 21st', async () => {
    const guests = await enrolGuests(club, 30);
    await leavePlaces(club, LI, 1);
    const asked: string[] = [];
    for (const who of guests) asked.push((await applyTo(club, who, LI)).relationId);
    const told = await codes(asked.map((relationId) => answer(club, 'coach-li', relationId)));
    const rest = told.filter((code) => code !== 'ok');
    expect(told.length - rest.length).toBe(1);
    // Whoever lost every try against the others is told to try again: and finds it full then.
    for (const code of rest) expect(['MY_STUDENTS_FULL', 'BUSY']).toContain(code);
    for (const relationId of asked.filter((_, index) => told[index] === 'BUSY')) {
      expect(await outcome(answer(club, 'coach-li', relationId))).toBe('MY_STUDENTS_FULL');
    }
    const { ties } = (await club.document('coaches', LI)) as unknown as Pick<Coach, 'ties'>;
    expect(ties.filter(({ status }) => status === 'ESTABLISHED')).toHaveLength(20);
    await expectTiesInOrder(club);
  });

  test('who asks while the coach is stopped asked before, or is told', async () => {
    const wish = { memberId: LI, active: false, reason: '进修三个月' };
    const [asked] = await codes([
      applyTo(club, 'zhao', LI),
      club.as('root').school.setTeaching(wish),
    ]);
    expect(['ok', 'COACH_DISABLED']).toContain(asked);
    await expectTiesInOrder(club);
  });
});

test('a pair that was tied, and tied again after the end, is tied once', async () => {
  const first = await tie(club, 'may', 'coach-li');
  const reason = '学员要求暂停';
  await club.as('root').school.endRelation({ relationId: first, reason });
  const second = await tie(club, 'may', 'coach-li');
  expect(second).not.toBe(first);
  await expectTiesInOrder(club);
});
