import { DAY, plus } from '@shared/base/time';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import { coachFace } from '../../miniprogram/packages/training/coachFace.view';
import { coachView } from '../../miniprogram/packages/training/pages/coach/coach.view';
import { homeView, teachWord } from '../../miniprogram/packages/training/pages/home/home.view';
import { changeLine } from '../../miniprogram/words/changes';
import { partyLine } from '../../miniprogram/words/lessons';
import { change, coach, day, lesson, now, TOMORROW, tie, wish } from './training';

describe('a coach on a card', () => {
  test('says level, sport, gender, age, rate and stars', () => {
    expect(coachFace(coach())).toMatchObject({
      level: '高级教练',
      what: '乒乓球 · 男 · 38 岁',
      rate: '¥200.00/小时',
      stars: '4.8',
      ratings: '12 人评分',
      students: '8 位学员',
    });
  });

  test('leaves out what nobody said, and says when there is no room', () => {
    const face = coachFace(coach({ gender: null, age: null, stars: null, ratings: 0, full: true }));
    expect(face).toMatchObject({ what: '乒乓球', stars: '', ratings: '还没有评分' });
    expect(face.students).toBe('学员已满');
  });
});

describe('a lesson in a list', () => {
  test('names the other party to whoever reads it', () => {
    expect(partyLine(lesson(), 'STUDENT', now).who).toBe('教练 王建国');
    expect(partyLine(lesson(), 'COACH', now).who).toBe('学员 林小满');
  });

  test.each([
    [lesson({ status: 'PENDING' }), 'STUDENT', ''],
    [lesson({ status: 'CANCEL_PENDING', cancellation: wish(true) }), 'STUDENT', '等对方同意取消'],
    [
      lesson({ status: 'CANCEL_PENDING', cancellation: wish(false) }),
      'COACH',
      '对方申请取消，等你处理',
    ],
    [lesson({ status: 'COMPLETED' }), 'STUDENT', '等你评价'],
    [lesson({ status: 'COMPLETED', evaluated: true }), 'STUDENT', ''],
  ] as const)('says what there is to do: %#', (one, side, note) => {
    expect(partyLine(one, side, now).note).toBe(note);
  });

  test('what a student waits for is the coach’s to do', () => {
    const pending = lesson({ status: 'PENDING' });
    expect(partyLine(pending, 'STUDENT', now).status).toBe('待教练确认');
    expect(partyLine(pending, 'COACH', now).status).toBe('等你确认');
  });

  test('one that nobody confirmed in time is over, timer or not', () => {
    const begun = lesson({ status: 'PENDING', startAt: now });
    expect(partyLine(begun, 'STUDENT', now).status).toBe('已过期');
    expect(partyLine(begun, 'STUDENT', plus(now, -1)).status).toBe('待教练确认');
  });
});

test('a change shows how each of the three voted, and until when', () => {
  const card = changeLine(change());
  expect(card.votes.map(({ voter, word }) => `${voter} ${word}`)).toEqual([
    '现任教练 王建国 同意',
    '新教练 李静 待表决',
    '校区管理员 待表决',
  ]);
  expect(card.when).toBe('三方都同意后生效，3 月 21 日 10:00 截止');
  expect(changeLine(change({ status: 'REJECTED' }))).toMatchObject({
    status: '未通过',
    when: '3 月 14 日 申请',
  });
});

describe('the page 我的训练', () => {
  const student = {
    memberId: 'm-lin',
    campusId: 'c-centre',
    campusName: '中心校区',
    realName: '林小满',
    phone: '13800000001',
    gender: null,
    age: null,
    email: null,
  };
  const home = {
    now,
    student,
    campuses: [],
    teaching: null,
    ties: [tie(), tie({ relationId: 'r2', status: 'REJECTED' })],
    change: null,
    lessons: [lesson()],
    cancelsLeft: 2,
    toEvaluate: [],
  };

  test('shows coaches that count, hides the phone, and says what is left to cancel', () => {
    const view = homeView(home, now);
    expect(view?.coaches.map(({ relationId }) => relationId)).toEqual(['r1']);
    expect(view?.where).toBe('中心校区 · 138****0001');
    expect(view?.quota).toContain('2 次');
    expect(view).toMatchObject({ mayFind: true, mayChange: true });
  });

  test('two coaches, asked or had, are the most', () => {
    const two = [tie(), tie({ relationId: 'r2', status: 'PENDING' })];
    expect(homeView({ ...home, ties: two }, now)).toMatchObject({
      mayFind: false,
      bookable: [{ id: 'm-wang', name: '王建国' }],
    });
  });

  test('a change that ended is shown for a week, one that waits always', () => {
    const at = (view: ReturnType<typeof change>, when: typeof now) =>
      homeView({ ...home, change: view }, when)?.change;
    const ended = change({ status: 'REJECTED' });
    expect(at(ended, plus(ended.expiresAt, -1))).not.toBeNull();
    expect(at(ended, ended.expiresAt)).toBeNull();
    expect(at(change(), plus(now, 30 * DAY))).not.toBeNull();
    expect(homeView({ ...home, change: change() }, now)?.mayChange).toBe(false);
  });

  test.each([
    [null, '申请成为教练'],
    ['REJECTED', '申请成为教练'],
    ['PENDING', '查看教练申请'],
    ['ACTIVE', ''],
    ['DISABLED', ''],
  ] as const)('whose account as a coach is %s reads %j', (teaching, word) => {
    expect(teachWord({ ...home, teaching })).toBe(word);
  });

  test('who did not fill in the form is no student yet', () => {
    expect(homeView({ ...home, student: null }, now)).toBeNull();
  });
});

describe('what can be done with a coach', () => {
  const opened = {
    now,
    coach: coach(),
    tie: null,
    days: [day('ffff')],
  };
  const bar = (part: Partial<Parameters<typeof coachView>[0]>) =>
    coachView({ ...opened, ...part }, null, now).bar;

  test('a stranger is chosen, unless the coach is full', () => {
    expect(bar({})).toEqual({ kind: 'apply', why: '' });
    expect(bar({ coach: coach({ full: true }) })).toEqual({
      kind: 'apply',
      why: REFUSALS.STUDENTS_FULL,
    });
  });

  test('who was asked is waited for; who refused can be asked again', () => {
    expect(bar({ tie: { relationId: 'r1', status: 'PENDING' } }).kind).toBe('applied');
    expect(bar({ tie: { relationId: 'r1', status: 'REJECTED' } })).toEqual({
      kind: 'apply',
      why: '',
    });
  });

  test('an own coach is booked: the bar tells time, lengths and fee', () => {
    const tied = { ...opened, tie: { relationId: 'r1', status: 'ESTABLISHED' as const } };
    const choice = { date: TOMORROW, from: 840, until: 930 };
    const view = coachView(tied, choice, now).bar;
    expect(view).toMatchObject({ kind: 'book', what: '明天 · 3 月 15 日 周日 14:00–15:30' });
    expect(view.kind === 'book' && view.fee).toBe('¥300.00');
  });
});
