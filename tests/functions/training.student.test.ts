import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, openClub, outcome } from './club';
import { CENTRE, codes, EAST, FORM, LI, phoneCodeOf, tie, WANG } from './training';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const register = (who: string, but: Partial<typeof FORM> | object = {}) =>
  club.as(who).student.register({ ...FORM, ...but });

describe('becoming a student', () => {
  test('takes campus, real name and number, and works at once', async () => {
    const wu = club.as('wu').student;
    expect((await wu.home({})).student).toBe(null);
    expect(await outcome(wu.relations({}))).toBe('STUDENT_FIRST');
    expect(await register('wu')).toMatchObject({
      memberId: 'm-wu',
      campusId: CENTRE,
      campusName: '中心校区',
      realName: '吴桐',
      phone: '13800000007',
      gender: null,
    });
    expect((await wu.relations({})).ties).toEqual([]);
    expect(await club.document('identities', 'oCourtside-wu')).toMatchObject({ studentOf: CENTRE });
    expect((await club.documents('audit_entries', { targetId: 'm-wu' }))[0]).toMatchObject({
      action: 'student.register',
      actorId: 'm-wu',
    });
  });

  test('is for anybody who is a member', async () => {
    expect(await outcome(register('new'))).toBe('REGISTER_FIRST');
  });

  test('asked again answers the student that exists', async () => {
    const first = await register('wu');
    expect(await register('wu', { realName: '别的名字', campusId: EAST })).toEqual(first);
  });

  test.each([
    [{ campusId: 'c-nowhere' }, 'CAMPUS_NOT_FOUND'],
    [{ realName: '吴' }, 'REAL_NAME_INVALID'],
    [{ realName: '吴'.repeat(21) }, 'REAL_NAME_INVALID'],
    [{ phone: '1380000000' }, 'PHONE_INVALID'],
    [{ phone: '138000000000' }, 'PHONE_INVALID'],
    [{ phone: '13800000001' }, 'PHONE_TAKEN'],
    [{ age: 0 }, 'AGE_INVALID'],
    [{ age: 151 }, 'AGE_INVALID'],
    [{ age: 1 }, 'ok'],
    [{ age: 150 }, 'ok'],
    [{ email: 'wu@nowhere' }, 'EMAIL_INVALID'],
    [{ email: `${'w'.repeat(64)}@${'u'.repeat(40)}.cn` }, 'EMAIL_INVALID'],
    [{ email: '  ' }, 'ok'],
    [{ email: 'Wu@Example.com' }, 'ok'],
    [{ phoneCode: 'made-up' }, 'PHONE_REFUSED'],
  ])('with %j is %s', async (but, code) => {
    expect(await outcome(register('wu', but))).toBe(code);
    const stored = await club.document('students', 'm-wu');
    expect(stored !== undefined).toBe(code === 'ok');
  });

  test('without any number is refused, and with the one of WeChat’s button it works', async () => {
    const form = { consent: true, birthYear: 1990, guardianConsent: false, nickname: '小号' };
    await club.as('oNobody').member.register(form);
    expect(await outcome(register('oNobody'))).toBe('PHONE_INVALID');
    const phoneCode = await phoneCodeOf(club, 'oNobody');
    const { phone } = await register('oNobody', { phoneCode });
    expect(phone).toMatch(/^1\d{10}$/);
    expect((await club.as('oNobody').member.stored({})).phone).toBe(phone);
    expect(await club.document('member_phones', phone)).toBeDefined();
  });

  test('WeChat’s number that is another account’s is told so', async () => {
    await club.as('lin').member.updateProfile({ phone: '15000000009' });
    await club.as('may').member.updateProfile({ phone: '13800000001' });
    const phoneCode = await phoneCodeOf(club, 'oCourtside-lin');
    const asked = club.as('lin').student.update({ ...FORM, phoneCode });
    expect(await outcome(asked)).toBe('PHONE_TAKEN');
  });

  test('two who give one address at once: one has it', async () => {
    const email = 'shared@example.com';
    const told = await codes(['wu', 'feng', 'han'].map((who) => register(who, { email })));
    expect([...told].sort()).toEqual(['EMAIL_TAKEN', 'EMAIL_TAKEN', 'ok']);
  });

  test('twice at once makes one student', async () => {
    expect(await codes([register('wu'), register('wu')])).toEqual(['ok', 'ok']);
    expect(await club.documents('audit_entries', { action: 'student.register' })).toHaveLength(1);
  });
});

