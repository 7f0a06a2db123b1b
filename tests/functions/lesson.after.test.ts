import { DAY, type Instant, MINUTE, plus } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import { closeLesson } from '../../cloudfunctions/lessons/closing';
import { eraseLessonsOf } from '../../cloudfunctions/lessons/records';
import { day } from '../domain/clock';
import { openService } from './account';
import { whereIs } from './books';
import { type Club, outcome } from './club';
import { ask, atSchool, clock, confirmed, HALL, startAt, TUESDAY, toldTo } from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';

let club: Club;
atSchool((opened) => {
  club = opened.club;
});

const TODAY = day('2026-03-14');
const start = startAt(TUESDAY, clock(19));
const end = plus(start, 90 * MINUTE);

/** A lesson on Tuesday at seven, after its end. */
async function over(who = 'lin'): Promise<string> {
  const { id } = await confirmed(club, who);
  club.cloud.clock.jump(plus(end, 1000));
  await club.passMinutes(1);
  return id;
}

test('a lesson that cannot be ended keeps nobody else waiting', async () => {
  const lesson = await ask(club, 'lin', { date: TODAY, from: clock(12), until: clock(13) });
  const pattern = await club.document('lessons', lesson.id);
  // Its fee was never set aside: there is nothing to give back.
  await club.cloud.load('lessons', [{ ...pattern, _id: 'broken', tableId: 'none' }]);
  club.cloud.clock.jump(startAt(TODAY, clock(12)));
  await club.passMinutes(2);
  expect(await club.document('lessons', 'broken')).toMatchObject({ status: 'PENDING' });
  expect(await club.document('lessons', lesson.id)).toMatchObject({ status: 'EXPIRED' });
});

describe('after the lesson', () => {
  test('both are asked once for an evaluation', async () => {
    const lessonId = await over();
    expect(await club.document('lessons', lessonId)).toMatchObject({ status: 'COMPLETED' });
    await club.passMinutes(2);
    for (const who of ['lin', 'coach-wang']) {
      const titles = await toldTo(club, who);
      expect(titles.filter((title) => title === '课程结束，请评价')).toHaveLength(1);
    }
    const { toEvaluate } = await club.as('lin').student.home({});
    expect(toEvaluate.map(({ id }) => id)).toEqual([lessonId]);
    await expectLessonsInOrder(club);
  });

  test('both write and both read; the student’s stars count for the coach, once', async () => {
    const lessonId = await over();
    const [lin, wang] = [club.as('lin'), club.as('coach-wang')];
    await lin.lesson.evaluate({ lessonId, stars: 5, text: '反手稳了，步法还要练' });
    await lin.lesson.evaluate({ lessonId, stars: 5, text: '反手稳了，步法还要练' });
    await wang.lesson.evaluate({ lessonId, stars: 1, text: '进步明显，多练正手' });
    const { evaluations } = await wang.lesson.detail({ lessonId });
    expect(evaluations.map(({ by, stars, mine }) => [by, stars, mine]).sort()).toEqual([
      ['COACH', null, true],
      ['STUDENT', 5, false],
    ]);
    expect((await lin.lesson.detail({ lessonId })).evaluations).toHaveLength(2);
    const rating = async () => {
      const { starSum, starCount } = (await club.document('coaches', 'm-coach-wang')) ?? {};
      return [starSum, starCount];
    };
    expect(await rating()).toEqual([5, 1]);
    await lin.lesson.evaluate({ lessonId, stars: 3, text: '后来想想一般' });
    expect(await rating()).toEqual([3, 1]);
    expect((await lin.student.home({})).toEvaluate).toEqual([]);
    await expectLessonsInOrder(club);
  });

  test('it may be changed for seven days and then no more', async () => {
    const lessonId = await over();
    const say = (text: string) =>
      outcome(club.as('lin').lesson.evaluate({ lessonId, stars: 4, text }));
    expect(await say('很好')).toBe('ok');
    const [{ at = 0 } = {}] = await club.documents('evaluations');
    club.cloud.clock.jump(plus(at as Instant, 7 * DAY - 30_000));
    expect(await say('好')).toBe('ok');
    club.cloud.clock.jump(plus(at as Instant, 7 * DAY + 1000));
    expect(await say('不好')).toBe('EVALUATED_ALREADY');
    // Who has not written yet still may.
    const coach = club.as('coach-wang').lesson.evaluate({ lessonId, stars: null, text: '多练' });
    expect(await outcome(coach)).toBe('ok');
  });

  test('not before the end, not without words, and not without a student’s stars', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const say = (stars: number | null, text: string) =>
      outcome(club.as('lin').lesson.evaluate({ lessonId, stars, text }));
    expect(await say(5, '好')).toBe('NOT_EVALUABLE');
    club.cloud.clock.jump(plus(end, 1000));
    await club.passMinutes(1);
    expect(await say(5, '  ')).toBe('EVALUATION_INVALID');
    expect(await say(null, '好')).toBe('EVALUATION_INVALID');
    expect(await say(5, '好')).toBe('ok');
  });

  test('the coach’s income is what stood on the bills', async () => {
    await over();
    const income = await club.as('coach-wang').coach.income({ month: null });
    expect(income).toMatchObject({ month: '2026-03', lessons: 1, minutes: 90, fen: 30_000 });
    expect(income.byStudent).toMatchObject([{ memberId: 'm-lin', realName: '林小满' }]);
    const march = await club.as('coach-wang').coach.income({ month: '2026-02' as never });
    expect(march).toMatchObject({ lessons: 0, minutes: 0, fen: 0, byStudent: [] });
  });
});

