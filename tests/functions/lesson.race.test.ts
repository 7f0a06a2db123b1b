import { HOUR, MINUTE, SECOND } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fill } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults, orderFaults, outcome } from './club';
import {
  ask,
  askCancel,
  before,
  clock,
  confirmed,
  enrol,
  HALL,
  openSchool,
  purse,
  relationOf,
  startAt,
  TUESDAY,
  tie,
  toldTo,
} from './lesson';
import { expectLessonsInOrder } from './lessonsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { someOf } from './steps';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub({ transactionMs: 2000 });
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await money.reset();
  await openSchool(money);
});

const inOrder = async () => {
  await expectLessonsInOrder(club);
  await expectLedgerInOrder(club);
};

/** What each of some deeds at the same instant ended with. */
const atOnce = (...deeds: readonly Promise<unknown>[]) => Promise.all(deeds.map(outcome));

describe('for one half-hour', () => {
  const rivals = ['lin', 'may', 'chen', 'zhou', 'wu', 'zheng'];

  test('students of one coach race: one gets the lesson, the others keep their money', async () => {
    for (const who of rivals.slice(1)) {
      await enrol(club, `m-${who}`);
      await tie(club, `m-${who}`, 'm-coach-wang');
      await fill(money, who, 40_000);
    }
    const told = await atOnce(...rivals.map((who) => ask(club, who, { tableId: null })));
    expect(told.filter((one) => one === 'ok')).toHaveLength(1);
    expect(told.every((one) => ['ok', 'COACH_TAKEN', 'BUSY'].includes(one))).toBe(true);
    expect(await club.documents('lessons')).toHaveLength(1);
    await inOrder();
  });

  test('two coaches race for the last table: one lesson', async () => {
    await fill(money, 'chen', 40_000);
    const offer = await club.document('offers', HALL);
    const [court] = (offer?.courts ?? []) as object[];
    await club.cloud.load('offers', [{ ...offer, courts: [court] }]);
    const told = await atOnce(
      ask(club, 'lin', { tableId: null }),
      ask(club, 'chen', { coach: 'coach-li', tableId: null }),
    );
    expect(told.sort()).toEqual(['NO_TABLE_FREE', 'ok']);
    await inOrder();
  });

  test('a student who asks two coaches at once gets one', async () => {
    const told = await atOnce(
      ask(club, 'lin', { tableId: `${HALL}-3` }),
      ask(club, 'lin', { coach: 'coach-li', tableId: `${HALL}-4` }),
    );
    expect(told.sort()).toEqual(['STUDENT_TAKEN', 'ok']);
    await inOrder();
  });

  test('a tap and its twin are one lesson', async () => {
    const tap = () => ask(club, 'lin', { requestId: 'twin' });
    expect(await atOnce(tap(), tap(), tap())).toEqual(['ok', 'ok', 'ok']);
    expect(await purse(club, 'lin')).toEqual({ balance: 70_000, frozen: 30_000 });
    await inOrder();
  });

  test('with money for one, two lessons at once are one', async () => {
    await fill(money, 'may', 30_000);
    const told = await atOnce(
      ask(club, 'may', { from: clock(10), until: clock(11, 30) }),
      ask(club, 'may', { from: clock(14), until: clock(15, 30) }),
    );
    expect(told.sort()).toEqual(['INSUFFICIENT_BALANCE', 'ok']);
    await inOrder();
  });

  test('a closure and a lesson at once: no lesson stands in it', async () => {
    const close = club.as('root').courts.close({
      venueId: HALL,
      courtIds: null,
      from: startAt(TUESDAY, clock(18)),
      until: startAt(TUESDAY, clock(21)),
      reason: '停电',
      requestId: 'dark',
    });
    await atOnce(ask(club, 'lin'), close);
    await club.passMinutes(1);
    const live = (await club.documents('lessons')).filter(({ status }) => status === 'PENDING');
    expect(live).toEqual([]);
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    await inOrder();
  });
});

