import { HOUR, MINUTE, plus } from '@shared/base/time';
import { beforeEach, describe, expect, test } from 'vitest';
import { remindLessons } from '../../cloudfunctions/lessons/minding';
import { at, day } from '../domain/clock';
import { fill } from './booking';
import { whereIs } from './books';
import { type Club, outcome } from './club';
import {
  ask,
  askCancel,
  atSchool,
  before,
  CAMPUS,
  clock,
  confirmed,
  enrol,
  HALL,
  relationOf,
  startAt,
  TUESDAY,
  tie,
  toldTo,
} from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import type { MoneyClub } from './money';
import { openTimerContexts } from './timerContext';

let money: MoneyClub;
let club: Club;
atSchool((opened) => {
  money = opened;
  club = opened.club;
});

describe('a coach who is a student, too', () => {
  beforeEach(async () => {
    await enrol(club, 'm-coach-wang');
    await tie(club, 'm-coach-wang', 'm-coach-li');
    await fill(money, 'coach-wang', 100_000);
  });

  const given = () => ask(club, 'lin', { tableId: `${HALL}-3` });
  const taken = () => ask(club, 'coach-wang', { coach: 'coach-li', tableId: `${HALL}-4` });

  test('takes a lesson and gives none at that time', async () => {
    await taken();
    expect(await outcome(given())).toBe('COACH_TAKEN');
    await expectLessonsInOrder(club);
  });

  test('gives a lesson and takes none at that time, and one after it', async () => {
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
});

const TODAY = day('2026-03-14');
const start = startAt(TUESDAY, clock(19));
const end = plus(start, 90 * MINUTE);

/** A lesson on Tuesday at seven, after its end. */
async function over(): Promise<string> {
  const { id } = await confirmed(club, 'lin');
  club.cloud.clock.jump(plus(end, 1000));
  await club.passMinutes(1);
  return id;
}

const reminders = async (who: string) =>
  (await toldTo(club, who)).filter((title) => title === '课程快开始了').length;

describe('the reminder', () => {
  test('comes an hour before, once, to both, with time and table', async () => {
    await confirmed(club, 'lin');
    club.cloud.clock.jump(before(start, HOUR + 2 * MINUTE));
    await club.passMinutes(1);
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([0, 0]);
    await club.passMinutes(2);
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([1, 1]);
    await club.passMinutes(3);
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([1, 1]);
    const [message] = await club.documents('messages', { memberId: 'm-lin', kind: 'REMINDER' });
    expect(message).toMatchObject({
      body: '3月17日 19:00–20:30，中心乒乓球馆 1 号台，教练王建国。请提前到场',
    });
    await expectLessonsInOrder(club);
  });

  test('of a lesson that is confirmed within the last hour comes at once, and no second time', async () => {
    const lesson = await ask(club, 'lin', { date: TODAY, from: clock(12), until: clock(13) });
    club.cloud.clock.jump(before(startAt(TODAY, clock(12)), 20 * MINUTE));
    await club.as('coach-wang').lesson.confirm({ lessonId: lesson.id });
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([1, 1]);
    await club.passMinutes(2);
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([1, 1]);
  });

  test('does not come for what is not confirmed', async () => {
    await ask(club, 'lin');
    club.cloud.clock.jump(before(start, 30 * MINUTE));
    await club.passMinutes(2);
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([0, 0]);
  });

  test('comes, and once, for a lesson that somebody wishes to cancel', async () => {
    const { id } = await confirmed(club, 'lin');
    await askCancel(club, 'lin', id);
    club.cloud.clock.jump(before(start, HOUR - MINUTE));
    await club.passMinutes(2);
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([1, 1]);
  });

  test('comes once from two timers at once, and from one that begins again when its lease is over', async () => {
    await confirmed(club, 'lin');
    const { contextAt } = openTimerContexts(club);
    const now = before(start, 50 * MINUTE);
    const runs = [now, now, plus(now, 10 * MINUTE)].map((moment) =>
      remindLessons(contextAt(moment)),
    );
    await Promise.all(runs);
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([1, 1]);
    await remindLessons(contextAt(plus(now, 20 * MINUTE)));
    expect([await reminders('lin'), await reminders('coach-wang')]).toEqual([1, 1]);
    await expectLessonsInOrder(club);
  });
});

describe('the income of a coach', () => {
  test('is the share that the campus had when the lesson ended', async () => {
    const school = club.as('root').school;
    const { rates } = await school.home({ campusId: CAMPUS });
    const save = (share: number) => school.saveRates({ campusId: CAMPUS, rates, share });
    for (const wrong of [-1, 101, 66.6]) expect(await outcome(save(wrong))).toBe('SHARE_INVALID');
    expect((await school.home({ campusId: CAMPUS })).share).toBe(100);
    expect(await save(70)).toMatchObject({ share: 70 });
    await over();
    const income = () => club.as('coach-wang').coach.income({ month: null });
    expect(await income()).toMatchObject({ lessons: 1, fen: 21_000, byStudent: [{ fen: 21_000 }] });
    await save(50);
    expect(await income()).toMatchObject({ fen: 21_000 });
    await expectLessonsInOrder(club);
  });

  test('is of the club’s month in which a lesson begins, by student', async () => {
    const pattern = await club.document('lessons', await over());
    const lesson = (_id: string, startAt: number, but: object = {}) => ({
      ...{ ...pattern, _id, startAt, endAt: startAt + HOUR },
      ...{ from: clock(9), until: clock(10), fee: 20_000, captured: 20_000, ...but },
    });
    const chen = { studentId: 'm-chen', studentName: '陈一' };
    await club.cloud.load('lessons', [
      lesson('last-of-march', at('2026-03-31 23:00'), chen),
      lesson('first-of-april', at('2026-04-01 00:00'), chen),
      lesson('april', at('2026-04-01 19:00')),
      lesson('given-back', at('2026-04-02 19:00'), { status: 'CANCELLED' }),
    ]);
    const income = (month: string) => club.as('coach-wang').coach.income({ month: month as never });
    expect(await income('2026-03')).toMatchObject({
      ...{ lessons: 2, minutes: 150, fen: 50_000 },
      byStudent: [
        { memberId: 'm-lin', lessons: 1, fen: 30_000 },
        { memberId: 'm-chen', lessons: 1, fen: 20_000 },
      ],
    });
    const april = await income('2026-04');
    expect(april).toMatchObject({ lessons: 2, minutes: 120, fen: 40_000 });
    expect(april.byStudent.map(({ memberId }) => memberId).sort()).toEqual(['m-chen', 'm-lin']);
  });
});

test('a coach reads of a student each lesson they had, newest first, with what both wrote', async () => {
  const first = await over();
  await club.as('lin').lesson.evaluate({ lessonId: first, stars: 5, text: '反手稳了' });
  await club.as('coach-wang').lesson.evaluate({ lessonId: first, stars: null, text: '多练步法' });
  const { id: second } = await confirmed(club, 'lin', { date: day('2026-03-20') });
  const { lessons } = await club.as('coach-wang').coach.student({ studentId: 'm-lin' });
  expect(lessons.map(({ id }) => id)).toEqual([second, first]);
  const said = lessons.map(({ evaluations }) =>
    evaluations.map(({ by, stars, text, mine }) => [by, stars, text, mine]).sort(),
  );
  expect(said).toEqual([
    [],
    [
      ['COACH', null, '多练步法', true],
      ['STUDENT', 5, '反手稳了', false],
    ],
  ]);
});

describe('whoever leaves the club', () => {
  const leave = (who: string) => outcome(club.as(who).member.deleteAccount({ confirm: '注销' }));

  test('gives and takes the lessons that stand first; afterwards they are nobody’s', async () => {
    // All that May has goes into it: money alone would keep the account open.
    await fill(money, 'may', 30_000);
    await confirmed(club, 'may');
    for (const [student, coach] of [
      ['lin', 'coach-wang'],
      ['may', 'coach-wang'],
    ] as const) {
      const relationId = relationOf(student, coach);
      await club.as('root').school.endRelation({ relationId, reason: '学员搬家' });
    }
    await club
      .as('coach-wang')
      .coach.answer({ relationId: 'r-zhao-coach-wang', approve: false, reason: '' });
    expect([await leave('may'), await leave('coach-wang')]).toEqual([
      'SETTLE_TRAINING_FIRST',
      'SETTLE_TRAINING_FIRST',
    ]);
    club.cloud.clock.jump(plus(end, 1000));
    await club.passMinutes(1);
    expect(await leave('coach-wang')).toBe('ok');
    const [lesson] = await club.documents('lessons');
    expect(lesson).toMatchObject({ status: 'COMPLETED', coachId: 'erased', coachName: '已注销' });
    const ours = ['lessons', 'slot_days', 'coach_relations', 'coaches', 'evaluations'];
    const where = await whereIs(club, 'm-coach-wang');
    expect(where.filter((name) => ours.includes(name))).toEqual([]);
  });

  test('while a lesson is asked for: the account stays with the lesson', async () => {
    const [left, asked] = await Promise.all([leave('coach-wang'), outcome(ask(club, 'lin'))]);
    expect([left, asked]).toEqual(['SETTLE_TRAINING_FIRST', 'ok']);
    await expectLessonsInOrder(club);
  });
});
