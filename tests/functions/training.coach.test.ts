import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, openClub, outcome } from './club';
import {
  CENTRE,
  codes,
  EAST,
  expectTiesInOrder,
  FORM,
  HE,
  LI,
  loggedOf,
  titlesOf,
  WANG,
} from './training';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const photoOf = (who: string) => `cloud://local.bucket/coaches/m-${who}/1.jpg`;
const APPLICATION = {
  ...FORM,
  realName: '韩江雪',
  sport: 'TABLE_TENNIS',
  idNumber: null,
  photoFileId: photoOf('han'),
  achievements: '2019 年浙江省大学生锦标赛女单第五名',
} as const;
const apply = (who: string, but: object = {}) =>
  club.as(who).coach.apply({ ...APPLICATION, photoFileId: photoOf(who), ...but });

describe('applying', () => {
  test('waits for the campus: until then nobody is a coach, and the admin reads of it', async () => {
    expect(await apply('han')).toMatchObject({ status: 'PENDING', level: null, rate: null });
    expect(await titlesOf(club, 'root')).toContain('有人申请当教练');
    expect(await outcome(club.as('han').coach.home({ from: null }))).toBe('COACH_ONLY');
    const { applications } = await club.as('root').school.home({ campusId: null });
    expect(applications.map(({ memberId }) => memberId)).toEqual([HE, 'm-han']);
    expect((await club.as('han').coach.self({})).coach).toMatchObject({ status: 'PENDING' });
    expect((await club.as('may').coach.self({})).coach).toBe(null);
  });

  test('我的训练 knows of it, also before somebody is a student', async () => {
    const teaching = async (who: string) => (await club.as(who).student.home({})).teaching;
    expect(await teaching('han')).toBe(null);
    await apply('han');
    expect(await Promise.all(['han', 'lin', 'coach-wang'].map(teaching))).toEqual([
      ...['PENDING', null, 'ACTIVE'],
    ]);
  });

  test.each([
    [{ photoFileId: null }, 'PHOTO_REQUIRED'],
    [{ photoFileId: photoOf('may') }, 'PICTURE_INVALID'],
    [{ photoFileId: 'cloud://local.bucket/avatars/m-han/1.jpg' }, 'PICTURE_INVALID'],
    [{ achievements: '拿过第一名' }, 'ACHIEVEMENTS_INVALID'],
    [{ achievements: '赛'.repeat(501) }, 'ACHIEVEMENTS_INVALID'],
    [{ achievements: '赛'.repeat(10) }, 'ok'],
    [{ idNumber: '110105194912310021' }, 'ID_NUMBER_INVALID'],
    [{ idNumber: '' }, 'ID_NUMBER_INVALID'],
    [{ idNumber: '11010519491231002x' }, 'ok'],
    [{ campusId: 'c-nowhere' }, 'CAMPUS_NOT_FOUND'],
    [{ realName: 'x' }, 'REAL_NAME_INVALID'],
    [{ phone: '13800000001' }, 'PHONE_TAKEN'],
    [{ phoneCode: 'made-up' }, 'PHONE_REFUSED'],
  ])('with %j is %s', async (but, code) => {
    expect(await outcome(apply('han', but))).toBe(code);
    expect((await club.document('coaches', 'm-han')) !== undefined).toBe(code === 'ok');
  });

  test('once: who waits or teaches does not apply again', async () => {
    expect(await outcome(apply('coach-he'))).toBe('COACH_PENDING');
    expect(await outcome(apply('coach-wang'))).toBe('ALREADY_COACH');
    expect([...(await codes([apply('han'), apply('han')]))].sort()).toEqual([
      'COACH_PENDING',
      'ok',
    ]);
  });

  test('refused with a reason, one may mend it and apply again', async () => {
    const root = club.as('root').school;
    expect(await outcome(root.refuse({ memberId: HE, reason: ' ' }))).toBe('REASON_REQUIRED');
    await root.refuse({ memberId: HE, reason: '请补充执教证书' });
    expect(await titlesOf(club, 'coach-he')).toContain('教练申请没有通过');
    const { coach } = await club.as('coach-he').coach.self({});
    expect(coach).toMatchObject({ status: 'REJECTED', rejectReason: '请补充执教证书' });
    expect(await outcome(root.refuse({ memberId: HE, reason: '再次拒绝' }))).toBe(
      'RELATION_CLOSED',
    );
    expect(await apply('coach-he')).toMatchObject({ status: 'PENDING', rejectReason: '' });
    await root.approve({ memberId: HE, level: 'JUNIOR' });
    expect(await loggedOf(club, HE)).toEqual(['school.refuse', 'coach.apply', 'school.approve']);
  });
});

