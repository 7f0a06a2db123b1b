import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, outcome } from './club';
import { askCancel, confirmed, hire, openSchool } from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { expectTiesInOrder, HE, requestChange, titlesOf, WANG } from './training';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await money.reset();
  await openSchool(money);
});

const appoint = async (who: string) => {
  const { text: code } = await club.as(who).member.code({});
  await club.as('root').club.appoint({ campusId: 'c-centre', role: 'CAMPUS_ADMIN', code });
};
const reason = '自己说了算';

describe('an admin of a campus who is of its school', () => {
  test('does not approve or refuse the own application; the super admin does', async () => {
    await appoint('coach-he');
    const { approve, refuse } = club.as('coach-he').school;
    expect(await outcome(approve({ memberId: HE, level: 'SENIOR' }))).toBe('NOT_ALLOWED');
    expect(await outcome(refuse({ memberId: HE, reason }))).toBe('NOT_ALLOWED');
    const decided = club.as('root').school.approve({ memberId: HE, level: 'JUNIOR' });
    expect(await outcome(decided)).toBe('ok');
  });

  test('gives nobody’s own hour another price, and resumes nobody’s own teaching', async () => {
    await appoint('coach-wang');
    const form = { gender: null, age: null, email: null, phone: null, idNumber: null };
    const edit = (level: 'SENIOR' | 'JUNIOR') =>
      club.as('coach-wang').school.editCoach({
        ...{ memberId: WANG, realName: '王建国', ...form, level },
        achievements: '全国青年锦标赛男单第三名',
      });
    expect(await outcome(edit('JUNIOR'))).toBe('NOT_ALLOWED');
    expect(await outcome(edit('SENIOR'))).toBe('ok');
    await club.as('root').school.setTeaching({ memberId: WANG, active: false, reason });
    const resume = { memberId: WANG, active: true, reason: '' };
    expect(await outcome(club.as('coach-wang').school.setTeaching(resume))).toBe('NOT_ALLOWED');
  });

  test.each(['lin', 'coach-wang'])('does not end a relation of their own: %s', async (who) => {
    await appoint(who);
    const end = (admin: string) =>
      outcome(club.as(admin).school.endRelation({ relationId: 'r-lin-coach-wang', reason }));
    expect(await end(who)).toBe('NOT_ALLOWED');
    expect(await end('root')).toBe('ok');
    await expectTiesInOrder(club);
  });

  test('as the only one of a campus, is judged by the super admin', async () => {
    await hire(club, 'm-wu', { campusId: 'c-east' });
    const { text: code } = await club.as('coach-liu').member.code({});
    const east = { campusId: 'c-east', role: 'CAMPUS_ADMIN' } as const;
    await club.as('root').club.appoint({ ...east, code });
    await club.as('root').club.dismiss({ memberId: 'm-admin-east' });
    const { id: changeId } = await requestChange(club, 'sun', 'm-coach-liu', 'm-wu');
    expect(await titlesOf(club, 'root')).toContain('更换教练待你表决');
    const ballot = { changeId, yes: true, note: '' };
    expect(await outcome(club.as('coach-liu').school.vote(ballot))).toBe('NOT_ALLOWED');
    expect(await outcome(club.as('root').school.vote(ballot))).toBe('ok');
  });

  test.each(['lin', 'coach-wang'])('does not cancel a lesson of their own: %s', async (who) => {
    const { id: lessonId } = await confirmed(club, 'lin');
    await appoint(who);
    const { cancelLesson } = club.as(who).school;
    expect(await outcome(cancelLesson({ lessonId, reason }))).toBe('NOT_ALLOWED');
    expect(await outcome(askCancel(club, who, lessonId))).toBe('ok');
    expect(await outcome(club.as('root').school.cancelLesson({ lessonId, reason }))).toBe('ok');
    await expectLessonsInOrder(club);
  });
});

test('who is dismissed while the call is on its way decides nothing any more', async () => {
  const { id: lessonId } = await confirmed(club, 'lin');
  await appoint('feng');
  const admitted = await club.document('identities', 'oCourtside-feng');
  await club.as('root').club.dismiss({ memberId: 'm-feng' });
  await club.cloud.load('identities', [{ ...admitted } as never]);
  const { approve, endRelation, cancelLesson } = club.as('feng').school;
  expect(await outcome(approve({ memberId: HE, level: 'JUNIOR' }))).toBe('NOT_ALLOWED');
  const relationId = 'r-lin-coach-wang';
  expect(await outcome(endRelation({ relationId, reason }))).toBe('NOT_ALLOWED');
  expect(await outcome(cancelLesson({ lessonId, reason }))).toBe('NOT_ALLOWED');
});
