import { addDays, type ClubDate, plus } from '@shared/base/time';
import type { LessonView } from '@shared/contracts/training';
import { MOST_STUDENTS } from '@shared/domain/relation';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import { ANSWERS } from '../../miniprogram/packages/coach/pages/home/answers';
import { type Home, homeView } from '../../miniprogram/packages/coach/pages/home/home.view';
import { requestCards } from '../../miniprogram/packages/coach/pages/home/requests.view';
import { studentView } from '../../miniprogram/packages/coach/pages/student/student.view';
import { studentsView } from '../../miniprogram/packages/coach/pages/students/students.view';
import { self, student } from './coaching';
import { change, lesson, now, said, TODAY, TOMORROW, wish } from './training';

const asking = (part: Partial<LessonView> = {}) => lesson({ status: 'PENDING', ...part });
const wishing = (mine = false) =>
  lesson({ id: 'l9', status: 'CANCEL_PENDING', cancellation: wish(mine) });

function home(requests: Partial<Home['requests']> = {}, part: Partial<Home> = {}): Home {
  return {
    now,
    from: TODAY,
    coach: self(),
    lessons: [],
    requests: { students: [], lessons: [], cancellations: [], changes: [], ...requests },
    toEvaluate: [],
    cancelsLeft: 3,
    ...part,
  };
}

describe('what waits for a coach', () => {
  test('begins with the lesson that begins soonest and ends with votes', () => {
    const cards = requestCards(
      home({
        lessons: [asking({ id: 'later' }), asking({ id: 'soon', date: TOMORROW })],
        cancellations: [wishing()],
        students: [student()],
        changes: [change({ mayVoteAs: 'from' })],
      }),
      now,
    );
    expect(cards.map(({ kind, id }) => [kind, id])).toEqual([
      ['lesson', 'soon'],
      ['lesson', 'later'],
      ['cancel', 'x1'],
      ['student', 'r-zhao'],
      ['change', 'ch1'],
    ]);
  });

  test('says when, how long, for how much and where a lesson would be', () => {
    const [card] = requestCards(home({ lessons: [asking({ from: 840, until: 930 })] }), now);
    expect(card).toMatchObject({
      title: '林小满',
      lines: ['3 月 16 日 周一 14:00–15:30', '1 小时 30 分 · ¥200.00', '3 号台 · 中心乒乓球馆'],
      lessonId: 'l1',
    });
  });

  test('has no lesson that has begun: nobody confirms it any more', () => {
    const begun = asking({ startAt: now });
    const cancelled = { ...wishing(), startAt: now };
    expect(requestCards(home({ lessons: [begun], cancellations: [cancelled] }), now)).toEqual([]);
    const soon = asking({ startAt: plus(now, 1) });
    expect(requestCards(home({ lessons: [soon] }), now)).toHaveLength(1);
  });

  test('has no own wish to cancel', () => {
    expect(requestCards(home({ cancellations: [wishing(true)] }), now)).toEqual([]);
  });

  test.each([
    [MOST_STUDENTS - 1, ''],
    [MOST_STUDENTS, REFUSALS.MY_STUDENTS_FULL],
  ])('with %d students says of one more: %s', (students, why) => {
    const asked = home({ students: [student()] }, { coach: self({ students }) });
    expect(requestCards(asked, now)[0]?.why).toBe(why);
  });

  test('is answered with buttons that WeChat does not cut', () => {
    for (const { sure } of Object.values(ANSWERS)) {
      expect(sure?.confirmText.length ?? 0).toBeLessThanOrEqual(4);
    }
  });
});

describe('the week of a coach', () => {
  const lessons = [
    lesson({ id: 'late', date: TOMORROW, from: 1080, until: 1140 }),
    lesson({ id: 'early', date: TOMORROW }),
    lesson({ id: 'gone', date: TOMORROW, status: 'CANCELLED' }),
    lesson({ id: 'done', date: TODAY, status: 'COMPLETED' }),
  ];

  test('counts what takes place, day by day', () => {
    const { week } = homeView(home({}, { lessons }), null, now);
    expect(week.days.map(({ weekday, lessons: count }) => [weekday, count])).toEqual([
      ['今天', '1 节'],
      ['周日', '2 节'],
      ['周一', ''],
      ['周二', ''],
      ['周三', ''],
      ['周四', ''],
      ['周五', ''],
    ]);
    expect(week).toMatchObject({ title: '3 月 14 日 – 3 月 20 日', after: '2026-03-21' });
  });

  test('shows one day in the order of its hours; the first when the chosen one is not in it', () => {
    const open = (date: ClubDate | null) => homeView(home({}, { lessons }), date, now);
    expect(open(TOMORROW).lessons.map(({ id }) => id)).toEqual(['early', 'late']);
    expect(open(addDays(TODAY, 30)).lessons).toMatchObject([{ id: 'done', note: '等你评价' }]);
    expect(open(null).dayTitle).toBe('3 月 14 日 周六');
  });
});

describe('the students of a coach', () => {
  test('are counted against the most there may be', () => {
    const view = studentsView({ students: [student({ phone: '13800000004' })], most: 20 });
    expect(view.count).toBe('1 / 20 位');
    expect(view.rows).toMatchObject([
      { detail: '男 · 13800000004', since: '2026 年 3 月 14 日起' },
    ]);
  });

  test('have a history: completed lessons count, and both evaluations are there', () => {
    const evaluations = [
      said({ by: 'COACH', stars: null, mine: true }),
      said({ by: 'STUDENT', stars: 4, mine: false }),
    ];
    const lessons = [
      { ...lesson(), evaluations: [] },
      { ...lesson({ id: 'l0', status: 'COMPLETED', evaluated: true }), evaluations },
    ];
    const view = studentView({ student: student(), lessons }, now);
    expect(view).toMatchObject({ completed: '1', hours: '1 小时' });
    expect(view.lessons[1]?.said).toMatchObject([
      { who: '我的评价', stars: [] },
      { who: '学员的评价', stars: [true, true, true, true, false] },
    ]);
  });
});
