import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, openClub, outcome } from './club';
import {
  CENTRE,
  EAST,
  enrolGuests,
  FORM,
  HE,
  LI,
  LIU,
  loggedOf,
  personOf,
  titlesOf,
  WANG,
} from './training';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const STUDENT_FORM = {
  memberId: 'm-lin',
  realName: '林小满',
  phone: '13800000001',
  gender: 'FEMALE',
  age: 26,
  email: null,
} as const;
const COACH_FORM = {
  memberId: WANG,
  realName: '王建国',
  phone: null,
  gender: 'MALE',
  age: 46,
  email: null,
  idNumber: null,
  level: 'SENIOR',
  achievements: '全国青年锦标赛男单第三名，执教二十年',
} as const;
const reason = '当面核实后处理';

describe('an admin of another campus', () => {
  test.each<[string, (east: ReturnType<typeof admin>) => Promise<unknown>, string]>([
    ['home', (east) => east.home({ campusId: CENTRE }), 'CAMPUS_NOT_FOUND'],
    [
      'people',
      (east) => east.people({ campusId: CENTRE, kind: 'STUDENT', text: '', after: null }),
      'CAMPUS_NOT_FOUND',
    ],
    ['person', (east) => east.person({ memberId: 'm-lin' }), 'STUDENT_NOT_FOUND'],
    ['editStudent', (east) => east.editStudent(STUDENT_FORM), 'STUDENT_NOT_FOUND'],
    ['editCoach', (east) => east.editCoach(COACH_FORM), 'COACH_NOT_FOUND'],
    [
      'setTeaching',
      (east) => east.setTeaching({ memberId: WANG, active: false, reason }),
      'COACH_NOT_FOUND',
    ],
    [
      'remove a student',
      (east) => east.remove({ memberId: 'm-lin', kind: 'STUDENT', reason }),
      'STUDENT_NOT_FOUND',
    ],
    [
      'remove a coach',
      (east) => east.remove({ memberId: WANG, kind: 'COACH', reason }),
      'COACH_NOT_FOUND',
    ],
    [
      'endRelation',
      (east) => east.endRelation({ relationId: 'r-lin-coach-wang', reason }),
      'RELATION_NOT_FOUND',
    ],
    [
      'setActive',
      (east) => east.setActive({ memberId: 'm-lin', active: false, reason }),
      'STUDENT_NOT_FOUND',
    ],
    ['resetPassword', (east) => east.resetPassword({ memberId: 'm-lin' }), 'STUDENT_NOT_FOUND'],
    [
      'lessons',
      (east) =>
        east.lessons({
          campusId: CENTRE,
          from: '2026-03-14' as never,
          until: '2026-03-14' as never,
        }),
      'CAMPUS_NOT_FOUND',
    ],
    [
      'log',
      (east) => east.log({ campusId: CENTRE, text: '', from: null, until: null, before: null }),
      'CAMPUS_NOT_FOUND',
    ],
  ])('finds nothing: %s', async (_, call, code) => {
    expect(await outcome(call(admin('admin-east')))).toBe(code);
  });
  const admin = (who: string) => club.as(who).school;

  test('sees of somebody who is at two campuses what belongs to the own', async () => {
    await club.as('coach-liu').student.register({ ...FORM, realName: '刘洋', campusId: CENTRE });
    const seen = await personOf(club, 'admin-east', LIU);
    expect(seen).toMatchObject({ student: null, coach: { campusId: EAST } });
    const all = await personOf(club, 'root', LIU);
    expect(all).toMatchObject({ student: { campusId: CENTRE }, coach: { campusId: EAST } });
  });

  test('and nobody else is an admin', async () => {
    for (const who of ['lin', 'coach-wang', 'desk-east']) {
      expect(await outcome(admin(who).home({ campusId: null })), who).toBe('NOT_ALLOWED');
    }
  });
});

