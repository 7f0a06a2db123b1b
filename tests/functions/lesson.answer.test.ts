import { describe, expect, test } from 'vitest';
import { recordAudit } from '../../cloudfunctions/audit/service';
import { at, day } from '../domain/clock';
import { openService } from './account';
import { fill } from './booking';
import { type Club, outcome } from './club';
import {
  ask,
  askCancel,
  atSchool,
  CAMPUS,
  clock,
  confirmed,
  HALL,
  memberOf,
  purse,
  relationOf,
  startAt,
  TABLE_1,
  TUESDAY,
  toldTo,
} from './lesson';
import { expectSchoolInOrder } from './lessonsInOrder';
import type { MoneyClub } from './money';

let money: MoneyClub;
let club: Club;
atSchool((opened) => {
  money = opened;
  club = opened.club;
});
const inOrder = () => expectSchoolInOrder(club);
const TODAY = day('2026-03-14');

describe('the coach’s answer', () => {
  test('confirming takes the fee for the campus, once, and tells the student', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    const wang = club.as('coach-wang').lesson;
    expect(await wang.confirm({ lessonId })).toMatchObject({ status: 'CONFIRMED' });
    expect(await wang.confirm({ lessonId })).toMatchObject({ status: 'CONFIRMED' });
    expect(await purse(club, 'lin')).toEqual({ balance: 70_000, frozen: 0 });
    expect(await toldTo(club, 'lin')).toEqual(['约课成功']);
    const entry = await club.document('ledger_entries', `lesson:${lessonId}:capture`);
    expect(entry?.postings).toMatchObject([{ to: 'fen:revenue:c-centre:LESSON', amount: 30_000 }]);
    await inOrder();
  });

  test('refusing frees the fee and all that was taken, and says why', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    const refused = await club.as('coach-wang').lesson.refuse({ lessonId, reason: '当天有比赛' });
    expect(refused).toMatchObject({ status: 'REJECTED', reason: '当天有比赛' });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    expect(await toldTo(club, 'lin')).toEqual(['教练未接受约课']);
    expect(await outcome(ask(club, 'lin'))).toBe('ok');
    expect(await outcome(club.as('coach-wang').lesson.confirm({ lessonId }))).toBe('LESSON_CLOSED');
    await inOrder();
  });

  test('the student takes an unconfirmed one back, and not a confirmed one', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    expect(await club.as('lin').lesson.withdraw({ lessonId })).toMatchObject({
      status: 'WITHDRAWN',
    });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    expect(await toldTo(club, 'coach-wang')).toEqual(['有学员约课', '学员撤回了约课']);
    const { id } = await confirmed(club, 'lin');
    expect(await outcome(club.as('lin').lesson.withdraw({ lessonId: id }))).toBe('LESSON_CLOSED');
    await inOrder();
  });

  test('who no longer is the coach’s student, or at the campus, is not confirmed', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    const lin = await club.document('students', memberOf('lin'));
    const confirm = () => outcome(club.as('coach-wang').lesson.confirm({ lessonId }));
    await club.cloud.load('students', [{ ...lin, ties: [] }]);
    expect(await confirm()).toBe('NO_LONGER_TIED');
    await club.cloud.load('students', [{ ...lin, campusId: 'c-west' }]);
    expect(await confirm()).toBe('NO_LONGER_TIED');
    await club.cloud.load('students', [lin ?? {}]);
    const offer = await club.document('offers', HALL);
    await club.cloud.load('offers', [{ ...offer, campusId: 'c-west' }]);
    expect(await confirm()).toBe('NO_LONGER_TIED');
    await club.cloud.load('offers', [offer ?? {}]);
    expect(await confirm()).toBe('ok');
  });

  test('from the start on it is too late: what nobody confirmed is over and the fee is free', async () => {
    const soon = { date: TODAY, from: clock(11, 30), until: clock(12, 30) };
    const { id: lessonId } = await ask(club, 'lin', soon);
    club.cloud.clock.jump(at('2026-03-14 11:30:01'));
    expect(await outcome(club.as('coach-wang').lesson.confirm({ lessonId }))).toBe(
      'LESSON_STARTED',
    );
    await club.passMinutes(1);
    expect(await club.document('lessons', lessonId)).toMatchObject({ status: 'EXPIRED' });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    expect(await toldTo(club, 'lin')).toEqual(['约课未确认，已过期']);
    expect(await outcome(club.as('coach-wang').lesson.confirm({ lessonId }))).toBe('LESSON_CLOSED');
    await inOrder();
  });
});