describe('approving', () => {
  test.each([
    ['SENIOR', 20_000],
    ['INTERMEDIATE', 15_000],
    ['JUNIOR', 8_000],
  ] as const)('sets the level %s and the rate of %d fen in one step', async (level, rate) => {
    const approved = await club.as('root').school.approve({ memberId: HE, level });
    expect(approved).toMatchObject({ status: 'ACTIVE', level, rate });
    expect(await outcome(club.as('coach-he').coach.home({ from: null }))).toBe('ok');
    expect(await titlesOf(club, 'coach-he')).toHaveLength(1);
  });

  test('takes the campus’ own rates, and two who decide at once decide once', async () => {
    const rates = { SENIOR: 30_000, INTERMEDIATE: 18_000, JUNIOR: 9_900 } as never;
    await club.as('root').school.saveRates({ campusId: CENTRE, rates, share: 100 });
    const root = club.as('root').school;
    const told = await codes([
      root.approve({ memberId: HE, level: 'JUNIOR' }),
      root.refuse({ memberId: HE, reason: '资料不全' }),
    ]);
    expect([...told].sort()).toEqual(['RELATION_CLOSED', 'ok']);
    const coach = await club.document('coaches', HE);
    const teaches = (await club.document('identities', 'oCourtside-coach-he'))?.coachOf;
    expect([coach?.rate, teaches]).toEqual(told[0] === 'ok' ? [9_900, CENTRE] : [null, null]);
  });

  test('is the own campus’ business: for others there is no such coach', async () => {
    const east = club.as('admin-east').school;
    const reason = '资料不全';
    expect(await outcome(east.approve({ memberId: HE, level: 'JUNIOR' }))).toBe('COACH_NOT_FOUND');
    expect(await outcome(east.refuse({ memberId: HE, reason }))).toBe('COACH_NOT_FOUND');
    expect(await outcome(east.approve({ memberId: 'm-no', level: 'JUNIOR' }))).toBe(
      'COACH_NOT_FOUND',
    );
    await apply('han', { campusId: EAST });
    expect(await outcome(east.approve({ memberId: 'm-han', level: 'JUNIOR' }))).toBe('ok');
  });
});

describe('rates of a campus', () => {
  const save = (SENIOR: number, who = 'root', campusId = CENTRE) =>
    club.as(who).school.saveRates({
      campusId,
      rates: { SENIOR, INTERMEDIATE: 15_000, JUNIOR: 8_000 } as never,
      share: 100,
    });

  test('reach its coaches of that level, who are told once; other campuses keep theirs', async () => {
    await save(26_000);
    await save(26_000);
    expect(await club.document('coaches', WANG)).toMatchObject({ rate: 26_000 });
    expect(await club.document('coaches', LI)).toMatchObject({ rate: 15_000 });
    expect(await titlesOf(club, 'coach-wang')).toEqual(['课时费已调整']);
    expect(await titlesOf(club, 'coach-li')).toEqual([]);
    expect((await club.as('admin-east').school.home({ campusId: null })).rates.SENIOR).toBe(20_000);
  });

  test.each([
    [99, 'RATE_INVALID'],
    [100, 'ok'],
    [150, 'RATE_INVALID'],
    [200_000, 'ok'],
    [200_100, 'RATE_INVALID'],
    [-100, 'RATE_INVALID'],
  ])('of %d fen are %s', async (rate, code) => {
    expect(await outcome(save(rate))).toBe(code);
  });

  test('are set by the own admin', async () => {
    expect(await outcome(save(26_000, 'admin-east'))).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(save(26_000, 'root', 'c-nowhere'))).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(save(26_000, 'admin-east', EAST))).toBe('ok');
  });

  test('that change while somebody is approved end the same way round for both', async () => {
    await codes([save(26_000), club.as('root').school.approve({ memberId: HE, level: 'SENIOR' })]);
    await club.passMinutes(1);
    expect(await club.document('coaches', HE)).toMatchObject({ rate: 26_000 });
    expect(await club.document('coaches', WANG)).toMatchObject({ rate: 26_000 });
  });
});

