import { describe, expect, test } from 'vitest';
import { at, day } from '../domain/clock';
import { type Club, outcome } from './club';
import {
  ask,
  askCancel,
  atSchool,
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

let club: Club;
atSchool((opened) => {
  club = opened.club;
});
const inOrder = () => expectSchoolInOrder(club);
const left = (who: string, lessonId: string) => cancelsLeft(club, who, lessonId);
const wish = (who: string, lessonId: string) => cancelWish(club, who, lessonId);

describe('three a calendar month', () => {
  const lessonOn = async (date: string) => {
    const span = { date: day(date), from: clock(9), until: clock(10) };
    return (await confirmed(club, 'lin', { ...span, coach: 'coach-li' })).id;
  };
  const useUp = async (lessonIds: readonly string[]) => {
    for (const lessonId of lessonIds) {
      const cancelId = await wish('lin', lessonId);
      await club.as('coach-li').lesson.answerCancel({ cancelId, agree: true });
    }
  };

  test('the fourth is refused; one that was given back may be used again', async () => {
    const all = [];
    for (const date of ['2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19']) {
      all.push(await lessonOn(date));
    }
    const [first = '', second = '', third = '', fourth = ''] = all;
    await useUp([first, second]);
    const cancelId = await wish('lin', third);
    expect(await left('lin', fourth)).toBe(0);
    expect(await outcome(askCancel(club, 'lin', fourth))).toBe('CANCELS_USED_UP');
    // The other side has tries of its own.
    expect(await left('coach-li', fourth)).toBe(3);
    await club.as('lin').lesson.withdrawCancel({ cancelId });
    expect(await outcome(askCancel(club, 'lin', fourth))).toBe('ok');
    await inOrder();
  });

  test('it is the month of the request that counts, and it ends at midnight of the club', async () => {
    club.cloud.clock.jump(at('2026-03-30 12:00'));
    const all = [];
    for (const date of ['2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05']) {
      all.push(await lessonOn(date));
    }
    await useUp(all.slice(0, 3));
    const last = all[3] ?? '';
    club.cloud.clock.jump(at('2026-03-31 23:59:30'));
    expect(await outcome(askCancel(club, 'lin', last))).toBe('CANCELS_USED_UP');
    club.cloud.clock.jump(at('2026-04-01 00:00:00'));
    expect(await left('lin', last)).toBe(3);
    expect(await outcome(askCancel(club, 'lin', last))).toBe('ok');
    expect(await left('lin', last)).toBe(2);
    await inOrder();
  });

  test('a try of last month is given back to last month', async () => {
    club.cloud.clock.jump(at('2026-03-31 12:00'));
    const lessonId = await lessonOn('2026-04-03');
    const cancelId = await wish('lin', lessonId);
    club.cloud.clock.jump(at('2026-04-01 12:00'));
    await club.as('coach-li').lesson.answerCancel({ cancelId, agree: false });
    expect(await club.document('cancel_quotas', 'm-lin:2026-03')).toMatchObject({ used: [] });
    expect(await left('lin', lessonId)).toBe(3);
    await inOrder();
  });

  test('two requests at once with one try left: one is let in', async () => {
    const all = [];
    for (const date of ['2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19']) {
      all.push(await lessonOn(date));
    }
    await useUp(all.slice(0, 2));
    const told = await Promise.all(all.slice(2).map((id) => outcome(askCancel(club, 'lin', id))));
    expect(told.sort()).toEqual(['CANCELS_USED_UP', 'ok']);
    await inOrder();
  });

  test.each([
    ['taken back', (cancelId: string) => club.as('lin').lesson.withdrawCancel({ cancelId })],
    [
      'refused',
      (cancelId: string) => club.as('coach-li').lesson.answerCancel({ cancelId, agree: false }),
    ],
  ])('the third is %s while a fourth is asked for: never more than three', async (_, giveBack) => {
    const all = [];
    for (const date of ['2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19']) {
      all.push(await lessonOn(date));
    }
    const [first = '', second = '', third = '', fourth = ''] = all;
    await useUp([first, second]);
    const cancelId = await wish('lin', third);
    const [back, asked] = await Promise.all([
      outcome(giveBack(cancelId)),
      outcome(askCancel(club, 'lin', fourth)),
    ]);
    expect(back).toBe('ok');
    expect(['ok', 'CANCELS_USED_UP']).toContain(asked);
    expect(await left('lin', fourth)).toBe(asked === 'ok' ? 0 : 1);
    await inOrder();
  });

  test('a try of last month that nobody answered is given back to last month', async () => {
    club.cloud.clock.jump(at('2026-03-31 12:00'));
    const lessonId = await lessonOn('2026-04-03');
    await wish('lin', lessonId);
    club.cloud.clock.jump(at('2026-04-03 09:00'));
    await club.passMinutes(1);
    expect(await club.document('cancel_quotas', 'm-lin:2026-03')).toMatchObject({ used: [] });
    expect(await left('lin', lessonId)).toBe(3);
    await inOrder();
  });
});

describe('the campus admin', () => {
  const cancel = (lessonId: string, who = 'root') =>
    outcome(club.as(who).school.cancelLesson({ lessonId, reason: '教练生病' }));

  test('cancels up to the end, with all that was paid and no try used; both read why', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    club.cloud.clock.jump(startAt(TUESDAY, clock(20)));
    expect(await cancel(lessonId)).toBe('ok');
    expect(await cancel(lessonId)).toBe('ok');
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    expect(await left('lin', lessonId)).toBe(3);
    for (const who of ['lin', 'coach-wang']) {
      expect(await toldTo(club, who)).toContain('管理员取消了课程');
    }
    const [entry] = await club.documents('audit_entries', { action: 'school.cancelLesson' });
    expect(entry).toMatchObject({ actorId: 'm-root', targetId: lessonId, detail: '教练生病' });
    await inOrder();
  });

  test('gives the try of an open request back', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    await wish('lin', lessonId);
    expect(await cancel(lessonId)).toBe('ok');
    expect(await left('lin', lessonId)).toBe(3);
    await inOrder();
  });

  test('frees an unconfirmed one', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    expect(await cancel(lessonId)).toBe('ok');
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    await inOrder();
  });

  test('is too late at the end, and gives a reason', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const silent = club.as('root').school.cancelLesson({ lessonId, reason: '' });
    expect(await outcome(silent)).toBe('REASON_REQUIRED');
    club.cloud.clock.jump(startAt(TUESDAY, clock(20, 30)));
    expect(await cancel(lessonId)).toBe('LESSON_CLOSED');
    expect((await purse(club, 'lin')).balance).toBe(70_000);
  });
});
