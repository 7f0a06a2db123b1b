import { DAY } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import { askToCancel } from '../../cloudfunctions/lessons/cancelling';
import { openService } from './account';
import { fill } from './booking';
import { type Club, outcome } from './club';
import {
  ask,
  askCancel,
  atSchool,
  before,
  cancelsLeft,
  cancelWish,
  clock,
  confirmed,
  purse,
  startAt,
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
const left = (who: string, lessonId: string) => cancelsLeft(club, who, lessonId);
const wish = (who: string, lessonId: string) => cancelWish(club, who, lessonId);

describe('cancelling by consent', () => {
  test('the other side agrees: the fee comes back at once and all is free again', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancelId = await wish('lin', lessonId);
    expect(await club.document('lessons', lessonId)).toMatchObject({ status: 'CANCEL_PENDING' });
    expect(await left('lin', lessonId)).toBe(2);
    // Until then it is still the lesson's time.
    await fill(money, 'may', 40_000);
    expect(await outcome(ask(club, 'may'))).toBe('COACH_TAKEN');
    const agreed = await club.as('coach-wang').lesson.answerCancel({ cancelId, agree: true });
    expect(agreed).toMatchObject({ status: 'CANCELLED', cancellation: { status: 'APPROVED' } });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    expect(await left('lin', lessonId)).toBe(2);
    expect(await toldTo(club, 'coach-wang')).toContain('对方申请取消课程');
    expect(await toldTo(club, 'lin')).toEqual(['约课成功', '课程已取消']);
    expect(await outcome(ask(club, 'may'))).toBe('ok');
    await inOrder();
  });

  test('the coach may ask as well, and uses the own tries', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancelId = await wish('coach-wang', lessonId);
    expect([await left('lin', lessonId), await left('coach-wang', lessonId)]).toEqual([3, 2]);
    await club.as('lin').lesson.answerCancel({ cancelId, agree: true });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    await inOrder();
  });

  test('what comes back is what was paid, whatever the coach costs by now', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const coach = await club.document('coaches', 'm-coach-wang');
    await club.cloud.load('coaches', [{ ...coach, rate: 90_000 }]);
    const cancelId = await wish('lin', lessonId);
    await club.as('coach-wang').lesson.answerCancel({ cancelId, agree: true });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
  });

  test('nobody agrees to the own wish, and the requester’s word alone changes nothing', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancelId = await wish('lin', lessonId);
    const own = club.as('lin').lesson.answerCancel({ cancelId, agree: true });
    expect(await outcome(own)).toBe('OWN_CANCEL');
    expect(await outcome(club.as('coach-wang').lesson.withdrawCancel({ cancelId }))).toBe(
      'CANCEL_NOT_FOUND',
    );
    expect(await outcome(askCancel(club, 'coach-wang', lessonId))).toBe('LESSON_CLOSED');
    expect(await purse(club, 'lin')).toEqual({ balance: 70_000, frozen: 0 });
  });

  test.each([
    ['refused by the other', 'coach-wang', 'REJECTED'],
    ['withdrawn', 'lin', 'WITHDRAWN'],
  ] as const)('%s, the lesson stands and the try is given back', async (_, who, status) => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancelId = await wish('lin', lessonId);
    const { lesson } = club.as(who);
    const answer = () =>
      who === 'lin'
        ? lesson.withdrawCancel({ cancelId })
        : lesson.answerCancel({ cancelId, agree: false });
    const kept = { status: 'CONFIRMED', cancellation: { status } };
    expect(await answer()).toMatchObject(kept);
    // The reply was lost: asked again it says the same.
    expect(await answer()).toMatchObject(kept);
    expect(await left('lin', lessonId)).toBe(3);
    const late = club.as('coach-wang').lesson.answerCancel({ cancelId, agree: true });
    expect(await outcome(late)).toBe('LESSON_CLOSED');
    await inOrder();
  });

  test('unanswered until the start: the lesson takes place and the try is given back', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancelId = await wish('lin', lessonId);
    club.cloud.clock.jump(before(startAt(TUESDAY, clock(19)), -1000));
    const late = club.as('coach-wang').lesson.answerCancel({ cancelId, agree: true });
    expect(await outcome(late)).toBe('LESSON_STARTED');
    await club.passMinutes(1);
    expect(await club.document('lessons', lessonId)).toMatchObject({
      status: 'CONFIRMED',
      cancellation: { status: 'EXPIRED' },
    });
    expect(await left('lin', lessonId)).toBe(3);
    expect(await purse(club, 'lin')).toEqual({ balance: 70_000, frozen: 0 });
    expect(await toldTo(club, 'lin')).toContain('取消申请已过期');
    await inOrder();
  });

  test('exactly 24 hours before is early enough, a millisecond later is not', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const start = startAt(TUESDAY, clock(19));
    const { db } = openService(club).context();
    const form = { lessonId, reason: '临时有事', requestId: 'exact' };
    const askBefore = (ms: number, memberId = 'm-lin') =>
      outcome(askToCancel(db, memberId, { ...form, now: before(start, ms) }));
    expect(await askBefore(DAY - 1)).toBe('CANCEL_TOO_LATE');
    expect(await askBefore(DAY - 1, 'm-coach-wang')).toBe('CANCEL_TOO_LATE');
    expect(await askBefore(DAY)).toBe('ok');
    await inOrder();
  });

  test('it is the club’s clock that says when 24 hours before are over', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const start = startAt(TUESDAY, clock(19));
    club.cloud.clock.jump(before(start, DAY - 1000));
    expect(await outcome(askCancel(club, 'lin', lessonId))).toBe('CANCEL_TOO_LATE');
    expect(await outcome(askCancel(club, 'coach-wang', lessonId))).toBe('CANCEL_TOO_LATE');
    club.cloud.clock.jump(before(start, DAY + 30_000));
    expect(await outcome(askCancel(club, 'lin', lessonId))).toBe('ok');
  });

  test('asked in time, it may be agreed to up to the start', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancelId = await wish('lin', lessonId);
    club.cloud.clock.jump(before(startAt(TUESDAY, clock(19)), 30_000));
    const agreed = club.as('coach-wang').lesson.answerCancel({ cancelId, agree: true });
    expect(await outcome(agreed)).toBe('ok');
    await inOrder();
  });

  test('a reason has to be given, and an unconfirmed lesson is withdrawn instead', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    expect(await outcome(askCancel(club, 'lin', lessonId))).toBe('LESSON_CLOSED');
    await club.as('coach-wang').lesson.confirm({ lessonId });
    const form = { lessonId, reason: ' ', requestId: 'silent' };
    expect(await outcome(club.as('lin').lesson.askCancel(form))).toBe('REASON_REQUIRED');
  });

  test('the same form sent again uses one try', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const first = await askCancel(club, 'lin', lessonId, 'same');
    expect(await askCancel(club, 'lin', lessonId, 'same')).toEqual(first);
    expect(await left('lin', lessonId)).toBe(2);
    await inOrder();
  });
});