describe('who is no party', () => {
  test('finds no lesson, whatever is tried', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    await fill(money, 'chen');
    const [chen, li] = [club.as('chen').lesson, club.as('coach-li').lesson];
    const tried = await Promise.all([
      outcome(chen.detail({ lessonId })),
      outcome(chen.withdraw({ lessonId })),
      outcome(li.confirm({ lessonId })),
      outcome(li.refuse({ lessonId, reason: '' })),
      outcome(askCancel(club, 'chen', lessonId)),
      outcome(chen.evaluate({ lessonId, stars: 1, text: '差' })),
      outcome(club.as('coach-wang').lesson.withdraw({ lessonId })),
    ]);
    expect(tried.slice(0, 6)).toEqual(Array(6).fill('LESSON_NOT_FOUND'));
    expect(tried[6]).toBe('STUDENT_FIRST');
    const { id: cancelId } = (await askCancel(club, 'lin', lessonId)).cancellation ?? { id: '' };
    expect(await outcome(chen.answerCancel({ cancelId, agree: true }))).toBe('CANCEL_NOT_FOUND');
    expect(await outcome(chen.withdrawCancel({ cancelId }))).toBe('CANCEL_NOT_FOUND');
  });

  test('an admin of another campus finds none either; the own one and the super admin do', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancel = (who: string) =>
      outcome(club.as(who).school.cancelLesson({ lessonId, reason: '教练生病' }));
    expect(await cancel('admin-west')).toBe('LESSON_NOT_FOUND');
    expect(await cancel('root')).toBe('ok');
    const span = { from: TUESDAY, until: TUESDAY };
    const listed = club.as('admin-west').school.lessons({ campusId: 'c-centre', ...span });
    expect(await outcome(listed)).toBe('CAMPUS_NOT_FOUND');
    const { lessons } = await club.as('root').school.lessons({ campusId: 'c-centre', ...span });
    expect(lessons.map(({ id }) => id)).toEqual([lessonId]);
  });
});

test('both read when, where and with whom; the phone is masked until it is confirmed', async () => {
  const { id: lessonId } = await ask(club, 'lin');
  const seen = async (who: string) => {
    const { otherPhone, side, cancelsLeft } = await club.as(who).lesson.detail({ lessonId });
    return { otherPhone, side, cancelsLeft };
  };
  expect(await seen('lin')).toEqual({ otherPhone: '138****0013', side: 'STUDENT', cancelsLeft: 3 });
  await club.as('coach-wang').lesson.confirm({ lessonId });
  expect(await seen('lin')).toMatchObject({ otherPhone: '13800000013' });
  expect(await seen('coach-wang')).toMatchObject({ otherPhone: '13800000001', side: 'COACH' });
});

test('the wallet’s statement knows each line of a lesson and leads there', async () => {
  const { id: first } = await ask(club, 'lin');
  await club.as('coach-wang').lesson.refuse({ lessonId: first, reason: '' });
  const { id: second } = await confirmed(club, 'lin');
  await club.as('root').school.cancelLesson({ lessonId: second, reason: '教练生病' });
  const { recent } = await club.as('lin').wallet.home({});
  const lines = recent.filter(({ lessonId }) => lessonId !== null);
  expect(lines.map(({ kind, amount, lessonId }) => [kind, amount, lessonId]).sort()).toEqual(
    [
      ['REFUND', 30_000, first],
      ['REFUND', 30_000, second],
      ['SPENDING', -30_000, first],
      ['SPENDING', -30_000, second],
    ].sort(),
  );
});