test('a closure that reaches a lesson after its end leaves it as it is', async () => {
  const { id: lessonId } = await confirmed(club, 'lin');
  const closure = await club.as('root').courts.close({
    ...{ venueId: HALL, courtIds: [`${HALL}-2`], reason: '地板维修', requestId: 'late' },
    ...{ from: start, until: end },
  });
  club.cloud.clock.jump(plus(end, 1000));
  const { context } = openService(club);
  await closeLesson({ closureId: closure.id, lessonId }, context());
  expect(await club.document('lessons', lessonId)).toMatchObject({ status: 'CONFIRMED' });
  await club.passMinutes(1);
  expect(await club.document('lessons', lessonId)).toMatchObject({ status: 'COMPLETED' });
  await expectLessonsInOrder(club);
});

test('the lists of what comes and what was, for both', async () => {
  const lessonId = await over();
  const { id: coming } = await confirmed(club, 'lin', { date: day('2026-03-19') });
  const list = async (who: string, as: 'STUDENT' | 'COACH', when: 'COMING' | 'PAST') =>
    (await club.as(who).lesson.mine({ as, when, before: null })).lessons.map(({ id }) => id);
  expect(await list('lin', 'STUDENT', 'COMING')).toEqual([coming]);
  expect(await list('lin', 'STUDENT', 'PAST')).toEqual([lessonId]);
  expect(await list('coach-wang', 'COACH', 'COMING')).toEqual([coming]);
  expect(await list('lin', 'COACH', 'COMING')).toEqual([]);
});

test('a long list comes in pages that lose nobody', async () => {
  const lessonId = await over();
  const pattern = await club.document('lessons', lessonId);
  const older = Array.from({ length: 45 }, (_, index) => ({
    ...pattern,
    _id: `old-${index}`,
    // Three at a time begin at one moment.
    startAt: plus(start, -(1 + Math.floor(index / 3)) * DAY),
  }));
  await club.cloud.load('lessons', older);
  const seen: string[] = [];
  let next: Instant | null = null;
  do {
    const page = await club.as('lin').lesson.mine({ as: 'STUDENT', when: 'PAST', before: next });
    seen.push(...page.lessons.map(({ id }) => id));
    next = page.next;
  } while (next !== null);
  expect(new Set(seen).size).toBe(46);
  expect(seen).toHaveLength(46);
});

test('what is stored of lessons is in the export, and goes with the account', async () => {
  const lessonId = await over();
  await club.as('lin').lesson.evaluate({ lessonId, stars: 5, text: '反手稳了' });
  const { lessons, evaluations } = await club.as('lin').member.exportData({ cursor: null });
  expect(lessons.map(({ id }) => id)).toEqual([lessonId]);
  expect(evaluations).toMatchObject([{ lessonId, text: '反手稳了', mine: true }]);
});

test('of whoever ends the account, lessons keep neither the person nor a word they wrote', async () => {
  const taken = await over();
  await club.as('lin').lesson.evaluate({ lessonId: taken, stars: 5, text: '反手稳了' });
  const given = { coach: 'coach-li', date: day('2026-03-20') };
  const { id: lessonId } = await confirmed(club, 'lin', given);
  const asked = { lessonId, reason: '去外地看病', requestId: 'gone' };
  const cancelId = (await club.as('lin').lesson.askCancel(asked)).cancellation?.id ?? '';
  await club.as('coach-li').lesson.answerCancel({ cancelId, agree: true });
  await eraseLessonsOf(openService(club).context(), 'm-lin');
  const ours = ['lessons', 'slot_days', 'lesson_cancels', 'cancel_quotas', 'evaluations'];
  for (const trace of ['m-lin', '林小满', '看病', '反手稳了']) {
    const where = await whereIs(club, trace);
    expect(
      where.filter((name) => ours.includes(name)),
      trace,
    ).toEqual([]);
  }
});