describe('the people of a campus', () => {
  const find = async (text: string, kind: 'STUDENT' | 'COACH' = 'STUDENT', campusId = CENTRE) =>
    (await club.as('root').school.people({ campusId, kind, text, after: null })).people
      .map(({ memberId }) => memberId)
      .sort();

  test('are found by part of the name or by the number', async () => {
    expect(await find('')).toEqual(['m-chen', 'm-lin', 'm-may', 'm-zhao']);
    expect(await find('小满')).toEqual(['m-lin']);
    expect(await find('13800000002')).toEqual(['m-may']);
    expect(await find('138 0000 0002')).toEqual(['m-may']);
    expect(await find('13800000005')).toEqual([]);
    expect(await find('19999999999')).toEqual([]);
    expect(await find('没有这个人')).toEqual([]);
    expect(await find('', 'COACH')).toEqual([HE, LI, WANG]);
    expect(await find('13800000013', 'COACH')).toEqual([WANG]);
    expect(await find('', 'STUDENT', EAST)).toEqual(['m-sun', 'm-zhou']);
  });

  test('come in pages that miss nobody and repeat nobody', async () => {
    await enrolGuests(club, 33);
    const seen: string[] = [];
    const sizes: number[] = [];
    let after: string | null = null;
    do {
      const ask = { campusId: CENTRE, kind: 'STUDENT', text: '新', after } as const;
      const page: Awaited<ReturnType<ReturnType<Club['as']>['school']['people']>> = await club
        .as('root')
        .school.people(ask);
      seen.push(...page.people.map(({ memberId }) => memberId));
      sizes.push(page.people.length);
      after = page.next;
    } while (after !== null);
    expect(sizes).toEqual([30, 3]);
    expect(new Set(seen).size).toBe(33);
  });
});

describe('an admin’s correction', () => {
  test('reaches the student, who reads what was changed, and the log', async () => {
    const edited = { ...STUDENT_FORM, realName: '林大满', phone: '13911112222', age: 27 };
    const person = await club.as('root').school.editStudent(edited);
    expect(person.student).toMatchObject({ realName: '林大满', phone: '13911112222', age: 27 });
    expect((await club.as('lin').student.home({})).student).toMatchObject({ realName: '林大满' });
    const [message] = (await club.as('lin').message.list({ before: null })).messages;
    expect(message).toMatchObject({ title: '管理员修改了你的资料', kind: 'PROFILE' });
    expect(message?.body).toContain('姓名、年龄、手机号');
    const [entry] = await club.documents('audit_entries', { action: 'school.editStudent' });
    expect(entry).toMatchObject({
      actorId: 'm-root',
      targetId: 'm-lin',
      campusId: CENTRE,
      detail: '姓名、年龄、手机号',
    });
  });

  test('of nothing tells nobody', async () => {
    await club.as('root').school.editStudent(STUDENT_FORM);
    expect(await titlesOf(club, 'lin')).toEqual([]);
    expect(await loggedOf(club, 'm-lin')).toEqual([]);
  });

  test.each([
    [{ phone: '1391111222' }, 'PHONE_INVALID'],
    [{ phone: '13800000002' }, 'PHONE_TAKEN'],
    [{ email: 'not-an-address' }, 'EMAIL_INVALID'],
    [{ age: 0 }, 'AGE_INVALID'],
    [{ realName: '1' }, 'REAL_NAME_INVALID'],
    [{ memberId: 'm-wu' }, 'STUDENT_NOT_FOUND'],
  ])('with %j is %s, and nothing changes', async (but, code) => {
    const before = await club.document('students', 'm-lin');
    const form = { ...STUDENT_FORM, ...but };
    expect(await outcome(club.as('root').school.editStudent(form))).toBe(code);
    expect(await club.document('students', 'm-lin')).toEqual(before);
    expect(await titlesOf(club, 'lin')).toEqual([]);
  });

  test('of a coach’s level brings the rate of it; the level alone does not make one a coach', async () => {
    const { editCoach } = club.as('root').school;
    expect((await editCoach({ ...COACH_FORM, level: 'JUNIOR' })).coach).toMatchObject({
      level: 'JUNIOR',
      rate: 8_000,
    });
    expect(await titlesOf(club, 'coach-wang')).toEqual(['管理员修改了你的资料']);
    const waiting = await editCoach({ ...COACH_FORM, memberId: HE, phone: null });
    expect(waiting.coach).toMatchObject({ status: 'PENDING', level: null, rate: null });
  });
});