test('what ends with the relation: unconfirmed lessons are refused, confirmed ones stand', async () => {
  const { id: waiting } = await ask(club, 'lin');
  const { id: sure } = await confirmed(club, 'lin', { date: day('2026-03-18') });
  const relationId = relationOf('lin', 'coach-wang');
  await club.as('root').school.endRelation({ relationId, reason: '学员搬家' });
  await club.passMinutes(1);
  expect(await club.document('lessons', waiting)).toMatchObject({ status: 'REJECTED' });
  expect(await club.document('lessons', sure)).toMatchObject({ status: 'CONFIRMED' });
  expect(await outcome(ask(club, 'lin', { date: day('2026-03-19') }))).toBe('NOT_MY_COACH');
  await inOrder();
});

test('a closure of its table cancels a lesson in full and tells both', async () => {
  const { id: lessonId } = await confirmed(club, 'lin');
  const { id: waiting } = await ask(club, 'lin', { from: clock(21), until: clock(22) });
  const { affected } = await club.as('root').courts.close({
    venueId: HALL,
    courtIds: [TABLE_1],
    from: startAt(TUESDAY, clock(20)),
    until: startAt(TUESDAY, clock(22)),
    reason: '灯坏了',
    requestId: 'dark',
  });
  expect(affected).toBe(2);
  const cancelled = { status: 'CANCELLED', refunded: 30_000, reason: '场地停用：灯坏了' };
  expect(await club.document('lessons', lessonId)).toMatchObject(cancelled);
  expect(await club.document('lessons', waiting)).toMatchObject({ status: 'CANCELLED' });
  expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
  for (const who of ['lin', 'coach-wang']) {
    expect((await toldTo(club, who)).filter((title) => title.startsWith('场地停用'))).toHaveLength(
      2,
    );
  }
  const free = { from: clock(20), until: clock(21) };
  expect(await outcome(ask(club, 'lin', free))).toBe('TABLE_TAKEN');
  await inOrder();
  await club.passMinutes(1);
  await inOrder();
});

describe('in the log', () => {
  test('is from where the coach confirmed; that nobody did is no person’s deed', async () => {
    const soon = { date: TODAY, from: clock(12), until: clock(13) };
    const { id } = await ask(club, 'lin', soon);
    const { id: lessonId } = await confirmed(club, 'lin');
    club.cloud.clock.jump(startAt(TODAY, clock(12)));
    await club.passMinutes(2);
    const entry = (of: string) => club.document('audit_entries', of);
    expect(await entry(`lesson.expire:${id}`)).toMatchObject({ actorId: 'system', ip: null });
    const local = expect.stringMatching(/127\.0\.0\.1$|^::1$/);
    expect(await entry(`lesson.confirm:${lessonId}`)).toMatchObject({ ip: local });
    const search = { campusId: CAMPUS, text: '系统自动', from: null, until: null, before: null };
    const { entries } = await club.as('root').school.log(search);
    expect(entries).toMatchObject([{ actor: '系统自动', ip: null }]);
  });

  test('there is room for the longest address, and for nothing longer', async () => {
    const longest = '0000:0000:0000:0000:0000:ffff:255.255.255.255';
    expect(longest).toHaveLength(45);
    const { db, now } = openService(club).context();
    const entry = { key: 'longest', at: now, actorId: 'm-root', campusId: CAMPUS, detail: '' };
    const what = { action: 'visit.checkOut', targetId: 'm-lin' } as const;
    const from = (ip: string) =>
      db.transaction((tx) => recordAudit({ ...tx, origin: ip }, { ...entry, ...what }));
    await expect(from(`${longest}0`)).rejects.toThrow();
    await from(longest);
    expect(await club.document('audit_entries', 'longest')).toMatchObject({ ip: longest });
  });
});
