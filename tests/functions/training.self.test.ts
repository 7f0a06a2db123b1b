import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Club, outcome } from './club';
import { askCancel, confirmed, openSchool } from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { HE, WANG } from './training';

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