describe('one lesson', () => {
  test('confirmed and withdrawn at once: one of the two', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    const told = await atOnce(
      club.as('coach-wang').lesson.confirm({ lessonId }),
      club.as('lin').lesson.withdraw({ lessonId }),
    );
    expect(told.sort()).toEqual(['LESSON_CLOSED', 'ok']);
    await inOrder();
  });

  test('confirmed while the relation ends: the fee is taken of who is tied, or free again', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    const relationId = relationOf('lin', 'coach-wang');
    const [said] = await atOnce(
      club.as('coach-wang').lesson.confirm({ lessonId }),
      club.as('root').school.endRelation({ relationId, reason: '学员搬家' }),
    );
    await club.passMinutes(1);
    const lesson = await club.document('lessons', lessonId);
    expect(lesson?.status).toBe(said === 'ok' ? 'CONFIRMED' : 'REJECTED');
    await inOrder();
  });

  test('confirmed by the coach and cancelled by the admin at once: the admin has the last word', async () => {
    const { id: lessonId } = await ask(club, 'lin');
    const [coach, admin] = await atOnce(
      club.as('coach-wang').lesson.confirm({ lessonId }),
      club.as('root').school.cancelLesson({ lessonId, reason: '场馆检修' }),
    );
    expect(admin).toBe('ok');
    expect(['ok', 'LESSON_CLOSED']).toContain(coach);
    await club.passMinutes(1);
    const lesson = await club.document('lessons', lessonId);
    const moved = coach === 'ok' ? 30_000 : 0;
    expect(lesson).toMatchObject({ status: 'CANCELLED', captured: moved, refunded: moved });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    expect(
      (await toldTo(club, 'lin')).filter((title) => title === '管理员取消了课程'),
    ).toHaveLength(1);
    await inOrder();
  });

  test.each([
    [1, 'CANCELLED'],
    [0, 'COMPLETED'],
  ])('cancelled by the admin %i s before its end, and once more: %s', async (s, status) => {
    const { id: lessonId } = await confirmed(club, 'lin');
    club.cloud.clock.jump(before(startAt(TUESDAY, clock(20, 30)), s * SECOND));
    await outcome(club.as('root').school.cancelLesson({ lessonId, reason: '停电中断' }));
    await club.passMinutes(1);
    expect(await club.document('lessons', lessonId)).toMatchObject({ status });
    await inOrder();
  });

  // The deed reads the time before it is over and meets the timer at one of its requests.
  test.each([1, 2, 3, 4])(
    'cancelled by the admin as it ends, round %i: it is cancelled or completed, not both',
    async () => {
      const { id: lessonId } = await confirmed(club, 'lin');
      club.cloud.clock.jump(before(startAt(TUESDAY, clock(20, 30)), SECOND));
      const cancel = club.as('root').school.cancelLesson({ lessonId, reason: '停电中断' });
      const [told] = await atOnce(cancel, club.passMinutes(1), club.passMinutes(1));
      await club.passMinutes(1);
      const refunded = told === 'ok' ? 30_000 : 0;
      expect(['ok', 'LESSON_CLOSED']).toContain(told);
      const status = told === 'ok' ? 'CANCELLED' : 'COMPLETED';
      expect(await club.document('lessons', lessonId)).toMatchObject({
        ...{ status, captured: 30_000, refunded },
      });
      expect(await purse(club, 'lin')).toEqual({ balance: 70_000 + refunded, frozen: 0 });
      await inOrder();
    },
  );

  test('agreed to, withdrawn and cancelled by the admin at once: the money comes back at most once', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const cancelId = (await askCancel(club, 'lin', lessonId)).cancellation?.id ?? '';
    await atOnce(
      club.as('coach-wang').lesson.answerCancel({ cancelId, agree: true }),
      club.as('lin').lesson.withdrawCancel({ cancelId }),
      club.as('root').school.cancelLesson({ lessonId, reason: '教练生病' }),
    );
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    await inOrder();
  });

  test('asked to cancel by both at once: one request', async () => {
    const { id: lessonId } = await confirmed(club, 'lin');
    const told = await atOnce(
      askCancel(club, 'lin', lessonId),
      askCancel(club, 'coach-wang', lessonId),
    );
    expect(told.sort()).toEqual(['LESSON_CLOSED', 'ok']);
    await inOrder();
  });
});

const reminders = async (who: string) =>
  (await toldTo(club, who)).filter((title) => title === '课程快开始了').length;

describe('the timer', () => {
  /** Two lessons that begin within the hour. */
  async function soon() {
    await fill(money, 'chen', 40_000);
    await confirmed(club, 'lin');
    await confirmed(club, 'chen', { coach: 'coach-li', tableId: null });
    club.cloud.clock.jump(before(startAt(TUESDAY, clock(19)), HOUR - MINUTE));
  }
  const all = ['lin', 'coach-wang', 'chen', 'coach-li'];
  const counts = async () => Promise.all(all.map(reminders));
  const run = () => club.cloud.call('', 'timer', {}).catch(() => undefined);

  test('twice at once reminds each once', async () => {
    await soon();
    await Promise.all([club.passMinutes(1), club.passMinutes(1), run(), run()]);
    expect(await counts()).toEqual([1, 1, 1, 1]);
    await inOrder();
  });

  test.each(someOf([4, 12, 16, 20, 24, 28, 32]))(
    'killed after request %i, it still reminds each once',
    async (n) => {
      await soon();
      await orderFaults(club, { function: 'timer', n, when: 'after', effect: 'kill' });
      await club.passMinutes(1);
      await clearFaults(club);
      await club.passMinutes(3);
      expect(await counts()).toEqual([1, 1, 1, 1]);
      await inOrder();
    },
  );
});
