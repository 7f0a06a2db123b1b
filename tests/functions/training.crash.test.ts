import type { Fen } from '@shared/base/money';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../domain/clock';
import { fill } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults, orderFaults } from './club';
import { type MoneyClub, openMoneyClub } from './money';
import { insist, stepsOf } from './steps';
import { answer, CENTRE, expectTiesInOrder, LI, loggedOf, requestChange, WANG } from './training';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  // A dead function's transaction keeps its locks so long; the last vote needs time of its own.
  money = await openMoneyClub({ transactionMs: 4000 });
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const FEE = 20_000 as Fen;
const available = async () => (await club.as('lin').wallet.home({})).balance;

/** Lin asks Wang for a lesson on Tuesday, beginning at an hour. */
const book = (hour: number) =>
  club.as('lin').student.book({
    coachId: WANG,
    date: day('2026-03-17'),
    from: hour * 60,
    until: hour * 60 + 60,
    tableId: null,
    expectedFee: FEE,
    requestId: `lesson-${hour}`,
  });

/** Lin with one lesson that Wang confirmed and one that waits. */
async function withLessons() {
  await fill(money, 'lin', 100_000);
  const confirmed = await book(10);
  await club.as('coach-wang').lesson.confirm({ lessonId: confirmed.id });
  const waiting = await book(15);
  return { confirmed: confirmed.id, waiting: waiting.id };
}

const statusOf = async (id: string) => (await club.document('lessons', id))?.status;

async function expectChanged(lessons: Awaited<ReturnType<typeof withLessons>>) {
  expect(await statusOf(lessons.waiting)).toBe('REJECTED');
  expect(await statusOf(lessons.confirmed)).toBe('CONFIRMED');
  expect(await available()).toBe(100_000 - FEE);
  expect(await club.documents('outbox', { kind: 'refuseLessons' })).toEqual([]);
  expect(await club.document('students', 'm-lin')).toMatchObject({
    changeId: null,
    ties: [{ coachId: LI, status: 'ESTABLISHED' }],
  });
  await expectTiesInOrder(club);
  await expectLedgerInOrder(club);
}

async function votedByTwo(): Promise<string> {
  const { id: changeId } = await requestChange(club, 'lin', WANG, LI);
  for (const who of ['coach-wang', 'coach-li']) {
    await club.as(who).coach.vote({ changeId, yes: true, note: '' });
  }
  return changeId;
}

const lastVote = (changeId: string) =>
  club.as('root').school.vote({ changeId, yes: true, note: '同意' });

const DEEDS = ['refuseLessons', 'waiveVotes', 'repriceCoaches'];
async function leftAfterAMinute() {
  await club.passMinutes(1);
  return (await club.documents('outbox')).filter(({ kind }) => DEEDS.includes(String(kind)));
}

/** Does it with a function that dies after its nth request, and then does the very same again. */
async function twice(
  at: { function: string; action: string; n: number },
  work: () => Promise<unknown>,
) {
  await orderFaults(club, { ...at, when: 'after', effect: 'kill' });
  await work().catch(() => undefined);
  await clearFaults(club);
  await expectTiesInOrder(club);
  await insist(work);
  // What met the locks of the dead waits a minute more.
  await expect.poll(leftAfterAMinute, { timeout: 30_000 }).toEqual([]);
  await expectTiesInOrder(club);
}

describe('lessons with a coach who is changed', () => {
  test('are refused with the money back when nobody confirmed them; confirmed ones stand', async () => {
    const lessons = await withLessons();
    expect(await available()).toBe(100_000 - 2 * FEE);
    await lastVote(await votedByTwo());
    await expectChanged(lessons);
  });

  test('are refused in the same way when an admin ends the relation', async () => {
    const lessons = await withLessons();
    const relationId = 'r-lin-coach-wang';
    await club.as('root').school.endRelation({ relationId, reason: '学员要求解除' });
    expect(await statusOf(lessons.waiting)).toBe('REJECTED');
    expect(await statusOf(lessons.confirmed)).toBe('CONFIRMED');
    expect(await available()).toBe(100_000 - FEE);
  });

  test('are refused when the coach stops teaching, and stand when confirmed', async () => {
    const lessons = await withLessons();
    const stop = { memberId: WANG, active: false, reason: '伤病休养' };
    await club.as('root').school.setTeaching(stop);
    expect(await statusOf(lessons.waiting)).toBe('REJECTED');
    expect(await statusOf(lessons.confirmed)).toBe('CONFIRMED');
  });

  test('keep student, coach and campus where they are until they are over', async () => {
    const lessons = await withLessons();
    const relationId = 'r-lin-coach-wang';
    await club.as('root').school.endRelation({ relationId, reason: '学员要求解除' });
    const leave = club.as('root').school.remove({
      memberId: 'm-lin',
      kind: 'STUDENT',
      reason: '学员要求退出',
    });
    await expect(leave).rejects.toMatchObject({ code: 'SETTLE_TRAINING_FIRST' });
    const form = { realName: '林小满', phone: null, phoneCode: null, gender: null, age: null };
    const moved = club.as('lin').student.update({ ...form, email: null, campusId: 'c-east' });
    await expect(moved).rejects.toMatchObject({ code: 'MOVE_CAMPUS_FIRST' });
    const cancel = { lessonId: lessons.confirmed, reason: '教练临时有事' };
    await club.as('root').school.cancelLesson(cancel);
    const left = await club.as('lin').student.update({ ...form, email: null, campusId: 'c-east' });
    expect(left.campusId).toBe('c-east');
  });
});

describe('a function that dies', () => {
  test.each(stepsOf(36))(
    'after request %i of the last vote: tried again, the coach is changed once and all lessons follow',
    async (n) => {
      const lessons = await withLessons();
      const changeId = await votedByTwo();
      await twice({ function: 'school', action: 'vote', n }, () => lastVote(changeId));
      await expectChanged(lessons);
      const logged = await loggedOf(club, 'm-lin');
      expect(logged.filter((action) => action === 'training.changed')).toHaveLength(1);
    },
  );

  test.each(stepsOf(12))('after request %i of an application: it is asked once', async (n) => {
    const wish = { coachId: LI, requestId: 'crash' };
    const ask = () => club.as('lin').student.apply(wish);
    await twice({ function: 'student', action: 'apply', n }, ask);
    const asked = await club.documents('coach_relations', { studentId: 'm-lin', coachId: LI });
    expect(asked).toMatchObject([{ status: 'PENDING' }]);
  });

  test.each(stepsOf(12))('after request %i of an answer: it is given once', async (n) => {
    const relationId = 'r-zhao-coach-wang';
    const agree = () => answer(club, 'coach-wang', relationId);
    await twice({ function: 'coach', action: 'answer', n }, agree);
    expect((await club.as('coach-wang').coach.students({})).students).toHaveLength(3);
    expect((await club.document('coaches', WANG))?.ties).toHaveLength(3);
  });

  test.each(stepsOf(16))('after request %i of new rates: every coach has them', async (n) => {
    const rates = { SENIOR: 26_000, INTERMEDIATE: 16_000, JUNIOR: 9_000 } as never;
    const save = () => club.as('root').school.saveRates({ campusId: CENTRE, rates, share: 100 });
    await twice({ function: 'school', action: 'saveRates', n }, save);
    expect(await club.document('coaches', WANG)).toMatchObject({ rate: 26_000 });
    expect(await club.document('coaches', LI)).toMatchObject({ rate: 16_000 });
  });
});