describe('teaching stopped and resumed', () => {
  const teach = (active: boolean, reason = '伤病休养', memberId = WANG) =>
    club.as('root').school.setTeaching({ memberId, active, reason });

  test('takes effect at once on every phone of the coach, and is told and written down', async () => {
    const second = { _id: 'oSecondPhone', ...(await identityOf('coach-wang')) };
    await club.cloud.load('identities', [second]);
    const member = await club.document('members', WANG);
    const openids = ['oCourtside-coach-wang', 'oSecondPhone'];
    await club.cloud.load('members', [{ ...member, openids } as never]);
    for (const active of [false, true]) {
      await teach(active);
      for (const phone of ['coach-wang', 'oSecondPhone']) {
        const code = await outcome(club.as(phone).coach.students({}));
        expect(code, phone).toBe(active ? 'ok' : 'COACH_ONLY');
      }
    }
    expect(await titlesOf(club, 'coach-wang')).toEqual(['你可以继续授课了', '你的授课已暂停']);
    expect(await loggedOf(club, WANG)).toEqual(['school.stopTeaching', 'school.resumeTeaching']);
    await expectTiesInOrder(club);
  });

  const identityOf = async (who: string) => {
    const { _id, ...rest } = { ...(await club.document('identities', `oCourtside-${who}`)) };
    return rest;
  };

  test('as it is already, nobody is told; without a reason nobody is stopped', async () => {
    expect(await outcome(teach(false, ''))).toBe('REASON_REQUIRED');
    expect(await outcome(teach(true))).toBe('ok');
    expect(await titlesOf(club, 'coach-wang')).toEqual([]);
    expect(await outcome(teach(true, '', HE))).toBe('COACH_NOT_FOUND');
    expect(await outcome(teach(true, '', 'm-lin'))).toBe('COACH_NOT_FOUND');
  });
});

test('a coach keeps number, address, photo and results up to date, and nothing else', async () => {
  const form = {
    phone: '13900000013',
    email: 'wang@example.com',
    photoFileId: photoOf('coach-wang'),
    achievements: '全国青年锦标赛男单第三名',
  };
  const wang = club.as('coach-wang').coach;
  expect(await wang.update({ ...form, level: 'JUNIOR', rate: 1 } as typeof form)).toMatchObject({
    phone: '13900000013',
    email: 'wang@example.com',
    level: 'SENIOR',
    rate: 20_000,
    realName: '王建国',
    gender: 'MALE',
  });
  const foreign = { ...form, photoFileId: photoOf('may') };
  expect(await outcome(wang.update(foreign))).toBe('PICTURE_INVALID');
  expect(await outcome(wang.update({ ...form, phone: '13800000001' }))).toBe('PHONE_TAKEN');
});

test('hours without lessons are whole half-hours of a weekday or a date', async () => {
  const wang = club.as('coach-wang').coach;
  const weekly = { weekday: 2, date: null, from: 600, until: 720 };
  expect(await wang.setOff({ off: [weekly] })).toEqual({ off: [weekly] });
  const odd = { ...weekly, from: 610 };
  expect(await outcome(wang.setOff({ off: [weekly, odd] }))).toBe('NOT_TEACHING_INVALID');
  expect((await wang.self({})).coach?.off).toEqual([weekly]);
});
