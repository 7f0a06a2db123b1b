import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fill } from './booking';
import { type Club, outcome } from './club';
import { ask, clock, enrol, HALL, openSchool, tie } from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import { type MoneyClub, openMoneyClub } from './money';

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
  // Coach Wang takes lessons of coach Li.
  await enrol(club, 'm-coach-wang');
  await tie(club, 'm-coach-wang', 'm-coach-li');
  await fill(money, 'coach-wang', 100_000);
});

const given = () => ask(club, 'lin', { tableId: `${HALL}-3` });
const taken = () => ask(club, 'coach-wang', { coach: 'coach-li', tableId: `${HALL}-4` });

test('a coach who takes a lesson gives none at that time', async () => {
  await taken();
  expect(await outcome(given())).toBe('COACH_TAKEN');
  await expectLessonsInOrder(club);
});

test('a coach who gives a lesson takes none at that time, and one after it', async () => {
  await given();
  expect(await outcome(taken())).toBe('STUDENT_TAKEN');
  const after = { coach: 'coach-li', from: clock(20, 30), until: clock(21, 30), tableId: null };
  expect(await outcome(ask(club, 'coach-wang', after))).toBe('ok');
  await expectLessonsInOrder(club);
});

test('both at once: one of them', async () => {
  const told = await Promise.all([outcome(given()), outcome(taken())]);
  expect(told.filter((one) => one === 'ok')).toHaveLength(1);
  await expectLessonsInOrder(club);
});