describe('changing the own account', () => {
  const update = (who: string, but: object = {}) =>
    club.as(who).student.update({ ...FORM, realName: '周子衿', ...but });

  test('frees the address that was there, for somebody else', async () => {
    await update('zhao', { email: 'one@example.com' });
    expect(await outcome(update('chen', { email: 'one@example.com' }))).toBe('EMAIL_TAKEN');
    await update('zhao', { email: 'two@example.com' });
    expect(await outcome(update('chen', { email: 'ONE@example.com' }))).toBe('ok');
    await update('zhao', { email: null });
    expect(await club.documents('training_claims', { memberId: 'm-zhao' })).toEqual([]);
  });

  test('to another campus works while nothing binds to this one', async () => {
    const east = { campusId: EAST };
    expect(await outcome(update('zhao', east))).toBe('MOVE_CAMPUS_FIRST');
    expect(await outcome(update('lin', east))).toBe('MOVE_CAMPUS_FIRST');
    await club.as('zhao').student.withdraw({ relationId: 'r-zhao-coach-wang' });
    expect(await update('zhao', east)).toMatchObject({ campusId: EAST, campusName: '东区' });
    const { coaches } = await club
      .as('zhao')
      .student.coaches({ browse: true, name: null, gender: null, age: null });
    expect(coaches.map(({ realName }) => realName)).toEqual(['刘洋']);
  });
});

describe('looking for a coach', () => {
  const search = (but: object, who = 'may') =>
    club.as(who).student.coaches({ browse: false, name: null, gender: null, age: null, ...but });
  const names = async (but: object) =>
    (await search(but)).coaches.map(({ realName }) => realName).sort();

  test('takes a name, a gender or an age, at least one', async () => {
    expect(await outcome(search({}))).toBe('SEARCH_EMPTY');
    expect(await outcome(search({ name: '  ' }))).toBe('SEARCH_EMPTY');
    expect(await names({ name: '建国' })).toEqual(['王建国']);
    expect(await names({ gender: 'FEMALE' })).toEqual(['李静']);
    expect(await names({ age: 46 })).toEqual(['王建国']);
    expect(await names({ age: 46, gender: 'FEMALE' })).toEqual([]);
    expect(await names({ name: '没有这个人' })).toEqual([]);
  });

  test('browsing shows who teaches at the own campus: nobody who waits or teaches elsewhere', async () => {
    expect(await names({ browse: true })).toEqual(['李静', '王建国']);
  });

  test('says what one has with whom, what an hour costs, and gives no number away', async () => {
    const found = await search({ browse: true }, 'zhao');
    expect(found).toMatchObject({ ties: 1 });
    expect(found.coaches).toMatchObject([
      { memberId: LI, tie: null, rate: 15_000, level: 'INTERMEDIATE', students: 1 },
      { memberId: WANG, tie: 'PENDING', rate: 20_000, level: 'SENIOR', students: 2, full: false },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/1\d{10}/);
  });

  test('a coach’s page has the coming week; who waits or is elsewhere has none', async () => {
    const page = await club.as('may').student.coach({ coachId: WANG });
    expect(page).toMatchObject({ tie: { status: 'ESTABLISHED' } });
    expect(page.days).toHaveLength(8);
    for (const coachId of ['m-coach-he', 'm-coach-liu', 'm-lin', 'm-nobody']) {
      expect(await outcome(club.as('may').student.coach({ coachId }))).toBe('COACH_NOT_FOUND');
    }
  });

  test('who stopped teaching is found by nobody, and shown to the own students', async () => {
    const wish = { memberId: WANG, active: false, reason: '伤病休养' };
    await club.as('root').school.setTeaching(wish);
    expect(await names({ browse: true })).toEqual(['李静']);
    expect(await outcome(club.as('chen').student.coach({ coachId: WANG }))).toBe('COACH_NOT_FOUND');
    expect(await outcome(club.as('may').student.coach({ coachId: WANG }))).toBe('ok');
  });
});

test('我的训练 has the coaches, the newest change and the campuses in one call', async () => {
  await tie(club, 'lin', 'coach-li');
  const home = await club.as('lin').student.home({});
  expect(home.campuses.map(({ id }) => id).sort()).toEqual([CENTRE, EAST, 'c-west']);
  expect(home.ties.map(({ status, coach }) => [coach.realName, status])).toEqual([
    ['李静', 'ESTABLISHED'],
    ['王建国', 'ESTABLISHED'],
  ]);
  expect(home).toMatchObject({ change: null, cancelsLeft: 3 });
});
